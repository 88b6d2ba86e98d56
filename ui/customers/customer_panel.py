"""The right half of the customers page: one customer to read, to change, to block."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPushButton, QWidget
from typing_extensions import override

from app.core.errors import BadValue, Refused, Stale
from app.core.messages import _
from app.core.permissions import Right
from app.customers.commands import BlockCustomer, UnblockCustomer
from app.customers.handlers import (
    CustomerSaved,
    block_customer,
    save_customer,
    unblock_customer,
)
from app.customers.queries import CustomerDetailRow, customer_detail
from ui.customers.block_bar import BlockBar
from ui.customers.customer_card import CustomerCard
from ui.customers.customer_form import CustomerForm
from ui.customers.customer_head import CustomerHead
from ui.customers.customer_saving import save_of
from ui.customers.reading import Choices, Whole, choices, whole_customer
from ui.kit.context import Context
from ui.kit.frame.record_panel import RecordPanel
from ui.kit.parts import EmptyState, button, row


class CustomerPanel(RecordPanel):
    """Shows a customer to read, and the form to change one."""

    def __init__(self, context: Context) -> None:
        """Start without a customer."""
        super().__init__(context, _("Fields of the customer"))
        self._whole: Whole | None = None
        self._before = 0
        self.form: CustomerForm | None = None
        self.head = CustomerHead(context)
        self.card = CustomerCard(context)
        self.card.order_wanted.connect(lambda one: context.shell.go("orders", order_id=one))
        self._nothing = EmptyState("users", _("Choose a customer, or add a new one."))
        self.block_bar = BlockBar()
        self.block_bar.blocked.connect(self._block)
        self._make_buttons()
        for above in (self.head, self.banner, self.theirs, self.unsaved, self.block_bar):
            self._inside.addWidget(above)
        for half in (self._nothing, self.card, self._scroll):
            self._inside.addWidget(half, 1)
        first = (self.save_button, self.undo_button, self.order_button, self.edit_button)
        self._inside.addLayout(row(*first, None, self.block_button))
        self._turn_to(self._nothing)
        self._tell()

    def _turn_to(self, half: QWidget) -> None:
        for one in (self._nothing, self.card, self._scroll):
            one.setVisible(one is half)

    def _make_buttons(self) -> None:
        self.save_button = button(_("Save"), self.save, kind="primary", shortcut="Ctrl+S")
        self.undo_button = button(_("Cancel"), self.discard, shortcut="Esc")
        self.order_button = _order_button(self._new_order)
        self.edit_button = button(_("Edit"), self.edit, icon="pencil", shortcut="F2")
        self.block_button = button(_("Block…"), self._switch_block)
        self._on_key("F2", self.edit)

    # --- showing -------------------------------------------------------------------------

    def editing(self) -> bool:
        """Tell whether the form is open."""
        return self.form is not None

    @override
    def busy(self) -> bool:
        return self.editing()

    @override
    def dirty(self) -> bool:
        return self.form is not None and self.form.dirty()

    @override
    def take_focus(self) -> None:
        (self.form.line("name") if self.form is not None else self.edit_button).setFocus()

    @override
    def show_record(self, record_id: int) -> None:
        if record_id == self._record_id and (self._whole or self.dirty()):
            return
        self._leave(lambda: self._load(record_id))

    @override
    def reread(self) -> None:
        if self._record_id and not self.editing():
            self._load(self._record_id)

    @override
    def new_record(self) -> None:
        self._leave(self._begin)

    def _begin(self) -> None:
        desk = self._context.desk

        def show(known: Choices) -> None:
            self._before = self._record_id or self._before
            self._whole, self._record_id = None, 0
            self._open_form(CustomerForm(self._context, None, known))
            self.shown.emit(0)

        self._context.tasks.call(lambda: choices(desk), show, self._problem)

    def edit(self) -> None:
        """Open the form of the customer shown."""
        if self._whole is None or self.editing() or not self._may_edit():
            return
        self._open_form(CustomerForm(self._context, self._whole.detail, self._whole.choices))

    def _open_form(self, form: CustomerForm) -> None:
        self.form = form
        form.edited.connect(self._tell)
        form.other_wanted.connect(self.show_record)
        self._scroll.setWidget(form)
        self._turn_to(self._scroll)
        self.banner.hide()
        self.theirs.hide()
        self.unsaved.hide()
        self.block_bar.hide()
        self._tell()
        form.line("name").setFocus()

    def _load(self, customer_id: int) -> None:
        desk = self._context.desk
        self._close()
        self._record_id = customer_id
        self.shown.emit(customer_id)
        self._context.tasks.call(
            lambda: whole_customer(desk, customer_id),
            partial(self._show, customer_id),
            self._problem,
        )

    def _show(self, customer_id: int, whole: Whole | None) -> None:
        if customer_id != self._record_id or whole is None or self.editing():
            return
        self._whole = whole
        self.card.show_customer(whole)
        self._turn_to(self.card)
        blocked = whole.detail.customer.blocked_reason
        if blocked:
            self.banner.tell("err", _("Blocked: {reason}").format(reason=blocked))
        else:
            self.banner.hide()
        self._tell()

    @override
    def _close(self) -> None:
        self.form = None
        self.theirs.hide()
        self.unsaved.hide()
        old = self._scroll.takeWidget()
        if old is not None:
            old.deleteLater()

    @override
    def _tell(self) -> None:
        whole, editing = self._whole, self.editing()
        allowed = self._may_edit()
        for part in (self.save_button, self.undo_button):
            part.setVisible(editing)
        self.save_button.setEnabled(self.dirty() and allowed)
        for part in (self.order_button, self.edit_button, self.block_button):
            part.setVisible(whole is not None and not editing)
            part.setEnabled(allowed)
        self.head.show_customer(whole, new=editing)
        if whole is not None:
            blocked = whole.detail.customer.blocked_reason
            self.block_button.setText(_("Unblock") if blocked else _("Block…"))
            self.block_button.setAccessibleName(self.block_button.text())

    def _may_edit(self) -> bool:
        return self._allowed(Right.KEEP_CUSTOMERS)

    # --- saving --------------------------------------------------------------------------

    @override
    def save(self) -> None:
        form = self.form
        if form is None or not form.dirty() or not self.save_button.isEnabled():
            return
        form.clear_problems()
        self.banner.hide()
        self.unsaved.hide()
        try:
            typed = form.typed()
        except BadValue as wrong:
            self._refused(wrong)
            return
        self.save_button.setEnabled(False)
        command = save_of(typed, self._whole.detail if self._whole else None)
        self._context.tasks.run(save_customer, command, self._done, self._refused)

    def _done(self, saved: CustomerSaved) -> None:
        self._record_id = saved.customer_id
        name = self.form.line("name").text() if self.form else ""
        self._context.shell.toast(_("{name} saved").format(name=name))
        self._close()
        if not self._go_on():
            self._load(saved.customer_id)
            self.left.emit()

    def _refused(self, error: Exception) -> None:
        self._next = None
        self._tell()
        if isinstance(error, Stale) and self._whole is not None:
            self._context.tasks.read(
                customer_detail,
                self._record_id,
                done=partial(self._beside, error),
                failed=self._problem,
            )
        elif not (isinstance(error, Refused) and self.form and self.form.show_problem(error)):
            self._problem(error)

    def _beside(self, error: Stale, detail: CustomerDetailRow | None) -> None:
        """Put what somebody else saved beside what was typed."""
        if detail is None or self.form is None or self._whole is None:
            self._problem(error)
            return
        self._whole = replace(self._whole, detail=detail)
        self.theirs.show_differences(self.form.merge_theirs(detail))
        self.banner.tell("warn", error.message())
        self._tell()

    @override
    def discard(self) -> None:
        self._close()
        if self._go_on():
            return
        if self._record_id or self._before:
            self._load(self._record_id or self._before)
        else:
            self._turn_to(self._nothing)
            self._tell()
        self.left.emit()

    # --- what else can be done -----------------------------------------------------------

    def _new_order(self) -> None:
        self._context.shell.go("new_order", fresh=True, customer_id=self._record_id)

    def _switch_block(self) -> None:
        if self._whole is None:
            return
        if self._whole.detail.customer.blocked_reason is None:
            self.block_bar.ask()
            return
        self._context.tasks.run(
            unblock_customer,
            UnblockCustomer(customer_id=self._record_id),
            lambda _saved: self._context.shell.toast(_("Orders are taken again")),
            self._problem,
        )

    def _block(self, reason: str) -> None:
        command = BlockCustomer(customer_id=self._record_id, reason=reason)

        def done(_saved: object) -> None:
            self.block_bar.hide()
            self._context.shell.toast(_("Blocked"), _("Undo"), self._switch_block)

        self._context.tasks.run(block_customer, command, done, self._problem)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and not self.block_bar.isHidden():
            self.block_bar.hide()
        else:
            super().keyPressEvent(event)

    @override
    def _escape(self) -> bool:
        editing = self.editing()
        if editing:
            self.discard()
        return editing


def _order_button(pressed: Callable[[], object]) -> QPushButton:
    made = button(_("New order"), pressed, kind="primary", shortcut="Alt+N")
    made.setShortcut("Alt+N")
    return made

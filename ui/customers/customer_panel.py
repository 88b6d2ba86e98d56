"""The right half of the customers page: one customer to read, to change, to block."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QPushButton, QScrollArea, QVBoxLayout, QWidget
from typing_extensions import override

from app.core.errors import BadValue, DeskError, Refused, Stale
from app.core.messages import _
from app.core.permissions import Right, may
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
from ui.customers.unsaved_bar import UnsavedBar
from ui.kit.compare.their_values import TheirValues
from ui.kit.context import Context
from ui.kit.parts import Banner, EmptyState, button, row


class CustomerPanel(QFrame):
    """Shows a customer; nothing typed goes without a word.

    `shown` carries the id of the customer shown (0 for a new one), `left` tells that the
    person wants back to the list.
    """

    shown = Signal(int)
    left = Signal()

    def __init__(self, context: Context) -> None:
        """Start without a customer."""
        super().__init__()
        self.setObjectName("card")
        self._context = context
        self._whole: Whole | None = None
        self._customer_id = 0
        self._next: Callable[[], object] | None = None
        self.form: CustomerForm | None = None
        self.head = CustomerHead(context)
        self.banner = Banner()
        self.card = CustomerCard(context)
        self.card.order_wanted.connect(lambda one: context.shell.go("orders", order_id=one))
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setAccessibleName(_("Fields of the customer"))
        self._nothing = EmptyState("users", _("Choose a customer, or add a new one."))
        self.theirs = TheirValues()
        self.unsaved = UnsavedBar(self.save, self.discard, self._keep_editing)
        self.block_bar = BlockBar()
        self.block_bar.blocked.connect(self._block)
        self._make_buttons()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 12, 16, 12)
        layout.setSpacing(8)
        for above in (self.head, self.banner, self.theirs, self.unsaved, self.block_bar):
            layout.addWidget(above)
        for half in (self._nothing, self.card, self._scroll):
            layout.addWidget(half, 1)
        first = (self.save_button, self.undo_button, self.order_button, self.edit_button)
        layout.addLayout(row(*first, None, self.block_button))
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
        for keys, act in (("Ctrl+S", self.save), ("F2", self.edit)):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(act)

    # --- showing -------------------------------------------------------------------------

    def editing(self) -> bool:
        """Tell whether the form is open."""
        return self.form is not None

    def _dirty(self) -> bool:
        return self.form is not None and self.form.dirty()

    def show_customer(self, customer_id: int) -> None:
        """Show a customer; asks first when something typed is not saved."""
        if customer_id == self._customer_id and (self._whole or self._dirty()):
            return
        self._leave(lambda: self._load(customer_id))

    def reread(self) -> None:
        """Read the customer again, unless it is being edited."""
        if self._customer_id and not self.editing():
            self._load(self._customer_id)

    def new_customer(self) -> None:
        """Begin a new customer; asks first when something typed is not saved."""
        self._leave(self._begin)

    def _begin(self) -> None:
        desk = self._context.desk

        def show(known: Choices) -> None:
            self._whole, self._customer_id = None, 0
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
        form.other_wanted.connect(self.show_customer)
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
        self._close_form()
        self._customer_id = customer_id
        self.shown.emit(customer_id)
        self._context.tasks.call(
            lambda: whole_customer(desk, customer_id),
            partial(self._show, customer_id),
            self._problem,
        )

    def _show(self, customer_id: int, whole: Whole | None) -> None:
        if customer_id != self._customer_id or whole is None or self.editing():
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

    def _close_form(self) -> None:
        self.form = None
        self.theirs.hide()
        self.unsaved.hide()
        old = self._scroll.takeWidget()
        if old is not None:
            old.deleteLater()

    def _tell(self) -> None:
        whole, editing = self._whole, self.editing()
        allowed = self._may_edit()
        for part in (self.save_button, self.undo_button):
            part.setVisible(editing)
        self.save_button.setEnabled(self._dirty() and allowed)
        for part in (self.order_button, self.edit_button, self.block_button):
            part.setVisible(whole is not None and not editing)
            part.setEnabled(allowed)
        self.head.show_customer(whole, new=editing)
        if whole is not None:
            blocked = whole.detail.customer.blocked_reason
            self.block_button.setText(_("Unblock") if blocked else _("Block…"))
            self.block_button.setAccessibleName(self.block_button.text())

    def _may_edit(self) -> bool:
        person = self._context.desk.person
        return person is not None and may(person.role, Right.KEEP_CUSTOMERS)

    # --- saving --------------------------------------------------------------------------

    def _leave(self, then: Callable[[], object]) -> None:
        if self._dirty():
            self._next = then
            self.unsaved.ask()
            self.shown.emit(self._customer_id)
            return
        self._close_form()
        then()

    def save(self) -> None:
        """Save what was typed, or say where it cannot be."""
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
        self._customer_id = saved.customer_id
        name = self.form.line("name").text() if self.form else ""
        self._context.shell.toast(_("{name} saved").format(name=name))
        then, self._next = self._next, None
        customer_id = self._customer_id
        self._close_form()
        if then is not None:
            then()
            return
        self._load(customer_id)
        self.left.emit()

    def _refused(self, error: Exception) -> None:
        self._next = None
        self._tell()
        if isinstance(error, Stale) and self._whole is not None:
            self._context.tasks.read(
                customer_detail,
                self._customer_id,
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

    def _problem(self, error: Exception) -> None:
        self._tell()
        if isinstance(error, DeskError):
            self.banner.tell("err", error.message())
        else:
            self._context.shell.problem(error)

    def discard(self) -> None:
        """Take back what was typed."""
        self._close_form()
        then, self._next = self._next, None
        if then is not None:
            then()
            return
        if self._whole is None:
            self._turn_to(self._nothing)
            self._tell()
        else:
            self._load(self._customer_id)
        self.left.emit()

    def _keep_editing(self) -> None:
        self._next = None
        self.unsaved.hide()
        if self.form is not None:
            self.form.line("name").setFocus()

    # --- what else can be done -----------------------------------------------------------

    def _new_order(self) -> None:
        self._context.shell.go("new_order", fresh=True, customer_id=self._customer_id)

    def _switch_block(self) -> None:
        if self._whole is None:
            return
        if self._whole.detail.customer.blocked_reason is None:
            self.block_bar.ask()
            return
        self._context.tasks.run(
            unblock_customer,
            UnblockCustomer(customer_id=self._customer_id),
            lambda _saved: self._context.shell.toast(_("Orders are taken again")),
            self._problem,
        )

    def _block(self, reason: str) -> None:
        command = BlockCustomer(customer_id=self._customer_id, reason=reason)

        def done(_saved: object) -> None:
            self.block_bar.hide()
            self._context.shell.toast(_("Blocked"), _("Undo"), self._switch_block)

        self._context.tasks.run(block_customer, command, done, self._problem)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() != Qt.Key.Key_Escape:
            super().keyPressEvent(event)
        elif not self.block_bar.isHidden():
            self.block_bar.hide()
        elif not self.unsaved.isHidden():
            self._keep_editing()
        elif self._dirty():
            self.unsaved.ask()
        elif self.editing():
            self.discard()
        else:
            self.left.emit()


def _order_button(pressed: Callable[[], object]) -> QPushButton:
    made = button(_("New order"), pressed, kind="primary", shortcut="Alt+N")
    made.setShortcut("Alt+N")
    return made

"""The right half of the items page: one item in its form, with what can be done to it."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout
from typing_extensions import override

from app.catalog.commands import DiscontinueItem, ResumeItem
from app.catalog.handlers import discontinue_item, resume_item, save_item
from app.catalog.handlers.saving import ItemSaved
from app.catalog.queries import ItemDetailRow, item_detail, price_lists, tax_rates
from app.core.errors import DeskError, Refused, Stale
from app.core.messages import _
from app.core.permissions import Right, may
from app.desk import Desk
from ui.catalog.item_form import Choices, ItemForm, Misplaced
from ui.catalog.item_saving import save_of
from ui.kit.compare.their_values import TheirValues
from ui.kit.context import Context
from ui.kit.parts import Banner, button, label, row

_NEW = 0
"""Id of an item that is not kept yet."""


@dataclass(frozen=True)
class _Read:
    detail: ItemDetailRow | None
    choices: Choices


def _read(desk: Desk, item_id: int) -> _Read:
    classes = {rate.item_class for rate in desk.read(tax_rates)} | {"standard"}
    detail = desk.read(item_detail, item_id) if item_id else None
    return _Read(detail, Choices(tuple(sorted(classes)), desk.read(price_lists)))


class ItemPanel(QFrame):
    """Shows an item's form; nothing typed goes without a word.

    `shown` carries the id of the item that is in the form now (0 for a new one), `left` tells
    that the person wants back to the list.
    """

    shown = Signal(int)
    left = Signal()

    def __init__(self, context: Context) -> None:
        """Start without an item."""
        super().__init__()
        self.setObjectName("card")
        self._context = context
        self._detail: ItemDetailRow | None = None
        self._open = False
        self._item_id = _NEW
        self._next: Callable[[], object] | None = None
        self.form = ItemForm(context, Choices())
        self._title = label(_("Choose an item, or add a new one."), "section", wrap=True)
        self._state = label("", "muted")
        self.banner = Banner()
        self.theirs = TheirValues()
        self._ask = self._make_ask()
        self.save_button = button(_("Save"), self.save, kind="primary", shortcut="Ctrl+S")
        self.undo_button = button(_("Discard changes"), self.discard)
        self._stock = button(_("Show stock"), self._show_stock, icon="boxes")
        self._sale = button(_("Discontinue"), self._switch_sale)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setAccessibleName(_("Fields of the item"))
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 12, 16, 12)
        layout.setSpacing(8)
        layout.addLayout(row(self._title, self._state, None))
        layout.addWidget(self.banner)
        layout.addWidget(self.theirs)
        layout.addWidget(self._ask)
        layout.addWidget(self._scroll, 1)
        layout.addLayout(row(self.save_button, self.undo_button, None, self._stock, self._sale))
        shortcut = QShortcut(QKeySequence("Ctrl+S"), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(self.save)
        self._put_form(self.form)
        self._tell()

    def _make_ask(self) -> QFrame:
        ask = QFrame()
        ask.setObjectName("banner_warn")
        inside = QVBoxLayout(ask)
        inside.setContentsMargins(12, 8, 12, 8)
        inside.addWidget(label(_("What you typed is not saved."), "strong", wrap=True))
        self.keep_button = button(_("Keep editing"), self._keep_editing)
        inside.addLayout(
            row(
                button(_("Save"), self.save, kind="primary"),
                button(_("Discard changes"), self.discard),
                self.keep_button,
                None,
            )
        )
        ask.hide()
        return ask

    def _put_form(self, form: ItemForm) -> None:
        form.setObjectName("page")
        form.edited.connect(self._tell)
        form.setEnabled(self._may_edit())
        self._scroll.setWidget(form)
        form.setVisible(self._open)
        self.form = form

    # --- showing -------------------------------------------------------------------------

    def busy(self) -> bool:
        """Tell whether something typed is not saved, or a new item is begun."""
        return self._open and (self.form.dirty() or self._item_id == _NEW)

    def show_item(self, item_id: int) -> None:
        """Show an item; asks first when something typed is not saved."""
        if self._open and item_id == self._item_id:
            return
        self._leave(lambda: self._load(item_id))

    def new_item(self) -> None:
        """Begin a new item; asks first when something typed is not saved."""
        self._leave(lambda: self._load(_NEW))

    def reread(self) -> None:
        """Read the item again, unless it is being edited."""
        if self._open and self._item_id != _NEW and not self.form.dirty():
            self._load(self._item_id)

    def take_focus(self) -> None:
        """Put the cursor into the form."""
        if self._open:
            self.form.line("name" if self._item_id else "code").setFocus()

    def _leave(self, then: Callable[[], object]) -> None:
        if self._open and self.form.dirty():
            self._next = then
            self._ask.show()
            self.keep_button.setFocus()
            self.shown.emit(self._item_id)
            return
        then()

    def _load(self, item_id: int) -> None:
        desk = self._context.desk
        same = self._open and item_id == self._item_id
        self._item_id = item_id
        self.shown.emit(item_id)
        self._context.tasks.call(
            lambda: _read(desk, item_id), partial(self._show, item_id, same), self._problem
        )

    def _show(self, item_id: int, same: bool, read: _Read) -> None:
        gone = item_id != _NEW and read.detail is None
        if gone or item_id != self._item_id or (same and self.form.dirty()):
            return
        self._open, self._detail = True, read.detail
        form = ItemForm(self._context, read.choices)
        if read.detail is not None:
            form.show_item(read.detail)
        else:
            form.clear()
        self._put_form(form)
        self._ask.hide()
        self.theirs.hide()
        if not same:
            self.banner.hide()
        self._tell()
        if item_id == _NEW:
            self.take_focus()

    def _tell(self) -> None:
        detail = self._detail
        dirty = self._open and self.form.dirty()
        for part in (self.save_button, self.undo_button):
            part.setVisible(self._open)
            part.setEnabled(dirty and self._may_edit())
        self._stock.setVisible(detail is not None and detail.item.kind == "stock")
        self._sale.setVisible(detail is not None)
        self._sale.setEnabled(self._may_edit())
        if not self._open:
            return
        self._title.setText(detail.item.name if detail else _("New item"))
        active = detail is None or detail.item.state == "active"
        self._state.setText(_("not saved") if dirty else "" if active else _("discontinued"))
        text = _("Discontinue") if active else _("Sell again")
        self._sale.setText(text)
        self._sale.setAccessibleName(text)

    def _may_edit(self) -> bool:
        person = self._context.desk.person
        return person is not None and may(person.role, Right.KEEP_CATALOG)

    # --- saving --------------------------------------------------------------------------

    def save(self) -> None:
        """Save what was typed, or say where it cannot be."""
        if not self._open or not self.form.dirty() or not self.save_button.isEnabled():
            return
        self.form.clear_problems()
        self.banner.hide()
        self._ask.hide()
        try:
            typed = self.form.typed()
        except Misplaced as wrong:
            self._refused(wrong.refused, wrong.area)
            return
        self.save_button.setEnabled(False)
        command = save_of(typed, self._detail)
        self._context.tasks.run(save_item, command, self._done, self._not_kept)

    def _not_kept(self, error: Exception) -> None:
        self._refused(error, error.area if isinstance(error, Refused) else "")

    def _done(self, saved: ItemSaved) -> None:
        self._item_id = saved.item_id
        self.form.settle()
        code = self.form.line("code").text()
        self._context.shell.toast(_("{code} saved").format(code=code))
        odd = [one.message() for one in saved.findings]
        if saved.other_case:
            text = _("There is also {codes}, written in other letters.")
            odd.append(text.format(codes=", ".join(saved.other_case)))
        if odd:
            self.banner.tell("warn", " ".join(odd))
        then, self._next = self._next, None
        if then is not None:
            then()
            return
        self._load(saved.item_id)

    def _refused(self, error: Exception, area: str = "") -> None:
        self._next = None
        self._tell()
        if isinstance(error, Stale):
            self._compare(error)
        elif not (isinstance(error, Refused) and self.form.show_problem(error, area)):
            self._problem(error)

    def _compare(self, error: Stale) -> None:
        """Read what somebody else saved and put it beside what was typed."""
        desk, item_id = self._context.desk, self._item_id

        def beside(read: _Read) -> None:
            if read.detail is None:
                self._problem(error)
                return
            self._detail = read.detail
            self.theirs.show_differences(self.form.merge_theirs(read.detail))
            self.banner.tell("warn", error.message())
            self._tell()

        self._context.tasks.call(lambda: _read(desk, item_id), beside, self._problem)

    def _problem(self, error: Exception) -> None:
        self._tell()
        if isinstance(error, DeskError):
            self.banner.tell("err", error.message())
        else:
            self._context.shell.problem(error)

    def discard(self) -> None:
        """Take back what was typed."""
        self._ask.hide()
        self.form.settle()
        then, self._next = self._next, None
        if then is not None:
            then()
        elif self._item_id == _NEW:
            self.form.clear()
            self.left.emit()
        else:
            self._load(self._item_id)
            self.left.emit()

    def _keep_editing(self) -> None:
        self._next = None
        self._ask.hide()
        self.take_focus()

    # --- what else can be done -----------------------------------------------------------

    def _show_stock(self) -> None:
        self._context.shell.go("stock", item_id=self._item_id)

    def _switch_sale(self) -> None:
        if self._detail is None:
            return
        item = self._detail.item
        if item.state == "active":
            done = partial(self._sale_switched, _("{code} discontinued").format(code=item.code))
            command = DiscontinueItem(item_id=item.item_id)
            self._context.tasks.run(discontinue_item, command, done, self._problem)
        else:
            done = partial(self._sale_switched, _("{code} is on sale again").format(code=item.code))
            again = ResumeItem(item_id=item.item_id)
            self._context.tasks.run(resume_item, again, done, self._problem)

    def _sale_switched(self, text: str, saved: ItemSaved) -> None:
        if self._detail is not None and self._detail.item.item_id == saved.item_id:
            state = "discontinued" if self._detail.item.state == "active" else "active"
            item = replace(self._detail.item, version=saved.version, state=state)
            self._detail = replace(self._detail, item=item)
            self._tell()
            self._context.shell.toast(text, _("Undo"), self._switch_sale)
            self.reread()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() != Qt.Key.Key_Escape:
            super().keyPressEvent(event)
        elif not self._ask.isHidden():
            self._keep_editing()
        elif self._open and self.form.dirty():
            self._ask.show()
            self.keep_button.setFocus()
        else:
            self.left.emit()

"""The right half of the items page: one item in its form, with what can be done to it."""

from dataclasses import dataclass, replace
from functools import partial

from typing_extensions import override

from app.catalog.commands import DiscontinueItem, ResumeItem
from app.catalog.handlers import discontinue_item, resume_item, save_item
from app.catalog.handlers.saving import ItemSaved
from app.catalog.queries import ItemDetailRow, item_detail, price_lists, tax_rates
from app.core.errors import Refused, Stale
from app.core.messages import _
from app.core.permissions import Right
from app.desk import Desk
from ui.catalog.item_form import Choices, ItemForm, Misplaced
from ui.catalog.item_saving import save_of
from ui.kit.context import Context
from ui.kit.frame.record_panel import RecordPanel
from ui.kit.parts import ElidedLabel, button, label, row

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


class ItemPanel(RecordPanel):
    """Shows an item's form; a new item is record 0 until it is kept."""

    def __init__(self, context: Context) -> None:
        """Start without an item."""
        super().__init__(context, _("Fields of the item"))
        self._detail: ItemDetailRow | None = None
        self._open = False
        self._before = _NEW
        self.form = ItemForm(context, Choices())
        self._title = ElidedLabel(_("Choose an item, or add a new one."), "section")
        self._state = label("", "muted")
        self.save_button = button(_("Save"), self.save, kind="primary", shortcut="Ctrl+S")
        self.undo_button = button(_("Discard changes"), self.discard)
        self._stock = button(_("Show stock"), self._show_stock, icon="boxes")
        self._sale = button(_("Discontinue"), self._switch_sale)
        head = row(self._title, self._state)
        head.setStretchFactor(self._title, 1)
        self._inside.addLayout(head)
        for part in (self.banner, self.theirs, self.unsaved):
            self._inside.addWidget(part)
        self._inside.addWidget(self._scroll, 1)
        self._inside.addLayout(
            row(self.save_button, self.undo_button, None, self._stock, self._sale)
        )
        self._put_form(self.form)
        self._tell()

    def _put_form(self, form: ItemForm) -> None:
        form.setObjectName("page")
        form.edited.connect(self._tell)
        form.setEnabled(self._may_edit())
        self._scroll.setWidget(form)
        form.setVisible(self._open)
        self.form = form

    # --- showing -------------------------------------------------------------------------

    @override
    def dirty(self) -> bool:
        return self._open and self.form.dirty()

    @override
    def busy(self) -> bool:
        return self._open and (self.form.dirty() or self._record_id == _NEW)

    @override
    def show_record(self, record_id: int) -> None:
        if not (self._open and record_id == self._record_id):
            self._leave(lambda: self._load(record_id))

    @override
    def new_record(self) -> None:
        self._leave(self._begin)

    def _begin(self) -> None:
        self._before = self._record_id or self._before
        self._load(_NEW)

    @override
    def reread(self) -> None:
        if self._open and self._record_id != _NEW and not self.form.dirty():
            self._load(self._record_id)

    @override
    def take_focus(self) -> None:
        if self._open:
            self.form.line("name" if self._record_id else "code").setFocus()

    def _load(self, item_id: int) -> None:
        desk = self._context.desk
        same = self._open and item_id == self._record_id
        self._record_id = item_id
        self.shown.emit(item_id)
        self._context.tasks.call(
            lambda: _read(desk, item_id), partial(self._show, item_id, same), self._problem
        )

    def _show(self, item_id: int, same: bool, read: _Read) -> None:
        gone = item_id != _NEW and read.detail is None
        if gone or item_id != self._record_id or (same and self.form.dirty()):
            return
        self._open, self._detail = True, read.detail
        form = ItemForm(self._context, read.choices)
        if read.detail is not None:
            form.show_item(read.detail)
        else:
            form.clear()
        self._put_form(form)
        self.unsaved.hide()
        self.theirs.hide()
        if not same:
            self.banner.hide()
        self._tell()
        if item_id == _NEW:
            self.take_focus()

    @override
    def _tell(self) -> None:
        detail = self._detail
        dirty = self.dirty()
        for part in (self.save_button, self.undo_button):
            part.setVisible(self._open)
            part.setEnabled(dirty and self._may_edit())
        self._stock.setVisible(detail is not None and detail.item.kind == "stock")
        self._sale.setVisible(detail is not None)
        self._sale.setEnabled(self._may_edit())
        if not self._open:
            return
        self._title.say(detail.item.name if detail else _("New item"))
        active = detail is None or detail.item.state == "active"
        self._state.setText(_("not saved") if dirty else "" if active else _("discontinued"))
        text = _("Discontinue") if active else _("Sell again")
        self._sale.setText(text)
        self._sale.setAccessibleName(text)

    def _may_edit(self) -> bool:
        return self._allowed(Right.KEEP_CATALOG)

    # --- saving --------------------------------------------------------------------------

    @override
    def save(self) -> None:
        if not self.dirty() or not self.save_button.isEnabled():
            return
        self.form.clear_problems()
        self.banner.hide()
        self.unsaved.hide()
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
        self._record_id = saved.item_id
        self.form.settle()
        code = self.form.line("code").text()
        self._context.shell.toast(_("{code} saved").format(code=code))
        odd = [one.message() for one in saved.findings]
        if saved.other_case:
            text = _("There is also {codes}, written in other letters.")
            odd.append(text.format(codes=", ".join(saved.other_case)))
        if odd:
            self.banner.tell("warn", " ".join(odd))
        if not self._go_on():
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
        desk, item_id = self._context.desk, self._record_id

        def beside(read: _Read) -> None:
            if read.detail is None:
                self._problem(error)
                return
            self._detail = read.detail
            self.theirs.show_differences(self.form.merge_theirs(read.detail))
            self.banner.tell("warn", error.message())
            self._tell()

        self._context.tasks.call(lambda: _read(desk, item_id), beside, self._problem)

    @override
    def discard(self) -> None:
        self.unsaved.hide()
        self.form.settle()
        if self._go_on():
            return
        if self._record_id or self._before:
            self._load(self._record_id or self._before)
        else:
            self.form.clear()
        self.left.emit()

    @override
    def _escape(self) -> bool:
        """Go back from a new item nobody typed into to the one shown before."""
        new = self._open and self._record_id == _NEW
        if new:
            self.discard()
        return new

    # --- what else can be done -----------------------------------------------------------

    def _show_stock(self) -> None:
        self._context.shell.go("stock", item_id=self._record_id)

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

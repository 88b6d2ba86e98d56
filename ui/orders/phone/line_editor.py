"""The lines of the phone order: one line to add, a table to change, undo for both."""

import copy
from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut, QUndoCommand, QUndoStack
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from app.catalog.queries import PricingRow, pricing_of
from app.catalog.rules import read_quick_line
from app.core.errors import BadValue
from app.core.messages import _
from ui.kit.context import Context
from ui.kit.find_field import FindField, Match
from ui.kit.parts import Card, label
from ui.kit.table import DataTable
from ui.orders.phone.caller_card import Caller
from ui.orders.phone.entry import SHORTAGES, Entry, EntryLine
from ui.orders.phone.lines_model import DISCOUNT, PRICE, QUANTITY, LinesModel
from ui.orders.phone.usuals_bar import UsualsBar

_ROOT = QModelIndex()


class _Change(QUndoCommand):
    """One change of the lines: what they were before and are after."""

    def __init__(
        self,
        show: Callable[[list[EntryLine]], None],
        before: list[EntryLine],
        after: list[EntryLine],
    ) -> None:
        super().__init__()
        self._show, self._before, self._after = show, before, after
        self._first = True

    @override
    def redo(self) -> None:
        if self._first:
            self._first = False
            return
        self._show(copy.deepcopy(self._after))

    @override
    def undo(self) -> None:
        self._show(copy.deepcopy(self._before))


class LineEditor(QWidget):
    """Adds and changes the lines of the order in front."""

    changed = Signal()
    priced = Signal()

    def __init__(self, context: Context) -> None:
        """Build the add line, the usuals and the table."""
        super().__init__()
        self._context = context
        self._entry = Entry()
        self._caller: Caller | None = None
        self._undo = QUndoStack(self)
        self.model = LinesModel(context, self._edit, self._wrong, self)
        self.item = FindField(self._matches, _("Add item"))
        self.item.setPlaceholderText(_("12 brass nut: quantity first, then Enter"))
        self.item.taken.connect(self._take)
        self.item.missed.connect(self._missed)
        self.item.textEdited.connect(self._typed)
        self.usuals = UsualsBar(self._add_usual)
        self._problem = label("", "problem")
        self._problem.hide()
        self.table = DataTable(self.model, "entry", _("Order lines"))
        trigger = QAbstractItemView.EditTrigger
        self.table.setEditTriggers(
            trigger.EditKeyPressed | trigger.AnyKeyPressed | trigger.DoubleClicked
        )
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.opened.connect(lambda _line: self._edit_cell(QUANTITY))
        adding = Card(margin=12)
        line = QHBoxLayout()
        line.setSpacing(12)
        line.addWidget(label(_("Add item"), "strong"))
        line.addWidget(self.item, 1)
        line.addWidget(label(_("Enter adds · *5 sets the last quantity"), "caption"))
        adding.body.addLayout(line)
        adding.body.addWidget(self._problem)
        adding.body.addWidget(self.usuals)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        layout.addWidget(adding)
        layout.addWidget(self.table, 1)
        self._shortcuts()

    def _shortcuts(self) -> None:
        for keys, act in (("Delete", self._remove), ("Ctrl+Delete", self._remove)):
            shortcut = QShortcut(QKeySequence(keys), self.table)
            shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
            shortcut.activated.connect(act)
        for number in range(1, 10):
            shortcut = QShortcut(QKeySequence(f"Alt+{number}"), self)
            shortcut.setContext(Qt.ShortcutContext.WindowShortcut)
            shortcut.activated.connect(partial(self._press, number))

    def _press(self, number: int) -> None:
        if self.isVisible():
            self.usuals.press(number)

    def show_entry(self, entry: Entry) -> None:
        """Show the lines of another order."""
        self._entry, self._caller = entry, None
        self._undo.clear()
        self.usuals.show_usuals([])
        self.item.setText(entry.typed)
        self.say("")
        self.model.show_entry(entry)
        self.read_prices()

    def show_caller(self, caller: Caller) -> None:
        """Offer what the customer usually buys."""
        self._caller = caller
        items = self._context.lookup.items
        known = [(one, items.entry(one.item_id)) for one in caller.usuals]
        self.usuals.show_usuals([(one, entry) for one, entry in known if entry is not None])
        self.repaint_lines()

    def say(self, text: str) -> None:
        """Say what is wrong with the add line."""
        self._problem.setText(text)
        self._problem.setVisible(bool(text))
        self.item.setAccessibleDescription(text)

    def repaint_lines(self) -> None:
        """Paint all lines again."""
        self.model.lines_changed(0, len(self._entry.lines) - 1)

    def read_prices(self, item_ids: list[int] | None = None) -> None:
        """Read prices of items, of all lines when none are named."""
        entry = self._entry
        wanted = item_ids or [line.item_id for line in entry.lines]
        if not wanted:
            return
        price_list = entry.customer.price_list_id if entry.customer else None

        def take(found: dict[int, PricingRow]) -> None:
            entry.pricing.update(found)
            if self._entry is entry:
                self.repaint_lines()
                self.priced.emit()

        self._context.tasks.read(pricing_of, wanted, price_list, done=take)

    def undo(self) -> bool:
        """Take the last change of the lines back; False when there is none."""
        if not self._undo.canUndo():
            return False
        self._undo.undo()
        return True

    def redo(self) -> None:
        """Make the last change again that was taken back."""
        self._undo.redo()

    def add(self, item_id: int, quantity: int) -> None:
        """Add units of an item."""
        known = self._context.lookup.items.entry(item_id)
        if known is None:
            return
        self._entry.begin()
        self._entry.typed = ""
        self.item.clear()
        self.say("")
        self._change(lambda: self._entry.add(item_id, known.code, known.name, quantity))
        place = next(i for i, one in enumerate(self._entry.lines) if one.item_id == item_id)
        self.table.select(place)
        if item_id not in self._entry.pricing:
            self.read_prices([item_id])
        self._context.trace("line_added")

    def add_scan(self, code: str) -> None:
        """Add one of the item with this code."""
        found = self._context.lookup.items.exact(code)
        if found:
            self.add(found[0].entry_id, 1)
        else:
            self.say(_("No item has the code {code}.").format(code=code))

    def _add_usual(self, item_id: int, quantity: int) -> None:
        self.add(item_id, quantity)
        self.item.setFocus()

    def replace_lines(self, lines: list[EntryLine]) -> None:
        """Put other lines in place of these, as one change."""

        def change() -> None:
            self._entry.lines[:] = lines

        self._change(change)
        self.read_prices()

    def _change(self, act: Callable[[], object]) -> None:
        before = copy.deepcopy(self._entry.lines)
        count = len(before)
        act()
        lines = self._entry.lines
        self._undo.push(_Change(self._show_lines, before, copy.deepcopy(lines)))
        if len(lines) == count + 1 and len(self.model.rows) == len(lines):
            self.model.beginInsertRows(_ROOT, count, count)
            self.model.endInsertRows()
        elif len(lines) != count:
            self.model.show_entry(self._entry)
        self.repaint_lines()
        self.changed.emit()

    def _show_lines(self, lines: list[EntryLine]) -> None:
        self._entry.lines[:] = lines
        self.model.show_entry(self._entry)
        self.changed.emit()

    def _matches(self, text: str) -> list[Match]:
        quick = read_quick_line(text, self._is_code)
        if not quick.words:
            return []
        boosts = {one.item_id: one.orders for one in self._caller.usuals} if self._caller else {}
        stock = self._context.lookup.available
        return [
            Match(
                one.entry.entry_id,
                f"{one.entry.name}   {one.entry.code}   "
                + _("{count} available").format(count=f"{stock.get(one.entry.entry_id, 0):,}"),
            )
            for one in self._context.lookup.items.find(quick.words, boosts, 12)
        ]

    def _is_code(self, text: str) -> bool:
        return bool(self._context.lookup.items.exact(text))

    def _typed(self, text: str) -> None:
        self._entry.begin()
        self._entry.typed = text
        self.say("")
        self.changed.emit()

    def _take(self, item_id: int, typed: str) -> None:
        self.add(item_id, read_quick_line(typed, self._is_code).quantity or 1)

    def _missed(self, typed: str) -> None:
        quick = read_quick_line(typed, self._is_code)
        if quick.set_last and quick.quantity and self._entry.lines:
            self._set_quantity(self._entry.lines[-1], quick.quantity)
            self.item.clear()
            self._entry.typed = ""
        elif typed.strip():
            text = _("Nothing is called “{text}”. Check the spelling, or press Esc.")
            self.say(text.format(text=quick.words or typed))

    def _set_quantity(self, line: EntryLine, quantity: int) -> None:
        def change() -> None:
            line.quantity = quantity

        self._change(change)

    def _edit(self, line: EntryLine, column: int, value: int | None) -> None:
        def change() -> None:
            if column == QUANTITY and value is not None:
                line.quantity = value
            elif column == PRICE:
                line.price = value
            elif column == DISCOUNT:
                line.discount = value or 0

        self._change(change)

    def _wrong(self, error: BadValue) -> None:
        self.say(error.message())

    def _edit_cell(self, column: int) -> None:
        row = self.table.currentIndex().row()
        if row < 0 and self._entry.lines:
            row = len(self._entry.lines) - 1
        if row >= 0:
            index = self.model.index(row, column)
            self.table.setFocus()
            self.table.setCurrentIndex(index)
            self.table.edit(index)

    def edit_price(self) -> None:
        """Type the price of the current line, or its discount when the price is current."""
        column = self.table.currentIndex().column()
        self._edit_cell(DISCOUNT if column == PRICE else PRICE)

    def cycle_shortage(self) -> None:
        """Walk what happens to the current (or last short) line: later, less, or not at all."""
        line = self.table.current()
        if not isinstance(line, EntryLine) or not self.model.is_short(line):
            line = next((one for one in self._entry.lines if self.model.is_short(one)), None)
        if line is None:
            self.say(_("Nothing on this order is short of stock."))
            return
        following = SHORTAGES[(SHORTAGES.index(line.shortage) + 1) % len(SHORTAGES)]

        def change() -> None:
            line.shortage = following

        self._change(change)
        self.say(f"{line.code}: {_shortage_text(following)}")

    def _remove(self) -> None:
        row = self.table.currentIndex().row()
        if 0 <= row < len(self._entry.lines):
            self._change(lambda: self._entry.lines.pop(row))
            self.table.select(min(row, len(self._entry.lines) - 1))
            if not self._entry.lines:
                self.item.setFocus()


def _shortage_text(shortage: str) -> str:
    return {
        "backorder": _("what is missing is back-ordered"),
        "available": _("only what is there is sold"),
        "refuse": _("the order is refused unless all is there"),
    }[shortage]

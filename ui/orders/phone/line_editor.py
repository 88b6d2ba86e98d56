"""The lines of the phone order: one line to add, a table to change, undo for both."""

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from app.catalog.rules import read_quick_line
from app.core.errors import BadValue
from app.core.messages import _
from app.orders.findings import Finding
from app.orders.queries.caller import CallerRow
from ui.kit.context import Context
from ui.kit.find_field import FindField, Match
from ui.kit.parts import Card, label
from ui.kit.table import DataTable
from ui.orders.cell_delegate import CellDelegate
from ui.orders.phone.entry import SHORTAGES, Entry, EntryLine
from ui.orders.phone.line_changes import LineChanges
from ui.orders.phone.lines_model import DISCOUNT, PRICE, QUANTITY, LinesModel
from ui.orders.phone.prices import Prices
from ui.orders.phone.usuals_bar import UsualsBar

_NUMBER_FIRST = re.compile(r"([+-]?\d[\d.,]*(?:[eE]\d+)?)\s+\S.*|\*\s*([+-]?[\d.,]*)")
"""A text that was meant as a quantity and an item, or as the last line's quantity."""
_NO_WORD = re.compile(r"[+-].*|0+")
"""A number that is part of no name, though the words after it with its digits may fit one."""
_LEAST_HEIGHT = 112


class LineEditor(QWidget):
    """Adds and changes the lines of the order in front.

    `changed` tells that the order is another one now, `typed` that only the text of the add
    line is, `priced` that prices arrived.
    """

    changed = Signal()
    typed = Signal()
    priced = Signal()

    def __init__(self, context: Context) -> None:
        """Build the add line, the usuals and the table."""
        super().__init__()
        self._context = context
        self._entry = Entry()
        self._caller: CallerRow | None = None
        self._early: list[int] = []
        self._returns = False
        self._prices = Prices(context, self._priced)
        self.model = LinesModel(context, self._edit, self._wrong, self)
        self._changes = LineChanges(self._put, self)
        self.undo, self.redo = self._changes.undo, self._changes.redo
        self.item = FindField(self._matches, _("Add item"))
        self.item.setPlaceholderText(_("12 brass nut: quantity first, then Enter"))
        self.item.taken.connect(self._take)
        self.item.missed.connect(self._missed)
        self.item.textEdited.connect(self._typed)
        self.item.textChanged.connect(self._emptied)
        self.usuals = UsualsBar(self._add_usual)
        self._problem = label("", "problem", wrap=True)
        self._problem.hide()
        self.table = DataTable(self.model, "entry", _("Order lines"))
        trigger = QAbstractItemView.EditTrigger
        self.table.setEditTriggers(
            trigger.EditKeyPressed | trigger.AnyKeyPressed | trigger.DoubleClicked
        )
        self._rescale()
        context.theme.changed.connect(self._rescale)
        self.table.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        self.table.opened.connect(lambda _line: self._open_cell())
        cells = CellDelegate(self.table)
        cells.closeEditor.connect(lambda *_how: self._edited_cell())
        self.table.setItemDelegate(cells)
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

    def _rescale(self) -> None:
        self.table.rescale()
        self.table.setMinimumHeight(self._context.theme.px(_LEAST_HEIGHT))

    def _shortcuts(self) -> None:
        keys_of_table = {
            "Delete": self._remove,
            "Ctrl+Delete": self._remove,
            "Esc": self.item.setFocus,
        }
        for keys, act in keys_of_table.items():
            shortcut = QShortcut(QKeySequence(keys), self.table)
            shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
            shortcut.activated.connect(act)
        for number in range(1, 10):
            shortcut = QShortcut(QKeySequence(f"Alt+{number}"), self)
            shortcut.setContext(Qt.ShortcutContext.WindowShortcut)
            shortcut.activated.connect(partial(self._press, number))

    def _press(self, number: int) -> None:
        """Add a usual item; one asked for before they are known is added when they are."""
        if not self.isVisible():
            return
        if self._caller is None and self._entry.customer_id:
            self._early.append(number)
        else:
            self.usuals.press(number)

    def show_entry(self, entry: Entry) -> None:
        """Show the lines of another order."""
        self._entry = entry
        self._prices.forget()
        self._changes.forget()
        self.forget_caller()
        self.item.close_list()
        self.item.setText(entry.typed)
        self.say("")
        self.model.show_entry(entry)
        self.read_prices()

    def forget_caller(self) -> None:
        """Offer nothing until it is known what this customer buys."""
        self._caller = None
        self._early.clear()
        self.usuals.show_usuals([])

    def show_caller(self, caller: CallerRow) -> None:
        """Offer what the customer usually buys."""
        self._caller = caller
        items = self._context.lookup.items
        known = [(one, items.entry(one.item_id)) for one in caller.usuals]
        self.usuals.show_usuals([(one, entry) for one, entry in known if entry is not None])
        early, self._early = self._early, []
        for number in early:
            self.usuals.press(number)

    def show_findings(self, findings: Sequence[Finding]) -> None:
        """Mark the lines something was found in."""
        self.model.show_findings(findings)

    def say(self, text: str) -> None:
        """Say what is wrong with the add line."""
        self._problem.setText(text)
        self._problem.setVisible(bool(text))
        self.item.setAccessibleDescription(text)

    def repaint_lines(self) -> None:
        """Paint all lines again."""
        self.model.repaint()

    def read_prices(self) -> None:
        """Read the prices of all lines again."""
        self._prices.read(self._entry, list({line.item_id for line in self._entry.lines}))

    def _priced(self, entry: Entry) -> None:
        if self._entry is entry:
            self.model.repaint()
            self.priced.emit()

    def add(self, item_id: int, quantity: int) -> None:
        """Add units of an item: to its line if it has one, else as a new line."""
        known = self._context.lookup.items.entry(item_id)
        if known is None:
            return
        entry = self._entry
        self._clear_typed()
        place = entry.place_of(item_id)
        if place is None:
            place = len(entry.lines)
            self._changes.change(place, (), (EntryLine(item_id, known.code, known.name, quantity),))
        else:
            self._replace(place, quantity=entry.lines[place].quantity + quantity)
        self.table.select(place)
        if item_id not in entry.pricing:
            self._prices.read(entry, [item_id])
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

    def replace_lines(self, lines: Sequence[EntryLine]) -> None:
        """Put other lines in place of these, as one change."""
        self._changes.change(0, self._entry.lines, lines)
        self.read_prices()

    def _replace(self, place: int, **values: int | str | None) -> None:
        line = self._entry.lines[place]
        self._changes.change(place, (line,), (replace(line, **values),))  # type: ignore[arg-type]  # checked by the callers

    def _put(self, at: int, count: int, lines: Sequence[EntryLine]) -> None:
        self.model.put(at, count, lines)
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
        self.typed.emit()

    def _emptied(self, text: str) -> None:
        """Follow Esc, which empties the line without typing."""
        if not text and self._entry.typed:
            self._typed("")

    def _clear_typed(self) -> None:
        self._entry.begin()
        self._entry.typed = ""
        self.item.setText("")
        self.say("")

    def _take(self, item_id: int, typed: str) -> None:
        quick = read_quick_line(typed, self._is_code)
        number = _NUMBER_FIRST.fullmatch(typed.strip())
        if quick.quantity is None and number and _NO_WORD.fullmatch(number[1] or ""):
            self._refuse_number(number[1])
        else:
            self.add(item_id, quick.quantity or 1)

    def _missed(self, typed: str) -> None:
        quick = read_quick_line(typed, self._is_code)
        number = _NUMBER_FIRST.fullmatch(typed.strip())
        if quick.set_last and quick.quantity and self._entry.lines:
            self._clear_typed()
            self._replace(len(self._entry.lines) - 1, quantity=quick.quantity)
        elif quick.set_last:
            self.say(_("There is no line yet whose quantity could be set."))
        elif number and quick.quantity is None:
            self._refuse_number(number[1] or number[2])
        elif typed.strip():
            text = _("Nothing is called “{text}”. Check the spelling, or press Esc.")
            self.say(text.format(text=quick.words or typed))

    def _refuse_number(self, text: str) -> None:
        said = _("“{text}” is no quantity: a whole number from 1 to 999,999 is expected.")
        self.say(said.format(text=text))

    def _edit(self, place: int, column: int, value: int | None) -> None:
        if column == QUANTITY and value is not None:
            self._replace(place, quantity=value)
        elif column == PRICE:
            self._replace(place, price=value)
        elif column == DISCOUNT:
            self._replace(place, discount=value or 0)
        self.say("")

    def _wrong(self, error: BadValue) -> None:
        self.say(error.message())

    def _open_cell(self) -> None:
        """Edit the quantity by Enter, unless that Enter ends an edit."""
        if self.table.state() != QAbstractItemView.State.EditingState:
            self._edit_cell(QUANTITY)

    def _edit_cell(self, column: int) -> None:
        row = self.table.currentIndex().row()
        if row < 0 and self._entry.lines:
            row = len(self._entry.lines) - 1
        if row >= 0:
            index = self.model.index(row, column)
            self._returns = not self.table.hasFocus()
            self.table.setFocus()
            self.table.setCurrentIndex(index)
            self.table.edit(index)

    def _edited_cell(self) -> None:
        """Go back to the add line when a key brought somebody into a cell."""
        if self._returns:
            self._returns = False
            self.item.setFocus()

    def edit_price(self) -> None:
        """Type the price of the current line, or its discount when the price is current."""
        column = self.table.currentIndex().column()
        self._edit_cell(DISCOUNT if column == PRICE else PRICE)

    def cycle_shortage(self) -> None:
        """Walk what happens to the current (or first short) line: later, less, or not at all."""
        place = self.model.short_place(self.table.currentIndex().row())
        if place is None:
            self.say(_("Nothing on this order is short of stock."))
            return
        line = self._entry.lines[place]
        following = SHORTAGES[(SHORTAGES.index(line.shortage) + 1) % len(SHORTAGES)]
        self._replace(place, shortage=following)
        self.table.select(place)

    def _remove(self) -> None:
        row = self.table.currentIndex().row()
        if 0 <= row < len(self._entry.lines):
            self._changes.change(row, (self._entry.lines[row],), ())
            self.table.select(min(row, len(self._entry.lines) - 1))
            if not self._entry.lines:
                self.item.setFocus()

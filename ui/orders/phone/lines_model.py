"""The lines of an order form as a table that can be typed into."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QModelIndex, QObject, Qt
from PySide6.QtGui import QColor
from typing_extensions import override

from app.core.errors import BadValue
from app.core.messages import _
from app.core.money import minor_digits, money_of, money_text, plain_money, plain_price, price_of
from app.core.quantity import quantity_of
from app.orders.findings import BLOCK, TELL, Finding
from ui.kit.context import Context
from ui.kit.table import Column, Index, RowsModel
from ui.orders.phone.entry import Entry, EntryLine, Shares

POSITION, QUANTITY, AVAILABLE, PRICE, DISCOUNT = 0, 3, 4, 5, 6
"""Columns somebody outside asks for."""
_TYPED = (QUANTITY, PRICE, DISCOUNT)
_COLUMN_OF = {"quantity": QUANTITY, "price": PRICE, "discount": DISCOUNT, "item": 1}
"""Where a finding's field stands in the table."""
_ROOT = QModelIndex()
_SHOWN = int(Qt.ItemDataRole.DisplayRole)
_EDIT = int(Qt.ItemDataRole.EditRole)
_COLOUR = int(Qt.ItemDataRole.ForegroundRole)
_TIP = int(Qt.ItemDataRole.ToolTipRole)


class LinesModel(RowsModel):
    """Shows an entry's lines and what was found in them; `edit` is told of each typed value."""

    def __init__(
        self,
        context: Context,
        edit: Callable[[int, int, int | None], None],
        wrong: Callable[[BadValue], None],
        parent: QObject,
    ) -> None:
        """Show an empty entry; wrong values are told, not taken."""
        self._context, self._edit, self._wrong = context, edit, wrong
        self.entry = Entry()
        self.shares: Shares = {}
        self._found: dict[int, list[Finding]] = {}
        super().__init__(
            (
                Column("#", lambda _line: "", 5, number=True),
                Column(_("Code"), lambda line: line.code, 12),
                Column(_("Item"), lambda line: line.name, stretch=True),
                Column(_("Qty"), lambda line: f"{line.quantity:,}", 7, number=True),
                Column(_("Available"), self._available, 9, number=True),
                Column(_("Price"), self._price, 9, number=True),
                Column(_("Disc. %"), self._discount, 7, number=True),
                Column(_("Amount"), self._amount, 11, number=True),
            ),
            parent,
        )

    def show_entry(self, entry: Entry) -> None:
        """Show another entry's lines."""
        self.entry = entry
        self._found = {}
        self.show(entry.lines)
        self.rows = entry.lines

    def put(self, at: int, count: int, lines: Sequence[EntryLine]) -> None:
        """Put lines in the place of `count` lines."""
        more = len(lines) - count
        if more and at < len(self.rows):
            self._found = {}
        if more > 0:
            self.beginInsertRows(_ROOT, at + count, at + len(lines) - 1)
        elif more < 0:
            self.beginRemoveRows(_ROOT, at + len(lines), at + count - 1)
        self.entry.splice(at, count, lines)
        if more > 0:
            self.endInsertRows()
        elif more < 0:
            self.endRemoveRows()
        self.repaint()

    def show_findings(self, findings: Sequence[Finding]) -> None:
        """Mark the lines something was found in."""
        found: dict[int, list[Finding]] = {}
        for one in findings:
            if one.line:
                found.setdefault(one.line - 1, []).append(one)
        if found != self._found:
            self._found = found
            self.repaint()

    def repaint(self) -> None:
        """Paint all lines again."""
        last = len(self.rows) - 1
        if last >= 0:
            self.dataChanged.emit(self.index(0, 0), self.index(last, self.columnCount() - 1))

    def short_place(self, first: int) -> int | None:
        """Give the place of a line there is too little for: `first` if it is one, else any."""
        places = sorted(range(len(self.rows)), key=lambda place: place != first)
        named = {
            place
            for place, found in self._found.items()
            if any(one.rule == "short_stock" for one in found)
        }
        known = next((one for one in places if one in named), None)
        if known is not None:
            return known
        return next((one for one in places if self._exceeds(self.rows[one])), None)

    def _exceeds(self, line: EntryLine) -> bool:
        """Tell whether all lines together want more of the item than there is."""
        known = self.entry.pricing.get(line.item_id)
        if known is not None and known.kind != "stock":
            return False
        available = self._context.lookup.available.get(line.item_id)
        return available is not None and self.entry.wanted(line.item_id) > available

    def _available(self, line: EntryLine) -> str:
        known = self.entry.pricing.get(line.item_id)
        if known is not None and known.kind != "stock":
            return "–"
        available = self._context.lookup.available.get(line.item_id)
        if available is None:
            return "…"
        mark = "⚠ " if self._exceeds(line) else ""
        return f"{mark}{max(available, 0):,}"

    def _price(self, line: EntryLine) -> str:
        price = self.entry.unit_price(line)
        return "…" if price is None else plain_price(price)

    @staticmethod
    def _discount(line: EntryLine) -> str:
        return plain_money(line.discount, 2).removesuffix(".00") if line.discount else ""

    def _amount(self, line: EntryLine) -> str:
        if self.entry.unit_price(line) is None:
            return "…"
        settings = self._context.settings
        digits = minor_digits(settings.currency)
        amount = self.entry.priced(line, self.shares, digits).amount
        return money_text(amount, settings.currency)

    @override
    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemIsEditable if index.column() in _TYPED else flags

    @override
    def data(self, index: Index, role: int = _SHOWN) -> Any:
        role, place, column = int(role), index.row(), index.column()
        if role == _EDIT:
            return self._typed_text(self.rows[place], column)
        if role == _COLOUR:
            return self._colour(place, column)
        found = self._found.get(place, ())
        if role == _TIP and found:
            return "\n".join(one.message() for one in found)
        if role == _SHOWN and column == POSITION:
            grave = any(one.effect != TELL for one in found)
            return f"⚠ {place + 1}" if grave else str(place + 1)
        return super().data(index, role)

    def _typed_text(self, line: EntryLine, column: int) -> str:
        if column == PRICE:
            price = self.entry.unit_price(line)
            return "" if price is None else plain_price(price)
        return str(line.quantity) if column == QUANTITY else self._discount(line)

    def _colour(self, place: int, column: int) -> QColor | None:
        if column == AVAILABLE and self._exceeds(self.rows[place]):
            return QColor(self._context.theme.tokens["err"])
        found = self._found.get(place, ())
        fitting = [
            one for one in found if column == POSITION or _COLUMN_OF.get(one.field) == column
        ]
        graver = [one for one in fitting if one.effect != TELL]
        if not graver:
            return None
        name = "err" if any(one.effect == BLOCK for one in graver) else "warn"
        return QColor(self._context.theme.tokens[name])

    @override
    def setData(self, index: Index, value: Any, role: int = _EDIT) -> bool:
        try:
            self._edit(index.row(), index.column(), _typed(index.column(), str(value)))
        except BadValue as error:
            self._wrong(error)
            return False
        return True


def _typed(column: int, text: str) -> int | None:
    plain = text.strip()
    if column == QUANTITY:
        return quantity_of(plain, _("quantity"))
    if column == PRICE:
        return price_of(plain, _("price")) if plain else None
    return int(money_of(plain.removesuffix("%").strip(), 2, _("discount"))) if plain else 0

"""The lines of an order form as a table that can be typed into."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QColor
from typing_extensions import override

from app.core.errors import BadValue
from app.core.messages import _
from app.core.money import minor_digits, money_of, money_text, plain_money, plain_price, price_of
from app.core.quantity import quantity_of
from ui.kit.context import Context
from ui.kit.table import Column, Index, RowsModel
from ui.orders.phone.entry import Entry, EntryLine, Shares

QUANTITY, PRICE, DISCOUNT = 3, 5, 6
"""Columns that can be typed into."""
_EDIT = int(Qt.ItemDataRole.EditRole)


class LinesModel(RowsModel):
    """Shows an entry's lines; `edit` is told of each typed value."""

    def __init__(
        self,
        context: Context,
        edit: Callable[[EntryLine, int, int | None], None],
        wrong: Callable[[BadValue], None],
        parent: QObject,
    ) -> None:
        """Show an empty entry; wrong values are told, not taken."""
        self._context, self._edit, self._wrong = context, edit, wrong
        self.entry = Entry()
        self.shares: Shares = {}
        super().__init__(
            (
                Column("#", self._position, 4, number=True),
                Column(_("Code"), lambda line: line.code, 14),
                Column(_("Item"), lambda line: line.name, stretch=True),
                Column(_("Qty"), lambda line: f"{line.quantity:,}", 9, number=True),
                Column(_("Available"), self._available, 14, number=True, colour=self._stock_colour),
                Column(_("Price"), self._price, 12, number=True),
                Column(_("Disc. %"), self._discount, 9, number=True),
                Column(_("Amount"), self._amount, 14, number=True),
            ),
            parent,
        )

    def show_entry(self, entry: Entry) -> None:
        """Show another entry's lines."""
        self.entry = entry
        self.show(entry.lines)
        self.rows = entry.lines

    def lines_changed(self, first: int, last: int) -> None:
        """Repaint some lines."""
        if 0 <= first <= last < len(self.rows):
            self.dataChanged.emit(self.index(first, 0), self.index(last, self.columnCount() - 1))

    def _position(self, line: EntryLine) -> str:
        return str(next(i for i, one in enumerate(self.rows, 1) if one is line))

    def is_short(self, line: EntryLine) -> bool:
        """Tell whether all lines together want more of the item than there is."""
        known = self.entry.pricing.get(line.item_id)
        if known is not None and known.kind != "stock":
            return False
        available = self._context.lookup.available.get(line.item_id)
        return available is not None and self.entry.wanted()[line.item_id] > available

    def _available(self, line: EntryLine) -> str:
        known = self.entry.pricing.get(line.item_id)
        if known is not None and known.kind != "stock":
            return "–"
        available = self._context.lookup.available.get(line.item_id)
        if available is None:
            return "…"
        mark = "⚠ " if self.is_short(line) else ""
        return f"{mark}{max(available, 0):,}"

    def _stock_colour(self, line: EntryLine) -> QColor | None:
        return QColor(self._context.theme.tokens["err"]) if self.is_short(line) else None

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
        if index.column() in (QUANTITY, PRICE, DISCOUNT):
            return flags | Qt.ItemFlag.ItemIsEditable
        return flags

    @override
    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:
        if int(role) == _EDIT:
            line = self.rows[index.row()]
            if index.column() == PRICE:
                price = self.entry.unit_price(line)
                return "" if price is None else plain_price(price)
            return str(line.quantity) if index.column() == QUANTITY else self._discount(line)
        return super().data(index, role)

    @override
    def setData(self, index: Index, value: Any, role: int = _EDIT) -> bool:
        try:
            self._edit(self.rows[index.row()], index.column(), _typed(index.column(), str(value)))
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

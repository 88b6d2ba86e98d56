"""The lines of an order being changed, as a table that is typed into."""

from typing import Any

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor
from typing_extensions import override

from app.core.errors import BadValue
from app.core.messages import _
from app.core.money import money_of, plain_money, plain_price, price_of
from app.core.quantity import quantity_of
from ui.kit.context import Context
from ui.kit.table import Column, Index, RowsModel
from ui.orders.amend.amendment import SHORTAGES, AmendLine, Amendment

QUANTITY, PRICE, DISCOUNT = 1, 3, 4
"""Columns that can be typed into."""
_EDIT = int(Qt.ItemDataRole.EditRole)
_MOST_QUANTITY_LETTERS = 7


class AmendLines(RowsModel):
    """Shows an amendment's lines; `typed` tells of a change, `missed` of what cannot be used."""

    typed = Signal()
    missed = Signal(str)

    def __init__(self, context: Context, amendment: Amendment, parent: QObject) -> None:
        """Show the lines of an amendment."""
        self._context, self._amendment = context, amendment
        number, ink = True, self._ink
        super().__init__(
            (
                Column(_("Item"), lambda one: f"{one.code}  {one.name}", stretch=True),
                Column(_("Qty"), self._quantity, 10, number, colour=ink),
                Column(_("Available"), self._available, 10, number, colour=self._short_ink),
                Column(_("Price"), self._price, 8, number),
                Column(_("Disc. %"), self._discount, 8, number),
                Column(_("Amount"), self._amount, 10, number),
                Column(_("Too little?"), self._shortage, 13),
            ),
            parent,
        )
        self.show_lines()

    def show_lines(self) -> None:
        """Show all lines anew."""
        self.show(self._amendment.lines)
        self.rows = self._amendment.lines

    def show_amendment(self, amendment: Amendment) -> None:
        """Show the lines of another amendment."""
        self._amendment = amendment
        self.show_lines()

    def repaint_lines(self) -> None:
        """Paint all lines again: prices have come."""
        if self.rows:
            last = self.index(len(self.rows) - 1, self.columnCount() - 1)
            self.dataChanged.emit(self.index(0, 0), last)

    def put(self, place: int, column: int, value: int | None) -> None:
        """Put a value into a line, as if it was typed."""
        line = self.rows[place]
        if column == QUANTITY:
            line.quantity = value or 0
        elif column == PRICE:
            line.price = None if line.saved and value == line.saved.price else value
        else:
            line.discount = value or 0
        self._tell(place)

    def next_shortage(self, place: int) -> None:
        """Walk what happens to a line there is too little for."""
        line = self.rows[place]
        line.shortage = SHORTAGES[(SHORTAGES.index(line.shortage) + 1) % len(SHORTAGES)]
        self._tell(place)

    def _tell(self, place: int) -> None:
        self.dataChanged.emit(self.index(place, 0), self.index(place, self.columnCount() - 1))
        self.typed.emit()

    def _quantity(self, line: AmendLine) -> str:
        if line.saved and line.quantity != line.quantity_before:
            return f"{line.quantity_before:,} → {line.quantity:,}"
        return f"{line.quantity:,}"

    def _ink(self, line: AmendLine) -> QColor | None:
        changed = line.quantity != line.quantity_before
        return QColor(self._context.theme.tokens["accent"]) if changed else None

    def _available(self, line: AmendLine) -> str:
        known = self._amendment.known.pricing.get(line.item_id)
        if known is not None and known.kind != "stock":
            return "–"
        free = self._context.lookup.available.get(line.item_id, 0)
        mark = "⚠ " if self._amendment.missing(line) else ""
        return f"{mark}{max(free, 0):,}"

    def _short_ink(self, line: AmendLine) -> QColor | None:
        return QColor(self._context.theme.tokens["err"]) if self._amendment.missing(line) else None

    def _price(self, line: AmendLine) -> str:
        price = self._amendment.unit_price(line)
        return "…" if price is None else plain_price(price)

    @staticmethod
    def _discount(line: AmendLine) -> str:
        return plain_money(line.discount, 2).removesuffix(".00") if line.discount else ""

    def _amount(self, line: AmendLine) -> str:
        if self._amendment.unit_price(line) is None:
            return "…"
        return self._context.money(self._amendment.priced(line).amount)

    def _shortage(self, line: AmendLine) -> str:
        if not line.shortage and not self._amendment.missing(line):
            return ""
        return {
            "": _("as the order"),
            "backorder": _("back-order"),
            "available": _("only what is there"),
            "refuse": _("refuse"),
        }[line.shortage]

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
                price = self._amendment.unit_price(line)
                return "" if price is None else plain_price(price)
            return str(line.quantity) if index.column() == QUANTITY else self._discount(line)
        return super().data(index, role)

    @override
    def setData(self, index: Index, value: Any, role: int = _EDIT) -> bool:
        try:
            read = _read(index.column(), str(value).strip())
        except BadValue as error:
            self.missed.emit(error.message())
            return False
        if index.column() == PRICE and read == self._amendment.unit_price(self.rows[index.row()]):
            return True
        self.put(index.row(), index.column(), read)
        return True


def _read(column: int, text: str) -> int | None:
    if column == QUANTITY:
        if len(text) > _MOST_QUANTITY_LETTERS:
            raise BadValue(_("quantity"), text, _("a quantity is expected, not a scanned code"))
        return quantity_of(text or "0", _("quantity"), 0)
    if column == PRICE:
        return price_of(text, _("price")) if text else None
    return int(money_of(text.removesuffix("%").strip(), 2, _("discount"))) if text else 0

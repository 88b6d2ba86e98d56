"""Changing an order after it was taken: lines, prices, address and date in one place."""

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QGridLayout,
    QHeaderView,
    QLineEdit,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.catalog.rules import read_quick_line
from app.core.errors import BadValue, DeskError, Stale
from app.core.messages import _
from app.core.money import plain_price, price_of
from app.core.quantity import quantity_of
from app.orders.commands import AmendOrder, LineWanted, OrderPlaced, ShipTo
from app.orders.errors import AnswerNeeded
from app.orders.handlers import amend_order
from app.orders.queries import OrderDetail
from ui.kit.context import Context
from ui.kit.fields import DateField
from ui.kit.find_field import FindField, Match
from ui.kit.parts import Banner, Field, button, label, row

_QUANTITY, _PRICE = 2, 3
_SHIP = ("ship_name", "ship_street", "ship_postcode", "ship_city", "ship_region", "ship_phone")


class AmendForm(QDialog):
    """Everything that may change; a quantity of 0 takes the line out."""

    def __init__(self, context: Context, order: OrderDetail, parent: QWidget) -> None:
        """Show an order as it is."""
        super().__init__(parent)
        self._context, self._order = context, order
        self._answers: tuple[str, ...] = ()
        self._lines: list[tuple[int | None, int]] = []
        self.setWindowTitle(_("Change {order}").format(order=order.name))
        self.resize(820, 640)
        titles = {
            "ship_name": _("Ship to: name"),
            "ship_street": _("Street"),
            "ship_postcode": _("Postcode"),
            "ship_city": _("City"),
            "ship_region": _("Region"),
            "ship_phone": _("Phone"),
        }
        self._ship = {name: QLineEdit(getattr(order, name)) for name in _SHIP}
        self._reference = QLineEdit(order.reference)
        self._due = DateField(_("Due"), context.today)
        self._due.show_value(order.due_on)
        self._due_field = Field(_("Due"), self._due)
        grid = QGridLayout()
        grid.setSpacing(8)
        for place, (name, line) in enumerate(self._ship.items()):
            grid.addWidget(Field(titles[name], line), place // 3, place % 3)
        grid.addWidget(Field(_("Customer's reference"), self._reference), 2, 0)
        grid.addWidget(self._due_field, 2, 1)
        self._reason = QLineEdit()
        grid.addWidget(Field(_("Why (for the history)"), self._reason), 2, 2)
        self._item = FindField(self._matches, _("Add item"))
        self._item.setPlaceholderText(_("12 brass nut: quantity first, then Enter"))
        self._item.taken.connect(self._add)
        self._table = QTableWidget(0, 4)
        self._table.setHorizontalHeaderLabels([_("Code"), _("Item"), _("Qty"), _("Price")])
        self._table.setAccessibleName(_("Order lines"))
        self._table.verticalHeader().hide()
        self._table.setShowGrid(False)
        self._table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        header = self._table.horizontalHeader()
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        for one in order.lines:
            if one.quantity > one.cancelled:
                texts = (one.code, one.name, str(one.quantity - one.cancelled))
                self._append(one.line_id, one.item_id, (*texts, plain_price(one.price)))
        self._table.itemChanged.connect(lambda _cell: self._ask_again())
        self._banner = Banner()
        saving = button(_("Save changes"), self._save, kind="primary", shortcut="Ctrl+Return")
        saving.setShortcut("Ctrl+Return")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 20, 20, 20)
        layout.setSpacing(12)
        layout.addWidget(label(f"{order.name} · {order.customer}", "section"))
        layout.addLayout(grid)
        layout.addWidget(self._item)
        layout.addWidget(self._table, 1)
        layout.addWidget(label(_("A quantity of 0 takes the line out."), "caption"))
        layout.addWidget(self._banner)
        layout.addLayout(row(None, button(_("Cancel"), self.reject), saving))
        self._item.setFocus()

    def _append(self, line_id: int | None, item_id: int, texts: tuple[str, str, str, str]) -> None:
        at = self._table.rowCount()
        self._table.insertRow(at)
        self._lines.append((line_id, item_id))
        for column, text in enumerate(texts):
            cell = QTableWidgetItem(text)
            if column < _QUANTITY:
                cell.setFlags(cell.flags() & ~Qt.ItemFlag.ItemIsEditable)
            else:
                side = Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignVCenter
                cell.setTextAlignment(side)
            self._table.setItem(at, column, cell)

    def _matches(self, text: str) -> list[Match]:
        words = read_quick_line(text).words
        found = self._context.lookup.items.find(words, limit=12) if words else ()
        return [Match(one.entry.entry_id, f"{one.entry.name}   {one.entry.code}") for one in found]

    def _add(self, item_id: int, typed: str) -> None:
        known = self._context.lookup.items.entry(item_id)
        if known is not None:
            quantity = read_quick_line(typed).quantity or 1
            self._append(None, item_id, (known.code, known.name, str(quantity), ""))
            self._item.clear()

    def _text(self, at: int, column: int) -> str:
        cell = self._table.item(at, column)
        return cell.text().strip() if cell is not None else ""

    def _wanted(self) -> tuple[LineWanted, ...]:
        before = {one.line_id: one for one in self._order.lines}
        wanted = []
        for at, (line_id, item_id) in enumerate(self._lines):
            quantity = quantity_of(self._text(at, _QUANTITY), _("quantity"), 0)
            if quantity == 0:
                continue
            typed = self._text(at, _PRICE)
            price = price_of(typed, _("price")) if typed else None
            known = before.get(line_id or 0)
            if known is not None and price == known.price:
                price = None
            wanted.append(
                LineWanted(
                    item_id=item_id,
                    quantity=quantity,
                    price=price,
                    discount=known.discount if known else 0,
                    line_id=line_id,
                )
            )
        return tuple(wanted)

    def _save(self) -> None:
        order = self._order
        try:
            lines, due = self._wanted(), self._due.value()
        except BadValue as error:
            self._banner.tell("err", error.message())
            return
        ship = ShipTo(
            country=order.ship_country,
            **{name.removeprefix("ship_"): line.text() for name, line in self._ship.items()},
        )
        command = AmendOrder(
            order_id=order.order_id,
            revision=order.revision,
            lines=lines,
            ship_to=ship,
            reference=self._reference.text(),
            note=order.note,
            due_on=due,
            answers=self._answers,
            reason=self._reason.text(),
        )
        self._context.tasks.run(amend_order, command, self._saved, self._failed)

    def _ask_again(self) -> None:
        """Void answers given before a change: they may mean another line or number now."""
        self._answers = ()

    def _saved(self, answer: OrderPlaced) -> None:
        self.accept()
        self._context.shell.toast(_("{order} changed").format(order=answer.name))

    def _failed(self, error: Exception) -> None:
        if isinstance(error, AnswerNeeded):
            self._answers = tuple(one.key for one in error.findings)
            text = error.message() + " " + _("Ctrl+Enter again if this is right.")
            self._banner.tell("warn", text)
        elif isinstance(error, Stale):
            open_it = partial(self._context.shell.go, "orders", order_id=self._order.order_id)
            self._banner.tell("err", error.message(), _("Show what is saved"), open_it)
        elif isinstance(error, DeskError):
            self._banner.tell("err", error.message())
        else:
            self._context.shell.problem(error)

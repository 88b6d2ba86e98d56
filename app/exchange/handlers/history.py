"""Orders that were delivered long ago, as closed orders: received, paid and in the sums."""

from array import array
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time

from sqlalchemy import bindparam, select

from app.core.money import (
    PRICE_SCALE,
    BasisPoints,
    Price,
    line_amount,
    minor_digits,
    round_half_up,
)
from app.db.unit_of_work import UnitOfWork
from app.exchange.handlers.figures import SoldOrder, SumsOfMany
from app.exchange.handlers.parties import Parties, customer_names
from app.exchange.handlers.writing import CHUNK, Cell, Inserter, reserve_ids
from app.exchange.models import ImportedDocument
from app.exchange.preview.planning import Document
from app.exchange.preview.preview import Preview
from app.exchange.progress import Watch, step
from app.orders.models import OrderLine, Payment, SalesOrder

_ORDER = (
    "id number state label stage customer_id reference note channel ordered_on due_on made_at"
    " confirmed_at person_id import_id ship_name ship_street ship_city ship_region ship_postcode"
    " ship_country ship_phone goods freight total paid lines units shipped_units received_units"
)
_LINE = (
    "id order_id position item_id kind code name quantity shipped received price price_manual"
    " discount amount"
)
_TAKEN = select(SalesOrder.number).where(
    SalesOrder.number.in_(bindparam("numbers", expanding=True))
)
SHIP_FIELDS = (
    "ship_name",
    "ship_street",
    "ship_city",
    "ship_region",
    "ship_postcode",
    "ship_country",
    "ship_phone",
)


class History:
    """Writes closed orders in pieces; knows afterwards which row became which line.

    `orders` gives the order's id by the document's place, 0 for none; `lines` the line's id by
    row.
    """

    def __init__(self, unit: UnitOfWork, preview: Preview, parties: Parties, batch_id: int) -> None:
        """Prepare everything that does not change from order to order."""
        checked = preview.checked
        self._unit = unit
        self._checked = checked
        self._parties = parties
        self._batch_id = batch_id
        self._source = preview.prepared.source
        self._digits = minor_digits(unit.settings.currency)
        self._quantity = checked.whole("quantity")
        self._price = checked.whole("price")
        self._discount = checked.whole("discount")
        self._name = checked.text("item_name")
        self._reference = checked.text("reference")
        self._note = checked.text("order_note")
        self._ship = tuple(checked.text(field) for field in SHIP_FIELDS)
        self._customer = customer_names(checked)
        self._noons: dict[date, Cell] = {}
        self._amounts: dict[tuple[int, int, int], int] = {}
        codes = [str(code) for code in checked.values["item_code"].values]
        self._item_codes = checked.values["item_code"].codes
        self._items = [
            (
                parties.items.get(code, 0),
                "service" if code in parties.services else "stock",
                code,
                parties.names.get(code) or code,
            )
            for code in codes
        ]
        self._orders = Inserter(unit, SalesOrder, _ORDER.split())
        self._lines = Inserter(unit, OrderLine, _LINE.split())
        self._payments = Inserter(unit, Payment, ("order_id", "amount", "paid_on", "method"))
        self._documents = Inserter(
            unit, ImportedDocument, ("source", "number", "batch_id", "order_id")
        )
        self._sums = SumsOfMany(unit)
        self._rows: tuple[list[tuple[Cell, ...]], ...] = ([], [], [], [])
        self.orders = array("q")
        self.lines = array("q", bytes(8 * len(checked)))

    def write(self, documents: Sequence[Document], watch: Watch) -> None:
        """Write those of all documents that are closed orders."""
        places = array(
            "I", (place for place, one in enumerate(documents) if one.closed and one.lines)
        )
        total = sum(len(documents[place].lines) for place in places)
        self.orders = array("q", bytes(8 * len(documents)))
        ids = reserve_ids(self._unit, SalesOrder, len(places))
        line_ids = iter(reserve_ids(self._unit, OrderLine, total))
        taken = self._taken([documents[place].number for place in places])
        done = 0
        for order_id, place in zip(ids, places, strict=True):
            document = documents[place]
            self.orders[place] = order_id
            number = document.number
            name = f"{number} ({self._source})" if number in taken else number
            self._add(order_id, name, document, line_ids)
            done += len(document.lines)
            if len(self._rows[1]) >= CHUNK:
                self._send()
                step(watch, "orders", done, total)
        self._send()
        self._sums.send()

    def _taken(self, numbers: list[str]) -> set[str]:
        taken: set[str] = set()
        for start in range(0, len(numbers), CHUNK):
            piece = numbers[start : start + CHUNK]
            found = self._unit.connection.execute(_TAKEN, {"numbers": piece})
            taken.update(number for number in found.scalars() if number)
        return taken

    def _send(self) -> None:
        for inserter, rows in zip(
            (self._orders, self._lines, self._payments, self._documents), self._rows, strict=True
        ):
            inserter.add(rows)
            rows.clear()

    def _add(self, order_id: int, name: str, document: Document, line_ids: Iterator[int]) -> None:
        checked, first = self._checked, document.first
        orders, _lines, payments, documents = self._rows
        goods, units, sold = self._add_lines(order_id, document, line_ids)
        customer_id = self._parties.customers[self._customer(first)]
        freight = self._money("freight", first)
        total = goods + freight
        day = document.day or self._unit.today
        paid = self._paid(order_id, document, total, payments)
        moment = self._noon(day)
        due = checked.value("due_on", first)
        ship = [field(first) for field in self._ship]
        orders.append(
            (
                order_id,
                name,
                "closed",
                "closed",
                "received",
                customer_id,
                self._reference(first),
                self._note(first),
                "import",
                self._orders.day(day),
                self._orders.day(due),  # type: ignore[arg-type]  # a day field holds days
                moment,
                moment,
                self._unit.person.person_id,
                self._batch_id,
                *ship,
                goods,
                freight,
                total,
                paid,
                len(document.lines),
                units,
                units,
                units,
            )
        )
        documents.append((self._source, document.number, self._batch_id, order_id))
        self._sums.add(SoldOrder(customer_id, order_id, day, total - paid, sold))

    def _add_lines(
        self, order_id: int, document: Document, line_ids: Iterator[int]
    ) -> tuple[int, int, list[tuple[int, int, int]]]:
        checked, rows = self._checked, self._rows[1]
        goods = units = 0
        sold: list[tuple[int, int, int]] = []
        for position, index in enumerate(document.lines, 1):
            item_id, kind, code, name = self._items[self._item_codes[index]]
            quantity, price = self._quantity(index), self._price(index)
            discount = self._discount(index)
            amount = checked.stated.get(index)
            if amount is None:
                amount = self._amount(quantity, price, discount)
            line_id = self.lines[index] = next(line_ids)
            moved = quantity if kind == "stock" else 0
            rows.append(
                (
                    line_id,
                    order_id,
                    position,
                    item_id,
                    kind,
                    code,
                    self._name(index) or name,
                    quantity,
                    quantity,
                    quantity,
                    price,
                    True,
                    discount,
                    amount,
                )
            )
            goods += amount
            units += moved
            sold.append((item_id, quantity, amount))
        return goods, units, sold

    def _noon(self, day: date) -> Cell:
        """Give noon of a day as this engine stores it."""
        noon = self._noons.get(day)
        if noon is None:
            noon = self._noons[day] = self._orders.moment(datetime.combine(day, time(12), UTC))
        return noon

    def _amount(self, quantity: int, price: int, discount: int) -> int:
        """Price a line; most lines of a file are like one before."""
        key = (quantity, price, discount)
        amount = self._amounts.get(key)
        if amount is None:
            amount = line_amount(quantity, Price(price), BasisPoints(discount), self._digits)
            self._amounts[key] = amount
        return amount

    def _money(self, field: str, index: int) -> int:
        value = self._checked.value(field, index)
        if not isinstance(value, int):
            return 0
        return round_half_up(value * 10**self._digits, PRICE_SCALE)

    def _paid(
        self, order_id: int, document: Document, total: int, payments: list[tuple[Cell, ...]]
    ) -> int:
        """Book what the file says was paid and went back, else that all was paid."""
        first = document.first
        if "paid_on" in self._checked.values and self._checked.value("paid_on", first) is None:
            return 0
        day = self._payments.day(document.day)
        back = min(self._money("refunded", first), total)
        says = self._checked.value("paid", first) is not None
        kept = self._money("paid", first) if says else total - back
        if kept + back:
            payments.append((order_id, kept + back, day, "import"))
        if back:
            payments.append((order_id, -back, day, "refund"))
        return kept

"""Small shops for tests: items, customers and stock on a desk in a line each."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from sqlalchemy import Connection, text

from app.catalog.commands import AddItem, ItemKind, KitPartEntry, PackEntry, SetKit
from app.catalog.handlers import add_item, set_kit
from app.core.command import Command
from app.core.money import BasisPoints, Money, Price
from app.customers.commands import AddCustomer, AddressEntry, PhoneEntry
from app.customers.handlers import add_customer
from app.db.unit_of_work import UnitOfWork
from app.desk import Desk
from app.fulfilment.commands import ShipmentStep, ShipOrder
from app.fulfilment.handlers import ship_order
from app.fulfilment.proof import shipment_differences
from app.fulfilment.queries import ShipmentLineRow, ShipmentRow, shipment_lines, shipments_of
from app.orders.commands import AmendOrder, LineWanted, OrderPlaced, PlaceOrder
from app.orders.handlers import amend_order, place_order
from app.orders.proof import order_differences
from app.orders.queries import OrderDetail, OrderLineRow, order_detail
from app.stock.commands import AddPlace, OpenStock, StockWanted
from app.stock.handlers import add_place, open_stock
from app.stock.proof import Difference, stock_differences
from app.stock.queries import StockRow, stock_of

Wish = TypeVar("Wish", bound=Command)
Answer = TypeVar("Answer")

OWNER, MANAGER, CLERK, PICKER = 1, 2, 3, 4
"""Ids of the people `tests.support.desks.fill` makes."""


def differences(connection: Connection, currency: str = "GBP") -> tuple[Difference, ...]:
    """Recompute everything that can be recomputed."""
    return (
        *stock_differences(connection),
        *order_differences(connection, currency),
        *shipment_differences(connection),
    )


@dataclass
class Shop:
    """A desk with a customer and what a test adds to it."""

    desk: Desk
    customer_id: int = 0
    items: dict[str, int] = field(default_factory=dict)

    def run(self, handler: Callable[[UnitOfWork, Wish], Answer], command: Wish) -> Answer:
        """Carry out a command and give its answer."""
        return self.desk.run(handler, command).answer

    def sign_in(self, person_id: int) -> None:
        """Let somebody else work at the desk."""
        self.desk.sign_in(person_id)

    def item(self, code: str, stock: int = 0, **more: Any) -> int:
        """Add an item priced at 2.50, with stock in the usual bin."""
        more.setdefault("price", Price(25_000))
        packs = tuple(PackEntry("pack", size) for size in more.pop("packs", ()))
        item_id = self.run(
            add_item, AddItem(code=code, name=f"Item {code}", packs=packs, **more)
        ).item_id
        self.items[code] = item_id
        if stock:
            self.stock(item_id, stock)
        return item_id

    def kit(self, code: str, parts: Sequence[tuple[int, int]]) -> int:
        """Add a kit of (item, units per kit)."""
        item_id = self.item(code, kind=ItemKind.KIT)
        entries = tuple(KitPartEntry(item, units) for item, units in parts)
        self.run(set_kit, SetKit(item_id=item_id, parts=entries))
        return item_id

    def stock(self, item_id: int, units: int, place_id: int | None = None) -> None:
        """Open stock of an item."""
        wanted = StockWanted(item_id=item_id, quantity=units, place_id=place_id)
        self.run(open_stock, OpenStock(lines=(wanted,)))

    def place(self, code: str, kind: str = "bin") -> int:
        """Add a place of ours."""
        return self.run(add_place, AddPlace(code=code, kind=kind)).record_id

    def customer(
        self,
        name: str = "Harbour Lights",
        limit: int | None = None,
        discount: int = 0,
        street: str = "1 High Street",
        **more: Any,
    ) -> int:
        """Add a customer with an address and a phone; orders are theirs from now on."""
        address = AddressEntry(street=street, city="Leeds", postcode="LS1 4DY", country="GB")
        wanted = AddCustomer(
            name=name,
            addresses=(address,) if street else (),
            phones=(PhoneEntry("0113 496 0000"),),
            credit_limit=None if limit is None else Money(limit),
            discount=BasisPoints(discount),
            **more,
        )
        self.customer_id = self.run(add_customer, wanted).customer_id
        return self.customer_id

    def order(self, *lines: tuple[int, int] | LineWanted, **more: Any) -> OrderPlaced:
        """Place an order of (item, quantity); questions are answered with yes."""
        wanted = tuple(_line(line) for line in lines)
        more.setdefault("answers", _yes(len(wanted)))
        more.setdefault("customer_id", self.customer_id)
        return self.run(place_order, PlaceOrder(lines=wanted, **more))

    def amend(self, order_id: int, *lines: LineWanted, **more: Any) -> OrderPlaced:
        """Change an order as it stands; `lines` are all it shall have."""
        more.setdefault("revision", self.detail(order_id).revision)
        more.setdefault("answers", _yes(len(lines)))
        return self.run(amend_order, AmendOrder(order_id=order_id, lines=lines, **more))

    def ship(self, order_id: int, *quantities: tuple[int, int]) -> ShipmentStep:
        """Ship what is reserved, or (line, units) of it."""
        return self.run(ship_order, ShipOrder(order_id=order_id, quantities=quantities))

    def detail(self, order_id: int) -> OrderDetail:
        """Read an order whole."""
        found = self.desk.read(order_detail, order_id)
        assert found is not None
        return found

    def line(self, order_id: int, position: int = 1) -> OrderLineRow:
        """Read one line of an order."""
        return next(one for one in self.detail(order_id).lines if one.position == position)

    def level(self, item_id: int) -> StockRow:
        """Read the stock of an item."""
        return self.desk.read(stock_of, (item_id,))[item_id]

    def shipments(self, order_id: int) -> tuple[ShipmentRow, ...]:
        """Read the shipments of an order."""
        return self.desk.read(shipments_of, order_id)

    def shipment_lines(self, shipment_id: int) -> tuple[ShipmentLineRow, ...]:
        """Read the lines of a shipment."""
        return self.desk.read(shipment_lines, shipment_id)

    def rows(self, statement: str, **values: Any) -> list[tuple[Any, ...]]:
        """Read rows by a statement of the test's own."""

        def query(connection: Connection) -> list[tuple[Any, ...]]:
            return [tuple(row) for row in connection.execute(text(statement), values)]

        return self.desk.read(query)

    def differences(self) -> tuple[Difference, ...]:
        """Recompute everything; empty when all is true."""
        return self.desk.read(differences)


def _line(line: tuple[int, int] | LineWanted) -> LineWanted:
    return line if isinstance(line, LineWanted) else LineWanted(item_id=line[0], quantity=line[1])


def _yes(lines: int) -> tuple[str, ...]:
    rules = (
        "unusual_quantity",
        "large_quantity",
        "zero_price",
        "below_cost",
        "discontinued",
    )
    whole = ("duplicate_order:0", "duplicate_reference:0", "date_past:0")
    return (*whole, *(f"{rule}:{line}" for rule in rules for line in range(1, lines + 1)))


def open_shop(desk: Desk) -> Shop:
    """Give a shop with one customer."""
    shop = Shop(desk)
    shop.customer()
    return shop

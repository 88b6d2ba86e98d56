"""What is known about an order when it is checked: the customer, its items, their stock."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from app.orders.commands import LineWanted, ShipTo
from app.orders.rules import PricedLine
from app.stock.handlers.reserving import Level


@dataclass(frozen=True)
class CustomerFacts:
    """The customer as far as an order cares; money in minor units."""

    customer_id: int
    number: str
    name: str
    blocked_reason: str | None
    credit_limit: int | None
    tax_class: str
    price_list_id: int | None
    discount: int
    terms_days: int
    owed: int
    orders: int
    overdue: int
    overdue_since: date | None
    email: str = ""


@dataclass(frozen=True)
class ItemFacts:
    """One item as far as an order cares; prices in ten-thousandths."""

    item_id: int
    code: str
    name: str
    kind: str
    state: str
    tax_class: str
    price: int
    cost: int | None


@dataclass(frozen=True)
class LineFacts:
    """One line with its item, its price and whether a person set it."""

    position: int
    item: ItemFacts
    wanted: LineWanted
    quantity: int
    priced: PricedLine
    price_manual: bool


@dataclass
class OrderFacts:
    """All that is known when an order is checked.

    `usual` are this customer's (orders, units, last quantity) of an item, `sold` the newest
    (shipments, units, least at a time) of an item to anybody.
    """

    customer: CustomerFacts
    ship_to: ShipTo
    ship_known: bool
    lines: list[LineFacts]
    levels: dict[int, Level]
    parts: dict[int, list[tuple[int, int]]]
    part_names: dict[int, str]
    packs: dict[int, list[int]]
    usual: dict[int, tuple[int, int, int]]
    substitutes: dict[int, str] = field(default_factory=dict)
    duplicates: list[tuple[str, datetime]] = field(default_factory=list)
    same_reference: str = ""
    reference: str = ""
    due_on: date | None = None
    order_id: int | None = None
    own_reserved: dict[int, int] = field(default_factory=dict)
    own_total: int = 0
    arrivals: dict[int, tuple[tuple[date, int], ...]] = field(default_factory=dict)
    promised: dict[int, int] = field(default_factory=dict)
    sold: dict[int, tuple[int, int, int]] = field(default_factory=dict)

    def demand(self) -> dict[int, int]:
        """Sum what all lines together want of each stocked item, kits exploded."""
        wanted: dict[int, int] = {}
        for line in self.lines:
            for item_id, per_unit in self.needs(line):
                wanted[item_id] = wanted.get(item_id, 0) + line.quantity * per_unit
        return wanted

    def needs(self, line: LineFacts) -> list[tuple[int, int]]:
        """Give the stocked items one unit of a line takes: itself, a kit's parts, or nothing."""
        if line.item.kind == "kit":
            return self.parts.get(line.item.item_id, [])
        return [(line.item.item_id, 1)] if line.item.kind == "stock" else []


@dataclass(frozen=True)
class Asked:
    """What a form asks facts for; `kept_prices`: (price, manual) by line id; `locks` the stock."""

    customer_id: int
    lines: Sequence[LineWanted]
    address_id: int | None = None
    ship_to: ShipTo | None = None
    reference: str = ""
    due_on: date | None = None
    order_id: int | None = None
    kept_prices: dict[int, tuple[int, bool]] = field(default_factory=dict)
    locks: bool = True

"""Everything the checks of an order look at, read in few statements."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import (
    CompoundSelect,
    and_,
    bindparam,
    func,
    literal,
    null,
    or_,
    select,
    true,
    union_all,
)

from app.catalog.models import Item, KitPart, Pack, PriceBreak, Substitute, TaxRate
from app.core.errors import NotFound
from app.core.money import BasisPoints, Price, minor_digits
from app.customers.models import Address, Customer, Phone
from app.db.unit_of_work import UnitOfWork
from app.orders.commands import LineWanted, ShipTo
from app.orders.models import CustomerAccount, CustomerItem, OrderLine, SalesOrder
from app.orders.rules import PricedLine, price_line
from app.orders.standing import overdue_of
from app.stock.handlers.reserving import Level, levels_of, lock_levels
from app.stock.purchases import arrivals_of


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
    """One line with its item, its price and where the price came from."""

    position: int
    item: ItemFacts
    wanted: LineWanted
    quantity: int
    priced: PricedLine
    price_manual: bool
    suggested_price: int


@dataclass
class OrderFacts:
    """All that is known when an order is checked."""

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


_CUSTOMER = (
    select(
        Customer.id,
        Customer.number,
        Customer.name,
        Customer.blocked_reason,
        Customer.credit_limit,
        Customer.tax_class,
        Customer.price_list_id,
        Customer.discount,
        Customer.terms_days,
        func.coalesce(CustomerAccount.owed, 0).label("owed"),
        func.coalesce(CustomerAccount.orders, 0).label("orders"),
        Address.id.label("address_id"),
        Address.recipient,
        Address.street,
        Address.city,
        Address.region,
        Address.postcode,
        Address.country,
        select(Phone.typed)
        .where(Phone.customer_id == Customer.id)
        .order_by(Phone.id)
        .limit(1)
        .scalar_subquery()
        .label("phone"),
    )
    .outerjoin(CustomerAccount, CustomerAccount.customer_id == Customer.id)
    .outerjoin(
        Address,
        and_(
            Address.customer_id == Customer.id,
            or_(
                Address.id == bindparam("address_id"),
                and_(bindparam("address_id") == 0, Address.is_ship_default == true()),
            ),
        ),
    )
    .where(Customer.id == bindparam("customer_id"))
    .order_by(Address.id)
    .limit(1)
)
_CUSTOMER_FIELDS = tuple(CustomerFacts.__dataclass_fields__)[:11]
_ITEMS = select(
    Item.id, Item.code, Item.name, Item.kind, Item.state, Item.tax_class, Item.price, Item.cost
).where(Item.id.in_(bindparam("item_ids", expanding=True)))
_EXTRAS: CompoundSelect[Any] = union_all(
    select(
        PriceBreak.item_id,
        literal("break").label("what"),
        PriceBreak.price_list_id.label("a"),
        PriceBreak.least_quantity.label("b"),
        PriceBreak.price.label("c"),
    ).where(
        PriceBreak.item_id.in_(bindparam("item_ids", expanding=True)),
        or_(
            PriceBreak.price_list_id.is_(None),
            PriceBreak.price_list_id == bindparam("price_list_id"),
        ),
    ),
    select(Pack.item_id, literal("pack"), null(), Pack.quantity, null()).where(
        Pack.item_id.in_(bindparam("item_ids", expanding=True))
    ),
    select(KitPart.kit_id, literal("part"), KitPart.part_id, KitPart.quantity, null()).where(
        KitPart.kit_id.in_(bindparam("item_ids", expanding=True))
    ),
)
_TAXES = select(TaxRate.item_class, TaxRate.share).where(
    TaxRate.customer_class == bindparam("customer_class")
)
_USUAL = select(
    CustomerItem.item_id, CustomerItem.orders, CustomerItem.units, CustomerItem.last_quantity
).where(
    CustomerItem.customer_id == bindparam("customer_id"),
    CustomerItem.item_id.in_(bindparam("item_ids", expanding=True)),
)
_RECENT = (
    select(SalesOrder.id, SalesOrder.number, SalesOrder.made_at, SalesOrder.reference)
    .where(
        SalesOrder.customer_id == bindparam("customer_id"),
        SalesOrder.made_at >= bindparam("since"),
        SalesOrder.state != "cancelled",
        SalesOrder.id != bindparam("order_id"),
    )
    .order_by(SalesOrder.id.desc())
    .limit(20)
)


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


def gather(unit: UnitOfWork, asked: Asked) -> OrderFacts:
    """Read all facts about an order as asked, and lock the stock of its items if it says so.

    Runs eight statements, some more when there are kits, overdue payments or recent orders.

    Raises:
        NotFound: no such customer or item.
    """
    customer, ship_to, known = _customer(unit, asked)
    item_ids = sorted({line.item_id for line in asked.lines})
    items = _items(unit, item_ids)
    breaks, packs, parts = _extras(unit, item_ids, customer.price_list_id)
    stocked = {item_id for item_id in item_ids if items[item_id].kind == "stock"}
    names = {item_id: items[item_id].code for item_id in item_ids}
    part_ids = {part for kit in parts.values() for part, _per in kit}
    if part_ids - set(names):
        names.update({i.item_id: i.code for i in _items(unit, sorted(part_ids)).values()})
    rates = unit.connection.execute(_TAXES, {"customer_class": customer.tax_class})
    taxes = {row[0]: row[1] for row in rates}
    digits = minor_digits(unit.settings.currency)
    lines = []
    for position, wanted in enumerate(asked.lines, 1):
        item = items[wanted.item_id]
        price, manual, suggested = _price(item, wanted, breaks.get(item.item_id, ()), asked)
        share = BasisPoints(taxes.get(item.tax_class, 0))
        quantity = max(wanted.quantity, 0)
        priced = price_line(quantity, price, BasisPoints(wanted.discount), share, digits)
        lines.append(LineFacts(position, item, wanted, quantity, priced, manual, suggested))
    facts = OrderFacts(
        customer=customer,
        ship_to=ship_to,
        ship_known=known,
        lines=lines,
        levels=(lock_levels if asked.locks else levels_of)(unit, stocked | part_ids),
        parts=parts,
        part_names=names,
        packs=packs,
        usual=_usual(unit, customer.customer_id, item_ids),
        reference=asked.reference,
        due_on=asked.due_on,
        order_id=asked.order_id,
    )
    _look_for_twins(unit, facts)
    _look_for_substitutes(unit, facts)
    short = [one for one, units in facts.demand().items() if units > facts.levels[one].available]
    facts.arrivals = arrivals_of(unit.connection, short if facts.due_on else ())
    return facts


def _customer(unit: UnitOfWork, asked: Asked) -> tuple[CustomerFacts, ShipTo, bool]:
    row = unit.connection.execute(
        _CUSTOMER, {"customer_id": asked.customer_id, "address_id": asked.address_id or 0}
    ).one_or_none()
    if row is None:
        raise NotFound("customer", asked.customer_id)
    overdue, since = overdue_of(unit, row.id) if row.owed > 0 else (0, None)
    known: dict[str, Any] = dict(zip(_CUSTOMER_FIELDS, row, strict=False))
    facts = CustomerFacts(**known, overdue=overdue, overdue_since=since)
    if asked.ship_to is not None:
        return facts, asked.ship_to, False
    ship_to = ShipTo(
        name=row.recipient or row.name,
        street=row.street or "",
        city=row.city or "",
        region=row.region or "",
        postcode=row.postcode or "",
        country=row.country or "",
        phone=row.phone or "",
    )
    return facts, ship_to, row.address_id is not None


def _items(unit: UnitOfWork, item_ids: list[int]) -> dict[int, ItemFacts]:
    rows = unit.connection.execute(_ITEMS, {"item_ids": item_ids})
    found = {row[0]: ItemFacts(*row) for row in rows}
    for item_id in item_ids:
        if item_id not in found:
            raise NotFound("item", item_id)
    return found


_Breaks = dict[int, list[tuple[bool, int, int]]]


def _extras(
    unit: UnitOfWork, item_ids: list[int], price_list_id: int | None
) -> tuple[_Breaks, dict[int, list[int]], dict[int, list[tuple[int, int]]]]:
    breaks: _Breaks = {}
    packs: dict[int, list[int]] = {}
    parts: dict[int, list[tuple[int, int]]] = {}
    rows = unit.connection.execute(
        _EXTRAS, {"item_ids": item_ids, "price_list_id": price_list_id or 0}
    )
    for item_id, what, a, b, c in rows:
        if what == "break":
            breaks.setdefault(item_id, []).append((a is not None, b, c))
        elif what == "pack":
            packs.setdefault(item_id, []).append(b)
        else:
            parts.setdefault(item_id, []).append((a, b))
    return breaks, packs, parts


def _price(
    item: ItemFacts, wanted: LineWanted, breaks: Sequence[tuple[bool, int, int]], asked: Asked
) -> tuple[Price, bool, int]:
    fitting = [(own, least, price) for own, least, price in breaks if wanted.quantity >= least]
    suggested = max(fitting)[2] if fitting else item.price
    if wanted.price is not None:
        return Price(wanted.price), True, suggested
    kept = asked.kept_prices.get(wanted.line_id or 0)
    if kept is not None:
        return Price(kept[0]), kept[1], suggested
    return Price(suggested), False, suggested


def _usual(
    unit: UnitOfWork, customer_id: int, item_ids: list[int]
) -> dict[int, tuple[int, int, int]]:
    rows = unit.connection.execute(_USUAL, {"customer_id": customer_id, "item_ids": item_ids})
    return {row[0]: (row[1], row[2], row[3]) for row in rows}


def _look_for_twins(unit: UnitOfWork, facts: OrderFacts) -> None:
    """Find orders of this customer with the same items in the set hours, or the same reference."""
    since = unit.now - timedelta(hours=unit.settings.duplicate_hours)
    recent = unit.connection.execute(
        _RECENT,
        {
            "customer_id": facts.customer.customer_id,
            "since": since,
            "order_id": facts.order_id or 0,
        },
    ).all()
    if recent:
        wanted = sorted((line.item.item_id, line.quantity) for line in facts.lines)
        bought: dict[int, list[tuple[int, int]]] = {}
        for order_id, item_id, quantity in unit.connection.execute(
            select(OrderLine.order_id, OrderLine.item_id, OrderLine.quantity).where(
                OrderLine.order_id.in_([row.id for row in recent])
            )
        ):
            bought.setdefault(order_id, []).append((item_id, quantity))
        facts.duplicates = [
            (row.number or f"R-{row.id}", row.made_at)
            for row in recent
            if sorted(bought.get(row.id, ())) == wanted and _may_be_one(row.reference, facts)
        ]
    if facts.reference:
        same = unit.connection.execute(
            select(SalesOrder.number, SalesOrder.id)
            .where(
                SalesOrder.customer_id == facts.customer.customer_id,
                SalesOrder.reference == facts.reference,
                SalesOrder.state != "cancelled",
                SalesOrder.id != (facts.order_id or 0),
            )
            .limit(1)
        ).one_or_none()
        if same is not None:
            facts.same_reference = same.number or f"R-{same.id}"


def _may_be_one(reference: str, facts: OrderFacts) -> bool:
    """Two orders that carry different numbers of the customer's are two orders."""
    return not (reference and facts.reference and reference != facts.reference)


def _look_for_substitutes(unit: UnitOfWork, facts: OrderFacts) -> None:
    gone = [line.item.item_id for line in facts.lines if line.item.state == "discontinued"]
    if not gone:
        return
    rows = unit.connection.execute(
        select(Substitute.item_id, Item.code, Item.name)
        .join(Item, Item.id == Substitute.substitute_id)
        .where(Substitute.item_id.in_(gone), Item.state == "active")
        .order_by(Substitute.rank.desc())
    )
    facts.substitutes = {item_id: f"{code} {name}" for item_id, code, name in rows}

"""Reads everything the checks of an order look at, in few statements."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
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
from app.orders.facts.known import Asked, CustomerFacts, ItemFacts, LineFacts, OrderFacts
from app.orders.models import CustomerAccount, CustomerItem, OrderLine, SalesOrder
from app.orders.rules import price_line
from app.orders.standing import OVERDUE, back_ordered_of
from app.stock.handlers.reserving import levels_of, lock_levels
from app.stock.purchases import arrivals_of

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
        OVERDUE.c.owed.label("overdue"),
        OVERDUE.c.since.label("overdue_since"),
    )
    .select_from(Customer)
    .outerjoin(OVERDUE, true())
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
    select(
        CustomerItem.item_id,
        literal("usual"),
        CustomerItem.orders,
        CustomerItem.units,
        CustomerItem.last_quantity,
    ).where(
        CustomerItem.customer_id == bindparam("customer_id"),
        CustomerItem.item_id.in_(bindparam("item_ids", expanding=True)),
    ),
    select(Item.id, literal("tax"), TaxRate.share, null(), null())
    .join(TaxRate, TaxRate.item_class == Item.tax_class)
    .where(
        TaxRate.customer_class == bindparam("customer_class"),
        Item.id.in_(bindparam("item_ids", expanding=True)),
    ),
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
    .subquery()
)
_RECENT_LINES = (
    select(_RECENT, OrderLine.item_id, OrderLine.quantity)
    .outerjoin(OrderLine, OrderLine.order_id == _RECENT.c.id)
    .order_by(_RECENT.c.id.desc())
)


def gather(unit: UnitOfWork, asked: Asked) -> OrderFacts:
    """Read all facts about an order as asked, and lock the stock of its items if it says so.

    Runs five statements, some more when there are kits, a reference or discontinued items.

    Raises:
        NotFound: no such customer or item.
    """
    customer, ship_to, known = _customer(unit, asked)
    item_ids = sorted({line.item_id for line in asked.lines})
    items = _items(unit, item_ids)
    extras = _extras(unit, item_ids, customer)
    parts = extras.parts
    stocked = {item_id for item_id in item_ids if items[item_id].kind == "stock"}
    names = {item_id: items[item_id].code for item_id in item_ids}
    part_ids = {part for kit in parts.values() for part, _per in kit}
    if part_ids - set(names):
        names.update({i.item_id: i.code for i in _items(unit, sorted(part_ids)).values()})
    digits = minor_digits(unit.settings.currency)
    lines = []
    for position, wanted in enumerate(asked.lines, 1):
        item = items[wanted.item_id]
        price, manual, suggested = _price(item, wanted, extras.breaks.get(item.item_id, ()), asked)
        share = BasisPoints(extras.taxes.get(item.item_id, 0))
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
        packs=extras.packs,
        usual=extras.usual,
        reference=asked.reference,
        due_on=asked.due_on,
        order_id=asked.order_id,
    )
    _look_for_twins(unit, facts)
    _look_for_substitutes(unit, facts)
    short = [one for one, units in facts.demand().items() if units > facts.levels[one].available]
    if facts.due_on is not None:
        facts.arrivals = arrivals_of(unit.connection, short)
        lacking, but = list(facts.arrivals), facts.order_id or 0
        facts.promised = back_ordered_of(unit.connection, lacking, facts.due_on, but)
    return facts


def _customer(unit: UnitOfWork, asked: Asked) -> tuple[CustomerFacts, ShipTo, bool]:
    row = unit.connection.execute(
        _CUSTOMER,
        {
            "customer_id": asked.customer_id,
            "address_id": asked.address_id or 0,
            "today": unit.today,
        },
    ).one_or_none()
    if row is None:
        raise NotFound("customer", asked.customer_id)
    known: dict[str, Any] = dict(zip(_CUSTOMER_FIELDS, row, strict=False))
    facts = CustomerFacts(**known, overdue=int(row.overdue or 0), overdue_since=row.overdue_since)
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


@dataclass
class _Extras:
    """What hangs on items: price breaks (own list, least, price), packs, parts, habits, tax."""

    breaks: dict[int, list[tuple[bool, int, int]]] = field(default_factory=dict)
    packs: dict[int, list[int]] = field(default_factory=dict)
    parts: dict[int, list[tuple[int, int]]] = field(default_factory=dict)
    usual: dict[int, tuple[int, int, int]] = field(default_factory=dict)
    taxes: dict[int, int] = field(default_factory=dict)


def _extras(unit: UnitOfWork, item_ids: list[int], customer: CustomerFacts) -> _Extras:
    found = _Extras()
    rows = unit.connection.execute(
        _EXTRAS,
        {
            "item_ids": item_ids,
            "price_list_id": customer.price_list_id or 0,
            "customer_id": customer.customer_id,
            "customer_class": customer.tax_class,
        },
    )
    for item_id, what, a, b, c in rows:
        if what == "break":
            found.breaks.setdefault(item_id, []).append((a is not None, b, c))
        elif what == "pack":
            found.packs.setdefault(item_id, []).append(b)
        elif what == "part":
            found.parts.setdefault(item_id, []).append((a, b))
        elif what == "usual":
            found.usual[item_id] = (a, b, c)
        else:
            found.taxes[item_id] = a
    return found


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


def _look_for_twins(unit: UnitOfWork, facts: OrderFacts) -> None:
    """Find orders of this customer with the same items in the set hours, or the same reference."""
    since = unit.now - timedelta(hours=unit.settings.duplicate_hours)
    rows: Iterable[Any] = unit.connection.execute(
        _RECENT_LINES,
        {
            "customer_id": facts.customer.customer_id,
            "since": since,
            "order_id": facts.order_id or 0,
        },
    )
    wanted = sorted((line.item.item_id, line.quantity) for line in facts.lines)
    bought: dict[tuple[str, datetime, str], list[tuple[int, int]]] = {}
    for order_id, number, made_at, reference, item_id, quantity in rows:
        order = (number or f"R-{order_id}", made_at, reference)
        bought.setdefault(order, []).append((item_id, quantity))
    facts.duplicates = [
        (name, made_at)
        for (name, made_at, reference), lines in bought.items()
        if _may_be_one(reference, facts) and None not in lines[0] and sorted(lines) == wanted
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

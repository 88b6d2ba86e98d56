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
from app.db.plain.among import Among, on_each_engine
from app.db.unit_of_work import UnitOfWork
from app.orders.commands import LineWanted, ShipTo
from app.orders.facts.habits import Sold, ask_sold
from app.orders.facts.known import Asked, CustomerFacts, ItemFacts, LineFacts, OrderFacts
from app.orders.models import CustomerAccount, CustomerItem, OrderLine, SalesOrder
from app.orders.rules import price_line
from app.orders.standing import OVERDUE, back_ordered_of
from app.stock.handlers.reserving import Level, ask_levels_of_goods
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
        Customer.email,
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
_LIST_OF_CUSTOMER = (
    select(Customer.price_list_id).where(Customer.id == bindparam("customer_id")).scalar_subquery()
)
_CLASS_OF_CUSTOMER = (
    select(Customer.tax_class).where(Customer.id == bindparam("customer_id")).scalar_subquery()
)


def _items_asked(asked: Among) -> Any:
    return select(
        Item.id, Item.code, Item.name, Item.kind, Item.state, Item.tax_class, Item.price, Item.cost
    ).where(asked(Item.id))


def _extras_asked(asked: Among) -> CompoundSelect[Any]:
    return union_all(
        select(
            PriceBreak.item_id,
            literal("break").label("what"),
            PriceBreak.price_list_id.label("a"),
            PriceBreak.least_quantity.label("b"),
            PriceBreak.price.label("c"),
        ).where(
            asked(PriceBreak.item_id),
            or_(
                PriceBreak.price_list_id.is_(None),
                PriceBreak.price_list_id == _LIST_OF_CUSTOMER,
            ),
        ),
        select(Pack.item_id, literal("pack"), null(), Pack.quantity, null()).where(
            asked(Pack.item_id)
        ),
        select(KitPart.kit_id, literal("part"), KitPart.part_id, KitPart.quantity, null()).where(
            asked(KitPart.kit_id)
        ),
        select(
            CustomerItem.item_id,
            literal("usual"),
            CustomerItem.orders,
            CustomerItem.units,
            CustomerItem.last_quantity,
        ).where(CustomerItem.customer_id == bindparam("customer_id"), asked(CustomerItem.item_id)),
        select(Item.id, literal("tax"), TaxRate.share, null(), null())
        .join(TaxRate, TaxRate.item_class == Item.tax_class)
        .where(TaxRate.customer_class == _CLASS_OF_CUSTOMER, asked(Item.id)),
    )


_ITEMS = on_each_engine(_items_asked, "item_ids")
_EXTRAS = on_each_engine(_extras_asked, "item_ids")
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

    Runs five statements, six when a form asks or a quantity is not small, asked all before the
    first is read, and some more when there are kits, a reference or discontinued items.

    Raises:
        NotFound: no such customer or item.
    """
    item_ids = sorted({line.item_id for line in asked.lines})
    answers = _ask(unit, asked, item_ids)
    customer, ship_to, known = _customer(asked, answers.customer)
    items = _items(item_ids, answers.items)
    extras = _extras(answers.extras)
    parts = extras.parts
    names = {item_id: items[item_id].code for item_id in item_ids}
    part_ids = {part for kit in parts.values() for part, _per in kit} - set(names)
    if part_ids:
        rows = unit.connection.execute(_ITEMS[unit.engine_kind], {"item_ids": sorted(part_ids)})
        names.update({row.id: row.code for row in rows})
    digits = minor_digits(unit.settings.currency)
    lines = []
    for position, wanted in enumerate(asked.lines, 1):
        item = items[wanted.item_id]
        price, manual = _price(item, wanted, extras.breaks.get(item.item_id, ()), asked)
        share = BasisPoints(extras.taxes.get(item.item_id, 0))
        quantity = max(wanted.quantity, 0)
        priced = price_line(quantity, price, BasisPoints(wanted.discount), share, digits)
        lines.append(LineFacts(position, item, wanted, quantity, priced, manual))
    facts = OrderFacts(
        customer=customer,
        ship_to=ship_to,
        ship_known=known,
        lines=lines,
        levels=answers.levels,
        parts=parts,
        part_names=names,
        packs=extras.packs,
        usual=extras.usual,
        reference=asked.reference,
        due_on=asked.due_on,
        order_id=asked.order_id,
        sold=answers.sold,
    )
    look_for_twins(facts, answers.recent)
    _look_for_same_reference(unit, facts)
    _look_for_substitutes(unit, facts)
    short = [one for one, units in facts.demand().items() if units > facts.levels[one].available]
    if facts.due_on is not None:
        facts.arrivals = arrivals_of(unit.connection, short)
        lacking, but = list(facts.arrivals), facts.order_id or 0
        facts.promised = back_ordered_of(unit.connection, lacking, facts.due_on, but)
    return facts


@dataclass(frozen=True)
class _Answers:
    """What the statements gave."""

    customer: Any | None
    items: Sequence[Any]
    extras: Sequence[Any]
    levels: dict[int, Level]
    recent: Sequence[Any]
    sold: dict[int, Sold]


def _ask(unit: UnitOfWork, asked: Asked, item_ids: list[int]) -> _Answers:
    """Ask everything, then read: on a server that is one way there and back."""
    run, kind = unit.connection.execute, unit.engine_kind
    of_items = {"item_ids": item_ids, "customer_id": asked.customer_id}
    customer = run(
        _CUSTOMER,
        {
            "customer_id": asked.customer_id,
            "address_id": asked.address_id or 0,
            "today": unit.today,
        },
    )
    items = run(_ITEMS[kind], {"item_ids": item_ids})
    extras = run(_EXTRAS[kind], of_items)
    levels = ask_levels_of_goods(unit, item_ids, locks=asked.locks)
    recent = run(
        _RECENT_LINES,
        {
            "customer_id": asked.customer_id,
            "since": unit.now - timedelta(hours=unit.settings.duplicate_hours),
            "order_id": asked.order_id or 0,
        },
    )
    sold = ask_sold(unit.connection, _worth_asking(unit, asked))
    return _Answers(
        customer.one_or_none(), items.all(), extras.all(), levels(), recent.all(), sold()
    )


def _worth_asking(unit: UnitOfWork, asked: Asked) -> list[int]:
    """Choose the items whose habits may show something.

    Too few are only told of, while they are typed: an order that is written does not wait for it.
    """
    few = 2 * unit.settings.unusual_factor
    return [line.item_id for line in asked.lines if line.quantity >= few or not asked.locks]


def _customer(asked: Asked, row: Any) -> tuple[CustomerFacts, ShipTo, bool]:
    if row is None:
        raise NotFound("customer", asked.customer_id)
    known: dict[str, Any] = dict(zip(_CUSTOMER_FIELDS, row, strict=False))
    known |= {"overdue": int(row.overdue or 0), "overdue_since": row.overdue_since}
    facts = CustomerFacts(**known, email=row.email)
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


def _items(item_ids: list[int], rows: Iterable[Any]) -> dict[int, ItemFacts]:
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


def _extras(rows: Iterable[Any]) -> _Extras:
    found = _Extras()
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
) -> tuple[Price, bool]:
    """Give the price of a line and whether a person set it."""
    fitting = [(own, least, price) for own, least, price in breaks if wanted.quantity >= least]
    if wanted.price is not None:
        return Price(wanted.price), True
    kept = asked.kept_prices.get(wanted.line_id or 0)
    if kept is not None:
        return Price(kept[0]), kept[1]
    return Price(max(fitting)[2] if fitting else item.price), False


def look_for_twins(facts: OrderFacts, rows: Iterable[Any]) -> None:
    """Find orders with the same items among the lines of those of the set hours, newest first.

    A row is (order, number, when, reference, item, quantity).
    """
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


def _look_for_same_reference(unit: UnitOfWork, facts: OrderFacts) -> None:
    """Find another order that carries the same number of the customer's."""
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

"""Orders of the past as the checks look at them: what each says, whose it is, with which items."""

from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, bindparam, func, select

from app.catalog.models import Item
from app.core.money import BasisPoints, Money, Price
from app.customers.models import Customer
from app.db.plain.among import Among, on_each_engine
from app.orders.commands import LineWanted, ShipTo
from app.orders.facts.known import CustomerFacts, ItemFacts, LineFacts, OrderFacts
from app.orders.models import CustomerAccount, OrderLine, SalesOrder
from app.orders.rules import PricedLine


@dataclass(frozen=True)
class PastOrder:
    """One order that was placed, as it stands now; `confirmed` counts in the customer's sums.

    What a line has `priced` is what was not cancelled of it.
    """

    order_id: int
    name: str
    person_id: int | None
    ordered_on: date
    made_at: datetime
    total: int
    discount: int
    confirmed: bool
    cancelled: bool
    facts: OrderFacts


_PLACED = (
    select(SalesOrder.id)
    .where(SalesOrder.ordered_on >= bindparam("first"), SalesOrder.state != "draft")
    .order_by(SalesOrder.made_at, SalesOrder.id)
)
_SOME = 1_000
"""Rows read at once: other threads wait meanwhile."""
_SHIP_TO = tuple(
    SalesOrder.__table__.c[f"ship_{name}"].label(name) for name in ShipTo.__dataclass_fields__
)


def _heads_asked(asked: Among) -> Any:
    return (
        select(
            SalesOrder.id,
            SalesOrder.number,
            SalesOrder.state,
            SalesOrder.person_id,
            SalesOrder.ordered_on,
            SalesOrder.due_on,
            SalesOrder.made_at,
            SalesOrder.reference,
            SalesOrder.total,
            SalesOrder.discount,
            SalesOrder.customer_id,
            *_SHIP_TO,
            Customer.number.label("customer_number"),
            Customer.name.label("customer_name"),
            Customer.tax_class,
            Customer.price_list_id,
            Customer.discount.label("customer_discount"),
            Customer.terms_days,
            Customer.email,
            func.coalesce(CustomerAccount.orders, 0).label("customer_orders"),
        )
        .join(Customer, Customer.id == SalesOrder.customer_id)
        .outerjoin(CustomerAccount, CustomerAccount.customer_id == Customer.id)
        .where(asked(SalesOrder.id))
    )


def _lines_asked(asked: Among) -> Any:
    return (
        select(
            OrderLine.order_id,
            OrderLine.id,
            OrderLine.position,
            OrderLine.quantity,
            OrderLine.cancelled,
            OrderLine.price,
            OrderLine.price_manual,
            OrderLine.discount,
            OrderLine.tax_share,
            OrderLine.amount,
            OrderLine.item_id,
            OrderLine.code,
            OrderLine.name,
            OrderLine.kind,
            Item.state,
            Item.tax_class,
            Item.price.label("item_price"),
            Item.cost,
        )
        .join(Item, Item.id == OrderLine.item_id)
        .where(asked(OrderLine.order_id))
        .order_by(OrderLine.order_id, OrderLine.position)
    )


_HEADS = on_each_engine(_heads_asked, "order_ids")
_LINES = on_each_engine(_lines_asked, "order_ids")


def placed_since(connection: Connection, first: date) -> Sequence[int]:
    """Give the orders placed on a day or later, oldest first; one statement."""
    found = array("q")
    for some in connection.scalars(_PLACED, {"first": first}).partitions(_SOME):
        found.extend(some)
    return found


def past_orders(connection: Connection, order_ids: Sequence[int]) -> list[PastOrder]:
    """Read orders in the order asked for; two statements.

    What belongs to the day an order was placed and is not on it stays empty: stock, credit,
    habits, addresses, twins. `PastOrder.facts` is filled with what a check needs (`then.py`).
    """
    engine = connection.dialect.name
    asked = {"order_ids": list(order_ids)}
    lines: dict[int, list[LineFacts]] = {}
    for row in connection.execute(_LINES[engine], asked):
        lines.setdefault(row.order_id, []).append(_line(row))
    heads = {row.id: row for row in connection.execute(_HEADS[engine], asked)}
    return [_order(heads[one], lines.get(one, [])) for one in order_ids if one in heads]


def _line(row: Any) -> LineFacts:
    item = ItemFacts(
        row.item_id,
        row.code,
        row.name,
        row.kind,
        row.state,
        row.tax_class,
        row.item_price,
        row.cost,
    )
    priced = PricedLine(
        row.quantity - row.cancelled,
        Price(row.price),
        BasisPoints(row.discount),
        BasisPoints(row.tax_share),
        Money(row.amount),
    )
    wanted = LineWanted(item_id=row.item_id, quantity=row.quantity, line_id=row.id)
    return LineFacts(row.position, item, wanted, row.quantity, priced, row.price_manual)


def _order(row: Any, lines: list[LineFacts]) -> PastOrder:
    customer = CustomerFacts(
        customer_id=row.customer_id,
        number=row.customer_number,
        name=row.customer_name,
        blocked_reason=None,
        credit_limit=None,
        tax_class=row.tax_class,
        price_list_id=row.price_list_id,
        discount=row.customer_discount,
        terms_days=row.terms_days,
        owed=0,
        orders=row.customer_orders,
        overdue=0,
        overdue_since=None,
        email=row.email,
    )
    facts = OrderFacts(
        customer=customer,
        ship_to=ShipTo(**{name: getattr(row, name) for name in ShipTo.__dataclass_fields__}),
        ship_known=True,
        lines=lines,
        levels={},
        parts={},
        part_names={},
        packs={},
        usual={},
        reference=row.reference,
        due_on=row.due_on,
        order_id=row.id,
    )
    return PastOrder(
        order_id=row.id,
        name=row.number or f"R-{row.id}",
        person_id=row.person_id,
        ordered_on=row.ordered_on,
        made_at=row.made_at,
        total=row.total,
        discount=row.discount,
        confirmed=row.state in ("confirmed", "closed"),
        cancelled=row.state == "cancelled",
        facts=facts,
    )

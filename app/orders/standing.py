"""How others stand with orders: what a customer owes, which orders hold an item's units."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, bindparam, func, or_, select

from app.customers.models import Customer
from app.orders.models import CustomerAccount, Invoice, OrderLine, SalesOrder

_NOTHING_YET = (0, 0)
_DUE = (
    select(
        SalesOrder.id,
        (func.sum(Invoice.amount) - SalesOrder.paid).label("owed"),
        func.min(Invoice.due_on).label("since"),
    )
    .join(Invoice, Invoice.order_id == SalesOrder.id)
    .where(
        SalesOrder.customer_id == bindparam("customer_id"),
        SalesOrder.invoiced > SalesOrder.paid,
        Invoice.due_on < bindparam("today"),
    )
    .group_by(SalesOrder.id, SalesOrder.paid)
    .subquery()
)
OVERDUE = (
    select(func.sum(_DUE.c.owed).label("owed"), func.min(_DUE.c.since).label("since"))
    .where(_DUE.c.owed > 0)
    .subquery()
)
"""One row: what a customer (`customer_id`) owes that was due before `today`, and since when."""


@dataclass(frozen=True)
class AccountRow:
    """What a customer owes on confirmed orders (minor units), and how many there were."""

    owed: int
    orders: int


@dataclass(frozen=True)
class OrderOfLineRow:
    """The order a line belongs to, by the name people know it by."""

    order_line_id: int
    order_id: int
    name: str
    customer: str


def account_of(connection: Connection, customer_id: int) -> AccountRow:
    """Give what a customer owes, nothing for a new one; one statement."""
    found = connection.execute(
        select(CustomerAccount.owed, CustomerAccount.orders).where(
            CustomerAccount.customer_id == customer_id
        )
    ).one_or_none()
    return AccountRow(*(found or _NOTHING_YET))


def back_ordered_of(
    connection: Connection, item_ids: Sequence[int], due_on: date, but: int
) -> dict[int, int]:
    """Sum what orders due by a day, or on no set day, still lack of items; one statement.

    `but` is the order that asks, 0 for a new one. Parts of kits are not looked for.
    """
    if not item_ids:
        return {}
    lacking = OrderLine.quantity - OrderLine.cancelled - OrderLine.shipped - OrderLine.reserved
    rows: Iterable[Any] = connection.execute(
        select(OrderLine.item_id, func.sum(lacking))
        .join(SalesOrder, SalesOrder.id == OrderLine.order_id)
        .where(
            OrderLine.is_open == 1,
            OrderLine.kind == "stock",
            OrderLine.item_id.in_(item_ids),
            OrderLine.order_id != but,
            or_(SalesOrder.due_on.is_(None), SalesOrder.due_on <= due_on),
        )
        .group_by(OrderLine.item_id)
    )
    return {row[0]: int(row[1]) for row in rows}


def orders_of_lines(
    connection: Connection, order_line_ids: Iterable[int]
) -> dict[int, OrderOfLineRow]:
    """Give the orders of some lines by line id; one statement."""
    rows: Iterable[Any] = connection.execute(
        select(OrderLine.id, SalesOrder.id, SalesOrder.number, Customer.name)
        .join(SalesOrder, SalesOrder.id == OrderLine.order_id)
        .join(Customer, Customer.id == SalesOrder.customer_id)
        .where(OrderLine.id.in_(list(order_line_ids)))
    )
    return {row[0]: OrderOfLineRow(row[0], row[1], row[2] or f"R-{row[1]}", row[3]) for row in rows}

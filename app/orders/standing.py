"""How others stand with orders: what a customer owes, which orders hold an item's units."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, bindparam, func, select

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

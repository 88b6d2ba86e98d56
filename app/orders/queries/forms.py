"""What order forms and their reports read: usual items, drafts, entry times."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, select

from app.db.plain.asking import asking
from app.orders import glance
from app.orders.models import CustomerItem, SalesOrder
from app.orders.rows import DraftRow


@dataclass(frozen=True)
class UsualRow:
    """What a customer usually buys: the item, how often, how many last time and when."""

    item_id: int
    orders: int
    last_quantity: int
    last_on: date


def usuals(connection: Connection, customer_id: int, limit: int = 9) -> tuple[UsualRow, ...]:
    """Give what a customer buys most often, most often first; one statement."""
    rows: Iterable[Any] = connection.execute(
        select(
            CustomerItem.item_id,
            CustomerItem.orders,
            CustomerItem.last_quantity,
            CustomerItem.last_on,
        )
        .where(CustomerItem.customer_id == customer_id, CustomerItem.orders > 0)
        .order_by(CustomerItem.orders.desc(), CustomerItem.last_on.desc(), CustomerItem.item_id)
        .limit(limit)
    )
    return tuple(UsualRow(*row) for row in rows)


def last_order_id(connection: Connection, customer_id: int) -> int | None:
    """Find the newest order of a customer that was not cancelled; one statement."""
    return connection.scalar(
        select(SalesOrder.id)
        .where(SalesOrder.customer_id == customer_id, SalesOrder.state != "cancelled")
        .order_by(SalesOrder.id.desc())
        .limit(1)
    )


def drafts(connection: Connection, person_id: int) -> tuple[DraftRow, ...]:
    """Give a person's unfinished order forms, newest first; one statement."""
    return glance.kept_forms(asking(connection), person_id)


def entry_times(connection: Connection, first: date, last: date) -> tuple[int, ...]:
    """Give how long typed orders took from the first key to saved, in ms, oldest first."""
    return tuple(
        connection.scalars(
            select(SalesOrder.entry_ms)
            .where(
                SalesOrder.ordered_on.between(first, last),
                SalesOrder.entry_ms.is_not(None),
            )
            .order_by(SalesOrder.id)
        )
    )

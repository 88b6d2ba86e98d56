"""Lists of orders, the board and its figures: by key, never by offset."""

from datetime import date
from typing import Any

from sqlalchemy import Connection, bindparam, or_, select, union_all

from app.customers.models import Customer
from app.db.asking import asking
from app.orders import glance
from app.orders.models import SalesOrder
from app.orders.rows import BoardFigures, OrderRow

PAGE = 128
"""Rows a list reads at a time."""


_LIST = (
    SalesOrder.id,
    SalesOrder.number,
    SalesOrder.label,
    SalesOrder.customer_id,
    Customer.name,
    SalesOrder.reference,
    SalesOrder.ordered_on,
    SalesOrder.due_on,
    SalesOrder.lines,
    SalesOrder.units,
    SalesOrder.shipped_units,
    SalesOrder.total,
    SalesOrder.holds,
    SalesOrder.version,
)


def _row(row: Any) -> OrderRow:
    return OrderRow(row[0], row[1] or f"R-{row[0]}", *row[2:])


_NEWEST: Any = (
    select(*_LIST)
    .join(Customer, Customer.id == SalesOrder.customer_id)
    .order_by(SalesOrder.id.desc())
    .limit(bindparam("most"))
)
_OLDER: Any = _NEWEST.where(SalesOrder.id < bindparam("before"))


def order_page(
    connection: Connection,
    *,
    labels: tuple[str, ...] = (),
    customer_id: int | None = None,
    text: str = "",
    before: int | None = None,
    limit: int = PAGE,
) -> tuple[OrderRow, ...]:
    """Give orders newest first, one row each, older than the order id `before`; one statement.

    `labels` filters by board label, `text` matches the number, the reference or the
    customer's name from the start of a word.
    """
    if not labels and customer_id is None and not text:
        page = _NEWEST if before is None else _OLDER
        asked = {"most": limit, "before": before or 0}
        return tuple(_row(row) for row in connection.execute(page, asked))
    if labels and customer_id is None and not text:
        return _page_of_labels(connection, labels, before, limit)
    statement: Any = select(*_LIST).join(Customer, Customer.id == SalesOrder.customer_id)
    if labels:
        statement = statement.where(SalesOrder.label.in_(labels))
    if customer_id is not None:
        statement = statement.where(SalesOrder.customer_id == customer_id)
    if before is not None:
        statement = statement.where(SalesOrder.id < before)
    if text:
        statement = _matching(statement, text)
    statement = statement.order_by(SalesOrder.id.desc()).limit(limit)
    return tuple(_row(row) for row in connection.execute(statement))


def _matching(statement: Any, text: str) -> Any:
    typed = text.strip().upper()
    escaped = text.strip().replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    digits = typed.removeprefix("SO-")
    options = [
        SalesOrder.reference == text.strip(),
        SalesOrder.customer_id.in_(
            select(Customer.id)
            .where(
                or_(
                    Customer.name.ilike(f"%{escaped}%", escape="\\"),
                    Customer.number == typed,
                )
            )
            .limit(200)
        ),
    ]
    if digits.isdigit():
        options.append(SalesOrder.number == f"SO-{int(digits):06d}")
    if typed.startswith("R-") and typed[2:].isdigit():
        options.append(SalesOrder.id == int(typed[2:]))
    return statement.where(or_(*options))


def _page_of_labels(
    connection: Connection, labels: tuple[str, ...], before: int | None, limit: int
) -> tuple[OrderRow, ...]:
    """Merge one indexed walk per label, so that a filter never scans what it leaves out."""
    walks = []
    for label in labels:
        walk = select(SalesOrder.id).where(SalesOrder.label == label)
        if before is not None:
            walk = walk.where(SalesOrder.id < before)
        inner = walk.order_by(SalesOrder.id.desc()).limit(limit).subquery()
        walks.append(select(inner.c.id))
    ids = union_all(*walks).subquery()
    statement = (
        select(*_LIST)
        .join(Customer, Customer.id == SalesOrder.customer_id)
        .where(SalesOrder.id.in_(select(ids.c.id)))
        .order_by(SalesOrder.id.desc())
        .limit(limit)
    )
    return tuple(_row(row) for row in connection.execute(statement))


def count_of_labels(connection: Connection, *, most: int = 10_000) -> dict[str, int]:
    """Count orders by open label, each at most to `most`; one statement."""
    return glance.counts(asking(connection), most)


def order_id_of(connection: Connection, name: str) -> int | None:
    """Find an order by its number or review name, as typed; one statement."""
    typed = name.strip().upper()
    if typed.startswith("R-") and typed[2:].isdigit():
        return connection.scalar(select(SalesOrder.id).where(SalesOrder.id == int(typed[2:])))
    number = f"SO-{int(typed):06d}" if typed.isdigit() else typed
    return connection.scalar(select(SalesOrder.id).where(SalesOrder.number == number))


def board_figures(connection: Connection, today: date, week_before: date) -> BoardFigures:
    """Give the figures of the Today page: counts by label, late orders, sales; one statement."""
    return glance.figures(asking(connection), today, week_before)


def board_cards(
    connection: Connection, labels: tuple[str, ...], limit: int = 50
) -> tuple[OrderRow, ...]:
    """Give the orders of one board column: the most urgent first; one statement."""
    return glance.cards(asking(connection), labels, limit)

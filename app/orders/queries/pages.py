"""The list of orders, newest first: read by key in both directions, never by offset."""

from dataclasses import replace
from functools import cache
from typing import Any

from sqlalchemy import Connection, bindparam, or_, select, union_all

from app.core.reading.spans import FIRST, Span
from app.customers.models import Customer
from app.db.reading.keyset import in_order, spanned
from app.orders.models import SalesOrder
from app.orders.rows import OrderRow

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


_ORDERS: Any = select(*_LIST).join(Customer, Customer.id == SalesOrder.customer_id)
_BY = (SalesOrder.id,)


def order_page(
    connection: Connection,
    *,
    labels: tuple[str, ...] = (),
    customer_id: int | None = None,
    text: str = "",
    span: Span = FIRST,
) -> tuple[OrderRow, ...]:
    """Give a span of the orders, newest first, one row each; keys are (order id,); one statement.

    `labels` filters by board label, `text` matches the number, the reference or the
    customer's name from the start of a word.
    """
    if not labels and customer_id is None and not text:
        page = _prepared(keyed=span.key is not None, back=span.backwards, whole=span.inclusive)
        asked = {"most": span.limit, "key": span.key[0] if span.key else 0}
        return _rows(connection.execute(page, asked), span)
    if labels and customer_id is None and not text:
        return _rows(connection.execute(_of_labels(labels, span)), span)
    statement = _ORDERS
    if labels:
        statement = statement.where(SalesOrder.label.in_(labels))
    if customer_id is not None:
        statement = statement.where(SalesOrder.customer_id == customer_id)
    if text:
        statement = _matching(statement, text)
    return _rows(connection.execute(spanned(statement, _BY, span, newest=True)), span)


def _rows(found: Any, span: Span) -> tuple[OrderRow, ...]:
    return in_order((_row(row) for row in found), span)


@cache
def _prepared(*, keyed: bool, back: bool, whole: bool) -> Any:
    """Build the statement of all orders once for each kind of span."""
    key: tuple[Any, ...] | None = (bindparam("key"),) if keyed else None
    span = Span(key, backwards=back, inclusive=whole)
    return spanned(_ORDERS, _BY, span, newest=True).limit(bindparam("most"))


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


def _of_labels(labels: tuple[str, ...], span: Span) -> Any:
    """Merge one indexed walk per label, so that a filter never scans what it leaves out."""
    walks = []
    for label in labels:
        walk = select(SalesOrder.id).where(SalesOrder.label == label)
        inner = spanned(walk, _BY, span, newest=True).subquery()
        walks.append(select(inner.c.id))
    ids = union_all(*walks).subquery()
    statement = _ORDERS.where(SalesOrder.id.in_(select(ids.c.id)))
    return spanned(statement, _BY, replace(span, key=None), newest=True)

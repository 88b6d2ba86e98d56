"""The list of orders, newest first: read by key in both directions, never by offset."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cache
from typing import Any

from sqlalchemy import Connection, and_, bindparam, func, literal_column, or_, select, union_all

from app.core.reading.spans import FIRST, Span
from app.customers.models import Customer
from app.db.reading.keyset import in_order, spanned
from app.orders.models import SalesOrder
from app.orders.rows import OrderRow
from app.orders.states import OPEN_LABELS

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
_SLICE = 500


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
    if text.strip():
        statement = _matching(text.strip(), labels, customer_id, span)
        return _rows(connection.execute(statement), span)
    if customer_id is not None:
        statement = _ORDERS.where(SalesOrder.customer_id == customer_id)
        if labels:
            statement = statement.where(SalesOrder.label.in_(labels))
        return _rows(connection.execute(spanned(statement, _BY, span, newest=True)), span)
    if labels:
        return _rows(connection.execute(_of_labels(labels, span)), span)
    page = _prepared(keyed=span.key is not None, back=span.backwards, whole=span.inclusive)
    asked = {"most": span.limit, "key": span.key[0] if span.key else 0}
    return _rows(connection.execute(page, asked), span)


def orders_of(connection: Connection, order_ids: Sequence[int]) -> tuple[OrderRow, ...]:
    """Give these orders as they are now, newest first; one statement for each 500 of them."""
    found: list[OrderRow] = []
    for start in range(0, len(order_ids), _SLICE):
        some = _ORDERS.where(SalesOrder.id.in_(order_ids[start : start + _SLICE]))
        found += [_row(row) for row in connection.execute(some)]
    return tuple(sorted(found, key=lambda one: -one.order_id))


def _rows(found: Any, span: Span) -> tuple[OrderRow, ...]:
    return in_order((_row(row) for row in found), span)


@cache
def _prepared(*, keyed: bool, back: bool, whole: bool) -> Any:
    """Build the statement of all orders once for each kind of span."""
    key: tuple[Any, ...] | None = (bindparam("key"),) if keyed else None
    span = Span(key, backwards=back, inclusive=whole)
    return spanned(_ORDERS, _BY, span, newest=True).limit(bindparam("most"))


def _of_labels(labels: tuple[str, ...], span: Span) -> Any:
    """Merge one indexed walk per label, so that a filter never scans what it leaves out."""
    walks = (select(SalesOrder.id).where(SalesOrder.label == label) for label in labels)
    return _merged(walks, span)


def _matching(text: str, labels: tuple[str, ...], customer_id: int | None, span: Span) -> Any:
    """Merge one indexed walk per way in which a text may mean an order.

    Open orders are few: among them the walk goes label by label. Of all others the label says
    nothing, so its index is kept out of the way.
    """
    who, *others = _ways(text)
    mine = [] if customer_id is None else [_unindexed(SalesOrder.customer_id) == customer_id]
    if labels and set(labels) <= set(OPEN_LABELS):
        means = or_(_unindexed(SalesOrder.customer_id).in_(who), *others)
        walks = [select(SalesOrder.id).where(SalesOrder.label == one, means) for one in labels]
    else:
        if labels:
            mine.append(_unindexed(SalesOrder.label).in_(labels))
        named = SalesOrder.customer_id.in_(who)
        walks = [select(SalesOrder.id).where(way) for way in (named, *others)]
    return _merged((walk.where(*mine) for walk in walks), span)


def _unindexed(column: Any) -> Any:
    """Give the value of a column in a way that no index answers."""
    return func.coalesce(column, column)


def _ways(text: str) -> list[Any]:
    """Give what a text may mean: the customers of that name first, then other conditions."""
    typed = text.upper()
    digits = typed.removeprefix("SO-")
    escaped = text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    named = Customer.name.ilike(f"%{escaped}%", escape="\\")
    ways: list[Any] = [
        select(Customer.id).where(or_(named, Customer.number == typed)).limit(200),
        and_(SalesOrder.reference == text, SalesOrder.reference != literal_column("''")),
    ]
    if digits.isdigit():
        ways.append(SalesOrder.number == f"SO-{int(digits):06d}")
    if typed.startswith("R-") and typed[2:].isdigit():
        ways.append(SalesOrder.id == int(typed[2:]))
    return ways


def _merged(walks: Iterable[Any], span: Span) -> Any:
    """Give the orders of a span that any of the walks meets, each walked no further than it."""
    ends = (spanned(walk, _BY, span, newest=True).subquery() for walk in walks)
    ids = union_all(*(select(end.c.id) for end in ends)).subquery()
    statement = _ORDERS.where(SalesOrder.id.in_(select(ids.c.id)))
    return spanned(statement, _BY, replace(span, key=None), newest=True)

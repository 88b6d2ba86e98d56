"""Puts a span to a statement: order, key and limit; an index walks it in both directions."""

from collections.abc import Iterable, Sequence
from typing import Any, TypeVar

from sqlalchemy import BindParameter, literal, tuple_

from app.core.reading.spans import Span

Row = TypeVar("Row")


def spanned(statement: Any, order: Sequence[Any], span: Span, *, newest: bool = False) -> Any:
    """Limit a statement to a span of a list ordered by these columns, descending if `newest`.

    The last column makes the order total. The rows come turned around when the span reads
    backwards; `in_order` turns them back.
    """
    downwards = newest != span.backwards
    if span.key is not None:
        statement = statement.where(_beyond(order, span, downwards=downwards))
    ordered = (column.desc() if downwards else column.asc() for column in order)
    return statement.order_by(*ordered).limit(span.limit)


def in_order(rows: Iterable[Row], span: Span) -> tuple[Row, ...]:
    """Give the rows of a span in the order of the list."""
    found = tuple(rows)
    return found[::-1] if span.backwards else found


def _beyond(order: Sequence[Any], span: Span, *, downwards: bool) -> Any:
    parts = span.key or ()
    values = [part if isinstance(part, BindParameter) else literal(part) for part in parts]
    here, there = (order[0], values[0]) if len(order) == 1 else (tuple_(*order), tuple_(*values))
    if span.inclusive:
        return here <= there if downwards else here >= there
    return here < there if downwards else here > there

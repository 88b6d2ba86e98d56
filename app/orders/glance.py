"""What the Today page reads, as plain SQL: a start asks it before the table objects are loaded."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any

from app.core.clock import moment_of
from app.orders.rows import BoardFigures, DraftRow, OrderRow
from app.orders.states import OPEN_LABELS
from app.stock.glance import count_low

Ask = Callable[[str, Mapping[str, object]], Iterable[Sequence[Any]]]
"""Puts a question with named values (`:name`) to a connection of any kind."""

COUNTED = (*OPEN_LABELS, "draft")
_WAITING = (*OPEN_LABELS[:7], "part_shipped")
_COUNT = (
    "SELECT '@label' AS name, count(*) AS figure FROM "
    "(SELECT 1 AS one FROM sales_order WHERE label = '@label' LIMIT :most) AS found"
)
_LATE = "SELECT 'late', count(*) FROM sales_order WHERE label IN (@labels) AND due_on < :today"
_SALES = "SELECT '@name', @column FROM day_sales WHERE day = :@day"
_CARDS = (
    "SELECT o.id, o.number, o.label, o.customer_id, c.name, o.reference, o.ordered_on, o.due_on,"
    " o.lines, o.units, o.shipped_units, o.total, o.holds, o.version"
    " FROM sales_order AS o JOIN customer AS c ON c.id = o.customer_id"
    " WHERE o.label IN (@labels)"
    " ORDER BY o.due_on IS NULL, o.due_on, o.id LIMIT :most"
)
_DRAFTS = (
    "SELECT id, title, at, parked, content FROM order_draft"
    " WHERE person_id = :person_id ORDER BY at DESC"
)


@dataclass(frozen=True)
class Day:
    """All that the Today page shows: figures, items to order, the board, unfinished forms."""

    figures: BoardFigures
    low: int
    columns: tuple[tuple[OrderRow, ...], ...]
    drafts: tuple[DraftRow, ...]


def day_of(ask: Ask, columns: Sequence[tuple[str, ...]], today: date, person_id: int) -> Day:
    """Read the Today page, a column of the board for each tuple of labels."""
    return Day(
        figures(ask, today, today - timedelta(days=7)),
        count_low(ask),
        tuple(cards(ask, labels) for labels in columns),
        kept_forms(ask, person_id),
    )


def counts(ask: Ask, most: int) -> dict[str, int]:
    """Count orders by open label, each at most to `most`; one statement."""
    found = {name: int(figure) for name, figure in ask(_counts(), {"most": most})}
    return {label: found[label] for label in COUNTED}


def figures(ask: Ask, today: date, week_before: date, most: int = 10_000) -> BoardFigures:
    """Give the figures of the Today page; one statement."""
    asked = {"most": most, "today": today, "week_before": week_before}
    found = {name: int(figure) for name, figure in ask(_figures(), asked)}
    return BoardFigures(
        {label: found[label] for label in COUNTED},
        found["late"],
        found.get("amount", 0),
        found.get("orders", 0),
        found.get("before", 0),
    )


def cards(ask: Ask, labels: tuple[str, ...], limit: int = 50) -> tuple[OrderRow, ...]:
    """Give the orders of one board column: the most urgent first; one statement."""
    return tuple(_card(row) for row in ask(_cards(labels), {"most": limit}))


def kept_forms(ask: Ask, person_id: int) -> tuple[DraftRow, ...]:
    """Give a person's unfinished order forms, newest first; one statement."""
    return tuple(
        DraftRow(row[0], row[1], moment_of(row[2]), bool(row[3]), row[4])
        for row in ask(_DRAFTS, {"person_id": person_id})
    )


def _card(row: Sequence[Any]) -> OrderRow:
    values = [*row[:6], _date(row[6]), _date(row[7]), *row[8:]]
    values[1] = row[1] or f"R-{row[0]}"
    return OrderRow(*values)


def _date(day: str | date | None) -> Any:
    return date.fromisoformat(day) if isinstance(day, str) else day


def _in(labels: Iterable[str]) -> str:
    return ", ".join(f"'{label}'" for label in labels)


@cache
def _counts() -> str:
    return " UNION ALL ".join(_COUNT.replace("@label", label) for label in COUNTED)


@cache
def _figures() -> str:
    sales = (("amount", "amount", "today"), ("orders", "orders", "today"))
    asked = [_counts(), _LATE.replace("@labels", _in(_WAITING))]
    for name, column, day in (*sales, ("before", "amount", "week_before")):
        asked.append(_SALES.replace("@name", name).replace("@column", column).replace("@day", day))
    return " UNION ALL ".join(asked)


@cache
def _cards(labels: tuple[str, ...]) -> str:
    return _CARDS.replace("@labels", _in(labels))

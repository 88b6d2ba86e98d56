"""The board and its figures, and orders by their name."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import Connection, select

from app.db.plain.asking import asking
from app.orders import glance
from app.orders.models import SalesOrder
from app.orders.rows import BoardFigures, OrderRow


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


def whole_day(
    connection: Connection, columns: Sequence[tuple[str, ...]], today: date, person_id: int
) -> glance.Day:
    """Read the Today page at one moment: a column of the board for each tuple of labels."""
    return glance.day_of(asking(connection), columns, today, person_id)

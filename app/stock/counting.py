"""Reads of stock counts that are still open, and of what was written down in them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, case, func, select

from app.catalog.models import Item
from app.stock.models import CountLine, Place, StockCount
from app.stock.queries import CountRow


@dataclass(frozen=True)
class CountLineRow:
    """What was counted of an item at a place, beside what the ledger said at that moment."""

    line_id: int
    item_id: int
    code: str
    name: str
    place_id: int
    place: str
    lot: str
    expected: int
    counted: int
    counted_at: datetime


_OPEN = (
    select(
        StockCount.id,
        StockCount.number,
        StockCount.state,
        StockCount.made_at,
        func.count(CountLine.id),
        func.coalesce(func.sum(case((CountLine.expected != CountLine.counted, 1), else_=0)), 0),
    )
    .outerjoin(CountLine, CountLine.count_id == StockCount.id)
    .where(StockCount.state == "open")
    .group_by(StockCount.id, StockCount.number, StockCount.state, StockCount.made_at)
    .order_by(StockCount.id.desc())
)
_LINES: Select[*tuple[Any, ...]] = (
    select(
        CountLine.id,
        CountLine.item_id,
        Item.code,
        Item.name,
        CountLine.place_id,
        Place.code,
        CountLine.lot,
        CountLine.expected,
        CountLine.counted,
        CountLine.counted_at,
    )
    .join(Item, Item.id == CountLine.item_id)
    .join(Place, Place.id == CountLine.place_id)
    .order_by(CountLine.counted_at.desc(), CountLine.id.desc())
)


def open_counts(connection: Connection) -> tuple[CountRow, ...]:
    """Give the counts that are neither posted nor dropped, newest first; one statement."""
    return tuple(CountRow(*row) for row in connection.execute(_OPEN))


def count_lines(connection: Connection, count_id: int) -> tuple[CountLineRow, ...]:
    """Give what was written down in a count, newest first; one statement."""
    found = connection.execute(_LINES.where(CountLine.count_id == count_id))
    return tuple(CountLineRow(*row) for row in found)

"""What lies at a place."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from app.catalog.models import Item
from app.stock.models import Balance


@dataclass(frozen=True)
class ContentRow:
    """Units of an item, of one lot, at a place."""

    item_id: int
    code: str
    name: str
    lot: str
    on_hand: int


def contents_of(connection: Connection, place_id: int, limit: int = 50) -> tuple[ContentRow, ...]:
    """Give what lies at a place by item code; one statement."""
    rows: Iterable[Any] = connection.execute(
        select(Item.id, Item.code, Item.name, Balance.lot, Balance.on_hand)
        .join(Item, Item.id == Balance.item_id)
        .where(Balance.place_id == place_id, Balance.on_hand != 0)
        .order_by(Item.code, Balance.lot)
        .limit(limit)
    )
    return tuple(ContentRow(*row) for row in rows)

"""How much of an item usually leaves at a time, whoever it goes to."""

from collections.abc import Callable, Collection, Iterable
from typing import Any

from sqlalchemy import ColumnElement, Connection, Text, cast, func, select

from app.db.plain.among import Among, on_each_engine
from app.stock.models import ItemStock, Move

_NEWEST = 20

Sold = tuple[int, int, int]
"""Newest shipments of an item: how many, their units, the least of them."""


def shipped_at_a_time(
    of: Any, item_id: ColumnElement[int], *when: ColumnElement[bool]
) -> ColumnElement[str]:
    """Select the units of an item's newest shipments, as text with commas between them.

    `of` are the tables `item_id` and `when` speak of; at most twenty shipments are looked at.
    """
    newest = (
        select(Move.quantity)
        .where(Move.item_id == item_id, Move.kind == "ship", *when)
        .order_by(Move.sequence.desc())
        .limit(_NEWEST)
        .correlate(*of)
        .subquery()
    )
    listed = func.aggregate_strings(cast(newest.c.quantity, Text), ",")
    return select(listed).correlate(*of).scalar_subquery()


def _shipped_asked(asked: Among) -> Any:
    stock = ItemStock.__table__.c
    shipped = shipped_at_a_time([ItemStock], stock.item_id)
    return select(stock.item_id, shipped).where(asked(stock.item_id))


_SOLD = on_each_engine(_shipped_asked, "item_ids")


def ask_sold(connection: Connection, item_ids: Collection[int]) -> Callable[[], dict[int, Sold]]:
    """Ask for the newest shipments of items, at most twenty each; one statement.

    Returns:
        What reads the answer, by item.
    """
    if not item_ids:
        return dict
    statement = _SOLD[connection.dialect.name]
    rows = connection.execute(statement, {"item_ids": sorted(set(item_ids))})
    return lambda: sold_of(rows)


def sold_of(rows: Iterable[Any]) -> dict[int, Sold]:
    """Sum what `shipped_at_a_time` gave for each key; one without shipments is left out."""
    found = {}
    for key, listed in rows:
        if listed:
            units = [int(one) for one in listed.split(",")]
            found[key] = (len(units), sum(units), min(units))
    return found

"""How much of an item usually leaves at a time, whoever it goes to."""

from collections.abc import Callable, Collection

from sqlalchemy import Connection, bindparam, text

_NEWEST = (
    "SELECT quantity FROM move WHERE move.item_id = item_stock.item_id AND kind = 'ship' "
    "ORDER BY sequence DESC LIMIT 20"
)
_SOLD = text(
    f"SELECT item_id, (SELECT count(*) FROM ({_NEWEST}) AS newest), "
    f"(SELECT CAST(sum(quantity) AS bigint) FROM ({_NEWEST}) AS newest) "
    "FROM item_stock WHERE item_id IN :item_ids"
).bindparams(bindparam("item_ids", expanding=True))


def ask_sold(
    connection: Connection, item_ids: Collection[int]
) -> Callable[[], dict[int, tuple[int, int]]]:
    """Ask for the newest shipments of items, at most twenty each, and their units; one statement.

    Returns:
        What reads the answer: (shipments, units) by item.
    """
    if not item_ids:
        return dict
    rows = connection.execute(_SOLD, {"item_ids": sorted(set(item_ids))})
    return lambda: {item_id: (times, units or 0) for item_id, times, units in rows}

"""What the Today page reads of the stock, as plain SQL without table objects."""

from collections.abc import Callable, Iterable
from typing import Any

_LOW = (
    "SELECT count(*) FROM (SELECT 1 AS one FROM item AS i JOIN item_stock AS s ON s.item_id = i.id"
    " WHERE i.reorder_point IS NOT NULL AND i.state = 'active'"
    " AND s.pickable - s.reserved + s.incoming <= i.reorder_point LIMIT :most) AS found"
)


def count_low(ask: Callable[..., Iterable[Any]], most: int = 10_000) -> int:
    """Count the items to be ordered now; one statement."""
    return next(int(row[0]) for row in ask(_LOW, {"most": most}))

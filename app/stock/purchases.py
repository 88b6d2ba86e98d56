"""What is still to come of an item, purchase line by purchase line."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, select

from app.stock.models import Purchase, PurchaseLine


@dataclass(frozen=True)
class PurchaseLineRow:
    """A line of a purchase of which `expected` units are still to come."""

    purchase_id: int
    purchase_line_id: int
    number: str
    supplier: str
    expected_on: date | None
    expected: int


def purchase_lines_of(connection: Connection, item_id: int) -> tuple[PurchaseLineRow, ...]:
    """Give the purchase lines that still bring an item, the soonest first; one statement."""
    rest = PurchaseLine.ordered - PurchaseLine.received - PurchaseLine.cancelled
    rows: Iterable[Any] = connection.execute(
        select(
            Purchase.id,
            PurchaseLine.id,
            Purchase.number,
            Purchase.supplier,
            Purchase.expected_on,
            rest,
        )
        .join(Purchase, Purchase.id == PurchaseLine.purchase_id)
        .where(PurchaseLine.item_id == item_id, rest > 0)
        .order_by(Purchase.expected_on.is_(None), Purchase.expected_on, PurchaseLine.id)
    )
    return tuple(PurchaseLineRow(*row) for row in rows)


def arrivals_of(
    connection: Connection, item_ids: Sequence[int]
) -> dict[int, tuple[tuple[date, int], ...]]:
    """Give by item on which day how many units are to arrive, the soonest first.

    One statement, none for no items.
    Units nobody has named a day for are left out.
    """
    if not item_ids:
        return {}
    rest = PurchaseLine.ordered - PurchaseLine.received - PurchaseLine.cancelled
    found: dict[int, list[tuple[date, int]]] = {}
    rows: Iterable[Any] = connection.execute(
        select(PurchaseLine.item_id, Purchase.expected_on, rest)
        .join(Purchase, Purchase.id == PurchaseLine.purchase_id)
        .where(PurchaseLine.item_id.in_(item_ids), rest > 0, Purchase.expected_on.is_not(None))
        .order_by(Purchase.expected_on, PurchaseLine.id)
    )
    for item_id, day, units in rows:
        found.setdefault(item_id, []).append((day, units))
    return {item_id: tuple(days) for item_id, days in found.items()}

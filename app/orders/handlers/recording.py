"""The history of an order: one row per thing that happened."""

import json
from collections.abc import Sequence

from sqlalchemy import insert

from app.db.unit_of_work import UnitOfWork
from app.orders.models import OrderEvent

_INSERT = insert(OrderEvent.__table__)  # type: ignore[arg-type]


def record(unit: UnitOfWork, order_id: int, kind: str, details: dict[str, object]) -> None:
    """Write down what happened to an order, who did it and when."""
    record_all(unit, order_id, [(kind, details)])


def record_all(
    unit: UnitOfWork, order_id: int, events: Sequence[tuple[str, dict[str, object]]]
) -> None:
    """Write down several things that happened to an order at once, in order; one statement."""
    rows = [
        {
            "order_id": order_id,
            "at": unit.now,
            "person_id": unit.person.person_id,
            "kind": kind,
            "details": json.dumps(details, ensure_ascii=False, separators=(",", ":")),
        }
        for kind, details in events
    ]
    if rows:
        unit.connection.execute(_INSERT, rows)

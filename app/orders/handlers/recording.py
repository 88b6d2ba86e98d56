"""Writing down: what happened to an order, and the holds that checks ask for."""

import json
from collections.abc import Iterable, Sequence
from typing import cast

from sqlalchemy import Table, insert

from app.core.plain import to_plain
from app.db.unit_of_work import UnitOfWork
from app.orders.findings import Finding
from app.orders.models import OrderEvent, OrderHold
from app.orders.states import HOLDS

_INSERT = insert(cast("Table", OrderEvent.__table__))


def record(unit: UnitOfWork, order_id: int, kind: str, details: dict[str, object]) -> None:
    """Write down what happened to an order, who did it and when."""
    record_all(unit, order_id, [(kind, details)])


def record_all(
    unit: UnitOfWork, order_id: int, events: Sequence[tuple[str, dict[str, object]]]
) -> None:
    """Write down several things that happened to an order at once, in order; one statement."""
    record_of_many(unit, [(order_id, kind, details) for kind, details in events])


def record_of_many(unit: UnitOfWork, events: Sequence[tuple[int, str, dict[str, object]]]) -> None:
    """Write down what happened to several orders, in order; one statement."""
    rows = [
        {
            "order_id": order_id,
            "at": unit.now,
            "person_id": unit.person.person_id,
            "kind": kind,
            "details": json.dumps(details, ensure_ascii=False, separators=(",", ":")),
        }
        for order_id, kind, details in events
    ]
    if rows:
        unit.connection.execute(_INSERT, rows)


def unsettled(choices: Iterable[tuple[int, str]]) -> dict[str, object]:
    """Give the part of an event that keeps what lines want when there is too little."""
    kept = [[line_id, choice] for line_id, choice in choices if choice in ("available", "refuse")]
    return {"shortages": kept} if kept else {}


def add_holds(unit: UnitOfWork, order_id: int, findings: Sequence[Finding]) -> tuple[str, ...]:
    """Write one hold per finding; gives the kinds, each once."""
    rows = []
    for finding in findings:
        kind = finding.hold or "review"
        blocks, keeps = HOLDS[kind]
        rows.append(
            {
                "order_id": order_id,
                "kind": kind,
                "rule": finding.rule,
                "blocks": blocks,
                "keeps_reservation": keeps,
                "line_position": finding.line,
                "details": json.dumps({"finding": to_plain(finding)}, ensure_ascii=False),
                "placed_by": unit.person.person_id,
                "placed_at": unit.now,
            }
        )
    unit.connection.execute(insert(OrderHold), rows)
    return tuple(dict.fromkeys(str(row["kind"]) for row in rows))

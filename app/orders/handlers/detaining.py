"""Writing the holds that checks ask for."""

import json
from collections.abc import Sequence

from sqlalchemy import insert

from app.core.plain import to_plain
from app.db.unit_of_work import UnitOfWork
from app.orders.findings import Finding
from app.orders.models import OrderHold
from app.orders.states import HOLDS


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

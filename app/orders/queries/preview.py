"""What placing an order would say, asked while it is typed; nothing is written or locked."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from app.core.settings import ShopSettings
from app.db.unit_of_work import PersonRow, UnitOfWork
from app.orders.checks import review
from app.orders.commands import PlaceOrder
from app.orders.findings import ASK, BLOCK, HOLD, TELL, Finding
from app.orders.handlers.judging import priced_order, reviewer_of
from app.orders.handlers.placing import asked_of, totals_as_placed

_WEIGHT = (BLOCK, ASK, HOLD, TELL)
_BEFORE_LINES = ("blocked_customer", "overdue")
"""What is worth saying of a customer before anything is ordered."""


@dataclass(frozen=True)
class PreviewRow:
    """What the checks find in an order as typed, gravest first, and what it would come to."""

    findings: tuple[Finding, ...]
    total: int
    tax: int


def order_preview(
    connection: Connection,
    command: PlaceOrder,
    person: PersonRow,
    settings: ShopSettings,
    now: datetime,
) -> PreviewRow:
    """Run the checks of placing on an order that is not placed; as many statements as they read.

    Raises:
        Refused: placing would refuse it before any check, with the same sentence.
    """
    unit = UnitOfWork(
        _connection=connection,
        now=now,
        person=person,
        settings=settings,
        command_id=command.command_id,
        engine_kind=connection.dialect.name,
    )
    asked = asked_of(command, locks=False)
    priced = priced_order(unit, asked, command.discount, command.freight)
    findings = review(priced.facts, reviewer_of(unit, priced))
    if not command.lines:
        early = tuple(finding for finding in findings if finding.rule in _BEFORE_LINES)
        return PreviewRow(early, 0, 0)
    totals = totals_as_placed(unit, command, priced, findings)
    findings.sort(key=lambda finding: _WEIGHT.index(finding.effect))
    return PreviewRow(tuple(findings), totals.total, totals.tax)

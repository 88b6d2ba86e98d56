"""Adding to the ledger: the only way stock changes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256

from sqlalchemy import insert, select

from app.core.clock import stamp
from app.db.unit_of_work import UnitOfWork
from app.stock.commands import MovesPosted
from app.stock.errors import ClosedPeriod
from app.stock.guards import chain_text
from app.stock.handlers.reserving import lock_levels
from app.stock.models import LedgerHead, Move

GENESIS = "0" * 64
"""Previous hash of the first move."""

_HEAD = select(LedgerHead.sequence, LedgerHead.hash).where(LedgerHead.id == 1)
_HEAD_LOCKED = _HEAD.with_for_update()
_INSERT = insert(Move.__table__)  # type: ignore[arg-type]  # the table of a mapped class


@dataclass(frozen=True)
class NewMove:
    """A move to post; `day` is its business date (today when left out)."""

    item_id: int
    quantity: int
    from_place_id: int
    to_place_id: int
    kind: str
    lot: str = ""
    document: str = ""
    document_id: int | None = None
    line_id: int | None = None
    unit_cost: int | None = None
    reason: str = ""
    reverses: int | None = None
    day: date | None = None


def check_day(unit: UnitOfWork, day: date | None) -> date:
    """Give the business date to use.

    Raises:
        ClosedPeriod: the day is after today or in a closed period (DOMAIN.md ledger 11).
    """
    day = day or unit.today
    if day > unit.today:
        raise ClosedPeriod(day.isoformat(), "")
    closed = unit.settings.closed_until
    if closed is not None and day <= closed:
        raise ClosedPeriod(day.isoformat(), closed.isoformat())
    return day


def post_moves(unit: UnitOfWork, moves: Iterable[NewMove]) -> MovesPosted:
    """Chain and insert moves in order; the database keeps balances and refuses a broken chain.

    Raises:
        ClosedPeriod: a business date may not be used.
        StockGuard: a place would fall below zero or below what is reserved.
    """
    wanted = list(moves)
    if not wanted:
        return MovesPosted(0, 0)
    locked = unit.engine_kind == "postgresql"
    if locked:
        lock_levels(unit, {move.item_id for move in wanted})  # items before the head, everywhere
    head = unit.connection.execute(_HEAD_LOCKED if locked else _HEAD).one()
    rows = _chained(unit, wanted, head.sequence, head.hash)
    unit.connection.execute(_INSERT, rows)
    for item_id in {move.item_id for move in wanted}:
        unit.touch("stock", item_id)
    return MovesPosted(head.sequence + 1, head.sequence + len(rows))


def _chained(
    unit: UnitOfWork, moves: Sequence[NewMove], sequence: int, previous: str
) -> list[dict[str, object]]:
    at, at_text = unit.now, stamp(unit.now)
    person_id = unit.person.person_id
    days: dict[date | None, date] = {}
    rows: list[dict[str, object]] = []
    for move in moves:
        if move.day not in days:
            days[move.day] = check_day(unit, move.day)
        sequence += 1
        row = _row(move, days[move.day], at)
        row.update(sequence=sequence, person_id=person_id, command_id=unit.command_id)
        text = chain_text(previous, {**row, "at": at_text})
        row["previous_hash"] = previous
        previous = sha256(text.encode()).hexdigest()
        row["hash"] = previous
        rows.append(row)
    return rows


def _row(move: NewMove, day: date, at: datetime) -> dict[str, object]:
    return {
        "item_id": move.item_id,
        "lot": move.lot,
        "quantity": move.quantity,
        "from_place_id": move.from_place_id,
        "to_place_id": move.to_place_id,
        "kind": move.kind,
        "document": move.document,
        "document_id": move.document_id,
        "line_id": move.line_id,
        "device": "",
        "at": at,
        "business_date": day,
        "unit_cost": move.unit_cost,
        "reason": move.reason,
        "reverses": move.reverses,
    }

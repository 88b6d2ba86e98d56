"""Adding to the ledger: the only way stock changes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from platform import node

from sqlalchemy import select

from app.core.clock import stamp
from app.db.unit_of_work import UnitOfWork
from app.stock.commands import MovesPosted
from app.stock.errors import ClosedPeriod
from app.stock.guards import HASHED, chain_text
from app.stock.handlers.reserving import lock_items
from app.stock.models import LedgerHead

GENESIS = "0" * 64
"""Previous hash of the first move."""

DEVICE = node()
"""The computer a move is made at, by its name on the network."""

_HEAD = select(LedgerHead.sequence, LedgerHead.hash).where(LedgerHead.id == 1)
_HEAD_LOCKED = _HEAD.with_for_update()
_COLUMNS = (*HASHED, "previous_hash", "hash")
_INSERT = {
    engine: f"INSERT INTO move ({', '.join(_COLUMNS)}) VALUES ({', '.join([mark] * len(_COLUMNS))})"
    for engine, mark in (("sqlite", "?"), ("postgresql", "%s"))
}
"""Rows go to the driver as they are: nothing is worked out per row that is the same in all."""


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
    lock_items(unit, {move.item_id for move in wanted})  # items before the head, everywhere
    head = unit.connection.execute(_HEAD_LOCKED if locked else _HEAD).one()
    rows = _chained(unit, wanted, head.sequence, head.hash)
    unit.connection.exec_driver_sql(_INSERT[unit.engine_kind], rows)
    for item_id in {move.item_id for move in wanted}:
        unit.touch("stock", item_id)
    return MovesPosted(head.sequence + 1, head.sequence + len(rows))


def _chained(
    unit: UnitOfWork, moves: Sequence[NewMove], sequence: int, previous: str
) -> list[tuple[object, ...]]:
    """Give the rows as the driver takes them: what the hash covers, then both hashes."""
    moment, person_id, command_id = stamp(unit.now), unit.person.person_id, unit.command_id
    local = unit.engine_kind == "sqlite"
    days: dict[date | None, tuple[date, str]] = {}
    rows: list[tuple[object, ...]] = []
    for move in moves:
        if move.day not in days:
            day = check_day(unit, move.day)
            days[move.day] = (day, day.isoformat())
        day, day_text = days[move.day]
        sequence += 1
        start = (
            sequence,
            move.item_id,
            move.lot,
            move.quantity,
            move.from_place_id,
            move.to_place_id,
            move.kind,
            move.document,
            move.document_id,
            move.line_id,
            person_id,
            DEVICE,
        )
        end = (move.unit_cost, command_id, move.reason, move.reverses)
        text = chain_text(previous, (*start, moment, day_text, *end))
        mark = sha256(text.encode()).hexdigest()
        when = (moment, day_text) if local else (unit.now, day)
        rows.append((*start, *when, *end, previous, mark))
        previous = mark
    return rows

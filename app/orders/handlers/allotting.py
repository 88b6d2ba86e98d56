"""Dividing what there is among the lines of an order: pure planning, then one insert."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from app.core.settings import ShopSettings
from app.db.unit_of_work import UnitOfWork
from app.orders.facts import LineFacts, OrderFacts
from app.stock.handlers.reserving import Want, reserve


@dataclass(frozen=True)
class Allotment:
    """What one line gets: units per item to keep, whole units of the line, units given up."""

    keep: tuple[tuple[int, int], ...]
    reserved: int
    cancelled: int


def reserves_now(settings: ShopSettings, due_on: date | None, today: date) -> bool:
    """Tell whether an order is reserved when it is confirmed (setting `reserve`)."""
    if settings.reserve == "days":
        return due_on is None or due_on - today <= timedelta(days=settings.reserve_days)
    return settings.reserve == "now"


def allot(facts: OrderFacts, *, now: bool) -> list[Allotment]:
    """Plan what each line keeps, in order of lines; kits only as whole kits.

    A line whose shortage is "available" gives up what there is not.
    """
    left = {item_id: level.available for item_id, level in facts.levels.items()}
    for item_id, units in facts.own_reserved.items():
        left[item_id] = left.get(item_id, 0) + units
    return [_allot_line(facts, line, left, now=now) for line in facts.lines]


def _allot_line(
    facts: OrderFacts, line: LineFacts, left: dict[int, int], *, now: bool
) -> Allotment:
    needs = facts.needs(line)
    if not needs:
        return Allotment((), 0, 0)
    whole = min(max(left[item_id], 0) // per_unit for item_id, per_unit in needs)
    units = min(line.quantity, whole)
    for item_id, per_unit in needs:
        left[item_id] -= units * per_unit
    gives_up = line.wanted.shortage == "available" and units < line.quantity
    cancelled = line.quantity - units if gives_up else 0
    keep = tuple((item_id, units * per_unit) for item_id, per_unit in needs) if now else ()
    return Allotment(keep if units else (), units if now else 0, cancelled)


def keep_allotted(
    unit: UnitOfWork, facts: OrderFacts, line_ids: Sequence[int], plan: Sequence[Allotment]
) -> None:
    """Write the reservations of a plan; one statement."""
    wants = [
        Want(line_id, item_id, units)
        for line_id, allotment in zip(line_ids, plan, strict=True)
        for item_id, units in allotment.keep
        if units
    ]
    if wants:
        reserve(unit, wants, facts.levels)

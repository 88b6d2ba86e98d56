"""Taking reserved units from bins: they wait there for a picker, or they are gone at once."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, cast

from sqlalchemy import Table, bindparam, insert, select, update

from app.db.unit_of_work import UnitOfWork
from app.stock.handlers.reserving import Pinned, Want, lock_items
from app.stock.models import Balance, Place, Reservation

_TABLE = cast("Table", Reservation.__table__)
_LOOSE = (
    select(_TABLE.c.id, _TABLE.c.order_line_id, _TABLE.c.item_id, _TABLE.c.quantity)
    .where(
        _TABLE.c.order_line_id.in_(bindparam("line_ids", expanding=True)),
        _TABLE.c.state == "active",
        _TABLE.c.place_id.is_(None),
    )
    .order_by(_TABLE.c.id)
)
_FREE = (
    select(Balance.item_id, Balance.place_id, Balance.lot, Balance.on_hand - Balance.reserved)
    .join(Place, Place.id == Balance.place_id)
    .where(
        Balance.item_id.in_(bindparam("item_ids", expanding=True)),
        Balance.pickable == 1,
        Balance.on_hand > Balance.reserved,
    )
    .order_by(Balance.item_id, Balance.lot, Place.sort_key, Place.id)
)
_THIS = _TABLE.c.id == bindparam("row_id")
_TAKE_WHOLE = (
    update(_TABLE)
    .where(_THIS)
    .values(place_id=bindparam("to_place"), lot=bindparam("to_lot"), state=bindparam("to_state"))
)
_TAKE_PART = update(_TABLE).where(_THIS).values(quantity=_TABLE.c.quantity - bindparam("units"))
_INSERT = insert(_TABLE)
_SLICE = 500
"""Most values one IN list is given; servers and files both take it well."""


class _Loose(NamedTuple):
    id: int
    order_line_id: int
    item_id: int
    quantity: int


@dataclass
class _Taken:
    """What changes in the table: rows taken whole, rows lowered, rows made for the parts."""

    state: str
    whole: list[dict[str, object]] = field(default_factory=list)
    lowered: list[dict[str, object]] = field(default_factory=list)
    made: list[dict[str, object]] = field(default_factory=list)

    def take(self, row: _Loose, units: int, at: Pinned) -> None:
        """Note units of a row that are taken at a place."""
        if units == row.quantity:
            self.whole.append(
                {
                    "row_id": row.id,
                    "to_place": at.place_id,
                    "to_lot": at.lot,
                    "to_state": self.state,
                }
            )
            return
        self.lowered.append({"row_id": row.id, "units": units})
        self.made.append(
            {
                "order_line_id": row.order_line_id,
                "item_id": row.item_id,
                "place_id": at.place_id,
                "lot": at.lot,
                "quantity": units,
                "state": self.state,
            }
        )

    def write(self, unit: UnitOfWork) -> None:
        """Send it: rows are lowered before they are settled and before their parts are made."""
        for statement, rows in (
            (_TAKE_PART, self.lowered),
            (_TAKE_WHOLE, self.whole),
            (_INSERT, self.made),
        ):
            if rows:
                unit.connection.execute(statement, rows)


def take_from_bins(unit: UnitOfWork, wants: Sequence[Want], *, gone: bool) -> list[Pinned]:
    """Choose bins for reserved units of lines: one bin if it holds all, else in walking order.

    Takes at most what each line has reserved and unpinned. `gone` consumes the reservations at
    once, for goods that leave now; else they stay active, pinned to the bins. Three statements
    for any number of lines, up to five when reservations are split.
    """
    item_ids = sorted({want.item_id for want in wants})
    lock_items(unit, item_ids)
    loose = _loose_rows(unit, sorted({want.line_id for want in wants}))
    free = _free_places(unit, item_ids)
    taken = _Taken("consumed" if gone else "active")
    chosen: list[Pinned] = []
    for want in wants:
        rows = loose.get((want.line_id, want.item_id), [])
        for one in _choose(want, sum(row.quantity for row in rows), free.get(want.item_id, [])):
            rows = _take_rows(rows, one, taken)
            chosen.append(one)
        loose[want.line_id, want.item_id] = rows
    taken.write(unit)
    return chosen


def _loose_rows(unit: UnitOfWork, line_ids: Sequence[int]) -> dict[tuple[int, int], list[_Loose]]:
    found: dict[tuple[int, int], list[_Loose]] = {}
    for some in slices(line_ids):
        for row in unit.connection.execute(_LOOSE, {"line_ids": some}):
            one = _Loose._make(row)
            found.setdefault((one.order_line_id, one.item_id), []).append(one)
    return found


def _free_places(
    unit: UnitOfWork, item_ids: Sequence[int]
) -> dict[int, list[tuple[int, str, int]]]:
    free: dict[int, list[tuple[int, str, int]]] = {}
    for some in slices(item_ids):
        for item_id, place_id, lot, units in unit.connection.execute(_FREE, {"item_ids": some}):
            free.setdefault(item_id, []).append((place_id, lot, units))
    return free


def slices(ids: Sequence[int]) -> list[Sequence[int]]:
    """Cut ids into pieces that an IN list takes on both engines."""
    return [ids[start : start + _SLICE] for start in range(0, len(ids), _SLICE)]


def _choose(want: Want, reserved: int, free: list[tuple[int, str, int]]) -> list[Pinned]:
    """Take units from bins and lower what is free there."""
    left = min(want.quantity, reserved)
    whole = [place for place in free if place[2] >= left]
    chosen: list[Pinned] = []
    for place in whole[:1] or list(free):
        taken = min(left, place[2])
        if taken > 0:
            chosen.append(Pinned(want.line_id, want.item_id, place[0], place[1], taken))
            free[free.index(place)] = (place[0], place[1], place[2] - taken)
            left -= taken
    return chosen


def _take_rows(rows: list[_Loose], at: Pinned, taken: _Taken) -> list[_Loose]:
    """Take units of loose rows at a place; gives what stays loose."""
    left, rest = at.quantity, []
    for row in rows:
        units = min(left, row.quantity)
        left -= units
        if units:
            taken.take(row, units, at)
        if units < row.quantity:
            rest.append(row._replace(quantity=row.quantity - units))
    return rest

"""Taking reserved units from bins: they wait there for a picker, or they are gone at once."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import Any, NamedTuple, cast

from sqlalchemy import Table, bindparam, insert, literal_column, select, union_all, update

from app.db.types import UNREAD
from app.db.unit_of_work import UnitOfWork
from app.stock.handlers.reserving import Pinned, Want, lock_items
from app.stock.models import Balance, Place, Reservation

_TABLE = cast("Table", Reservation.__table__)
_IS_LOOSE, _IS_FREE = 0, 1
_NONE: Any = literal_column("0")
_WORDLESS: Any = literal_column("''")
_LOOSE = select(
    literal_column(str(_IS_LOOSE)).label("what"),
    _TABLE.c.id.label("at"),
    _TABLE.c.order_line_id,
    _TABLE.c.item_id,
    _TABLE.c.quantity,
    _WORDLESS.label("lot"),
    _WORDLESS.label("sort_key"),
).where(
    _TABLE.c.order_line_id.in_(bindparam("line_ids", expanding=True)),
    _TABLE.c.state == "active",
    _TABLE.c.place_id.is_(None),
)
_FREE = (
    select(
        literal_column(str(_IS_FREE)),
        Balance.place_id,
        _NONE,
        Balance.item_id,
        Balance.on_hand - Balance.reserved,
        Balance.lot,
        Place.sort_key,
    )
    .join(Place, Place.id == Balance.place_id)
    .where(
        Balance.item_id.in_(bindparam("item_ids", expanding=True)),
        Balance.pickable == 1,
        Balance.on_hand > Balance.reserved,
    )
)
_BOTH = union_all(_LOOSE, _FREE).order_by("what", "lot", "sort_key", "at")
"""Loose reservations of lines, and places where items lie free in walking order, in one answer."""

_THIS = _TABLE.c.id == bindparam("row_id")
_TAKE_WHOLE = (
    update(_TABLE)
    .prefix_with(UNREAD)
    .where(_THIS)
    .values(place_id=bindparam("to_place"), lot=bindparam("to_lot"), state=bindparam("to_state"))
)
_TAKE_PART = (
    update(_TABLE)
    .prefix_with(UNREAD)
    .where(_THIS)
    .values(quantity=_TABLE.c.quantity - bindparam("units"))
)
_INSERT = insert(_TABLE)
_SLICE = 500
"""Most values one IN list is given; servers and files both take it well."""


class _Loose(NamedTuple):
    id: int
    order_line_id: int
    item_id: int
    quantity: int


_Rows = dict[tuple[int, int], list[_Loose]]
_Places = dict[int, list[tuple[int, str, int]]]


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
    once, for goods that leave now; else they stay active, pinned to the bins. Two statements
    for up to 500 lines, up to four when reservations are split.
    """
    item_ids = sorted({want.item_id for want in wants})
    lock_items(unit, item_ids)
    loose, free = _loose_and_free(unit, sorted({want.line_id for want in wants}), item_ids)
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


def _loose_and_free(
    unit: UnitOfWork, line_ids: Sequence[int], item_ids: Sequence[int]
) -> tuple[_Rows, _Places]:
    """Read the reservations of lines that lie at no place yet, and what is free where."""
    loose: _Rows = {}
    free: _Places = {}
    lines, items = slices(line_ids), slices(item_ids)
    for some, others in zip_longest(lines, items, fillvalue=()):
        values = {"line_ids": some, "item_ids": others}
        for what, at, line_id, item_id, units, lot, _sort_key in unit.connection.execute(
            _BOTH, values
        ):
            if what == _IS_LOOSE:
                row = _Loose(at, line_id, item_id, units)
                loose.setdefault((line_id, item_id), []).append(row)
            else:
                free.setdefault(item_id, []).append((at, lot, units))
    return loose, free


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

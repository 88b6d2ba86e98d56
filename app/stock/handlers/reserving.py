"""Reservations: keep, pin, release, consume and shed; used by orders and fulfilment."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, cast

from sqlalchemy import Table, bindparam, func, select, union, update

from app.catalog.models import Item, KitPart
from app.db.plain.among import Among, on_each_engine
from app.db.plain.several import put, several
from app.db.types import UNREAD
from app.db.unit_of_work import UnitOfWork
from app.stock.errors import NotEnoughStock
from app.stock.models import Balance, ItemStock, Reservation


@dataclass(frozen=True)
class Level:
    """What there is of an item: `available` is what may still be reserved."""

    item_id: int
    on_hand: int
    pickable: int
    reserved: int
    incoming: int

    @property
    def available(self) -> int:
        """Give pickable less reserved."""
        return self.pickable - self.reserved


@dataclass(frozen=True)
class Want:
    """Units of an item an order line would like kept."""

    line_id: int
    item_id: int
    quantity: int


@dataclass(frozen=True)
class Pinned:
    """Units of a reservation that now wait at one place."""

    line_id: int
    item_id: int
    place_id: int
    lot: str
    quantity: int


class _Active(NamedTuple):
    id: int
    order_line_id: int
    item_id: int
    place_id: int | None
    lot: str
    quantity: int


_LEVELS = (
    select(
        ItemStock.item_id,
        ItemStock.on_hand,
        ItemStock.pickable,
        ItemStock.reserved,
        ItemStock.incoming,
    )
    .where(ItemStock.item_id.in_(bindparam("item_ids", expanding=True)))
    .order_by(ItemStock.item_id)
)
_LEVELS_LOCKED = _LEVELS.with_for_update()


def _levels_of_goods(asked: Among) -> Any:
    goods = union(
        select(Item.id).where(asked(Item.id), Item.kind == "stock"),
        select(KitPart.part_id).where(asked(KitPart.kit_id)),
    )
    return (
        select(
            ItemStock.item_id,
            ItemStock.on_hand,
            ItemStock.pickable,
            ItemStock.reserved,
            ItemStock.incoming,
        )
        .where(ItemStock.item_id.in_(goods))
        .order_by(ItemStock.item_id)
    )


_GOODS = on_each_engine(_levels_of_goods, "item_ids")
_GOODS_LOCKED = _GOODS["postgresql"].with_for_update()
_LOCK = (
    select(ItemStock.item_id)
    .prefix_with(UNREAD)
    .where(ItemStock.item_id == func.any(bindparam("item_ids")))
    .order_by(ItemStock.item_id)
    .with_for_update()
)
"""One array instead of a value per item: an import may name a hundred thousand."""
_ROWS = select(
    Reservation.id,
    Reservation.order_line_id,
    Reservation.item_id,
    Reservation.place_id,
    Reservation.lot,
    Reservation.quantity,
).where(Reservation.state == "active")
_ACTIVE = _ROWS.where(
    Reservation.order_line_id.in_(bindparam("line_ids", expanding=True))
).order_by(Reservation.id)
_ACTIVE_OF_ITEM = _ROWS.where(Reservation.item_id == bindparam("item_id")).order_by(
    Reservation.id.desc()
)
_TABLE = cast("Table", Reservation.__table__)
_KEEP = several(_TABLE, ("order_line_id", "item_id", "place_id", "lot", "quantity", "state"))
_THIS = _TABLE.c.id == bindparam("row_id")
_SET_STATE = update(_TABLE).where(_THIS).values(state=bindparam("to_state"))
_TAKE = update(_TABLE).where(_THIS).values(quantity=_TABLE.c.quantity - bindparam("units"))


def lock_levels(unit: UnitOfWork, item_ids: Collection[int]) -> dict[int, Level]:
    """Read the stock of items and lock it until the end, in item order; one statement."""
    if not item_ids:
        return {}
    statement = _LEVELS_LOCKED if unit.engine_kind == "postgresql" else _LEVELS
    rows = unit.connection.execute(statement, {"item_ids": sorted(set(item_ids))})
    return {row.item_id: Level(*row) for row in rows}


def ask_levels_of_goods(
    unit: UnitOfWork, item_ids: Collection[int], *, locks: bool
) -> Callable[[], dict[int, Level]]:
    """Ask for the stock of what is sold with items: goods themselves, the parts of kits.

    One statement, which `locks` it until the end, in item order. Gives what reads the answer,
    so that more may be asked before.
    """
    statement = _GOODS[unit.engine_kind]
    if locks and unit.engine_kind == "postgresql":
        statement = _GOODS_LOCKED
    rows = unit.connection.execute(statement, {"item_ids": sorted(set(item_ids))})
    return lambda: {row[0]: Level(*row) for row in rows}


def lock_items(unit: UnitOfWork, item_ids: Collection[int]) -> None:
    """Lock the stock of any number of items until the end, in item order.

    A local desk's one writer has it locked already.
    """
    if unit.engine_kind == "postgresql" and item_ids:
        unit.connection.execute(_LOCK, {"item_ids": sorted(set(item_ids))})


def reserve(
    unit: UnitOfWork, wants: Sequence[Want], levels: dict[int, Level]
) -> dict[tuple[int, int], int]:
    """Keep as much as there is for each want, first come first served.

    Returns:
        Units kept by (line, item); levels must come from `lock_levels` of this transaction.
    """
    left = {item_id: level.available for item_id, level in levels.items()}
    kept: dict[tuple[int, int], int] = {}
    rows = []
    for want in wants:
        units = max(0, min(want.quantity, left.get(want.item_id, 0)))
        kept[want.line_id, want.item_id] = units
        if units:
            left[want.item_id] -= units
            rows.append(_row(want.line_id, want.item_id, units))
            unit.touch("stock", want.item_id)
    if rows:
        rows.sort(key=lambda row: str(row["item_id"]).zfill(20))
        put(unit.connection, _KEEP, rows)
    return kept


def _row(line_id: int, item_id: int, quantity: int) -> dict[str, object]:
    return {
        "order_line_id": line_id,
        "item_id": item_id,
        "place_id": None,
        "lot": "",
        "quantity": quantity,
        "state": "active",
    }


def reserved_of(unit: UnitOfWork, line_ids: Collection[int]) -> dict[tuple[int, int], int]:
    """Sum the active reservations of lines by (line, item); one statement."""
    sums: dict[tuple[int, int], int] = {}
    for row in _active(unit, line_ids):
        key = (row.order_line_id, row.item_id)
        sums[key] = sums.get(key, 0) + row.quantity
    return sums


def _active(unit: UnitOfWork, line_ids: Collection[int]) -> Sequence[_Active]:
    if not line_ids:
        return ()
    rows = unit.connection.execute(_ACTIVE, {"line_ids": sorted(line_ids)})
    return [_Active._make(row) for row in rows]


def release(
    unit: UnitOfWork, line_id: int, item_id: int, quantity: int, *, pinned: bool = False
) -> int:
    """Give back up to `quantity` units of a line, unpinned ones first, pinned ones if asked.

    Returns:
        The units given back.
    """
    lock_levels(unit, [item_id])
    rows = [row for row in _active(unit, [line_id]) if row.item_id == item_id]
    rows.sort(key=lambda row: (row.place_id is not None, -row.id))
    left = quantity
    for row in rows:
        if left == 0 or (row.place_id is not None and not pinned):
            break
        left -= _settle(unit, row, min(left, row.quantity), "released")
    if left < quantity:
        unit.touch("stock", item_id)
    return quantity - left


def consume(unit: UnitOfWork, pinned: Sequence[Pinned]) -> None:
    """Turn pinned reservations into consumed ones: what ships is no longer reserved.

    Raises:
        NotEnoughStock: a pinned reservation is smaller than what ships.
    """
    rows = list(_active(unit, {pin.line_id for pin in pinned}))
    whole: list[dict[str, object]] = []
    for pin in sorted(pinned, key=lambda one: (one.item_id, one.place_id)):
        left = pin.quantity
        for index, row in enumerate(rows):
            taken = min(left, row.quantity) if _lies_at(row, pin) else 0
            if taken and taken == row.quantity:
                whole.append({"row_id": row.id, "to_state": "consumed"})
            else:
                _settle(unit, row, taken, "consumed")
            left -= taken
            rows[index] = _less(row, taken)
        if left:
            raise NotEnoughStock(str(pin.item_id), pin.quantity, pin.quantity - left)
    if whole:
        unit.connection.execute(_SET_STATE, whole)


def unpin(unit: UnitOfWork, pin: Pinned, *, keep: bool) -> None:
    """Take units away from a place's pin; kept as unpinned reservation or released."""
    left = pin.quantity
    for row in list(_active(unit, [pin.line_id])):
        if _lies_at(row, pin) and left:
            left -= _settle(unit, row, min(left, row.quantity), "released")
    freed = pin.quantity - left
    if keep and freed:
        put(unit.connection, _KEEP, [_row(pin.line_id, pin.item_id, freed)])


def keep_at(unit: UnitOfWork, pins: Sequence[Pinned]) -> None:
    """Reserve units at exactly these places: goods that came back for the order they were of."""
    lock_levels(unit, {pin.item_id for pin in pins})
    rows = [
        _row(pin.line_id, pin.item_id, pin.quantity) | {"place_id": pin.place_id, "lot": pin.lot}
        for pin in pins
    ]
    put(unit.connection, _KEEP, rows)


def _lies_at(row: _Active, pin: Pinned) -> bool:
    return (row.order_line_id, row.item_id, row.place_id, row.lot) == (
        pin.line_id,
        pin.item_id,
        pin.place_id,
        pin.lot,
    )


def _less(row: _Active, taken: int) -> _Active:
    return row._replace(quantity=row.quantity - taken) if taken else row


def _settle(unit: UnitOfWork, row: _Active, units: int, state: str) -> int:
    """Settle part or all of an active row; a part becomes a row of its own."""
    if units <= 0:
        return 0
    if units == row.quantity:
        unit.connection.execute(_SET_STATE, {"row_id": row.id, "to_state": state})
        return units
    unit.connection.execute(_TAKE, {"row_id": row.id, "units": units})
    rest = _row(row.order_line_id, row.item_id, units)
    rest |= {"place_id": row.place_id, "lot": row.lot, "state": state}
    put(unit.connection, _KEEP, [rest])
    return units


def shed(unit: UnitOfWork, item_id: int, place_id: int, lot: str, units: int) -> None:
    """Make room for `units` to leave a place: release reservations that could not stand.

    The newest go first. Lines that lose units are touched as `order_line`, so that their
    orders are looked at again before the commit.
    """
    level = lock_levels(unit, [item_id])[item_id]
    balance = unit.connection.execute(
        select(Balance.on_hand, Balance.reserved, Balance.pickable).where(
            Balance.item_id == item_id, Balance.place_id == place_id, Balance.lot == lot
        )
    ).one_or_none()
    if balance is None or not balance.pickable:
        return
    pinned_over = balance.reserved - (balance.on_hand - units)
    overall = level.reserved - (level.pickable - units)
    found = unit.connection.execute(_ACTIVE_OF_ITEM, {"item_id": item_id})
    rows = [_Active._make(row) for row in found]
    here = [row for row in rows if (row.place_id, row.lot) == (place_id, lot)]
    freed = _shed_rows(unit, here, pinned_over)
    loose = [row for row in rows if row.place_id is None]
    freed += _shed_rows(unit, loose, overall - freed)
    gone = {row.id for row in here}
    pinned = [row for row in rows if row.place_id is not None and row.id not in gone]
    _shed_rows(unit, pinned, overall - freed)


def _shed_rows(unit: UnitOfWork, rows: Sequence[_Active], units: int) -> int:
    freed = 0
    for row in rows:
        if freed >= units:
            break
        freed += _settle(unit, row, min(units - freed, row.quantity), "released")
        unit.touch("order_line", row.order_line_id)
    return freed


def pinned_units(
    unit: UnitOfWork, line_ids: Collection[int]
) -> dict[tuple[int, int, int, str], int]:
    """Sum the active pins of lines by (line, item, place, lot); one statement."""
    sums: dict[tuple[int, int, int, str], int] = {}
    for row in _active(unit, line_ids):
        if row.place_id is not None:
            key = (row.order_line_id, row.item_id, row.place_id, row.lot)
            sums[key] = sums.get(key, 0) + row.quantity
    return sums

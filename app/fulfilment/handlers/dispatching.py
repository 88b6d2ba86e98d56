"""What sending orders writes: shipments, moves, units on lines, sums, and what happened."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, cast

from sqlalchemy import Table, Update, bindparam, insert, update

from app.db.types import UNREAD
from app.db.unit_of_work import UnitOfWork
from app.fulfilment.handlers.loading import Line, Loaded
from app.fulfilment.handlers.steps import stage_of
from app.fulfilment.models import Shipment, ShipmentLine
from app.orders.handlers.recording import record_of_many
from app.orders.models import LinePart, OrderLine, SalesOrder
from app.orders.rules import Progress, kits_covered, kits_kept, label_of
from app.stock.handlers.ledger import NewMove, post_moves
from app.stock.handlers.reserving import Pinned, Want, reserved_of

_STEPS = {
    "released": ("released",),
    "shipped": ("released", "picking", "picked", "packed", "shipped"),
}
"""Steps a new shipment takes on its way to a state."""


def _setting(model: Any, *names: str) -> Update:
    table = cast("Table", model.__table__)
    changes: dict[str, Any] = {name: bindparam(f"to_{name}") for name in names}
    return (
        update(table).prefix_with(UNREAD).where(table.c.id == bindparam("row_id")).values(changes)
    )


_SHIPMENT = cast("Table", Shipment.__table__)
_INSERT_SHIPMENT = insert(_SHIPMENT).returning(_SHIPMENT.c.id, _SHIPMENT.c.number)
_INSERT_LINE = insert(cast("Table", ShipmentLine.__table__))
_SET_LINE = _setting(OrderLine, "shipped", "reserved", "is_open")
_SET_PART = _setting(LinePart, "shipped")
_SET_ORDER = (
    _setting(SalesOrder, "state", "stage", "label", "reserved_units", "shipped_units", "holds")
).values(revision=SalesOrder.revision + 1)


@dataclass(slots=True)
class Going:
    """An order on its way out: what is wanted of it, what its bins gave, its new shipment.

    `most` limits the units of order lines; lines it does not name stay when it names any.
    """

    order: Loaded
    most: Mapping[int, int] = field(default_factory=dict)
    carrier: str = ""
    tracking: str = ""
    pins: list[Pinned] = field(default_factory=list)
    shipment_id: int = 0
    shipment: str = ""

    def wants(self) -> list[Want]:
        """Say which units of which items are to go."""
        return [
            Want(line.line_id, item_id, self._units(line) * per)
            for line in self.order.lines
            for item_id, per in line.needs()
        ]

    def _units(self, line: Line) -> int:
        units = line.quantity - line.cancelled - line.shipped
        return min(units, self.most.get(line.line_id, 0 if self.most else units))


def dispatch(unit: UnitOfWork, going: Sequence[Going], to: str) -> None:
    """Write the shipments of orders whose bins are chosen, and what follows from them."""
    leaves = to == "shipped"
    _make_shipments(unit, going, to)
    if leaves:
        _post(unit, going)
        _count_units(unit, going)
    closed = _settle(unit, going, to)
    events: list[tuple[int, str, dict[str, object]]] = []
    for one in going:
        events += _events(one, to, closes=one.order.order_id in closed)
        unit.touch("shipment", one.shipment_id)
        unit.touch("order", one.order.order_id)
    record_of_many(unit, events)


def _make_shipments(unit: UnitOfWork, going: Sequence[Going], to: str) -> None:
    leaves = to == "shipped"
    numbers = unit.next_numbers("shipment", len(going))
    rows = []
    for one, number in zip(going, numbers, strict=True):
        one.shipment = f"SH-{number:06d}"
        rows.append(
            {
                "number": one.shipment,
                "order_id": one.order.order_id,
                "state": to,
                "carrier": one.carrier,
                "tracking": one.tracking,
                "made_at": unit.now,
                "shipped_at": unit.now if leaves else None,
                "shipped_on": unit.today if leaves else None,
                "revision": 1 + len(_STEPS[to]),
            }
        )
    ids = {number: row_id for row_id, number in unit.connection.execute(_INSERT_SHIPMENT, rows)}
    for one in going:
        one.shipment_id = ids[one.shipment]
    lines = [_line(one.shipment_id, pin, leaves=leaves) for one in going for pin in one.pins]
    unit.connection.execute(_INSERT_LINE, lines)


def _line(shipment_id: int, pin: Pinned, *, leaves: bool) -> dict[str, object]:
    gone = pin.quantity if leaves else 0
    return {
        "shipment_id": shipment_id,
        "order_line_id": pin.line_id,
        "item_id": pin.item_id,
        "place_id": pin.place_id,
        "lot": pin.lot,
        "planned": pin.quantity,
        "picked": gone,
        "shipped": gone,
    }


def _post(unit: UnitOfWork, going: Sequence[Going]) -> None:
    moves = [
        NewMove(
            pin.item_id,
            pin.quantity,
            pin.place_id,
            one.order.customer_place_id,
            "ship",
            lot=pin.lot,
            document="shipment",
            document_id=one.shipment_id,
            line_id=pin.line_id,
        )
        for one in going
        for pin in one.pins
    ]
    post_moves(unit, moves)


def _count_units(unit: UnitOfWork, going: Sequence[Going]) -> None:
    """Add what left to the lines; kits count by their scarcest part."""
    kits, changed = [], []
    for one in going:
        gone: dict[tuple[int, int], int] = {}
        for pin in one.pins:
            key = (pin.line_id, pin.item_id)
            gone[key] = gone.get(key, 0) + pin.quantity
        for line in one.order.lines:
            if line.kind == "kit" and any(key[0] == line.line_id for key in gone):
                kits.append(line)
                for part in line.parts:
                    part.shipped += gone.pop((line.line_id, part.item_id), 0)
            elif units := gone.get((line.line_id, line.item_id), 0):
                line.shipped += units
                line.reserved -= units
                changed.append(line)
    if kits:
        _count_kits(unit, kits)
    for line in (*changed, *kits):
        line.is_open = int(not line.done)
    unit.connection.execute(_SET_LINE, [_values(line) for line in (*changed, *kits)])


def _values(line: Line) -> dict[str, object]:
    return {
        "row_id": line.line_id,
        "to_shipped": line.shipped,
        "to_reserved": line.reserved,
        "to_is_open": line.is_open,
    }


def _count_kits(unit: UnitOfWork, kits: Sequence[Line]) -> None:
    kept = reserved_of(unit, [line.line_id for line in kits])
    parts = []
    for line in kits:
        line.shipped = kits_covered((part.shipped, part.per_unit) for part in line.parts)
        line.reserved = kits_kept(
            (
                (kept.get((line.line_id, part.item_id), 0), part.per_unit, part.shipped)
                for part in line.parts
            ),
            line.shipped,
        )
        parts += [{"row_id": part.part_id, "to_shipped": part.shipped} for part in line.parts]
    unit.connection.execute(_SET_PART, parts)


def _settle(unit: UnitOfWork, going: Sequence[Going], to: str) -> set[int]:
    """Keep the orders' stages, sums and labels; gives those that are complete and closed."""
    rows, closed = [], set()
    enough = ("received",) if unit.settings.close_when == "received" else ("shipped", "received")
    for one in going:
        order = one.order
        order.stage = stage_of([*order.shipments, to])
        goods = [line for line in order.lines if line.kind != "service"]
        reserved = sum(line.reserved for line in goods)
        shipped = sum(line.shipped for line in goods)
        if shipped and order.stage in enough and all(line.done for line in goods):
            order.state = order.label = "closed"
            closed.add(order.order_id)
        else:
            progress = Progress(
                order.units, order.cancelled_units, reserved, shipped, order.received_units
            )
            order.label = label_of(order.state, order.stage, progress, hold=bool(order.holds))
        rows.append(
            {
                "row_id": order.order_id,
                "to_state": order.state,
                "to_stage": order.stage,
                "to_label": order.label,
                "to_reserved_units": reserved,
                "to_shipped_units": shipped,
                "to_holds": len(order.holds),
            }
        )
    unit.connection.execute(_SET_ORDER, rows)
    return closed


def _events(one: Going, to: str, *, closes: bool) -> list[tuple[int, str, dict[str, object]]]:
    """Tell what happened as if each step had been taken by itself."""
    order_id = one.order.order_id
    events: list[tuple[int, str, dict[str, object]]] = [
        (order_id, "ShipmentPlanned", {"shipment": one.shipment})
    ]
    events += [
        (order_id, "ShipmentMoved", {"shipment": one.shipment, "state": state})
        for state in _STEPS[to]
    ]
    if closes:
        why = one.order.stage
        events.append((order_id, "OrderClosed", {"by_itself": True, "why": why}))
    return events

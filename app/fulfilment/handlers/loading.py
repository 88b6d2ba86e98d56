"""Orders as plain values for sending many at once: their lines, kit parts, holds and shipments."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import cast

from sqlalchemy import BindParameter, Table, bindparam, literal, select, union_all

from app.core.errors import NotFound
from app.db.unit_of_work import UnitOfWork
from app.fulfilment.models import Shipment
from app.fulfilment.states import OPEN_STATES
from app.orders.handlers.tracking import lock_stock_of
from app.orders.models import LinePart, OrderHold, OrderLine, SalesOrder
from app.stock.handlers.taking import slices


@dataclass(slots=True)
class Part:
    """A component of a kit line."""

    part_id: int
    line_id: int
    item_id: int
    per_unit: int
    shipped: int


@dataclass(slots=True)
class Line:
    """An order line and what changes on it when goods leave."""

    line_id: int
    order_id: int
    item_id: int
    kind: str
    quantity: int
    cancelled: int
    reserved: int
    shipped: int
    is_open: int
    parts: list[Part] = field(default_factory=list)

    @property
    def done(self) -> bool:
        """Tell whether nothing of it is to be sent any more."""
        return self.shipped + self.cancelled >= self.quantity

    def needs(self) -> list[tuple[int, int]]:
        """Give the stocked items of the line: item, units of it per unit of the line."""
        if self.kind == "kit":
            return [(part.item_id, part.per_unit) for part in self.parts]
        return [(self.item_id, 1)] if self.kind == "stock" else []


@dataclass(slots=True)
class Loaded:
    """An order, kept from others until the end, with all that sending it needs to know."""

    order_id: int
    number: str | None
    state: str
    stage: str
    label: str
    units: int
    cancelled_units: int
    received_units: int
    lines: list[Line] = field(default_factory=list)
    holds: list[tuple[str, str]] = field(default_factory=list)
    shipments: list[str] = field(default_factory=list)

    @property
    def name(self) -> str:
        """Give the order's number, or its review name until it has one."""
        return self.number or f"R-{self.order_id}"

    @property
    def has_open_shipment(self) -> bool:
        """Tell whether a shipment of it is on its way through the warehouse."""
        return any(state in OPEN_STATES for state in self.shipments)


_IDS: BindParameter[Sequence[int]] = bindparam("ids", expanding=True)
_ORDERS = (
    select(
        SalesOrder.id,
        SalesOrder.number,
        SalesOrder.state,
        SalesOrder.stage,
        SalesOrder.label,
        SalesOrder.units,
        SalesOrder.cancelled_units,
        SalesOrder.received_units,
    )
    .where(SalesOrder.id.in_(_IDS))
    .order_by(SalesOrder.id)
    .with_for_update()
)
_HOLD = cast("Table", OrderHold.__table__).c
_SHIPMENT = cast("Table", Shipment.__table__).c
_FACTS = union_all(
    select(_HOLD.order_id, _HOLD.id.label("at"), _HOLD.kind, _HOLD.blocks).where(
        _HOLD.order_id.in_(_IDS), _HOLD.released_at.is_(None)
    ),
    select(_SHIPMENT.order_id, _SHIPMENT.id, _SHIPMENT.state, literal("")).where(
        _SHIPMENT.order_id.in_(_IDS)
    ),
).order_by("order_id", "at")
_LINES = (
    select(
        OrderLine.id,
        OrderLine.order_id,
        OrderLine.item_id,
        OrderLine.kind,
        OrderLine.quantity,
        OrderLine.cancelled,
        OrderLine.reserved,
        OrderLine.shipped,
        OrderLine.is_open,
    )
    .where(OrderLine.order_id.in_(_IDS))
    .order_by(OrderLine.order_id, OrderLine.position, OrderLine.id)
)
_PARTS = (
    select(LinePart.id, LinePart.line_id, LinePart.item_id, LinePart.per_unit, LinePart.shipped)
    .where(LinePart.line_id.in_(_IDS))
    .order_by(LinePart.id)
)


def load_orders(unit: UnitOfWork, order_ids: Sequence[int]) -> list[Loaded]:
    """Load orders in the sequence asked for and lock them, by id, after the stock of their items.

    Three statements for up to 500 orders, four when there are kits; one more on a server.

    Raises:
        NotFound: there is no such order.
    """
    unit.flush()
    lock_stock_of(unit, set(order_ids))
    found: dict[int, Loaded] = {}
    for some in slices(sorted(set(order_ids))):
        rows = unit.connection.execute(_ORDERS, {"ids": some})
        found.update((row[0], Loaded(*row)) for row in rows)
    for order_id in order_ids:
        if order_id not in found:
            raise NotFound("order", order_id)
    for some in slices(sorted(found)):
        _load_facts(unit, found, some)
        _load_lines(unit, found, some)
    return [found[order_id] for order_id in dict.fromkeys(order_ids)]


def _load_facts(unit: UnitOfWork, found: dict[int, Loaded], ids: Sequence[int]) -> None:
    for order_id, _at, word, blocks in unit.connection.execute(_FACTS, {"ids": ids}):
        if blocks:
            found[order_id].holds.append((word, blocks))
        else:
            found[order_id].shipments.append(word)


def _load_lines(unit: UnitOfWork, found: dict[int, Loaded], ids: Sequence[int]) -> None:
    kits: dict[int, Line] = {}
    for row in unit.connection.execute(_LINES, {"ids": ids}):
        line = Line(*row)
        found[line.order_id].lines.append(line)
        if line.kind == "kit":
            kits[line.line_id] = line
    for some in slices(sorted(kits)):
        for part in unit.connection.execute(_PARTS, {"ids": some}):
            kits[part[1]].parts.append(Part(*part))

"""Orders as plain values for sending many at once: their lines, kit parts, holds and shipments."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, cast

from sqlalchemy import BindParameter, Table, bindparam, literal_column, select, union_all

from app.core.errors import NotFound
from app.db.unit_of_work import UnitOfWork
from app.fulfilment.models import Shipment
from app.fulfilment.states import OPEN_STATES
from app.orders.handlers.tracking import lock_stock_of
from app.orders.models import LinePart, OrderHold, OrderLine, SalesOrder
from app.stock.handlers.taking import slices
from app.stock.models import Place


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
    customer_place_id: int
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
        select(Place.id).where(Place.kind == "customer").limit(1).scalar_subquery(),
    )
    .where(SalesOrder.id.in_(_IDS))
    .order_by(SalesOrder.id)
    .with_for_update(of=SalesOrder)
)
_HOLD = cast("Table", OrderHold.__table__).c
_SHIPMENT = cast("Table", Shipment.__table__).c
_LINE = cast("Table", OrderLine.__table__).c
_NONE: Any = literal_column("0")
_WORDLESS: Any = literal_column("''")
_IS_LINE, _IS_HOLD, _IS_SHIPMENT = 0, 1, 2
_ABOUT = union_all(
    select(
        literal_column(str(_IS_LINE)).label("what"),
        _LINE.order_id,
        _LINE.position,
        _LINE.id,
        _LINE.kind,
        _WORDLESS.label("blocks"),
        _LINE.item_id,
        _LINE.quantity,
        _LINE.cancelled,
        _LINE.reserved,
        _LINE.shipped,
        _LINE.is_open,
    ).where(_LINE.order_id.in_(_IDS)),
    select(
        literal_column(str(_IS_HOLD)),
        *(_HOLD.order_id, _NONE, _HOLD.id, _HOLD.kind, _HOLD.blocks),
        *[_NONE] * 6,
    ).where(_HOLD.order_id.in_(_IDS), _HOLD.released_at.is_(None)),
    select(
        literal_column(str(_IS_SHIPMENT)),
        *(_SHIPMENT.order_id, _NONE, _SHIPMENT.id, _SHIPMENT.state, _WORDLESS),
        *[_NONE] * 6,
    ).where(_SHIPMENT.order_id.in_(_IDS)),
).order_by("what", "order_id", "position", "id")
"""Lines, holds that stand and shipments of orders in one answer: each row says which it is."""

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
        _load_about(unit, found, some)
    return [found[order_id] for order_id in dict.fromkeys(order_ids)]


def _load_about(unit: UnitOfWork, found: dict[int, Loaded], ids: Sequence[int]) -> None:
    kits: dict[int, Line] = {}
    for row in unit.connection.execute(_ABOUT, {"ids": ids}):
        what, order_id, _position, row_id, word, blocks, item_id, *sums = row
        if what == _IS_HOLD:
            found[order_id].holds.append((word, blocks))
        elif what == _IS_SHIPMENT:
            found[order_id].shipments.append(word)
        else:
            line = Line(row_id, order_id, item_id, word, *sums)
            found[order_id].lines.append(line)
            if word == "kit":
                kits[row_id] = line
    for some in slices(sorted(kits)):
        for part in unit.connection.execute(_PARTS, {"ids": some}):
            kits[part[1]].parts.append(Part(*part))

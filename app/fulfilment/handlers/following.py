"""Letting shipments and orders follow a stock that took reservations from their lines."""

from collections.abc import Sequence

from sqlalchemy import select

from app.core.messages import _
from app.db.unit_of_work import UnitOfWork
from app.fulfilment.handlers.steps import lines_of_shipment, stage_of, take_step
from app.fulfilment.models import Shipment, ShipmentLine
from app.fulfilment.states import OPEN_STATES
from app.orders.handlers.tracking import follow_lines as follow_orders
from app.orders.handlers.tracking import load_orders_of
from app.orders.models import SalesOrder
from app.stock.handlers.reserving import pinned_units


def follow_lines(unit: UnitOfWork, line_ids: Sequence[int]) -> None:
    """Lower open shipments to what is still pinned for them, then look again at the orders.

    A shipment with nothing left to send is cancelled.
    """
    unit.flush()
    orders = {order.id: order for order in load_orders_of(unit, line_ids)}
    found = unit.session.execute(
        select(ShipmentLine, Shipment)
        .join(Shipment, Shipment.id == ShipmentLine.shipment_id)
        .where(ShipmentLine.order_line_id.in_(line_ids), Shipment.state.in_(OPEN_STATES))
        .order_by(Shipment.id, ShipmentLine.id)
    ).all()
    if found:
        left = pinned_units(unit, line_ids)
        for line, shipment in found:
            _lower(line, shipment, left)
        for shipment in {shipment.id: shipment for _line, shipment in found}.values():
            _settle(unit, shipment, orders[shipment.order_id])
    follow_orders(unit, line_ids)


def _lower(
    line: ShipmentLine, shipment: Shipment, left: dict[tuple[int, int, int, str], int]
) -> None:
    key = (line.order_line_id, line.item_id, line.place_id, line.lot)
    done = shipment.state in ("picked", "packed")
    wanted = line.picked if done else line.planned
    units = min(wanted, left.get(key, 0))
    left[key] = left.get(key, 0) - units
    if units == wanted:
        return
    line.short_reason = _("the stock was corrected")
    if done:
        line.picked = units
    else:
        line.planned = units


def _settle(unit: UnitOfWork, shipment: Shipment, order: SalesOrder) -> None:
    done = shipment.state in ("picked", "packed")
    lines = lines_of_shipment(unit, shipment.id)
    if not any(line.picked if done else line.planned for line in lines):
        take_step(unit, shipment, "cancelled")
    unit.touch("shipment", shipment.id)
    unit.session.flush()
    states = unit.session.scalars(select(Shipment.state).where(Shipment.order_id == order.id))
    order.stage = stage_of(list(states))

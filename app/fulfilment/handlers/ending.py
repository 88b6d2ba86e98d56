"""Cancelling shipments, and ending orders together with the shipments still open."""

from sqlalchemy import select

from app.db.unit_of_work import UnitOfWork
from app.fulfilment.commands import CancelShipment, ShipmentStep
from app.fulfilment.handlers.steps import (
    lines_of_shipment,
    load_shipment,
    settle,
    stage_of,
    take_step,
)
from app.fulfilment.models import Shipment
from app.fulfilment.states import OPEN_STATES
from app.orders.commands import CancelOrder, CloseRest, Done
from app.orders.handlers.ending import cancel, close
from app.orders.handlers.tracking import load_order
from app.orders.models import SalesOrder
from app.stock.handlers.reserving import Pinned, lock_levels, unpin


def cancel_shipment(unit: UnitOfWork, command: CancelShipment) -> ShipmentStep:
    """Cancel a shipment that has not left; its units stay reserved, at no bin.

    Raises:
        NotFound: there is no such shipment.
        WrongStep: it has left.
    """
    shipment, order = load_shipment(unit, command.shipment_id)
    _drop(unit, shipment)
    return settle(unit, shipment, order)


def _drop(unit: UnitOfWork, shipment: Shipment) -> None:
    picked_done = shipment.state in ("picked", "packed")
    take_step(unit, shipment, "cancelled")
    lines = lines_of_shipment(unit, shipment.id)
    lock_levels(unit, {line.item_id for line in lines})
    unit.session.flush()
    for line in lines:
        units = line.picked if picked_done else line.planned
        if units:
            one = Pinned(line.order_line_id, line.item_id, line.place_id, line.lot, units)
            unpin(unit, one, keep=True)


def cancel_order(unit: UnitOfWork, command: CancelOrder) -> Done:
    """Cancel an order of which nothing has shipped, with its open shipments.

    Raises:
        NotFound: there is no such order.
        WrongState: it is closed or cancelled.
        AlreadyShipped: something has shipped.
        NotAllowed: it is confirmed and the person may not approve.
    """
    order = load_order(unit, command.order_id)
    drop_open_shipments(unit, order)
    return cancel(unit, order, command.reason)


def close_rest(unit: UnitOfWork, command: CloseRest) -> Done:
    """Close an order by hand: open shipments are cancelled, the rest becomes cancelled units.

    Raises:
        NotFound: there is no such order.
        WrongState: it is not confirmed.
        BadValue: no reason.
    """
    order = load_order(unit, command.order_id)
    drop_open_shipments(unit, order)
    return close(unit, order, command.reason)


def drop_open_shipments(unit: UnitOfWork, order: SalesOrder) -> None:
    """Cancel every shipment of an order that has not left."""
    for shipment in unit.session.scalars(
        select(Shipment)
        .where(Shipment.order_id == order.id, Shipment.state.in_(OPEN_STATES))
        .order_by(Shipment.id)
    ):
        _drop(unit, shipment)
    unit.session.flush()
    states = unit.session.scalars(select(Shipment.state).where(Shipment.order_id == order.id))
    order.stage = stage_of(list(states))
    unit.session.flush()

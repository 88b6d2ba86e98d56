"""Goods leave: reservations are consumed and moves posted in one transaction."""

from collections.abc import Sequence

from sqlalchemy import select

from app.core.errors import BadValue, NotFound
from app.core.messages import N_, _
from app.db.unit_of_work import UnitOfWork
from app.fulfilment.commands import ReverseShipment, ShipmentStep, ShipOrder, ShipShipment
from app.fulfilment.errors import NothingToShip, WrongStep
from app.fulfilment.handlers.dispatching import Going
from app.fulfilment.handlers.loading import Loaded, load_orders
from app.fulfilment.handlers.sending import send_one
from app.fulfilment.handlers.steps import (
    lines_of_shipment,
    load_shipment,
    refuse_held,
    settle,
    take_step,
    take_steps,
)
from app.fulfilment.models import Shipment, ShipmentLine
from app.orders.handlers.tracking import lines_of, load_order, parts_of
from app.orders.models import LinePart, OrderLine, SalesOrder
from app.orders.rules import kits_covered
from app.stock.handlers.ledger import NewMove, post_moves
from app.stock.handlers.places import outside
from app.stock.handlers.reserving import Pinned, consume, keep_at, lock_items
from app.stock.models import Move


def ship_shipment(unit: UnitOfWork, command: ShipShipment) -> ShipmentStep:
    """Hand a packed shipment over.

    Raises:
        NotFound: there is no such shipment.
        WrongStep: it is not packed.
        OnHold: a hold stands in the way.
        NothingToShip: nothing was picked.
    """
    shipment, order = load_shipment(unit, command.shipment_id)
    refuse_held(unit, order, "ship")
    lines = lines_of_shipment(unit, shipment.id)
    with unit.session.no_autoflush:
        take_step(unit, shipment, "shipped")
        shipment.carrier = command.carrier or shipment.carrier
        shipment.tracking = command.tracking or shipment.tracking
        order_lines = _hand_over(unit, shipment, lines)
        return settle(unit, shipment, order, order_lines)


def ship_order(unit: UnitOfWork, command: ShipOrder) -> ShipmentStep:
    """Release, pick in full, pack and ship what an order has reserved.

    An open shipment of the order is finished first if there is one.

    Raises:
        NotFound: there is no such order.
        WrongState: it is not confirmed.
        OnHold: a hold stands in the way.
        NothingToShip: nothing is reserved.
        BadValue: a quantity below one, or a line of another order.
    """
    (order,) = load_orders(unit, [command.order_id])
    _check_quantities(order, command)
    if order.has_open_shipment and not command.quantities:
        return finish_open(unit, command)
    going = Going(order, dict(command.quantities), command.carrier, command.tracking)
    return send_one(unit, going, "shipped")


def _check_quantities(order: Loaded, command: ShipOrder) -> None:
    known = {line.line_id for line in order.lines}
    for line_id, quantity in command.quantities:
        if line_id not in known:
            raise NotFound(N_("order line"), line_id)
        if quantity < 1:
            expected = _("at least {least} is expected").format(least=1)
            raise BadValue("quantity", quantity, expected)


def finish_open(unit: UnitOfWork, command: ShipOrder) -> ShipmentStep:
    """Finish the shipment an order has on its way, in full, and hand it over.

    Raises:
        OnHold: a hold stands in the way.
        NothingToShip: nothing was picked.
    """
    order = load_order(unit, command.order_id)
    refuse_held(unit, order, "ship")
    shipment = _open_shipment(unit, order)
    lines = lines_of_shipment(unit, shipment.id)
    with unit.session.no_autoflush:
        if shipment.state in ("planned", "released", "picking"):
            for line in lines:
                line.picked = line.planned
        take_steps(unit, shipment, [one for one in _WAY[1:] if _before(shipment.state, one)])
        shipment.carrier, shipment.tracking = command.carrier, command.tracking
        return settle(unit, shipment, order, _hand_over(unit, shipment, lines))


_WAY = ("planned", "released", "picking", "picked", "packed", "shipped")


def _before(state: str, other: str) -> bool:
    return _WAY.index(state) < _WAY.index(other)


def _open_shipment(unit: UnitOfWork, order: SalesOrder) -> Shipment:
    return unit.session.scalars(
        select(Shipment)
        .where(Shipment.order_id == order.id, Shipment.state.in_(_WAY[:-1]))
        .order_by(Shipment.id)
        .limit(1)
    ).one()


def _hand_over(
    unit: UnitOfWork, shipment: Shipment, lines: Sequence[ShipmentLine]
) -> list[OrderLine]:
    """Consume reservations, post the moves, count what shipped; gives the order's lines."""
    leaving = [line for line in lines if line.picked]
    if not leaving:
        raise NothingToShip(shipment.number)
    lock_items(unit, {line.item_id for line in leaving})
    pins = [
        Pinned(line.order_line_id, line.item_id, line.place_id, line.lot, line.picked)
        for line in leaving
    ]
    consume(unit, pins)
    customer = outside(unit, "customer")
    post_moves(
        unit,
        [
            NewMove(
                line.item_id,
                line.picked,
                line.place_id,
                customer,
                "ship",
                lot=line.lot,
                document="shipment",
                document_id=shipment.id,
                line_id=line.order_line_id,
            )
            for line in leaving
        ],
    )
    for line in leaving:
        line.shipped = line.picked
    shipment.shipped_at = unit.now
    shipment.shipped_on = unit.today
    return count_shipped(unit, shipment, leaving, 1)


def count_shipped(
    unit: UnitOfWork, shipment: Shipment, lines: Sequence[ShipmentLine], sign: int
) -> list[OrderLine]:
    """Add (or take back) shipped units on the order lines; kits count by their scarcest part.

    Returns:
        All lines of the order, by position.
    """
    order_lines = {line.id: line for line in lines_of(unit, shipment.order_id)}
    parts = parts_of(unit, list(order_lines.values()))
    for line in lines:
        order_line = order_lines[line.order_line_id]
        if order_line.kind == "kit":
            _count_part(parts[order_line.id], line, sign)
        else:
            order_line.shipped += sign * line.picked
    for order_line in order_lines.values():
        if order_line.kind == "kit":
            _count_kit(order_line, parts.get(order_line.id, ()))
    return list(order_lines.values())


def _count_part(parts: Sequence[LinePart], line: ShipmentLine, sign: int) -> None:
    part = next(one for one in parts if one.item_id == line.item_id)
    part.shipped += sign * line.picked


def _count_kit(order_line: OrderLine, parts: Sequence[LinePart]) -> None:
    order_line.shipped = kits_covered((part.shipped, part.per_unit) for part in parts)


def reverse_shipment(unit: UnitOfWork, command: ReverseShipment) -> ShipmentStep:
    """Take a shipment that left today back to packed: every move is reversed and linked.

    Raises:
        NotFound: there is no such shipment.
        WrongStep: it has not left, or not today.
        BadValue: no reason.
    """
    shipment, order = load_shipment(unit, command.shipment_id)
    if not command.reason.strip():
        raise BadValue("reason", command.reason, _("say why the shipment is taken back"))
    if shipment.state != "shipped" or shipment.shipped_on != unit.today:
        raise WrongStep(shipment.number, shipment.state, "packed")
    if order.state == "closed":
        order.state = "confirmed"
    take_step(unit, shipment, "packed", back=True)
    shipment.shipped_at = shipment.shipped_on = None
    lines = [line for line in lines_of_shipment(unit, shipment.id) if line.shipped]
    count_shipped(unit, shipment, lines, -1)
    for line in lines:
        line.shipped = 0
    unit.session.flush()
    _post_back(unit, shipment, command.reason)
    _keep_again(unit, lines)
    return settle(unit, shipment, order)


def _post_back(unit: UnitOfWork, shipment: Shipment, reason: str) -> None:
    reversed_before = select(Move.reverses).where(Move.reverses.is_not(None))
    rows = unit.connection.execute(
        select(Move)
        .where(
            Move.document == "shipment",
            Move.document_id == shipment.id,
            Move.kind == "ship",
            Move.sequence.not_in(reversed_before),
        )
        .order_by(Move.sequence)
    ).all()
    moves = [
        NewMove(
            row.item_id,
            row.quantity,
            row.to_place_id,
            row.from_place_id,
            "unship",
            lot=row.lot,
            document="shipment",
            document_id=shipment.id,
            line_id=row.line_id,
            reason=reason.strip(),
            reverses=row.sequence,
        )
        for row in rows
    ]
    post_moves(unit, moves)


def _keep_again(unit: UnitOfWork, lines: Sequence[ShipmentLine]) -> None:
    keep_at(
        unit,
        [
            Pinned(line.order_line_id, line.item_id, line.place_id, line.lot, line.picked)
            for line in lines
        ],
    )

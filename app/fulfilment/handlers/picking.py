"""From reserved to packed: release, pick with short picks, pack, and one step back."""

from app.core.errors import BadValue, NotFound
from app.core.messages import N_, _
from app.db.unit_of_work import UnitOfWork
from app.fulfilment.commands import (
    FinishPicking,
    PackShipment,
    Picked,
    ReleaseOrder,
    ShipmentStep,
    StartPicking,
    StepBack,
)
from app.fulfilment.errors import NothingToShip, TooMuch, WrongStep
from app.fulfilment.handlers.dispatching import Going
from app.fulfilment.handlers.loading import load_orders
from app.fulfilment.handlers.sending import send_one
from app.fulfilment.handlers.steps import (
    lines_of_shipment,
    load_shipment,
    settle,
    take_step,
)
from app.fulfilment.models import ShipmentLine
from app.fulfilment.states import STEPS_BACK
from app.stock.handlers.places import place_of
from app.stock.handlers.reserving import Pinned, lock_levels, unpin


def release_order(unit: UnitOfWork, command: ReleaseOrder) -> ShipmentStep:
    """Make a shipment of what an order has reserved, with bins chosen, and release it.

    Raises:
        NotFound: there is no such order.
        WrongState: it is not confirmed.
        OnHold: a hold stands in the way.
        NothingToShip: nothing is reserved.
    """
    (order,) = load_orders(unit, [command.order_id])
    return send_one(unit, Going(order), "released")


def start_picking(unit: UnitOfWork, command: StartPicking) -> ShipmentStep:
    """Begin to pick.

    Raises:
        NotFound: there is no such shipment.
        WrongStep: it is not released.
    """
    shipment, order = load_shipment(unit, command.shipment_id)
    take_step(unit, shipment, "picking")
    return settle(unit, shipment, order)


def finish_picking(unit: UnitOfWork, command: FinishPicking) -> ShipmentStep:
    """Record what was picked; a short pick returns the rest to open and marks the bin.

    Raises:
        NotFound: no such shipment or line.
        WrongStep: it is not released or being picked.
        TooMuch: more was picked than planned.
        BadValue: a short pick without a reason.
    """
    shipment, order = load_shipment(unit, command.shipment_id)
    if shipment.state == "released":
        take_step(unit, shipment, "picking")
    lines = {line.id: line for line in lines_of_shipment(unit, shipment.id)}
    given = {one.shipment_line_id: one for one in command.picked}
    for line_id in given:
        if line_id not in lines:
            raise NotFound(N_("shipment line"), line_id)
    take_step(unit, shipment, "picked")
    lock_levels(unit, {line.item_id for line in lines.values()})
    for line in lines.values():
        _pick_line(unit, line, given.get(line.id))
    return settle(unit, shipment, order)


def _pick_line(unit: UnitOfWork, line: ShipmentLine, given: Picked | None) -> None:
    units = line.planned if given is None else given.quantity
    if units < 0:
        expected = _("at least {least} is expected").format(least=0)
        raise BadValue("quantity", units, expected)
    if units > line.planned:
        raise TooMuch(f"#{line.item_id}", units, line.planned)
    short = line.planned - units
    if short:
        if given is None or not given.reason.strip():
            raise BadValue("reason", "", _("say why less was picked"))
        line.short_reason = given.reason.strip()
        place_of(unit, line.place_id).to_count = True
        pinned = Pinned(line.order_line_id, line.item_id, line.place_id, line.lot, short)
        unpin(unit, pinned, keep=False)
    line.picked = units


def pack_shipment(unit: UnitOfWork, command: PackShipment) -> ShipmentStep:
    """Pack what was picked.

    Raises:
        NotFound: there is no such shipment.
        WrongStep: it is not picked.
        BadValue: less than one package.
        NothingToShip: nothing was picked.
    """
    shipment, order = load_shipment(unit, command.shipment_id)
    if command.packages < 1:
        expected = _("at least {least} is expected").format(least=1)
        raise BadValue("packages", command.packages, expected)
    if not any(line.picked for line in lines_of_shipment(unit, shipment.id)):
        raise NothingToShip(shipment.number)
    take_step(unit, shipment, "packed")
    shipment.packages = command.packages
    return settle(unit, shipment, order)


def step_back(unit: UnitOfWork, command: StepBack) -> ShipmentStep:
    """Take a shipment one step back; picked quantities are asked again.

    Raises:
        NotFound: there is no such shipment.
        WrongStep: there is no step back from where it is.
    """
    shipment, order = load_shipment(unit, command.shipment_id)
    before = STEPS_BACK.get(shipment.state)
    if before is None or shipment.state == "shipped":
        raise WrongStep(shipment.number, shipment.state, before or "released")
    take_step(unit, shipment, before, back=True)
    if before == "picking":
        for line in lines_of_shipment(unit, shipment.id):
            line.planned, line.picked = line.picked, 0
    return settle(unit, shipment, order)

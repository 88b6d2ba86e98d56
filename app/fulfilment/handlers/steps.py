"""What every step of a shipment does: load, check the move, keep the order's stage true."""

from collections.abc import Sequence

from sqlalchemy import bindparam, select

from app.core.errors import NotFound
from app.core.messages import N_
from app.db.unit_of_work import UnitOfWork
from app.fulfilment.commands import ShipmentStep
from app.fulfilment.errors import WrongStep
from app.fulfilment.models import Shipment, ShipmentLine
from app.fulfilment.states import SHIPMENT_MOVES, STEPS_BACK
from app.orders.errors import OnHold
from app.orders.handlers.recording import record, record_all
from app.orders.handlers.tracking import active_holds, load_order, name_of, refresh
from app.orders.models import OrderLine, SalesOrder


def load_shipment(unit: UnitOfWork, shipment_id: int) -> tuple[Shipment, SalesOrder]:
    """Load a shipment with its order, both kept from others until the end.

    Raises:
        NotFound: there is no such shipment.
    """
    shipment = unit.session.get(Shipment, shipment_id)
    if shipment is None:
        raise NotFound(N_("shipment"), shipment_id)
    order = load_order(unit, shipment.order_id)
    unit.session.refresh(shipment)
    return shipment, order


def lines_of_shipment(unit: UnitOfWork, shipment_id: int) -> list[ShipmentLine]:
    """Load the lines of a shipment in the order they were planned."""
    return list(
        unit.session.scalars(
            select(ShipmentLine)
            .where(ShipmentLine.shipment_id == shipment_id)
            .order_by(ShipmentLine.id)
        )
    )


_SHIPMENTS = select(Shipment).where(Shipment.order_id == bindparam("order_id"))


def take_step(unit: UnitOfWork, shipment: Shipment, state: str, *, back: bool = False) -> None:
    """Move a shipment to its next state; `back` allows the step back, and only it.

    Raises:
        WrongStep: it cannot go there from where it is.
    """
    returns = STEPS_BACK.get(shipment.state) == state
    if state not in SHIPMENT_MOVES[shipment.state] or returns is not back:
        raise WrongStep(shipment.number, shipment.state, state)
    shipment.state = state
    shipment.revision += 1
    record(unit, shipment.order_id, "ShipmentMoved", _moved(shipment))
    unit.touch("shipment", shipment.id)


def take_steps(unit: UnitOfWork, shipment: Shipment, states: Sequence[str]) -> None:
    """Move a shipment through several states at once, each with its event; one statement.

    Raises:
        WrongStep: one of them cannot follow the one before.
    """
    events = []
    for state in states:
        if state not in SHIPMENT_MOVES[shipment.state] or state == STEPS_BACK.get(shipment.state):
            raise WrongStep(shipment.number, shipment.state, state)
        shipment.state = state
        shipment.revision += 1
        events.append(("ShipmentMoved", _moved(shipment)))
    record_all(unit, shipment.order_id, events)
    unit.touch("shipment", shipment.id)


def _moved(shipment: Shipment) -> dict[str, object]:
    return {"shipment": shipment.number, "state": shipment.state}


def refuse_held(unit: UnitOfWork, order: SalesOrder, what: str) -> None:
    """Refuse a step that a hold blocks: what is held from release cannot ship either.

    Raises:
        OnHold: a hold stands in the way.
    """
    stops = {"release": ("confirm", "release"), "ship": ("confirm", "release", "ship")}[what]
    kinds = tuple(hold.kind for hold in active_holds(unit, order.id) if hold.blocks in stops)
    if kinds:
        raise OnHold(name_of(order), kinds)


def settle(
    unit: UnitOfWork,
    shipment: Shipment,
    order: SalesOrder,
    lines: Sequence[OrderLine] | None = None,
) -> ShipmentStep:
    """Derive the order's stage from its shipments and work its sums out again.

    `lines` are all of the order's lines, for a caller that has loaded them.
    """
    shipments = unit.session.scalars(_SHIPMENTS, {"order_id": order.id})
    order.stage = stage_of([one.state for one in shipments])
    refresh(unit, order, lines)
    return ShipmentStep(shipment.id, shipment.number, shipment.state, order.id, order.label)


def stage_of(states: list[str]) -> str:
    """Say how far an order's shipments are; goods still with us come first."""
    if any(state in ("released", "picking", "picked") for state in states):
        return "picking"
    if "packed" in states:
        return "packed"
    if "planned" in states:
        return ""
    if "shipped" in states:
        return "shipped"
    return "received" if "received" in states else ""

"""Orders begin to go: each gets a shipment that is released, or that leaves at once."""

from collections.abc import Sequence

from app.core.errors import Refused
from app.db.unit_of_work import UnitOfWork
from app.fulfilment.commands import ShipmentStep
from app.fulfilment.errors import NothingToShip
from app.fulfilment.handlers.dispatching import Going, dispatch
from app.fulfilment.handlers.loading import Loaded
from app.orders.errors import OnHold, WrongState
from app.stock.handlers.taking import take_from_bins

_STOPS = {
    "released": ("confirm", "release"),
    "shipped": ("confirm", "release", "ship"),
}
"""What a hold must block to stand in the way: what may not be released may not ship either."""


def why_not(order: Loaded, to: str) -> Refused | None:
    """Say what keeps an order from being released or shipped, by what it says itself."""
    stopping = tuple(kind for kind, blocks in order.holds if blocks in _STOPS[to])
    if stopping:
        return OnHold(order.name, stopping)
    if order.state != "confirmed":
        return WrongState(order.name, order.state)
    return None


def send_one(unit: UnitOfWork, going: Going, to: str) -> ShipmentStep:
    """Make the shipment of one order and take it to `to`: "released" or "shipped".

    Raises:
        OnHold: a hold stands in the way.
        WrongState: the order is not confirmed.
        NothingToShip: nothing is reserved.
    """
    refusal = why_not(going.order, to)
    if refusal is not None:
        raise refusal
    (answer,) = send(unit, [going], to)
    if isinstance(answer, Refused):
        raise answer
    return answer


def send(unit: UnitOfWork, going: Sequence[Going], to: str) -> list[ShipmentStep | Refused]:
    """Make the shipment of each order and take it to `to`; one answer per order, in order.

    The orders are loaded and nothing they say refuses them. A fixed number of statements,
    however many there are; an order of which nothing is reserved is refused and stays as it is.
    """
    one_of = {line.line_id: one for one in going for line in one.order.lines}
    wants = [want for one in going for want in one.wants()]
    for pin in take_from_bins(unit, wants, gone=to == "shipped"):
        one_of[pin.line_id].pins.append(pin)
    ready = [one for one in going if one.pins]
    if ready:
        dispatch(unit, ready, to)
        unit.forget()
    return [_answer(one, to) for one in going]


def _answer(one: Going, to: str) -> ShipmentStep | Refused:
    order = one.order
    if not one.pins:
        return NothingToShip(order.name)
    return ShipmentStep(one.shipment_id, one.shipment, to, order.order_id, order.label)

"""Many orders at once: chosen in the list, released or shipped in one transaction."""

from collections.abc import Callable, Sequence

from app.core.errors import Refused
from app.db.unit_of_work import UnitOfWork
from app.fulfilment.commands import (
    NotSent,
    OrdersSent,
    ReleaseOrders,
    ShipmentStep,
    ShipOrder,
    ShipOrders,
)
from app.fulfilment.handlers.dispatching import Going
from app.fulfilment.handlers.loading import Loaded, load_orders
from app.fulfilment.handlers.sending import send, why_not
from app.fulfilment.handlers.shipping import finish_open
from app.stock.handlers.reserving import lock_items


def release_orders(unit: UnitOfWork, command: ReleaseOrders) -> OrdersSent:
    """Release every order that can be; the others stay as they are and are named with why.

    Raises:
        NotFound: there is no such order.
    """
    orders = load_orders(unit, command.order_ids)
    return _sent(orders, _send(unit, orders, "released", Going))


def ship_orders(unit: UnitOfWork, command: ShipOrders) -> OrdersSent:
    """Ship every order that can be; the others stay as they are and are named with why.

    Orders with a shipment on its way have that one finished, as when shipped alone.

    Raises:
        NotFound: there is no such order.
    """
    orders = load_orders(unit, command.order_ids)
    lock_items(unit, {item for one in orders for line in one.lines for item, _per in line.needs()})
    on_the_way = [one for one in orders if one.has_open_shipment]
    answers = _send(
        unit,
        [one for one in orders if not one.has_open_shipment],
        "shipped",
        lambda order: Going(order, carrier=command.carrier),
    )
    for order in on_the_way:
        answers[order.order_id] = _finished(unit, order, command.carrier)
    return _sent(orders, answers)


def _send(
    unit: UnitOfWork, orders: Sequence[Loaded], to: str, going: Callable[[Loaded], Going]
) -> dict[int, ShipmentStep | Refused]:
    answers: dict[int, ShipmentStep | Refused] = {}
    ready = []
    for order in orders:
        refusal = why_not(order, to)
        if refusal is None:
            ready.append(going(order))
        else:
            answers[order.order_id] = refusal
    for one, answer in zip(ready, send(unit, ready, to), strict=True):
        answers[one.order.order_id] = answer
    return answers


def _finished(unit: UnitOfWork, order: Loaded, carrier: str) -> ShipmentStep | Refused:
    """Finish the shipment an order has; nothing of it stays when that is refused."""
    try:
        with unit.session.begin_nested():
            return finish_open(unit, ShipOrder(order_id=order.order_id, carrier=carrier))
    except Refused as refusal:
        return refusal


def _sent(orders: Sequence[Loaded], answers: dict[int, ShipmentStep | Refused]) -> OrdersSent:
    steps, refused = [], []
    for order in orders:
        answer = answers[order.order_id]
        if isinstance(answer, Refused):
            refused.append(NotSent(order.order_id, order.name, answer.message()))
        else:
            steps.append(answer)
    return OrdersSent(tuple(steps), tuple(refused))

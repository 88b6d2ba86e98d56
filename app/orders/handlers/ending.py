"""Ends of an order: cancelled, closed with a rest, opened again.

Fulfilment cancels open shipments first; its handlers of the same commands call these.
"""

from app.core.errors import BadValue, NotAllowed
from app.core.messages import _
from app.core.permissions import Right, may
from app.db.unit_of_work import UnitOfWork
from app.orders.commands import Done, OrderPlaced, ReopenOrder
from app.orders.errors import AlreadyShipped, WrongState
from app.orders.handlers.confirming import new_findings, priced_again
from app.orders.handlers.detaining import add_holds
from app.orders.handlers.figures import add_figures
from app.orders.handlers.recording import record
from app.orders.handlers.tracking import (
    active_holds,
    lines_of,
    load_order,
    name_of,
    refresh,
    release_lines,
    reprice,
    reserve_lines,
    stored_figures,
)
from app.orders.models import SalesOrder


def cancel(unit: UnitOfWork, order: SalesOrder, reason: str) -> Done:
    """Cancel an order; its rows stay, its reservations are given back.

    Raises:
        WrongState: it is closed or cancelled.
        AlreadyShipped: something has shipped.
        NotAllowed: it is confirmed and the person may not approve.
    """
    if order.state not in ("draft", "submitted", "confirmed"):
        raise WrongState(name_of(order), order.state)
    if order.shipped_units:
        raise AlreadyShipped(name_of(order), order.shipped_units)
    lines = lines_of(unit, order.id)
    if order.state == "confirmed":
        if not may(unit.person.role, Right.APPROVE):
            raise NotAllowed("CancelOrder", unit.person.role.value)
        release_lines(unit, lines)
        add_figures(unit, stored_figures(order, lines), sign=-1)
    order.state = "cancelled"
    record(unit, order.id, "OrderCancelled", {"reason": reason})
    refresh(unit, order)
    unit.touch("customer", order.customer_id)
    return Done(order.id, name_of(order))


def close(unit: UnitOfWork, order: SalesOrder, reason: str) -> Done:
    """Close an order by hand: the rest becomes cancelled quantity and costs nothing.

    Raises:
        WrongState: it is not confirmed.
        BadValue: no reason.
    """
    if order.state != "confirmed":
        raise WrongState(name_of(order), order.state)
    if not reason.strip():
        raise BadValue("reason", reason, _("say why the rest is closed"))
    lines = lines_of(unit, order.id)
    release_lines(unit, lines)
    add_figures(unit, stored_figures(order, lines), sign=-1, orders=0)
    rest = 0
    for line in lines:
        if line.kind == "service":
            continue
        open_units = line.quantity - line.cancelled - line.shipped
        line.cancelled += open_units
        rest += open_units
    reprice(unit, order, lines)
    add_figures(unit, stored_figures(order, lines), orders=0)
    order.state = "closed"
    record(unit, order.id, "RestClosed", {"reason": reason, "units": rest})
    refresh(unit, order)
    unit.touch("customer", order.customer_id)
    return Done(order.id, name_of(order))


def reopen_order(unit: UnitOfWork, command: ReopenOrder) -> OrderPlaced:
    """Open a closed order again: what was cancelled at closing is wanted once more.

    Raises:
        NotFound: there is no such order.
        WrongState: it is not closed.
        OrderBlocked: a check says no.
    """
    order = load_order(unit, command.order_id)
    if order.state != "closed":
        raise WrongState(name_of(order), order.state)
    lines = lines_of(unit, order.id)
    add_figures(unit, stored_figures(order, lines), sign=-1, orders=0)
    for line in lines:
        line.cancelled = 0
    reprice(unit, order, lines)
    add_figures(unit, stored_figures(order, lines), orders=0)
    unit.session.flush()
    order.state = "confirmed"
    priced = priced_again(unit, order, lines)
    priced.facts.own_total = order.total
    findings = new_findings(unit, order, priced, command.answers)
    if findings:
        add_holds(unit, order.id, findings)
    reserve_lines(unit, lines)
    record(unit, order.id, "OrderReopened", {"reason": command.reason})
    refresh(unit, order)
    kinds = tuple(hold.kind for hold in active_holds(unit, order.id))
    return OrderPlaced(order.id, name_of(order), order.state, order.label, order.total, kinds)

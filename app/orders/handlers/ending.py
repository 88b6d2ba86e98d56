"""Ends of an order: cancelled, closed with a rest, opened again.

Fulfilment cancels open shipments first; its handlers of the same commands call these.
"""

import json

from sqlalchemy import select

from app.core.errors import BadValue, NotAllowed
from app.core.messages import _
from app.core.permissions import Right, may
from app.db.unit_of_work import UnitOfWork
from app.orders.commands import Done, OrderPlaced, ReopenOrder
from app.orders.errors import AlreadyShipped, WrongState
from app.orders.handlers.allotting import reserves_now
from app.orders.handlers.confirming import new_findings, priced_again
from app.orders.handlers.figures import add_figures, replace_figures, stored_figures
from app.orders.handlers.recording import add_holds, record
from app.orders.handlers.tracking import (
    active_holds,
    lines_of,
    load_order,
    may_keep,
    name_of,
    refresh,
    release_lines,
    reprice,
    reserve_lines,
)
from app.orders.models import OrderEvent, OrderLine, SalesOrder


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
        release_lines(unit, order, lines)
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
    release_lines(unit, order, lines)
    before = stored_figures(order, lines)
    rest: list[list[int]] = []
    for line in lines:
        open_units = line.quantity - line.cancelled - line.shipped
        if line.kind != "service" and open_units:
            line.cancelled += open_units
            rest.append([line.id, open_units])
    reprice(unit, order, lines)
    replace_figures(unit, before, stored_figures(order, lines))
    order.state = "closed"
    units = sum(one for _line, one in rest)
    record(unit, order.id, "RestClosed", {"reason": reason, "units": units, "lines": rest})
    refresh(unit, order)
    unit.touch("customer", order.customer_id)
    return Done(order.id, name_of(order))


def reopen_order(unit: UnitOfWork, command: ReopenOrder) -> OrderPlaced:
    """Open a closed or cancelled order again: what was given up is wanted once more.

    It stays open even when all has been delivered, so that it can be amended. One that was
    cancelled before it was confirmed waits for its confirmation again.

    Raises:
        NotFound: there is no such order.
        WrongState: it is neither closed nor cancelled.
        OrderBlocked: a check says no.
    """
    order = load_order(unit, command.order_id)
    if order.state not in ("closed", "cancelled"):
        raise WrongState(name_of(order), order.state)
    lines = lines_of(unit, order.id)
    if order.state == "closed":
        _want_rest(unit, order, lines)
    elif order.confirmed_at is not None:
        add_figures(unit, stored_figures(order, lines))
    unit.session.flush()
    order.state = "confirmed" if order.confirmed_at is not None else "submitted"
    if order.state == "confirmed":
        _check_again(unit, order, lines, command)
    record(unit, order.id, "OrderReopened", {"reason": command.reason})
    refresh(unit, order, may_close=False)
    unit.touch("customer", order.customer_id)
    kinds = tuple(hold.kind for hold in active_holds(unit, order.id))
    return OrderPlaced(order.id, name_of(order), order.state, order.label, order.total, kinds)


def _want_rest(unit: UnitOfWork, order: SalesOrder, lines: list[OrderLine]) -> None:
    before = stored_figures(order, lines)
    rest = _rest_closed(unit, order)
    for line in lines:
        line.cancelled -= min(line.cancelled, rest.get(line.id, 0))
    reprice(unit, order, lines)
    replace_figures(unit, before, stored_figures(order, lines))


def _check_again(
    unit: UnitOfWork, order: SalesOrder, lines: list[OrderLine], command: ReopenOrder
) -> None:
    priced = priced_again(unit, order, lines)
    priced.facts.own_total = order.total
    findings = new_findings(unit, order, priced, command.answers)
    if findings:
        add_holds(unit, order.id, findings)
    if reserves_now(unit.settings, order.due_on, unit.today) and may_keep(unit, order):
        reserve_lines(unit, order, lines)


def _rest_closed(unit: UnitOfWork, order: SalesOrder) -> dict[int, int]:
    """Give what the last closing cancelled, by line; nothing when the order closed by itself."""
    last = unit.session.execute(
        select(OrderEvent.kind, OrderEvent.details)
        .where(OrderEvent.order_id == order.id, OrderEvent.kind.in_(("RestClosed", "OrderClosed")))
        .order_by(OrderEvent.id.desc())
        .limit(1)
    ).first()
    if last is None or last.kind != "RestClosed":
        return {}
    return dict(json.loads(last.details).get("lines", ()))

"""Holds: placed by checks or by hand, released with a reason or ended by their date."""

import json
from collections.abc import Sequence

from sqlalchemy import insert

from app.core.errors import BadValue, NotFound
from app.core.messages import _
from app.db.unit_of_work import UnitOfWork
from app.orders.checks import credit
from app.orders.commands import OrderPlaced, PlaceHold, ReleaseHold, TurnDay
from app.orders.errors import OrderBlocked, WrongState
from app.orders.handlers.allotting import reserves_now
from app.orders.handlers.confirming import confirm, new_findings, priced_again
from app.orders.handlers.recording import add_holds, record
from app.orders.handlers.tracking import (
    active_holds,
    lines_of,
    load_order,
    may_keep,
    name_of,
    refresh,
    release_lines,
    reserve_lines,
    tell_reserved,
)
from app.orders.models import OrderHold, OrderLine, SalesOrder
from app.orders.states import HOLDS
from app.stock.errors import NotEnoughStock
from app.stock.handlers.reserving import reserved_of


def place_hold(unit: UnitOfWork, command: PlaceHold) -> OrderPlaced:
    """Put an order on hold; a kind that does not keep its reservation gives it back.

    Raises:
        NotFound: there is no such order.
        BadValue: an unknown kind of hold, or a date that has come.
        WrongState: the order is closed or cancelled.
    """
    order = load_order(unit, command.order_id)
    if command.kind not in HOLDS:
        raise BadValue("kind", command.kind, _("a known kind of hold is expected"))
    if order.state not in ("submitted", "confirmed"):
        raise WrongState(name_of(order), order.state)
    blocks, keeps = HOLDS[command.kind]
    if command.blocks not in ("", "confirm", "release", "ship"):
        raise BadValue("blocks", command.blocks, _("confirm, release or ship is expected"))
    if command.until is not None and command.until <= unit.today:
        raise BadValue("until", command.until.isoformat(), _("a day after today is expected"))
    keeps = keeps if command.keeps_reservation is None else command.keeps_reservation
    unit.connection.execute(
        insert(OrderHold).values(
            order_id=order.id,
            kind=command.kind,
            rule="",
            blocks=command.blocks or blocks,
            keeps_reservation=keeps,
            until=command.until,
            details=json.dumps({"reason": command.reason}, ensure_ascii=False),
            placed_by=unit.person.person_id,
            placed_at=unit.now,
        )
    )
    if not keeps:
        release_lines(unit, order, lines_of(unit, order.id))
    record(unit, order.id, "HoldPlaced", {"kind": command.kind, "reason": command.reason})
    refresh(unit, order)
    return OrderPlaced(order.id, name_of(order), order.state, order.label, order.total)


def release_hold(unit: UnitOfWork, command: ReleaseHold) -> OrderPlaced:
    """Release a hold; the order is reserved or confirmed again when it was the last.

    Credit is checked again on the way (DOMAIN.md test 7): a new problem makes a new hold.

    Raises:
        NotFound: there is no such hold.
        BadValue: it was released before.
        NotEnoughStock, OrderBlocked: the order would be confirmed now and may not be.
    """
    hold = unit.session.get(OrderHold, command.hold_id)
    if hold is None:
        raise NotFound("hold", command.hold_id)
    order = load_order(unit, hold.order_id)
    unit.session.refresh(hold)
    if hold.released_at is not None:
        raise BadValue("hold", hold.kind, _("it was released before"))
    hold.released_by = unit.person.person_id
    hold.release_reason = command.reason
    _end(unit, order, hold)
    record(unit, order.id, "HoldReleased", {"kind": hold.kind, "reason": command.reason})
    return _carry_on(unit, order)


def turn_day(unit: UnitOfWork, command: TurnDay) -> OrderPlaced:
    """End the holds of an order whose date has come, as if they were released.

    A submitted order that may not be confirmed now stays in review. Where goods are reserved
    some days before they are due, those of an order whose days have come are reserved.

    Raises:
        NotFound: there is no such order.
    """
    order = load_order(unit, command.order_id)
    due = [
        hold
        for hold in active_holds(unit, order.id)
        if hold.until is not None and hold.until <= unit.today
    ]
    for hold in due:
        _end(unit, order, hold)
        until = {"kind": hold.kind, "until": str(hold.until)}
        record(unit, order.id, "HoldEnded", dict[str, object](until))
    if due:
        try:
            return _carry_on(unit, order)
        except (NotEnoughStock, OrderBlocked):
            refresh(unit, order)
    elif order.state == "confirmed":
        _reserve_in_time(unit, order)
    return OrderPlaced(order.id, name_of(order), order.state, order.label, order.total)


def _end(unit: UnitOfWork, order: SalesOrder, hold: OrderHold) -> None:
    hold.released_at = unit.now
    details = json.loads(hold.details)
    details["total"] = order.total
    hold.details = json.dumps(details, ensure_ascii=False)
    unit.session.flush()


def _carry_on(unit: UnitOfWork, order: SalesOrder) -> OrderPlaced:
    """Confirm an order, or reserve it again, when no hold is in the way any more."""
    left = active_holds(unit, order.id)
    if order.state == "submitted" and not any(one.blocks == "confirm" for one in left):
        return confirm(unit, order, ())
    if order.state == "confirmed":
        _go_on(unit, order)
    refresh(unit, order)
    kinds = tuple(one.kind for one in active_holds(unit, order.id))
    return OrderPlaced(order.id, name_of(order), order.state, order.label, order.total, kinds)


def _go_on(unit: UnitOfWork, order: SalesOrder) -> None:
    """Check the credit of a confirmed order again, and reserve what no hold gives back."""
    lines = lines_of(unit, order.id)
    priced = priced_again(unit, order, lines)
    priced.facts.own_total = order.total
    findings = new_findings(unit, order, priced, (), credit)
    if findings:
        add_holds(unit, order.id, findings)
    _reserve(unit, order, lines)


def _reserve(unit: UnitOfWork, order: SalesOrder, lines: Sequence[OrderLine]) -> None:
    """Reserve by the shop's rule what no hold gives back."""
    if reserves_now(unit.settings, order.due_on, unit.today) and may_keep(unit, order):
        reserve_lines(unit, order, lines)


def _reserve_in_time(unit: UnitOfWork, order: SalesOrder) -> None:
    """Reserve an order whose days have come; where that changes nothing, leave it as it is."""
    lines = lines_of(unit, order.id)
    line_ids = [line.id for line in lines]
    before = (order.reserve_tried, reserved_of(unit, line_ids))
    _reserve(unit, order, lines)
    if before != (order.reserve_tried, reserved_of(unit, line_ids)):
        tell_reserved(unit, order, lines, in_time=True)

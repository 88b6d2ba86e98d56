"""Confirming a submitted order: checks again, then the number and the reservations."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import select

from app.db.unit_of_work import UnitOfWork
from app.orders.checks import Reviewer, review
from app.orders.commands import ConfirmOrder, LineWanted, OrderPlaced, ShipTo
from app.orders.errors import OnHold, WrongState
from app.orders.facts import Asked, OrderFacts
from app.orders.findings import Finding
from app.orders.handlers.allotting import reserves_now
from app.orders.handlers.figures import add_figures, stored_figures
from app.orders.handlers.judging import Priced, judge, priced_order, reviewer_of
from app.orders.handlers.recording import add_holds, record
from app.orders.handlers.tracking import (
    active_holds,
    give_up_short,
    lines_of,
    load_order,
    may_keep,
    name_of,
    refresh,
    reprice,
    reserve_lines,
)
from app.orders.models import OrderEvent, OrderHold, OrderLine, SalesOrder
from app.orders.states import HOLDS


def confirm_order(unit: UnitOfWork, command: ConfirmOrder) -> OrderPlaced:
    """Confirm a submitted order that nothing holds back.

    Raises:
        NotFound: there is no such order.
        WrongState: it is not submitted.
        OnHold: a hold must be released first.
        OrderBlocked: a check says no.
        NotEnoughStock: a line may not be short and is, or only what there is was wanted: nothing.
    """
    order = load_order(unit, command.order_id)
    if order.state != "submitted":
        raise WrongState(name_of(order), order.state)
    holds = [hold.kind for hold in active_holds(unit, order.id) if hold.blocks == "confirm"]
    if holds:
        raise OnHold(name_of(order), tuple(holds))
    return confirm(unit, order, command.answers)


def confirm(unit: UnitOfWork, order: SalesOrder, answers: Sequence[str]) -> OrderPlaced:
    """Check an order once more and confirm it, or hold it for what is new.

    Raises:
        OrderBlocked: a check says no.
        NotEnoughStock: a line may not be short and is, or nothing is left of what was wanted.
    """
    lines = lines_of(unit, order.id)
    shortages = shortages_of(unit, order)
    priced = priced_again(unit, order, lines, shortages)
    findings = new_findings(unit, order, priced, answers)
    kinds = add_holds(unit, order.id, findings) if findings else ()
    if not any(HOLDS[kind][0] == "confirm" for kind in kinds):
        if give_up_short(unit, lines, taking_what_there_is(shortages)):
            reprice(unit, order, lines)
        order.state = "confirmed"
        order.confirmed_at = unit.now
        order.number = order.number or f"SO-{unit.next_number('order'):06d}"
        if reserves_now(unit.settings, order.due_on, unit.today) and may_keep(unit, order):
            reserve_lines(unit, order, lines)
        add_figures(unit, stored_figures(order, lines))
        record(unit, order.id, "OrderConfirmed", {"number": order.number})
    else:
        for kind in kinds:
            record(unit, order.id, "HoldPlaced", {"kind": kind})
    refresh(unit, order)
    unit.touch("customer", order.customer_id)
    return OrderPlaced(
        order.id,
        name_of(order),
        order.state,
        order.label,
        order.total,
        tuple(hold.kind for hold in active_holds(unit, order.id)),
        tuple(findings),
    )


def priced_again(
    unit: UnitOfWork,
    order: SalesOrder,
    lines: Sequence[OrderLine],
    shortages: Mapping[int, str] | None = None,
) -> Priced:
    """Gather the facts of a stored order, at its own prices; `shortages` are by line id."""
    shortages = shortages or {}
    wanted = [line for line in lines if line.quantity > line.cancelled]
    asked = Asked(
        order.customer_id,
        tuple(
            LineWanted(
                item_id=line.item_id,
                quantity=line.quantity - line.cancelled,
                discount=line.discount,
                line_id=line.id,
                shortage=shortages.get(line.id, ""),
            )
            for line in wanted
        ),
        None,
        ship_to_of(order),
        order.reference,
        order.due_on,
        order.id,
        {line.id: (line.price, line.price_manual) for line in wanted},
    )
    return priced_order(unit, asked, order.discount, order.freight)


def ship_to_of(order: SalesOrder) -> ShipTo:
    """Give the address an order goes to."""
    return ShipTo(
        name=order.ship_name,
        street=order.ship_street,
        city=order.ship_city,
        region=order.ship_region,
        postcode=order.ship_postcode,
        country=order.ship_country,
        phone=order.ship_phone,
    )


def new_findings(
    unit: UnitOfWork,
    order: SalesOrder,
    priced: Priced,
    answers: Sequence[str],
    look: Callable[[OrderFacts, Reviewer], Iterable[Finding]] = review,
) -> list[Finding]:
    """Check an order and leave out what somebody has accepted for this total or more.

    `look` runs every check, or one of them.

    Raises:
        OrderBlocked: a check says no.
    """
    accepted = set()
    for rule, position, details, released in unit.session.execute(
        select(
            OrderHold.rule, OrderHold.line_position, OrderHold.details, OrderHold.released_at
        ).where(OrderHold.order_id == order.id)
    ):
        if released is None or json.loads(details).get("total", 0) >= priced.totals.total:
            accepted.add((rule, position))
    findings = list(look(priced.facts, reviewer_of(unit, priced)))
    given = {*answers, *_answered(unit, order, priced.totals.total)}
    holding = judge(findings, given, ask=False)
    return [one for one in holding if (one.rule, one.line) not in accepted]


def _answered(unit: UnitOfWork, order: SalesOrder, total: int) -> tuple[str, ...]:
    """Give the questions answered when the order was last typed, unless it costs more now."""
    known = _last_typed(unit, order)
    return tuple(known.get("answers", ())) if known.get("total", 0) >= total else ()


def shortages_of(unit: UnitOfWork, order: SalesOrder) -> dict[int, str]:
    """Give what was to happen when there is too little, by line id, as the order was last typed.

    Lines that are back-ordered are left out; a confirmed order has settled it.
    """
    return dict(_last_typed(unit, order).get("shortages", ()))


def taking_what_there_is(shortages: Mapping[int, str]) -> set[int]:
    """Give the lines that give up what there is not."""
    return {line_id for line_id, shortage in shortages.items() if shortage == "available"}


def _last_typed(unit: UnitOfWork, order: SalesOrder) -> dict[str, Any]:
    details = unit.session.scalars(
        select(OrderEvent.details)
        .where(
            OrderEvent.order_id == order.id, OrderEvent.kind.in_(("OrderPlaced", "OrderAmended"))
        )
        .order_by(OrderEvent.id.desc())
        .limit(1)
    ).first()
    return dict(json.loads(details or "{}"))

"""Amendments: one dialog changes lines, quantities and address; the old version is kept."""

import json
from dataclasses import dataclass, replace

from sqlalchemy import insert

from app.core.errors import BadValue, NotAllowed, NotFound, Stale
from app.core.messages import N_, _
from app.core.permissions import Right, may
from app.db.unit_of_work import UnitOfWork
from app.orders.checks import review
from app.orders.commands import AmendOrder, LineWanted, OrderPlaced
from app.orders.errors import AlreadyShipped, BeingPicked, WrongState
from app.orders.facts import Asked
from app.orders.findings import Finding
from app.orders.handlers.allotting import Allotment, reserves_now
from app.orders.handlers.confirming import ship_to_of, shortages_of, taking_what_there_is
from app.orders.handlers.figures import replace_figures, stored_figures
from app.orders.handlers.judging import Priced, judge, priced_order, reviewer_of
from app.orders.handlers.placing import insert_lines, line_row, write_parts
from app.orders.handlers.recording import add_holds, record, unsettled
from app.orders.handlers.tracking import (
    active_holds,
    give_up_short,
    lines_of,
    load_order,
    may_keep,
    name_of,
    needs_of,
    parts_of,
    refresh,
    release_lines,
    reprice,
    reserve_lines,
)
from app.orders.models import OrderLine, OrderVersion, SalesOrder
from app.stock.handlers.reserving import reserved_of

_NOTHING = Allotment((), 0, 0)


@dataclass(frozen=True)
class _Amendment:
    order: SalesOrder
    lines: dict[int, OrderLine]
    kept: dict[tuple[int, int], int]


def amend_order(unit: UnitOfWork, command: AmendOrder) -> OrderPlaced:
    """Change an order as a whole: checked, reserved and counted again, the old version kept.

    A line left out is cancelled; what has shipped cannot be taken back here.

    Raises:
        NotFound: no such order, customer, item or line.
        Stale: somebody saved it in the meantime.
        WrongState: it is closed or cancelled.
        BadValue: a line is named twice or with another item.
        AlreadyShipped, BeingPicked: a quantity would fall below what left or is on its way.
        NotAllowed: a price changes and the person has no right to it.
        OrderBlocked, AnswerNeeded: a check says no, or asks.
        NotEnoughStock: a line may not be short and is, or nothing is left of what was wanted.
    """
    order = load_order(unit, command.order_id, {line.item_id for line in command.lines})
    if order.revision != command.revision:
        raise Stale(N_("order"), order.id)
    if order.state not in ("submitted", "confirmed"):
        raise WrongState(name_of(order), order.state)
    lines = lines_of(unit, order.id)
    kept = reserved_of(unit, [line.id for line in lines])
    amendment = _Amendment(order, {line.id: line for line in lines}, kept)
    _keep_version(unit, amendment, command.reason)
    live = order.state == "confirmed"
    before = stored_figures(order, lines)
    tried = order.reserve_tried
    release_lines(unit, order, lines)
    _respect_goods(unit, amendment, command)
    priced = _price(unit, amendment, command)
    findings = review(priced.facts, reviewer_of(unit, priced))
    holding = judge(findings, command.answers, ask=True)
    choices = _rewrite(unit, amendment, command, priced)
    _hold_again(unit, order, holding)
    lines = lines_of(unit, order.id)
    if live:
        give_up_short(unit, lines, taking_what_there_is(choices))
    reprice(unit, order, lines)
    if live:
        replace_figures(unit, before, stored_figures(order, lines))
        now = tried or reserves_now(unit.settings, order.due_on, unit.today)
        if now and may_keep(unit, order):
            reserve_lines(unit, order, lines)
        order.version += 1
    refresh(unit, order)
    unit.touch("customer", order.customer_id)
    kinds = tuple(hold.kind for hold in active_holds(unit, order.id))
    details: dict[str, object] = {
        "version": order.version,
        "reason": command.reason,
        "answers": list(command.answers),
        "total": order.total,
    }
    if not live:
        details |= unsettled({**shortages_of(unit, order), **choices}.items())
    record(unit, order.id, "OrderAmended", details)
    return OrderPlaced(
        order.id, name_of(order), order.state, order.label, order.total, kinds, tuple(findings)
    )


def _keep_version(unit: UnitOfWork, amendment: _Amendment, reason: str) -> None:
    order = amendment.order
    if order.state != "confirmed":
        return
    content = {
        "reason": reason,
        "reference": order.reference,
        "due_on": order.due_on.isoformat() if order.due_on else None,
        "ship_to": ship_to_of(order).__dict__,
        "discount": order.discount,
        "freight": order.freight,
        "total": order.total,
        "lines": [
            [line.code, line.name, line.quantity, line.cancelled, line.price, line.discount]
            for line in amendment.lines.values()
        ],
    }
    unit.connection.execute(
        insert(OrderVersion).values(
            order_id=order.id,
            version=order.version,
            at=unit.now,
            person_id=unit.person.person_id,
            content=json.dumps(content, ensure_ascii=False),
        )
    )


def _respect_goods(unit: UnitOfWork, amendment: _Amendment, command: AmendOrder) -> None:
    """Refuse quantities below what has shipped or is pinned to a shipment.

    A line may be left out when nothing of it is on its way: what shipped of it stays.
    """
    pinned = reserved_of(unit, amendment.lines)
    parts = parts_of(unit, list(amendment.lines.values()))
    wanted = _wanted_by_line(amendment, command)
    for line in amendment.lines.values():
        whole = line.shipped + line.cancelled >= line.quantity
        quantity = wanted.get(line.id, line.shipped if whole else 0)
        if quantity < line.shipped:
            raise AlreadyShipped(line.code, line.shipped, line.position)
        busy, needed = 0, 0
        for item, per, out in needs_of(line, parts):
            units = pinned.get((line.id, item), 0)
            busy = max(busy, units)
            needed = max(needed, -(-(out + units) // per) if units else 0)
        if quantity < needed:
            raise BeingPicked(line.code, busy, line.position)


def _wanted_by_line(amendment: _Amendment, command: AmendOrder) -> dict[int, int]:
    """Give the quantity wanted of each line named; a line is named once, with its own item."""
    wanted: dict[int, int] = {}
    for position, asked in enumerate(command.lines, 1):
        if not asked.line_id:
            continue
        line = amendment.lines.get(asked.line_id)
        if line is None:
            raise NotFound(N_("order line"), asked.line_id)
        if line.id in wanted:
            raise BadValue("line", line.code, _("each line is expected once"), position)
        if line.item_id != asked.item_id:
            raise BadValue(
                "item", line.code, _("a new line is expected for another item"), position
            )
        wanted[line.id] = asked.quantity
    return wanted


def _price(unit: UnitOfWork, amendment: _Amendment, command: AmendOrder) -> Priced:
    order = amendment.order
    kept_prices = {}
    for wanted in command.lines:
        line = amendment.lines.get(wanted.line_id or 0)
        if line is None:
            continue
        if wanted.price is not None and wanted.price != line.price:
            _may_change_prices(unit)
        if line.price_manual or wanted.quantity in (line.quantity, line.quantity - line.cancelled):
            kept_prices[line.id] = (line.price, line.price_manual)
    known = amendment.lines
    lines = tuple(_without_own_price(wanted, known) for wanted in command.lines)
    asked = Asked(
        order.customer_id,
        lines,
        command.address_id,
        command.ship_to or (ship_to_of(order) if command.address_id is None else None),
        command.reference.strip(),
        command.due_on,
        order.id,
        kept_prices,
    )
    discount = order.discount if command.discount is None else command.discount
    freight = order.freight if command.freight is None else command.freight
    priced = priced_order(unit, asked, discount, freight)
    priced.facts.ship_known |= command.ship_to is None
    if order.state == "confirmed":
        priced.facts.own_total = order.total
    priced.facts.own_reserved = _already_ours(unit, amendment)
    return priced


def _already_ours(unit: UnitOfWork, amendment: _Amendment) -> dict[int, int]:
    """Sum what has left for the order or waits on a shipment, by item: it is not short."""
    lines = list(amendment.lines.values())
    units: dict[int, int] = {}
    for (_line, item), pinned in reserved_of(unit, amendment.lines).items():
        units[item] = units.get(item, 0) + pinned
    parts = parts_of(unit, lines)
    for line in lines:
        for item, _per, out in needs_of(line, parts):
            units[item] = units.get(item, 0) + out
    return units


def _without_own_price(wanted: LineWanted, lines: dict[int, OrderLine]) -> LineWanted:
    line = lines.get(wanted.line_id or 0)
    same = line is not None and wanted.price == line.price
    return replace(wanted, price=None) if same else wanted


def _may_change_prices(unit: UnitOfWork) -> None:
    if not may(unit.person.role, Right.CHANGE_PRICES):
        raise NotAllowed("AmendOrder", unit.person.role.value)


def _rewrite(
    unit: UnitOfWork, amendment: _Amendment, command: AmendOrder, priced: Priced
) -> dict[int, str]:
    """Write what the order says now; gives what its lines want when there is too little."""
    order, ship = amendment.order, priced.facts.ship_to
    order.reference, order.note = command.reference.strip(), command.note
    order.due_on, order.discount = command.due_on, priced.terms.discount
    order.freight = priced.terms.freight
    order.ship_name, order.ship_street, order.ship_city = ship.name, ship.street, ship.city
    order.ship_region, order.ship_postcode = ship.region, ship.postcode
    order.ship_country, order.ship_phone = ship.country, ship.phone
    seen, fresh = set(), []
    for index, wanted in enumerate(command.lines):
        line = amendment.lines.get(wanted.line_id or 0)
        if line is None:
            fresh.append(index)
            continue
        seen.add(line.id)
        for name, value in line_row(priced, index, _NOTHING).items():
            if name not in ("item_id", "kind", "code", "name", "reserved", "cancelled"):
                setattr(line, name, value)
        line.cancelled = 0
    for line in amendment.lines.values():
        if line.id not in seen:
            line.cancelled = line.quantity - line.shipped
    unit.session.flush()
    ids = insert_lines(
        unit, [line_row(priced, i, _NOTHING) | {"order_id": order.id, "is_open": 0} for i in fresh]
    )
    parts = [
        (line_id, *part)
        for line_id, index in zip(ids, fresh, strict=True)
        if priced.facts.lines[index].item.kind == "kit"
        for part in priced.facts.needs(priced.facts.lines[index])
    ]
    write_parts(unit, parts)
    made = dict(zip(fresh, ids, strict=True))
    return {
        made.get(index) or wanted.line_id or 0: wanted.shortage
        for index, wanted in enumerate(command.lines)
        if wanted.shortage
    }


def _hold_again(unit: UnitOfWork, order: SalesOrder, holding: tuple[Finding, ...]) -> None:
    """Place a hold for what is new; one that stands already is not placed twice."""
    standing = {(hold.rule, hold.line_position) for hold in active_holds(unit, order.id)}
    fresh = [one for one in holding if (one.rule, one.line) not in standing]
    if fresh:
        add_holds(unit, order.id, fresh)

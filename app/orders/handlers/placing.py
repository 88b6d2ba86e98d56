"""Taking an order: check, write, and confirm at once when nothing stands in the way."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import cast

from sqlalchemy import Table, delete, insert, text

from app.db.plain.several import put, server_rows
from app.db.unit_of_work import UnitOfWork
from app.orders.checks import review
from app.orders.commands import OrderPlaced, PlaceOrder
from app.orders.facts import Asked, LineFacts
from app.orders.findings import ASK, BLOCK, HOLD, Finding
from app.orders.handlers.allotting import Allotment, allot, keep_allotted, reserves_now
from app.orders.handlers.figures import Figures, Sold, add_figures
from app.orders.handlers.judging import Priced, judge, priced_order, reviewer_of
from app.orders.handlers.recording import add_holds, record, unsettled
from app.orders.models import LinePart, OrderDraft, OrderLine, SalesOrder
from app.orders.rules import Progress, Totals, label_of, spread
from app.orders.states import HOLDS
from app.stock.errors import NotEnoughStock

_ORDERS = cast("Table", SalesOrder.__table__)
_LINES = cast("Table", OrderLine.__table__)
_INSERT_ORDER = insert(_ORDERS).returning(_ORDERS.c.id)
_INSERT_KNOWN_ORDER = insert(_ORDERS).inline()
_INSERT_LINES = insert(_LINES).returning(_LINES.c.order_id, _LINES.c.position, _LINES.c.id)
_INSERT_PARTS = insert(cast("Table", LinePart.__table__))
_KNOWN_LINES = server_rows(
    _LINES,
    (
        *("id", "order_id", "position", "item_id", "kind", "code", "name", "quantity"),
        *("cancelled", "reserved", "price", "price_manual", "discount", "amount"),
        *("tax_share", "tax", "is_open"),
    ),
)
_IDS = text(
    "SELECT nextval('sales_order_id_seq'), "
    "ARRAY(SELECT nextval('order_line_id_seq') FROM generate_series(1, :lines))"
)


Ids = Callable[[], tuple[int, list[int]]]


@dataclass(frozen=True)
class _Plan:
    state: str
    label: str
    lines: tuple[Allotment, ...]
    kinds: tuple[str, ...]
    holds: int
    reserves: bool = False


def place_order(unit: UnitOfWork, command: PlaceOrder) -> OrderPlaced:
    """Take an order; a clean one is confirmed, numbered and reserved in the same transaction.

    Raises:
        NotFound: no such customer or item.
        BadValue: a value makes no sense.
        NotEnoughStock: the order may not be short and is.
        OrderBlocked: a check says no.
        AnswerNeeded: a check asks and `on_question` is "ask".
    """
    asked, ids = asked_of(command), _ids(unit, len(command.lines))
    priced = priced_order(unit, asked, command.discount, command.freight)
    findings = review(priced.facts, reviewer_of(unit, priced))
    holding = judge(findings, command.answers, ask=command.on_question == "ask")
    plan = _plan(unit, command, priced, holding)
    priced = _without_cancelled(unit, command, asked, plan.lines) or priced
    order = _order_row(unit, command, priced, plan)
    lines = _line_rows(priced, plan)
    if plan.state == "confirmed":
        order["number"] = f"SO-{unit.next_number('order'):06d}"
    order_id, line_ids = _write(unit, order, lines, ids)
    write_parts(unit, _parts(priced, line_ids))
    details: dict[str, object] = {"total": priced.totals.total, "state": plan.state}
    if plan.state == "confirmed":
        keep_allotted(unit, priced.facts, line_ids, plan.lines)
        add_figures(unit, figures_of(unit, order_id, priced, plan.lines))
    else:
        details |= unsettled(zip(line_ids, (line.shortage for line in asked.lines), strict=True))
    if command.answers:
        details["answers"] = list(command.answers)
    record(unit, order_id, "OrderPlaced", details)
    if holding:
        add_holds(unit, order_id, holding)
    if command.draft_id:
        unit.connection.execute(delete(OrderDraft).where(OrderDraft.id == command.draft_id))
    unit.touch("order", order_id)
    unit.touch("customer", command.customer_id)
    return OrderPlaced(
        order_id,
        str(order["number"] or f"R-{order_id}"),
        plan.state,
        plan.label,
        priced.totals.total,
        plan.kinds,
        tuple(finding for finding in findings if finding.effect != ASK or finding in holding),
    )


def _ids(unit: UnitOfWork, lines: int) -> Ids | None:
    """Ask a server for the ids of an order and its lines before it has them.

    It answers together with the facts; what is written needs no answer then.
    """
    if unit.engine_kind != "postgresql":
        return None
    found = unit.connection.execute(_IDS, {"lines": lines})

    def taken() -> tuple[int, list[int]]:
        order_id, line_ids = found.one()
        return order_id, line_ids

    return taken


def asked_of(command: PlaceOrder, *, locks: bool = True) -> Asked:
    """Say which facts an order needs; lines that do not say take its way with a shortage."""
    lines = tuple(
        line if line.shortage else replace(line, shortage=command.shortage)
        for line in command.lines
    )
    return Asked(
        command.customer_id,
        lines,
        command.address_id,
        command.ship_to,
        command.reference.strip(),
        command.due_on,
        locks=locks,
    )


def totals_as_placed(
    unit: UnitOfWork, command: PlaceOrder, priced: Priced, findings: Sequence[Finding]
) -> Totals:
    """Give what the order would come to if it were placed now and all questions answered yes.

    One that is blocked gives nothing up yet.

    Raises:
        NotEnoughStock: every line would give up everything.
    """
    kinds = _hold_kinds([finding for finding in findings if finding.effect == HOLD])
    if _waits(command, kinds) or any(finding.effect == BLOCK for finding in findings):
        return priced.totals
    lines = _allotted(unit, command, priced)
    asked = asked_of(command, locks=False)
    return (_without_cancelled(unit, command, asked, lines) or priced).totals


def _waits(command: PlaceOrder, kinds: Sequence[str]) -> bool:
    return not command.confirm or any(HOLDS[kind][0] == "confirm" for kind in kinds)


def _allotted(unit: UnitOfWork, command: PlaceOrder, priced: Priced) -> tuple[Allotment, ...]:
    now = reserves_now(unit.settings, command.due_on, unit.today)
    lines = tuple(allot(priced.facts, now=now))
    _refuse_nothing(priced, lines)
    return lines


def _plan(
    unit: UnitOfWork, command: PlaceOrder, priced: Priced, holding: Sequence[Finding]
) -> _Plan:
    kinds = _hold_kinds(holding)
    if _waits(command, kinds):
        nothing = tuple(Allotment((), 0, 0) for _line in priced.facts.lines)
        return _Plan("submitted", "hold" if kinds else "review", nothing, kinds, len(holding))
    lines = _allotted(unit, command, priced)
    goods = [
        (line.quantity, one)
        for line, one in zip(priced.facts.lines, lines, strict=True)
        if line.item.kind != "service"
    ]
    progress = Progress(
        sum(quantity for quantity, _one in goods),
        sum(one.cancelled for _quantity, one in goods),
        sum(one.reserved for _quantity, one in goods),
        0,
        0,
    )
    now = reserves_now(unit.settings, command.due_on, unit.today)
    label = label_of("confirmed", "", progress, hold=bool(kinds), tried=now)
    return _Plan("confirmed", label, lines, kinds, len(holding), now)


def _refuse_nothing(priced: Priced, lines: Sequence[Allotment]) -> None:
    """Refuse an order of which every line gives up everything."""
    wanted = zip(priced.facts.lines, lines, strict=True)
    if all(line.quantity == one.cancelled for line, one in wanted):
        first = priced.facts.lines[0]
        raise NotEnoughStock(first.item.code, first.quantity, 0, first.position)


def _hold_kinds(holding: Sequence[Finding]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(finding.hold or "review" for finding in holding))


def _without_cancelled(
    unit: UnitOfWork, command: PlaceOrder, asked: Asked, lines: Sequence[Allotment]
) -> Priced | None:
    """Price again with what the lines still want after giving up what there is not."""
    cancelled = tuple(line.cancelled for line in lines)
    if not any(cancelled):
        return None
    return priced_order(unit, asked, command.discount, command.freight, cancelled)


def _order_row(
    unit: UnitOfWork, command: PlaceOrder, priced: Priced, plan: _Plan
) -> dict[str, object]:
    facts, totals, ship = priced.facts, priced.totals, priced.facts.ship_to
    stocked = [index for index, line in enumerate(facts.lines) if line.item.kind != "service"]
    confirmed = plan.state == "confirmed"
    return {
        "number": None,
        "state": plan.state,
        "label": plan.label,
        "customer_id": command.customer_id,
        "reference": command.reference.strip(),
        "note": command.note,
        "channel": command.channel,
        "ordered_on": unit.today,
        "due_on": command.due_on,
        "made_at": unit.now,
        "confirmed_at": unit.now if confirmed else None,
        "person_id": unit.person.person_id,
        "entry_ms": command.entry_ms,
        "ship_name": ship.name,
        "ship_street": ship.street,
        "ship_city": ship.city,
        "ship_region": ship.region,
        "ship_postcode": ship.postcode,
        "ship_country": ship.country,
        "ship_phone": ship.phone,
        "prices_with_tax": priced.terms.prices_with_tax,
        "freight_tax": priced.terms.freight_tax,
        "discount": priced.terms.discount,
        "goods": totals.goods,
        "discount_amount": totals.discount,
        "freight": totals.freight,
        "tax": totals.tax,
        "total": totals.total,
        "lines": len(facts.lines),
        "units": sum(facts.lines[index].quantity for index in stocked),
        "cancelled_units": sum(plan.lines[index].cancelled for index in stocked),
        "reserved_units": sum(plan.lines[index].reserved for index in stocked),
        "holds": plan.holds,
        "reserve_tried": plan.reserves,
    }


def _line_rows(priced: Priced, plan: _Plan) -> list[dict[str, object]]:
    confirmed = plan.state == "confirmed"
    return [
        line_row(priced, index, one)
        | {"is_open": int(confirmed and _ships(priced.facts.lines[index], one))}
        for index, one in enumerate(plan.lines)
    ]


def _write(
    unit: UnitOfWork,
    order: dict[str, object],
    lines: Sequence[dict[str, object]],
    ids: Ids | None,
) -> tuple[int, list[int]]:
    """Insert an order and its lines; gives their ids."""
    if ids is None:
        order_id: int = unit.connection.execute(_INSERT_ORDER, order).scalar_one()
        return order_id, insert_lines(unit, [line | {"order_id": order_id} for line in lines])
    order_id, line_ids = ids()
    unit.connection.execute(_INSERT_KNOWN_ORDER, order | {"id": order_id})
    rows = [
        line | {"id": line_id, "order_id": order_id}
        for line_id, line in zip(line_ids, lines, strict=True)
    ]
    put(unit.connection, {"postgresql": _KNOWN_LINES}, rows)
    return order_id, line_ids


def _parts(priced: Priced, line_ids: Sequence[int]) -> list[tuple[int, int, int]]:
    facts = priced.facts
    return [
        (line_id, *part)
        for line_id, line in zip(line_ids, facts.lines, strict=True)
        if line.item.kind == "kit"
        for part in facts.needs(line)
    ]


def _ships(line: LineFacts, one: Allotment) -> bool:
    return line.item.kind != "service" and line.quantity > one.cancelled


def insert_lines(unit: UnitOfWork, rows: Sequence[dict[str, object]]) -> list[int]:
    """Insert prepared line rows by one statement; gives their ids in order."""
    if not rows:
        return []
    made = unit.connection.execute(_INSERT_LINES, rows)
    ids: dict[tuple[object, object], int] = {(row[0], row[1]): row[2] for row in made}
    return [ids[row["order_id"], row["position"]] for row in rows]


def write_parts(unit: UnitOfWork, parts: Sequence[tuple[int, int, int]]) -> None:
    """Insert the parts of kit lines: (line, item, units per kit)."""
    if parts:
        unit.connection.execute(
            _INSERT_PARTS,
            [
                {"line_id": line_id, "item_id": item_id, "per_unit": per_unit}
                for line_id, item_id, per_unit in parts
            ],
        )


def line_row(priced: Priced, index: int, one: Allotment) -> dict[str, object]:
    """Give the columns of one line as priced and allotted."""
    line = priced.facts.lines[index]
    return {
        "position": line.position,
        "item_id": line.item.item_id,
        "kind": line.item.kind,
        "code": line.item.code,
        "name": line.item.name,
        "quantity": line.quantity,
        "cancelled": one.cancelled,
        "reserved": one.reserved,
        "price": line.priced.price,
        "price_manual": line.price_manual,
        "discount": line.priced.discount,
        "amount": line.priced.amount,
        "tax_share": line.priced.tax_share,
        "tax": priced.totals.line_taxes[index],
    }


def figures_of(
    unit: UnitOfWork, order_id: int, priced: Priced, plan: Sequence[Allotment]
) -> Figures:
    """Give what a priced order adds to the sums."""
    lines = priced.facts.lines
    amounts = [line.priced.amount for line in lines]
    shares = spread(priced.totals.discount, amounts)
    sold = tuple(
        Sold(line.item.item_id, line.quantity - one.cancelled, line.priced.amount - share)
        for line, one, share in zip(lines, plan, shares, strict=True)
        if line.quantity > one.cancelled
    )
    return Figures(
        priced.facts.customer.customer_id, order_id, unit.today, priced.totals.total, sold
    )

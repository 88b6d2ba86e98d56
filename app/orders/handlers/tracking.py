"""Keeping an order's own sums true to the ledger and the reservations."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import BindParameter, bindparam, or_, select, union

from app.catalog.models import KitPart
from app.core.errors import NotFound
from app.core.money import BasisPoints, Money, Price, minor_digits
from app.db.types import UNREAD
from app.db.unit_of_work import UnitOfWork
from app.orders.commands import Done, ReserveOrder
from app.orders.errors import OnHold, WrongState
from app.orders.handlers.recording import record
from app.orders.models import LinePart, OrderHold, OrderLine, SalesOrder
from app.orders.rules import (
    Progress,
    Terms,
    Totals,
    kits_kept,
    label_of,
    order_totals,
    price_line,
)
from app.stock.errors import NotEnoughStock
from app.stock.handlers.reserving import Level, Want, lock_levels, release, reserve, reserved_of
from app.stock.models import ItemStock

_LINES = (
    select(OrderLine)
    .where(OrderLine.order_id == bindparam("order_id"))
    .order_by(OrderLine.position, OrderLine.id)
)
_HOLDS = (
    select(OrderHold)
    .where(OrderHold.order_id == bindparam("order_id"), OrderHold.released_at.is_(None))
    .order_by(OrderHold.id)
)

_ORDERS: BindParameter[Any] = bindparam("order_ids", expanding=True)
_MORE_ITEMS: BindParameter[Any] = bindparam("more_items", expanding=True)
_ITEMS_OF_LINES = select(OrderLine.item_id).where(OrderLine.order_id.in_(_ORDERS))
_ITEMS_OF_ORDERS = union(
    _ITEMS_OF_LINES,
    select(ItemStock.item_id).where(ItemStock.item_id.in_(_MORE_ITEMS)),
    select(LinePart.item_id)
    .join(OrderLine, OrderLine.id == LinePart.line_id)
    .where(OrderLine.order_id.in_(_ORDERS)),
    select(KitPart.part_id).where(
        or_(KitPart.kit_id.in_(_ITEMS_OF_LINES), KitPart.kit_id.in_(_MORE_ITEMS))
    ),
)
_LOCK_STOCK = (
    select(ItemStock.item_id)
    .prefix_with(UNREAD)
    .where(ItemStock.item_id.in_(_ITEMS_OF_ORDERS))
    .order_by(ItemStock.item_id)
    .with_for_update()
)


def lock_stock_of(
    unit: UnitOfWork, order_ids: Collection[int], more_items: Collection[int] = ()
) -> None:
    """Lock the stock of all items of orders until the end, before the orders themselves.

    `more_items` are items they do not have yet. A local desk's one writer has it locked already.
    """
    if unit.engine_kind == "postgresql":
        wanted = {"order_ids": sorted(order_ids), "more_items": sorted(more_items)}
        unit.connection.execute(_LOCK_STOCK, wanted)


def load_order(unit: UnitOfWork, order_id: int, more_items: Collection[int] = ()) -> SalesOrder:
    """Load an order and keep others from changing it, or the stock of its items, until the end.

    Raises:
        NotFound: there is no such order.
    """
    lock_stock_of(unit, [order_id], more_items)
    return load_order_alone(unit, order_id)


def load_order_alone(unit: UnitOfWork, order_id: int) -> SalesOrder:
    """Load and lock an order for somebody who locks no stock afterwards.

    Raises:
        NotFound: there is no such order.
    """
    order = unit.session.get(SalesOrder, order_id, with_for_update=True)
    if order is None:
        raise NotFound("order", order_id)
    return order


def name_of(order: SalesOrder) -> str:
    """Give an order's number, or its review name until it has one."""
    return order.number or f"R-{order.id}"


def lines_of(unit: UnitOfWork, order_id: int) -> list[OrderLine]:
    """Load the lines of an order by position."""
    return list(unit.session.scalars(_LINES, {"order_id": order_id}))


def parts_of(unit: UnitOfWork, lines: Sequence[OrderLine]) -> dict[int, list[LinePart]]:
    """Load the parts of kit lines by line id."""
    kits = [line.id for line in lines if line.kind == "kit"]
    parts: dict[int, list[LinePart]] = {}
    if kits:
        for part in unit.session.scalars(select(LinePart).where(LinePart.line_id.in_(kits))):
            parts.setdefault(part.line_id, []).append(part)
    return parts


def needs_of(line: OrderLine, parts: dict[int, list[LinePart]]) -> list[tuple[int, int, int]]:
    """Give the stocked items of a line: item, units of it per unit of the line, units shipped."""
    if line.kind == "kit":
        return [(part.item_id, part.per_unit, part.shipped) for part in parts.get(line.id, ())]
    return [(line.item_id, 1, line.shipped)] if line.kind == "stock" else []


def refresh(
    unit: UnitOfWork,
    order: SalesOrder,
    lines: Sequence[OrderLine] | None = None,
    *,
    may_close: bool = True,
) -> None:
    """Work out again what is reserved and shipped, the label, and close what is complete.

    `lines` are all lines of the order when they are loaded already; `may_close` False leaves
    a complete order open: it was just opened again on purpose.
    """
    lines = lines_of(unit, order.id) if lines is None else lines
    parts = parts_of(unit, lines)
    live = order.state == "confirmed"
    kept = reserved_of(unit, [line.id for line in lines])
    for line in lines:
        needs = needs_of(line, parts)
        line.reserved = kits_kept(
            ((kept.get((line.id, item), 0), per, out) for item, per, out in needs), line.shipped
        )
        done = line.shipped + line.cancelled >= line.quantity
        line.is_open = int(live and not done and line.kind != "service")
    _sum_up(unit, order, lines)
    if may_close:
        _close_if_complete(unit, order, lines)
    unit.session.flush()
    unit.touch("order", order.id)


def _sum_up(unit: UnitOfWork, order: SalesOrder, lines: Sequence[OrderLine]) -> None:
    goods = [line for line in lines if line.kind != "service"]
    order.lines = len(lines)
    order.units = sum(line.quantity for line in goods)
    order.cancelled_units = sum(line.cancelled for line in goods)
    order.reserved_units = sum(line.reserved for line in goods)
    order.shipped_units = sum(line.shipped for line in goods)
    order.received_units = sum(line.received for line in goods)
    order.holds = len(active_holds(unit, order.id))
    order.reserve_tried |= order.reserved_units > 0
    order.label = label_of(
        order.state,
        order.stage,
        progress_of(order),
        hold=order.holds > 0,
        tried=order.reserve_tried,
    )
    order.revision += 1


def progress_of(order: SalesOrder) -> Progress:
    """Give the sums the label and the fulfilment state are derived from."""
    return Progress(
        order.units,
        order.cancelled_units,
        order.reserved_units,
        order.shipped_units,
        order.received_units,
    )


def only_services(lines: Sequence[OrderLine]) -> bool:
    """Tell whether all that is wanted are services: nothing is ever shipped then."""
    wanted = [line.kind for line in lines if line.quantity > line.cancelled]
    return bool(wanted) and all(kind == "service" for kind in wanted)


def _close_if_complete(unit: UnitOfWork, order: SalesOrder, lines: Sequence[OrderLine]) -> None:
    if order.state != "confirmed":
        return
    if only_services(lines):
        complete, why = 0 < order.total <= order.invoiced, "services"
    else:
        complete, why = _all_delivered(unit, order, lines), order.stage
    if complete:
        order.state = order.label = "closed"
        record(unit, order.id, "OrderClosed", {"by_itself": True, "why": why})


def _all_delivered(unit: UnitOfWork, order: SalesOrder, lines: Sequence[OrderLine]) -> bool:
    enough = ("received",) if unit.settings.close_when == "received" else ("shipped", "received")
    if order.shipped_units == 0 or order.stage not in enough:
        return False
    return all(
        line.shipped + line.cancelled >= line.quantity for line in lines if line.kind != "service"
    )


def active_holds(unit: UnitOfWork, order_id: int) -> list[OrderHold]:
    """Load the holds of an order that are not released."""
    return list(unit.session.scalars(_HOLDS, {"order_id": order_id}))


def release_lines(unit: UnitOfWork, order: SalesOrder, lines: Sequence[OrderLine]) -> None:
    """Give back every unpinned reservation of an order: its goods are yet to be tried for."""
    order.reserve_tried = False
    kept = reserved_of(unit, [line.id for line in lines])
    lock_levels(unit, [item_id for _line, item_id in kept])
    for (line_id, item_id), units in sorted(kept.items(), key=lambda one: one[0][1]):
        release(unit, line_id, item_id, units)


def may_keep(unit: UnitOfWork, order: SalesOrder) -> bool:
    """Tell whether no hold wants the order's reservations given back."""
    return all(hold.keeps_reservation for hold in active_holds(unit, order.id))


def reserve_lines(unit: UnitOfWork, order: SalesOrder, lines: Sequence[OrderLine]) -> None:
    """Reserve what open lines of an order lack, as far as there is; kits only as whole kits.

    Parts of a kit that left before their kit was whole are not reserved again.
    """
    order.reserve_tried = True
    plan, levels = _coverage(unit, lines)
    reserve(unit, [want for one in plan for want in one.wants], levels)


def give_up_short(unit: UnitOfWork, lines: Sequence[OrderLine], only: Collection[int]) -> bool:
    """Cancel what there is not of the lines named in `only`; tells whether anything was.

    Raises:
        NotEnoughStock: nothing would be left of the order.
    """
    if not only:
        return False
    plan, _levels = _coverage(unit, lines)
    rests = {
        one.line.id: one.line.quantity - one.line.cancelled - one.units
        for one in plan
        if one.line.id in only
    }
    if all(line.quantity == line.cancelled + rests.get(line.id, 0) for line in lines):
        raise NotEnoughStock(lines[0].code, lines[0].quantity, 0, lines[0].position)
    for line in lines:
        line.cancelled += rests.get(line.id, 0)
    return any(rests.values())


@dataclass(frozen=True)
class _Covered:
    """How many units of a line there are goods for, and what is yet to be reserved of them."""

    line: OrderLine
    units: int
    wants: tuple[Want, ...]


def _coverage(
    unit: UnitOfWork, lines: Sequence[OrderLine]
) -> tuple[list[_Covered], dict[int, Level]]:
    """Divide what there is among open lines, in their order."""
    parts = parts_of(unit, lines)
    wanted = [line for line in lines if line.kind != "service" and _open(line) > 0]
    items = {item for line in wanted for item, _per, _out in needs_of(line, parts)}
    levels = lock_levels(unit, items)
    left = {item_id: level.available for item_id, level in levels.items()}
    kept = reserved_of(unit, [line.id for line in wanted])
    plan = []
    for line in wanted:
        needs = [
            (item, per, kept.get((line.id, item), 0) + out)
            for item, per, out in needs_of(line, parts)
        ]
        if not needs:
            continue
        whole = min((have + max(left[item], 0)) // per for item, per, have in needs)
        units = min(line.quantity - line.cancelled, whole)
        lacking = [(item, units * per - have) for item, per, have in needs]
        wants = tuple(Want(line.id, item, more) for item, more in lacking if more > 0)
        for want in wants:
            left[want.item_id] -= want.quantity
        plan.append(_Covered(line, units, wants))
    return plan, levels


def _open(line: OrderLine) -> int:
    return line.quantity - line.cancelled - line.shipped


def reserve_order(unit: UnitOfWork, command: ReserveOrder) -> Done:
    """Reserve now what an order still lacks.

    Raises:
        NotFound: there is no such order.
        WrongState: it is not confirmed.
        OnHold: a hold gives its reservations back.
    """
    order = load_order(unit, command.order_id)
    if order.state != "confirmed":
        raise WrongState(name_of(order), order.state)
    if not may_keep(unit, order):
        giving = [one.kind for one in active_holds(unit, order.id) if not one.keeps_reservation]
        raise OnHold(name_of(order), tuple(giving))
    lines = lines_of(unit, order.id)
    reserve_lines(unit, order, lines)
    tell_reserved(unit, order, lines)
    return Done(order.id, name_of(order))


def tell_reserved(
    unit: UnitOfWork, order: SalesOrder, lines: Sequence[OrderLine], *, in_time: bool = False
) -> None:
    """Look again at an order that was reserved, and write down what it got and what it lacks."""
    before = order.reserved_units
    refresh(unit, order, lines)
    wanted = order.units - order.cancelled_units - order.shipped_units
    got, missing = order.reserved_units - before, wanted - order.reserved_units
    details: dict[str, object] = {"units": got, "missing": missing, "in_time": in_time}
    record(unit, order.id, "GoodsReserved", details)


def load_orders_of(unit: UnitOfWork, line_ids: Sequence[int]) -> list[SalesOrder]:
    """Load and lock the orders of some lines by id, for who has the stock of their items."""
    orders = unit.connection.scalars(
        select(OrderLine.order_id).where(OrderLine.id.in_(sorted(line_ids))).distinct()
    ).all()
    return [load_order_alone(unit, order_id) for order_id in sorted(orders)]


def follow_lines(unit: UnitOfWork, line_ids: Sequence[int]) -> None:
    """Look again at the orders whose lines lost reservations while stock changed."""
    unit.flush()
    for order in load_orders_of(unit, line_ids):
        before = order.reserved_units
        refresh(unit, order)
        record(unit, order.id, "GoodsLost", {"units": before - order.reserved_units})


def totals_of(
    unit: UnitOfWork, order: SalesOrder, quantities: Sequence[tuple[OrderLine, int]]
) -> Totals:
    """Add up an order as if each line had this quantity, by the order's own terms."""
    digits = minor_digits(unit.settings.currency)
    priced = [
        price_line(
            quantity,
            Price(line.price),
            BasisPoints(line.discount),
            BasisPoints(line.tax_share),
            digits,
        )
        for line, quantity in quantities
    ]
    terms = Terms(
        BasisPoints(order.discount),
        Money(order.freight),
        BasisPoints(order.freight_tax),
        order.prices_with_tax,
    )
    return order_totals(priced, terms)


def reprice(unit: UnitOfWork, order: SalesOrder, lines: Sequence[OrderLine]) -> None:
    """Price an order again after quantities were cancelled."""
    digits = minor_digits(unit.settings.currency)
    totals = totals_of(unit, order, [(line, line.quantity - line.cancelled) for line in lines])
    for line, tax in zip(lines, totals.line_taxes, strict=True):
        wanted = line.quantity - line.cancelled
        line.amount = price_line(
            wanted, Price(line.price), BasisPoints(line.discount), BasisPoints(0), digits
        ).amount
        line.tax = tax
    order.goods = totals.goods
    order.discount_amount = totals.discount
    order.tax = totals.tax
    order.total = totals.total

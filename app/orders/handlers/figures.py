"""Sums kept in the same transaction as the order: what customers owe and buy, what sold when."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.dialects.postgresql import insert as server_row

from app.db.plain.several import file_rows, put, server_rows
from app.db.unit_of_work import UnitOfWork
from app.orders.models import (
    CustomerAccount,
    CustomerItem,
    DaySales,
    MonthItem,
    OrderLine,
    SalesOrder,
)
from app.orders.rules import spread


@dataclass(frozen=True)
class Sold:
    """What one line adds: units wanted (not cancelled) and their amount after discounts."""

    item_id: int
    units: int
    amount: int


@dataclass(frozen=True)
class Figures:
    """What one confirmed order adds to the sums of its customer and day."""

    customer_id: int
    order_id: int
    day: date
    total: int
    sold: tuple[Sold, ...]


def _adding(
    model: Any, keys: list[str], summed: list[str], kept: list[str], *, many: bool
) -> dict[str, Any]:
    table, columns = model.__table__, [*keys, *summed, *kept]
    on_server = server_rows(table, columns) if many else server_row(table)
    statements: dict[str, Any] = {}
    for kind, adding in (("postgresql", on_server), ("sqlite", file_rows(table))):
        changes = {name: table.c[name] + adding.excluded[name] for name in summed}
        changes.update({name: adding.excluded[name] for name in kept})
        statements[kind] = adding.on_conflict_do_update(index_elements=keys, set_=changes)
    return statements


_ACCOUNT = _adding(
    CustomerAccount, ["customer_id"], ["owed", "orders"], ["last_order_id"], many=False
)
_HABIT = _adding(
    CustomerItem,
    ["customer_id", "item_id"],
    ["orders", "units"],
    ["last_quantity", "last_on"],
    many=True,
)
_DAY = _adding(DaySales, ["day"], ["orders", "lines", "units", "amount"], [], many=False)
_MONTH = _adding(MonthItem, ["month", "item_id"], ["units", "amount"], [], many=True)


@dataclass
class _Change:
    """What changes in the sums of one item; `last` is what the order wants of it now."""

    orders: int = 0
    units: int = 0
    amount: int = 0
    last: int = 0


def add_figures(unit: UnitOfWork, figures: Figures, sign: int = 1) -> None:
    """Add an order to the sums, or take it out with sign -1; four statements."""
    _write(unit, [(sign, figures)])


def replace_figures(unit: UnitOfWork, before: Figures, after: Figures) -> None:
    """Put what an order says now in the place of what it said before; four statements.

    Each row is met once and the tables always in the same order: two desks that change the
    same sums wait for one another, never both at once.
    """
    _write(unit, [(-1, before), (1, after)])


def _write(unit: UnitOfWork, signed: Sequence[tuple[int, Figures]]) -> None:
    figures = signed[-1][1]
    run, kind = unit.connection.execute, unit.engine_kind
    ordered = sorted(_by_item(signed).items())
    put(unit.connection, _HABIT, [_habit(figures, *one) for one in ordered])
    put(unit.connection, _MONTH, [_month(figures, *one) for one in ordered])
    orders = sum(sign for sign, _one in signed)
    run(
        _ACCOUNT[kind],
        {
            "customer_id": figures.customer_id,
            "owed": sum(sign * one.total for sign, one in signed),
            "orders": orders,
            "last_order_id": figures.order_id,
        },
    )
    run(
        _DAY[kind],
        {
            "day": figures.day,
            "orders": orders,
            "lines": sum(sign * len(one.sold) for sign, one in signed),
            "units": sum(sign * line.units for sign, one in signed for line in one.sold),
            "amount": sum(sign * line.amount for sign, one in signed for line in one.sold),
        },
    )


def _by_item(signed: Sequence[tuple[int, Figures]]) -> dict[int, _Change]:
    changes: dict[int, _Change] = {}
    for sign, figures in signed:
        wanted: dict[int, int] = {}
        for line in figures.sold:
            wanted[line.item_id] = wanted.get(line.item_id, 0) + line.units
            change = changes.setdefault(line.item_id, _Change())
            change.units += sign * line.units
            change.amount += sign * line.amount
        for item_id, units in wanted.items():
            changes[item_id].orders += sign
            changes[item_id].last = units
    return changes


def _habit(figures: Figures, item_id: int, change: _Change) -> dict[str, object]:
    return {
        "customer_id": figures.customer_id,
        "item_id": item_id,
        "orders": change.orders,
        "units": change.units,
        "last_quantity": change.last,
        "last_on": figures.day,
    }


def _month(figures: Figures, item_id: int, change: _Change) -> dict[str, object]:
    return {
        "month": f"{figures.day:%Y-%m}",
        "item_id": item_id,
        "units": change.units,
        "amount": change.amount,
    }


def add_payment(unit: UnitOfWork, customer_id: int, order_id: int, amount: int) -> None:
    """Lower what a customer owes by a payment."""
    unit.connection.execute(
        _ACCOUNT[unit.engine_kind],
        {"customer_id": customer_id, "owed": -amount, "orders": 0, "last_order_id": order_id},
    )


def stored_figures(order: SalesOrder, lines: Sequence[OrderLine]) -> Figures:
    """Give what a confirmed order has added to the sums, from its own rows."""
    shares = spread(order.discount_amount, [line.amount for line in lines])
    sold = tuple(
        Sold(line.item_id, line.quantity - line.cancelled, line.amount - share)
        for line, share in zip(lines, shares, strict=True)
        if line.quantity > line.cancelled
    )
    return Figures(order.customer_id, order.id, order.ordered_on, order.total, sold)

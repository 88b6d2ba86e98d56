"""Sums kept in the same transaction as the order: what customers owe and buy, what sold when."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.dialects.postgresql import insert as pg_insert
from sqlalchemy.dialects.sqlite import insert as lite_insert

from app.db.unit_of_work import UnitOfWork
from app.orders.models import CustomerAccount, CustomerItem, DaySales, MonthItem


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


def _adding(table: Any, keys: list[str], summed: list[str], kept: list[str]) -> dict[str, Any]:
    statements: dict[str, Any] = {}
    for dialect, make in (("postgresql", pg_insert), ("sqlite", lite_insert)):
        added: Any = make(table)
        changes = {name: getattr(table, name) + added.excluded[name] for name in summed}
        changes.update({name: added.excluded[name] for name in kept})
        statements[dialect] = added.on_conflict_do_update(index_elements=keys, set_=changes)
    return statements


_ACCOUNT = _adding(CustomerAccount, ["customer_id"], ["owed", "orders"], ["last_order_id"])
_HABIT = _adding(
    CustomerItem, ["customer_id", "item_id"], ["orders", "units"], ["last_quantity", "last_on"]
)
_DAY = _adding(DaySales, ["day"], ["orders", "lines", "units", "amount"], [])
_MONTH = _adding(MonthItem, ["month", "item_id"], ["units", "amount"], [])


def add_figures(unit: UnitOfWork, figures: Figures, sign: int = 1) -> None:
    """Add an order to the sums, or take it out with sign -1; four statements.

    When the content of an order changes, take out the old and add the new.
    """
    sums: dict[int, tuple[int, int, int]] = {}
    for line in figures.sold:
        units, amount, _lines = sums.get(line.item_id, (0, 0, 0))
        sums[line.item_id] = (units + line.units, amount + line.amount, 1)
    run, kind = unit.connection.execute, unit.engine_kind
    ordered = sorted(sums.items())
    if ordered:
        run(_HABIT[kind], [_habit(figures, sign, *one) for one in ordered])
        run(_MONTH[kind], [_month(figures, sign, *one) for one in ordered])
    run(
        _ACCOUNT[kind],
        {
            "customer_id": figures.customer_id,
            "owed": sign * figures.total,
            "orders": sign,
            "last_order_id": figures.order_id,
        },
    )
    run(
        _DAY[kind],
        {
            "day": figures.day,
            "orders": sign,
            "lines": sign * len(figures.sold),
            "units": sign * sum(line.units for line in figures.sold),
            "amount": sign * sum(line.amount for line in figures.sold),
        },
    )


def _habit(
    figures: Figures, sign: int, item_id: int, sums: tuple[int, int, int]
) -> dict[str, object]:
    return {
        "customer_id": figures.customer_id,
        "item_id": item_id,
        "orders": sign,
        "units": sign * sums[0],
        "last_quantity": sums[0],
        "last_on": figures.day,
    }


def _month(
    figures: Figures, sign: int, item_id: int, sums: tuple[int, int, int]
) -> dict[str, object]:
    return {
        "month": f"{figures.day:%Y-%m}",
        "item_id": item_id,
        "units": sign * sums[0],
        "amount": sign * sums[1],
    }


def add_payment(unit: UnitOfWork, customer_id: int, order_id: int, amount: int) -> None:
    """Lower what a customer owes by a payment."""
    unit.connection.execute(
        _ACCOUNT[unit.engine_kind],
        {"customer_id": customer_id, "owed": -amount, "orders": 0, "last_order_id": order_id},
    )


def net_amounts(amounts: Sequence[int], shares: Sequence[int]) -> list[int]:
    """Give line amounts less their part of the order discount."""
    return [amount - share for amount, share in zip(amounts, shares, strict=True)]

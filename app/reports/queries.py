"""Figures over time: sales by day from the roll-up, and what should be ordered now."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection, func, select

from app.catalog.models import Item
from app.core.errors import BadValue
from app.core.messages import _
from app.core.money import minor_digits
from app.db.models import load_settings
from app.orders.models import DaySales
from app.reports.charts import Chart, Series
from app.stock.models import ItemStock

MOST_DAYS = 3_660
"""Ten years: a longer report is a slip of the keyboard."""


@dataclass(frozen=True)
class DaySalesRow:
    """Confirmed orders of one business day; the amount is goods before tax, in minor units."""

    day: date
    orders: int
    lines: int
    units: int
    amount: int


@dataclass(frozen=True)
class SalesByDay:
    """One row for every day from first to last, days without orders included, oldest first."""

    first: date
    last: date
    currency: str
    rows: tuple[DaySalesRow, ...]

    @property
    def total(self) -> DaySalesRow:
        """Give the sums of all days, dated by the last."""
        return DaySalesRow(
            self.last,
            sum(row.orders for row in self.rows),
            sum(row.lines for row in self.rows),
            sum(row.units for row in self.rows),
            sum(row.amount for row in self.rows),
        )

    def chart(self) -> Chart:
        """Give the amounts as bars, one for each day."""
        scale = 10 ** minor_digits(self.currency)
        best = max(self.rows, key=lambda row: row.amount)
        title = _("Sales by day")
        return Chart(
            "bars",
            title,
            tuple(f"{row.day:%d.%m.}" if len(self.rows) > 1 else str(row.day) for row in self.rows),
            (Series(title, tuple(row.amount / scale for row in self.rows)),),
            self.currency,
            _("Sales from {first} to {last}; most on {day}.").format(
                first=self.first, last=self.last, day=best.day
            ),
        )


@dataclass(frozen=True)
class LowStockRow:
    """An item to be ordered: available and incoming together do not pass its reorder point."""

    item_id: int
    code: str
    name: str
    unit: str
    on_hand: int
    reserved: int
    available: int
    incoming: int
    reorder_point: int
    suggested: int


def sales_by_day(connection: Connection, first: date, last: date) -> SalesByDay:
    """Give the sales of each day from the roll-up kept with every order; two statements.

    Raises:
        BadValue: the last day is before the first, or the time is longer than ten years.
    """
    days = (last - first).days + 1
    if not 1 <= days <= MOST_DAYS:
        raise BadValue("last", last, _("a later day, at most ten years on, is expected"))
    found: Iterable[Any] = connection.execute(
        select(
            DaySales.day, DaySales.orders, DaySales.lines, DaySales.units, DaySales.amount
        ).where(DaySales.day.between(first, last))
    )
    known = {row[0]: DaySalesRow(*row) for row in found}
    every = (first + timedelta(days=place) for place in range(days))
    return SalesByDay(
        first,
        last,
        load_settings(connection).currency,
        tuple(known.get(day) or DaySalesRow(day, 0, 0, 0, 0) for day in every),
    )


_AVAILABLE = ItemStock.pickable - ItemStock.reserved
_LOW = (
    select(
        Item.id,
        Item.code,
        Item.name,
        Item.unit,
        ItemStock.on_hand,
        ItemStock.reserved,
        _AVAILABLE,
        ItemStock.incoming,
        Item.reorder_point,
        func.coalesce(Item.reorder_quantity, 0),
    )
    .join(ItemStock, ItemStock.item_id == Item.id)
    .where(
        Item.kind == "stock",
        Item.state == "active",
        Item.reorder_point.is_not(None),
        _AVAILABLE + ItemStock.incoming <= Item.reorder_point,
    )
    .order_by(Item.code, Item.id)
)


def low_stock(connection: Connection) -> tuple[LowStockRow, ...]:
    """Give the items to order now by code, discontinued ones left out; one statement."""
    rows: Iterable[Any] = connection.execute(_LOW)
    return tuple(_low(row) for row in rows)


def _low(row: Any) -> LowStockRow:
    known: tuple[Any, ...] = (*row[:9], _suggested(row[8], row[6] + row[7], row[9]))
    return LowStockRow(*known)


def _suggested(reorder_point: int, there: int, at_once: int) -> int:
    """Give whole lots of the usual quantity, at least one, that lift the stock above the point."""
    lacking = max(1, reorder_point + 1 - there)
    if at_once < 1:
        return lacking
    return -(-lacking // at_once) * at_once

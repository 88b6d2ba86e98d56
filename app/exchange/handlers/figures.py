"""Sums that many imported orders add to: what customers owe and buy, what sold when."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from app.db.unit_of_work import UnitOfWork
from app.exchange.handlers.writing import Inserter, adding
from app.orders.models import CustomerAccount, CustomerItem, DaySales, MonthItem

_MOST_WAITING = 20_000
_ABOVE = 40
_BELOW = (1 << _ABOVE) - 1
_ORDER, _DAY, _LAST, _ORDERS, _UNITS = range(5)
_Habit = list[Any]
"""The order and day an item was last bought, how many then, in how many orders, how many."""


@dataclass(frozen=True, slots=True)
class SoldOrder:
    """What one order adds: money in minor units, `sold` are item, units and amount."""

    customer_id: int
    order_id: int
    day: date
    owed: int
    sold: list[tuple[int, int, int]]


class SumsOfMany:
    """Adds orders up in memory and sends the sums now and then; signs turn when taken back.

    Two ids are kept as one number, the first above the second: it sorts and looks up quickly.
    """

    def __init__(self, unit: UnitOfWork, sign: int = 1) -> None:
        """Start with nothing waiting; sign -1 takes orders out of the sums."""
        self._sign = sign
        self._account: dict[int, list[int]] = {}
        self._habit: dict[int, _Habit] = {}
        self._day: dict[date, list[int]] = {}
        self._month: dict[int, list[int]] = {}
        self._accounts = Inserter(
            unit,
            CustomerAccount,
            ("customer_id", "owed", "orders", "last_order_id"),
            adding("customer_account", ["customer_id"], ["owed", "orders"], ["last_order_id"]),
        )
        self._habits = Inserter(
            unit,
            CustomerItem,
            ("customer_id", "item_id", "orders", "units", "last_quantity", "last_on"),
            adding(
                "customer_item",
                ["customer_id", "item_id"],
                ["orders", "units"],
                ["last_quantity", "last_on"],
            ),
        )
        self._days = Inserter(
            unit,
            DaySales,
            ("day", "orders", "lines", "units", "amount"),
            adding("day_sales", ["day"], ["orders", "lines", "units", "amount"], []),
        )
        self._months = Inserter(
            unit,
            MonthItem,
            ("month", "item_id", "units", "amount"),
            adding("month_item", ["month", "item_id"], ["units", "amount"], []),
        )

    def add(self, order: SoldOrder) -> None:
        """Add one order to what waits."""
        account = self._account.setdefault(order.customer_id, [0, 0, 0])
        account[0] += order.owed
        account[1] += 1
        account[2] = order.order_id
        units = amount = 0
        for _item, count, worth in order.sold:
            units += count
            amount += worth
        day = self._day.setdefault(order.day, [0, 0, 0, 0])
        day[0] += 1
        day[1] += len(order.sold)
        day[2] += units
        day[3] += amount
        self._add_items(order)
        if len(self._habit) > _MOST_WAITING:
            self.send()

    def _add_items(self, order: SoldOrder) -> None:
        months, habits = self._month, self._habit
        month = (order.day.year * 12 + order.day.month - 1) << _ABOVE
        customer, order_id = order.customer_id << _ABOVE, order.order_id
        for item_id, units, amount in order.sold:
            sums = months.get(month | item_id)
            if sums is None:
                months[month | item_id] = [units, amount]
            else:
                sums[0] += units
                sums[1] += amount
            habit = habits.get(customer | item_id)
            if habit is None:
                habits[customer | item_id] = [order_id, order.day, units, 1, units]
                continue
            habit[_UNITS] += units
            if habit[_ORDER] == order_id:
                habit[_LAST] += units
            else:
                habit[_ORDER], habit[_DAY], habit[_LAST] = order_id, order.day, units
                habit[_ORDERS] += 1

    def send(self) -> None:
        """Write what waits."""
        sign = self._sign
        days = self._days
        self._accounts.add(
            (customer_id, sign * owed, sign * orders, last)
            for customer_id, (owed, orders, last) in sorted(self._account.items())
        )
        habits = self._habit
        self._habits.add(
            (key >> _ABOVE, key & _BELOW, sign * orders, sign * units, last, days.day(day))
            for key, (_order, day, last, orders, units) in (
                (key, habits[key]) for key in sorted(habits)
            )
        )
        days.add(
            (days.day(day), *(sign * number for number in numbers))
            for day, numbers in sorted(self._day.items())
        )
        months = self._month
        self._months.add(
            (_month(key >> _ABOVE), key & _BELOW, sign * months[key][0], sign * months[key][1])
            for key in sorted(months)
        )
        for waiting in (self._account, self._habit, self._day, self._month):
            waiting.clear()


def _month(number: int) -> str:
    return f"{number // 12:04d}-{number % 12 + 1:02d}"

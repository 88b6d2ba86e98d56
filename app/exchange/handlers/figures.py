"""Sums that many imported orders add to: what customers owe and buy, what sold when."""

from dataclasses import dataclass
from datetime import date

from app.db.unit_of_work import UnitOfWork
from app.exchange.handlers.writing import Inserter, adding
from app.orders.models import CustomerAccount, CustomerItem, DaySales, MonthItem

_MOST_WAITING = 12_000


@dataclass(frozen=True, slots=True)
class SoldOrder:
    """What one order adds: money in minor units, `sold` are item, units and amount."""

    customer_id: int
    order_id: int
    day: date
    owed: int
    sold: list[tuple[int, int, int]]


class SumsOfMany:
    """Adds orders up in memory and sends the sums now and then; signs turn when taken back."""

    def __init__(self, unit: UnitOfWork, sign: int = 1) -> None:
        """Start with nothing waiting; sign -1 takes orders out of the sums."""
        self._sign = sign
        self._account: dict[int, list[int]] = {}
        self._habit: dict[tuple[int, int], list[int]] = {}
        self._last: dict[tuple[int, int], date] = {}
        self._day: dict[date, list[int]] = {}
        self._month: dict[tuple[str, int], list[int]] = {}
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
        day = self._day.setdefault(order.day, [0, 0, 0, 0])
        day[0] += 1
        day[1] += len(order.sold)
        month = order.day.strftime("%Y-%m")
        counted: set[int] = set()
        for item_id, units, amount in order.sold:
            day[2] += units
            day[3] += amount
            sums = self._month.setdefault((month, item_id), [0, 0])
            sums[0] += units
            sums[1] += amount
            key = (order.customer_id, item_id)
            habit = self._habit.setdefault(key, [0, 0, 0])
            habit[1] += units
            if item_id in counted:
                habit[2] += units
            else:
                counted.add(item_id)
                habit[0] += 1
                habit[2] = units
            self._last[key] = order.day
        if len(self._habit) > _MOST_WAITING:
            self.send()

    def send(self) -> None:
        """Write what waits."""
        sign = self._sign
        days = self._days
        self._accounts.add(
            (customer_id, sign * owed, sign * orders, last)
            for customer_id, (owed, orders, last) in sorted(self._account.items())
        )
        self._habits.add(
            (*key, sign * orders, sign * units, last, days.day(self._last[key]))
            for key, (orders, units, last) in sorted(self._habit.items())
        )
        days.add(
            (days.day(day), *(sign * number for number in numbers))
            for day, numbers in sorted(self._day.items())
        )
        self._months.add(
            (*key, sign * units, sign * amount)
            for key, (units, amount) in sorted(self._month.items())
        )
        for waiting in (self._account, self._habit, self._last, self._day, self._month):
            waiting.clear()

"""Thousands of records at once, written as rows, for tests of long lists."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import insert

from app.catalog.commands import AddItem
from app.catalog.handlers import NewItem, add_item, add_items_bulk
from app.core.command import Command
from app.customers.commands import AddCustomer
from app.customers.handlers import add_customer
from app.db.unit_of_work import UnitOfWork
from app.desk import Desk
from app.orders.models import SalesOrder
from app.stock.commands import OpenStock, StockWanted
from app.stock.handlers import open_stock

LABELS = ("ready", "hold", "shipped", "closed", "closed", "closed", "closed")
_DAY = date(2026, 11, 2)


@dataclass(frozen=True, kw_only=True)
class Fill(Command):
    """Add this many records."""

    count: int
    after: int = 0
    customers: tuple[int, ...] = ()


def many_orders(desk: Desk, count: int) -> tuple[int, ...]:
    """Add orders of two customers, numbered in order; gives the customers' ids."""
    names = ("Acme Hardware", "Baker & Son")
    made = [desk.run(add_customer, AddCustomer(name=name)).answer.customer_id for name in names]
    desk.run(_fill_orders, Fill(count=count, customers=tuple(made)))
    return tuple(made)


def one_more_order(desk: Desk, after: int, customers: tuple[int, ...]) -> None:
    """Add the order that follows a number."""
    desk.run(_fill_orders, Fill(count=1, after=after, customers=customers))


def _fill_orders(unit: UnitOfWork, command: Fill) -> int:
    first = command.after + 1
    rows = [_order(number, command) for number in range(first, first + command.count)]
    unit.connection.execute(insert(SalesOrder.__table__), rows)  # type: ignore[arg-type]  # a table is what it is
    unit.touch("import", 1)
    return command.count


def _order(number: int, command: Fill) -> dict[str, Any]:
    return {
        "number": f"SO-{number:06}",
        "state": "confirmed",
        "label": LABELS[number % len(LABELS)],
        "customer_id": command.customers[number % 5 == 0],
        "reference": f"PO-{number}",
        "ordered_on": _DAY,
        "due_on": _DAY + timedelta(days=number % 9),
        "made_at": datetime(2026, 11, 2, 9, 0, tzinfo=UTC),
        "lines": 1,
        "units": 3,
        "total": number,
    }


def many_items(desk: Desk, count: int) -> None:
    """Add items whose names are not in the order of their codes."""
    desk.run(_fill_items, Fill(count=count))


def _fill_items(unit: UnitOfWork, command: Fill) -> int:
    rows = [
        NewItem(f"b{number:05d}" if number % 2 else f"B{number:05d}", f"Bolt {number * 7 % 10}")
        for number in range(command.count)
    ]
    return len(add_items_bulk(unit, rows))


def many_moves(desk: Desk, count: int) -> int:
    """Add one item that was put on the shelf this many times; gives its id."""
    item_id = desk.run(add_item, AddItem(code="NU8", name="Brass nut M8")).answer.item_id
    for number in range(1, count + 1):
        line = StockWanted(item_id=item_id, quantity=number)
        desk.run(open_stock, OpenStock(lines=(line,)))
    return item_id

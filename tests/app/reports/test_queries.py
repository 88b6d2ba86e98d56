"""Figures of reports, each held against plain SQL over the rows they sum up."""

from datetime import date, timedelta

import pytest
from sqlalchemy import Connection, text

from app.core.errors import BadValue
from app.core.money import Price
from app.desk import Desk
from app.exchange.commands import ImportFile
from app.exchange.handlers import import_file
from app.fulfilment.handlers import cancel_order
from app.orders.commands import CancelOrder
from app.reports.queries import DaySalesRow, low_stock, sales_by_day
from app.stock.commands import OrderPurchase, PurchaseWanted
from app.stock.handlers import order_purchase
from tests.app.exchange.files import DATA, real, truths
from tests.support.desks import SetClock
from tests.support.shops import Shop

MONDAY = date(2026, 11, 2)

_BY_HAND = """
SELECT o.ordered_on, count(DISTINCT o.id), count(*), sum(l.quantity - l.cancelled), sum(l.amount)
FROM sales_order o JOIN order_line l ON l.order_id = o.id
WHERE o.state IN ('confirmed', 'closed') AND l.quantity > l.cancelled
GROUP BY o.ordered_on ORDER BY o.ordered_on
"""


def by_hand(connection: Connection) -> list[tuple[str, ...]]:
    return [tuple(str(cell) for cell in row) for row in connection.execute(text(_BY_HAND))]


def as_text(row: DaySalesRow) -> tuple[str, ...]:
    cells = (row.day, row.orders, row.lines, row.units, row.amount)
    return tuple(str(cell) for cell in cells)


@pytest.fixture
def shop(desk: Desk) -> Shop:
    made = Shop(desk)
    made.customer()
    return made


def test_sales_by_day_are_what_the_orders_of_each_day_say(shop: Shop, clock: SetClock) -> None:
    nut, bolt = shop.item("NUT", stock=500), shop.item("BOLT", stock=500, price=Price(11_255))
    for day in range(4):
        for number in range(day + 1):
            shop.order((nut, 3 + number), (bolt, 10 * (day + 1)))
        clock.moment += timedelta(days=2)
    gone = shop.order((nut, 7))
    shop.run(cancel_order, CancelOrder(order_id=gone.order_id, reason="typed twice"))
    shop.order((bolt, 1), confirm=False)
    figures = shop.desk.read(sales_by_day, MONDAY, MONDAY + timedelta(days=8))
    assert [row.day for row in figures.rows] == [MONDAY + timedelta(days=n) for n in range(9)]
    assert [as_text(row) for row in figures.rows if row.orders] == shop.desk.read(by_hand)
    assert figures.total.orders == 10
    assert figures.total.amount == sum(row.amount for row in figures.rows)
    chart = figures.chart()
    assert chart.series[0].values[0] == figures.rows[0].amount / 100
    assert len(chart.x_labels) == 9
    assert str(figures.rows[6].day) in chart.description


def test_a_time_that_ends_before_it_begins_is_refused(desk: Desk) -> None:
    with pytest.raises(BadValue, match="later day"):
        desk.read(sales_by_day, MONDAY, MONDAY - timedelta(days=1))


def test_low_stock_counts_what_is_promised_and_what_is_on_its_way(shop: Shop) -> None:
    plenty = shop.item("PLENTY", stock=100, reorder_point=10)
    taken = shop.item("TAKEN", stock=30, reorder_point=10, reorder_quantity=25)
    empty = shop.item("EMPTY", reorder_point=0)
    coming = shop.item("COMING", stock=2, reorder_point=10)
    shop.item("UNWATCHED")
    shop.order((taken, 21), (plenty, 1))
    wanted = (PurchaseWanted(item_id=coming, quantity=9),)
    shop.run(order_purchase, OrderPurchase(lines=wanted))
    rows = {row.item_id: row for row in shop.desk.read(low_stock)}
    assert list(rows) == [empty, taken]
    assert (rows[taken].available, rows[taken].on_hand, rows[taken].suggested) == (9, 30, 25)
    assert (rows[empty].available, rows[empty].suggested) == (0, 1)


def test_northwind_names_the_two_products_to_reorder(desk: Desk) -> None:
    real("northwind/products.csv")
    desk.run(import_file, ImportFile(paths=(str(DATA / "northwind/products.csv"),)))
    found = [int(row.code) for row in desk.read(low_stock)]
    assert sorted(found) == truths()["northwind"]["products_to_reorder_now"]

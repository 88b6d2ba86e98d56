"""How other rooms stand with orders: what a customer owes, whose units are reserved."""

from pathlib import Path

import pytest
from sqlalchemy import Connection, event, select

from app.desk import Desk
from app.fulfilment.handlers.ending import cancel_order
from app.orders.commands import CancelOrder, RecordPayment
from app.orders.handlers import record_payment
from app.orders.standing import OVERDUE, AccountRow, OrderOfLineRow, account_of, orders_of_lines
from tests.support.desks import local_desk
from tests.support.shops import Shop, open_shop


@pytest.fixture
def shop(desk: Desk) -> Shop:
    """Give a shop with one customer."""
    return open_shop(desk)


def test_a_new_customer_owes_nothing_and_has_no_order(shop: Shop) -> None:
    assert shop.desk.read(account_of, shop.customer_id) == AccountRow(owed=0, orders=0)
    assert shop.desk.read(account_of, 99) == AccountRow(owed=0, orders=0)


def test_a_customer_owes_confirmed_orders_less_payments(shop: Shop) -> None:
    nut = shop.item("NUT", 100)
    first, second = shop.order((nut, 4)), shop.order((nut, 6))
    shop.order((nut, 2), confirm=False)
    shop.run(record_payment, RecordPayment(order_id=first.order_id, amount=300))
    assert shop.desk.read(account_of, shop.customer_id) == AccountRow(owed=2_200, orders=2)
    shop.run(cancel_order, CancelOrder(order_id=second.order_id))
    assert shop.desk.read(account_of, shop.customer_id) == AccountRow(owed=700, orders=1)
    other = shop.customer("Lamp Co")
    assert shop.desk.read(account_of, other) == AccountRow(owed=0, orders=0)


def test_lines_name_their_order_by_number_or_review_name_and_its_customer(shop: Shop) -> None:
    nut = shop.item("NUT", 100)
    placed = shop.order((nut, 4), (nut, 1))
    shop.customer("Lamp Co")
    waiting = shop.order((nut, 2), confirm=False)
    first, second = (one.line_id for one in shop.detail(placed.order_id).lines)
    third = shop.line(waiting.order_id).line_id
    review = f"R-{waiting.order_id}"
    assert shop.desk.read(orders_of_lines, [third, first, second, 999]) == {
        first: OrderOfLineRow(first, placed.order_id, "SO-000001", "Harbour Lights"),
        second: OrderOfLineRow(second, placed.order_id, "SO-000001", "Harbour Lights"),
        third: OrderOfLineRow(third, waiting.order_id, review, "Lamp Co"),
    }
    assert shop.desk.read(orders_of_lines, []) == {}


def test_each_question_is_one_statement(shop: Shop) -> None:
    placed = shop.order((shop.item("NUT", 100), 4))

    def count(connection: Connection) -> int:
        said: list[object] = []
        event.listen(connection, "before_cursor_execute", lambda *what: said.append(what))
        account_of(connection, shop.customer_id)
        orders_of_lines(connection, [shop_line])
        return len(said)

    shop_line = shop.line(placed.order_id).line_id
    assert shop.desk.read(count) == 2


def test_what_is_overdue_is_asked_of_the_unpaid_orders_alone(tmp_path: Path) -> None:
    # The local file's plan: the other engine chooses its own by what it knows of the rows.
    desk = local_desk(tmp_path)

    def plan(connection: Connection) -> str:
        asked = select(OVERDUE).compile(connection)
        rows = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {asked}", (1, "2026-11-02", 0))
        return " ".join(str(row[-1]) for row in rows)

    told = desk.read(plan)
    desk.close()
    assert "USING INDEX ix_sales_order_unpaid (customer_id=?)" in told

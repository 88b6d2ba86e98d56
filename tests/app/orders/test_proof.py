"""The proof of orders: silent when all is true, and each kept sum it watches when it is not."""

import pytest
from sqlalchemy import text

from app.desk import Desk
from tests.support.shops import Shop, open_shop


@pytest.fixture
def shop(desk: Desk) -> Shop:
    """Give a shop with a kit order partly shipped."""
    shop = open_shop(desk)
    nut, bolt = shop.item("NUT", 20), shop.item("BOLT", 20)
    kit = shop.kit("KIT", [(nut, 2), (bolt, 1)])
    placed = shop.order((kit, 3), (nut, 5), discount=700)
    shop.ship(placed.order_id, (shop.line(placed.order_id).line_id, 1))
    return shop


def test_a_shop_that_adds_up_has_no_differences(shop: Shop) -> None:
    assert shop.differences() == ()


@pytest.mark.parametrize(
    ("statement", "record"),
    [
        ("UPDATE sales_order SET units = 1", "units"),
        ("UPDATE sales_order SET label = 'ready'", "label"),
        ("UPDATE sales_order SET total = total + 1", "total"),
        ("UPDATE sales_order SET tax = 5", "tax"),
        ("UPDATE sales_order SET paid = 5", "paid"),
        ("UPDATE sales_order SET holds = 2", "holds"),
        ("UPDATE order_line SET amount = amount + 1 WHERE position = 2", "goods"),
        ("UPDATE order_line SET reserved = 1 WHERE position = 2", "reserved"),
        ("UPDATE order_line SET is_open = 0 WHERE position = 2", "is_open"),
        ("UPDATE line_part SET shipped = shipped + 1", "shipped of item 1"),
        ("UPDATE customer_account SET owed = owed - 1", "1"),
        ("UPDATE customer_item SET orders = 2 WHERE item_id = 1", "1 1"),
        ("UPDATE day_sales SET units = 0", "2026-11-02"),
        ("UPDATE month_item SET amount = 0 WHERE item_id = 1", "2026-11 1"),
        ("UPDATE shipment_line SET received = shipped", "line 1"),
        ("UPDATE sales_order SET stage = 'packed'", "order 1"),
    ],
)
def test_the_proof_names_what_does_not_add_up(shop: Shop, statement: str, record: str) -> None:
    with shop.desk.engine.begin() as connection:
        connection.execute(text(statement))
    assert record in {one.record for one in shop.differences()}


def test_the_proof_finds_a_reservation_of_no_line(shop: Shop) -> None:
    with shop.desk.engine.begin() as connection:
        connection.execute(
            text(
                "INSERT INTO reservation (order_line_id, item_id, lot, quantity, state)"
                " VALUES (99, 1, '', 1, 'active')"
            )
        )
    assert [one.what for one in shop.differences()] == ["reservation"]

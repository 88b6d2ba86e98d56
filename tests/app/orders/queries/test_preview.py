"""What an order would say and cost, asked without placing it; on both engines."""

from datetime import timedelta
from typing import Any

import pytest

from app.core.errors import BadValue, Refused
from app.desk import Desk
from app.orders.commands import LineWanted, PlaceOrder
from app.orders.errors import AnswerNeeded, OrderBlocked
from app.orders.handlers import place_order
from app.orders.queries.preview import PreviewRow, order_preview
from app.stock.commands import OrderPurchase, PurchaseWanted
from app.stock.errors import NotEnoughStock
from app.stock.handlers import order_purchase
from tests.support.settings import change_settings
from tests.support.shops import Shop, open_shop

_TABLES = ("sales_order", "order_line", "order_hold", "reservation", "command", "order_event")


@pytest.fixture
def shop(desk: Desk) -> Shop:
    """Give a shop with one customer."""
    return open_shop(desk)


def wanted(item_id: int, quantity: int, **more: Any) -> LineWanted:
    """Want units of an item."""
    return LineWanted(item_id=item_id, quantity=quantity, **more)


def wish(shop: Shop, *lines: LineWanted, **more: Any) -> PlaceOrder:
    """Make the command a form would send."""
    return PlaceOrder(customer_id=shop.customer_id, lines=lines, **more)


def preview(shop: Shop, command: PlaceOrder) -> PreviewRow:
    """Ask what placing would say."""
    desk, person = shop.desk, shop.desk.person
    assert person is not None
    return desk.read(order_preview, command, person, desk.settings, desk.clock.now())


def refusal(shop: Shop, command: PlaceOrder) -> Refused:
    """Give what placing the order is refused with."""
    with pytest.raises(Refused) as refused:
        shop.desk.run(place_order, command)
    return refused.value


def test_it_asks_with_the_very_sentences_of_placing(shop: Shop) -> None:
    nut = shop.item("NUT", 5_000, cost=20_000)
    shop.order((nut, 3))
    lines = (wanted(nut, 3),)
    due = shop.desk.clock.now().date() - timedelta(days=1)
    for command in (
        wish(shop, *lines),
        wish(shop, wanted(nut, 4, price=100), wanted(nut, 2_000)),
        wish(shop, wanted(nut, 9, price=0), due_on=due),
    ):
        asked = refusal(shop, command)
        assert isinstance(asked, AnswerNeeded)
        found = preview(shop, command).findings
        assert [one for one in found if one.effect == "ask"] == list(asked.findings)
        assert asked.message() == " ".join(one.message() for one in asked.findings)


def test_it_says_what_blocks_as_placing_does(shop: Shop) -> None:
    nut = shop.item("NUT", 10)
    command = wish(shop, wanted(nut, 1, price=-5), wanted(nut, 1, price=-5))
    blocked = refusal(shop, command)
    assert isinstance(blocked, OrderBlocked)
    assert preview(shop, command).findings[:2] == blocked.findings


def test_the_chosen_way_with_a_shortage_is_said(shop: Shop) -> None:
    nut = shop.item("NUT", 5)
    said = {
        shortage: preview(shop, wish(shop, wanted(nut, 8, shortage=shortage))).findings[0]
        for shortage in ("backorder", "available", "refuse")
    }
    assert [one.effect for one in said.values()] == ["tell", "tell", "block"]
    assert len({one.message() for one in said.values()}) == 3
    short = refusal(shop, wish(shop, wanted(nut, 8, shortage="refuse")))
    assert isinstance(short, NotEnoughStock)
    assert short.message() == said["refuse"].message()
    assert (short.name, short.line) == ("NotEnoughStock", 1)


def test_what_is_on_order_is_what_the_purchases_say(shop: Shop) -> None:
    nut = shop.item("NUT", 5)
    line = PurchaseWanted(item_id=nut, quantity=1_200)
    shop.run(order_purchase, OrderPurchase(supplier="Mill", lines=(line,)))
    (short,) = preview(shop, wish(shop, wanted(nut, 8))).findings
    assert "8 wanted, 5 available, 1,200 on order" in short.message()


def test_it_comes_to_what_the_order_will_come_to(shop: Shop) -> None:
    nut, hose = shop.item("NUT", 5), shop.item("HOSE", 50)
    change_settings(shop.desk, freight_charge=700, freight_free_from=2_000)
    command = wish(shop, wanted(nut, 8, shortage="available"), wanted(hose, 1), discount=500)
    seen = preview(shop, command)
    assert shop.order(*command.lines, discount=500).total == seen.total


def test_an_order_that_gives_up_everything_is_refused_alike(shop: Shop) -> None:
    nut = shop.item("NUT")
    command = wish(shop, wanted(nut, 8, shortage="available"))
    with pytest.raises(NotEnoughStock) as seen:
        preview(shop, command)
    assert seen.value.message() == refusal(shop, command).message()


def test_a_number_nobody_can_mean_is_refused_alike(shop: Shop) -> None:
    nut = shop.item("NUT", 5)
    for line in (wanted(nut, 0), wanted(nut, 3_000_000_000), wanted(nut, 1, discount=20_000)):
        with pytest.raises(BadValue) as seen:
            preview(shop, wish(shop, line))
        assert seen.value.message() == refusal(shop, wish(shop, line)).message()


def test_before_the_first_line_only_the_customer_is_spoken_of(shop: Shop) -> None:
    change_settings(shop.desk, freight_charge=700)
    assert preview(shop, wish(shop)) == PreviewRow((), 0, 0)
    with shop.desk.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE customer SET blocked_reason = 'unpaid'")
    (said,) = preview(shop, wish(shop)).findings
    assert (said.rule, said.effect) == ("blocked_customer", "block")


def test_looking_writes_nothing_and_waits_for_nobody(shop: Shop) -> None:
    nut = shop.item("NUT", 5)
    before = [shop.rows(f"SELECT count(*) FROM {table}") for table in _TABLES]
    with shop.desk.engine.connect() as other, other.begin():
        if shop.desk.engine_kind == "postgresql":
            other.exec_driver_sql("SELECT * FROM item_stock FOR UPDATE")
        else:
            other.exec_driver_sql("UPDATE item_stock SET incoming = incoming")
        assert preview(shop, wish(shop, wanted(nut, 8))).total == 2_000
        other.rollback()
    after = [shop.rows(f"SELECT count(*) FROM {table}") for table in _TABLES]
    assert after == before

"""What is done with orders by keys in a real window, and taken back with Ctrl+Z."""

import pytest

from app.core.reading.spans import Span
from app.fulfilment.queries import shipments_of
from app.orders.queries import order_page
from tests.real_window.shop_window import ShopWindow, customer_number
from tests.support.screen import wait_until


def _packed(shop: ShopWindow) -> str:
    rows = shop.read(order_page, labels=("packed",), span=Span(limit=50))
    return next(one.name for one in rows if not one.holds)


def _stage(shop: ShopWindow, name: str) -> str:
    (shipment,) = shop.read(shipments_of, shop.order(name).order_id)
    return shipment.state


@pytest.mark.timeout(60)
def test_a_deleted_line_comes_back_with_ctrl_z(shop: ShopWindow) -> None:
    codes = shop.plenty(20)[:2]
    saved = shop.told("order_saved")
    shop.key("ctrl+n")
    shop.enter(customer_number(7))
    for code in codes:
        shop.enter(f"2 {code}")
    wait_until(lambda: all(shop.draft_holds(code) for code in codes), "no draft of both lines")
    shop.key("Tab")
    shop.key("Delete")
    wait_until(lambda: not shop.draft_holds(codes[1]), "the line was not deleted")
    assert shop.draft_holds(codes[0])
    shop.key("ctrl+z")
    shop.key("ctrl+Return")
    shop.wait_told("order_saved", saved + 1)
    (taken,) = shop.newest_orders(1)
    assert [line.code for line in taken.lines] == codes


@pytest.mark.timeout(60)
def test_shipping_is_taken_back_with_ctrl_z_and_the_history_shows_both(shop: ShopWindow) -> None:
    name, stock = _packed(shop), shop.stock()
    shop.show_order(name)
    shop.key("ctrl+Return")
    shop.screen.find("^Shipped$")
    shop.key("Return")
    wait_until(lambda: _stage(shop, name) == "shipped", "it was not shipped")
    assert shop.stock() != stock
    shop.press_until("ctrl+z", lambda: _stage(shop, name) == "packed", "it was not taken back")
    assert shop.stock() == stock
    assert shop.order(name).label == "packed"
    states = [one.details.get("state") for one in shop.order(name).events]
    assert [one for one in states if one][-3:] == ["packed", "shipped", "packed"]


@pytest.mark.timeout(60)
def test_cancelling_is_taken_back_with_ctrl_z_and_the_history_shows_both(shop: ShopWindow) -> None:
    rows = shop.read(order_page, labels=("ready",), span=Span(limit=50))
    name, stock = next(one.name for one in rows if not one.holds), shop.stock()
    shop.show_order(name)
    shop.key("ctrl+k")
    shop.screen.activate(shop.screen.find("^Find anything$"))
    shop.enter("cancel order")
    shop.screen.find("^Cancel order$")
    shop.screen.type("they rang off")
    shop.key("Return")
    wait_until(lambda: shop.order(name).label == "cancelled", "it was not cancelled")
    assert shop.stock() != stock
    shop.press_until("ctrl+z", lambda: shop.order(name).label == "ready", "it stayed cancelled")
    assert shop.stock() == stock
    kinds = [one.kind for one in shop.order(name).events]
    assert kinds[-2:] == ["OrderCancelled", "OrderReopened"]

"""Orders typed faster than anybody types, in a real window on a desk of 5,000 customers."""

import random
from pathlib import Path

import pytest
from PySide6.QtGui import QImage

from app.customers.queries import CustomerFilter, customer_page
from tests.real_window.shop_window import (
    CUSTOMERS,
    ShopWindow,
    customer_name,
    customer_number,
    customer_phone,
)
from tests.support.screen import wait_until

_ORDERS = 100
_NEW_CALLER = 4_321
"""Nobody else's name begins with the same four letters, and no other test takes its orders."""
_WARNING = "#ffefc7"
_GRID = 4


def _typed(number: int) -> str:
    """Give what a person types for a customer: a name's first word, a number, or a phone."""
    first = customer_name(number).split()[0].lower()
    return (first, customer_number(number), "0" + customer_phone(number)[4:].replace(" ", ""))[
        number % 3
    ]


@pytest.mark.timeout(120)
def test_enter_straight_after_the_last_letter_takes_the_right_one_of_5000_customers(
    shop: ShopWindow,
) -> None:
    wanted = random.Random(7).sample(range(CUSTOMERS), _ORDERS)
    code = shop.plenty(_ORDERS + 10)[0]
    saved = shop.told("order_saved")
    shop.key("ctrl+n")
    for number in wanted:
        shop.enter(_typed(number))
        shop.enter(f"1 {code}")
        shop.key("ctrl+Return")
    shop.wait_told("order_saved", saved + _ORDERS)
    taken = shop.newest_orders(_ORDERS)
    assert [one.customer for one in taken] == [customer_name(number) for number in wanted]
    assert all([line.code for line in one.lines] == [code] for one in taken)


@pytest.mark.timeout(60)
def test_more_than_there_is_can_be_ordered_and_the_rest_is_back_ordered(
    shop: ShopWindow,
) -> None:
    code = shop.plenty(20)[-1]
    on_hand, reserved = shop.stock()[code]
    saved = shop.told("order_saved")
    shop.key("ctrl+n")
    shop.enter(customer_number(8))
    shop.enter(f"{on_hand - reserved + 7} {code}")
    shop.press_until("ctrl+Return", lambda: shop.told("order_saved") > saved, "it was not saved")
    (taken,) = shop.newest_orders(1)
    (line,) = taken.lines
    assert (line.reserved, line.back_ordered) == (on_hand - reserved, 7)


@pytest.mark.timeout(60)
def test_an_unknown_caller_is_added_inside_the_order_and_known_by_any_way_of_writing(
    shop: ShopWindow, tmp_path: Path
) -> None:
    code = shop.plenty(20)[0]
    saved = shop.told("order_saved")
    shop.key("ctrl+n")
    shop.enter("020 7946 0958")
    shop.screen.type("Zephyr Made Ltd")
    shop.key("Tab", "Tab")
    shop.screen.type("1 New Street")
    shop.key("Tab")
    shop.enter("London")
    wait_until(lambda: shop.draft_holds("Zephyr Made Ltd"), "the new customer was not taken")
    shop.enter(f"1 {code}")
    shop.key("ctrl+Return")
    shop.wait_told("order_saved", saved + 1)
    shop.enter("+44 (0)20 7946-0958")
    shop.enter(f"2 {code}")
    shop.key("ctrl+Return")
    shop.wait_told("order_saved", saved + 2)
    assert [one.customer for one in shop.newest_orders(2)] == ["Zephyr Made Ltd"] * 2
    shop.enter("Quixotic Twin")
    before = _warned(shop, tmp_path)
    shop.enter("+44 20 79460958")
    wait_until(lambda: _warned(shop, tmp_path) > before + 500, "nobody warned of the same phone")
    shop.key("Escape")
    names = [one.name for one in shop.read(customer_page, CustomerFilter(text="Quixotic"))]
    assert names == []
    shop.key("ctrl+shift+BackSpace")


def _warned(shop: ShopWindow, folder: Path) -> int:
    """Count the points of a grid over the screen that are painted as a warning."""
    seen = QImage(str(shop.screen.screenshot(folder / "screen.png")))
    places = ((x, y) for x in range(0, 1440, _GRID) for y in range(0, 900, _GRID))
    return sum(seen.pixelColor(x, y).name() == _WARNING for x, y in places)


@pytest.mark.timeout(60)
def test_an_order_of_three_items_from_the_call_to_saved_takes_39_keys(shop: ShopWindow) -> None:
    customer = customer_name(_NEW_CALLER)[:4].lower()
    codes = [one for one in shop.plenty(40) if len(one) == 6][10:13]
    saved, keys = shop.told("order_saved"), 0
    shop.key("ctrl+n")
    keys += len(("ctrl", "n"))
    for text in (customer, *(f"12 {code}" for code in codes)):
        shop.enter(text)
        keys += len(text) + len(("Enter",))
    shop.key("ctrl+Return")
    keys += len(("ctrl", "Return"))
    shop.wait_told("order_saved", saved + 1)
    (taken,) = shop.newest_orders(1)
    assert taken.customer == customer_name(_NEW_CALLER)
    assert [(line.code, line.quantity) for line in taken.lines] == [(one, 12) for one in codes]
    assert taken.entry_ms is not None
    assert keys == 39

"""Orders typed faster than anybody types, in a real window on a desk of 5,000 customers."""

import random

import pytest

from tests.real_window.shop_window import (
    CUSTOMERS,
    ShopWindow,
    customer_name,
    customer_number,
    customer_phone,
)

_ORDERS = 100


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
    for done, number in enumerate(wanted, saved + 1):
        shop.enter(_typed(number))
        shop.enter(f"1 {code}")
        shop.key("ctrl+Return")
        shop.wait_told("order_saved", done)
    taken = shop.newest_orders(_ORDERS)
    assert [one.customer for one in taken] == [customer_name(number) for number in wanted]
    assert all([line.code for line in one.lines] == [code] for one in taken)

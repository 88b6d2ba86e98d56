"""Tests of telling two orders from one entered twice."""

from dataclasses import replace

from app.desk import Desk
from app.orders.commands import LineWanted, PlaceOrder
from app.orders.handlers import place_order
from tests.support.phone_shop import furnish_phone_shop


def _place(desk: Desk, ids: dict[str, int], reference: str) -> tuple[str, tuple[str, ...]]:
    command = PlaceOrder(
        customer_id=ids["Acme Hardware"],
        lines=(LineWanted(item_id=ids["NU8"], quantity=1),),
        reference=reference,
        on_question="hold",
    )
    placed = desk.run(place_order, replace(command)).answer
    return placed.state, placed.holds


def test_the_same_items_twice_in_a_day_wait_for_review(desk: Desk) -> None:
    ids = furnish_phone_shop(desk)
    assert _place(desk, ids, "") == ("confirmed", ())
    assert _place(desk, ids, "") == ("submitted", ("duplicate",))


def test_different_customer_numbers_make_two_orders(desk: Desk) -> None:
    ids = furnish_phone_shop(desk)
    assert _place(desk, ids, "A-1") == ("confirmed", ())
    assert _place(desk, ids, "A-2") == ("confirmed", ())
    assert _place(desk, ids, "A-2") == ("submitted", ("duplicate",))

"""What happens when there is too little: chosen line by line, remembered until it is settled."""

import pytest

from app.desk import Desk
from app.orders.commands import (
    ConfirmOrder,
    LineWanted,
    OrderPlaced,
    PlaceHold,
    ReleaseHold,
)
from app.orders.handlers import confirm_order, place_hold, release_hold
from app.stock.commands import AdjustStock
from app.stock.errors import NotEnoughStock
from app.stock.handlers import adjust_stock
from tests.support.settings import change_settings
from tests.support.shops import Shop, open_shop


@pytest.fixture
def shop(desk: Desk) -> Shop:
    """Give a shop with one customer."""
    return open_shop(desk)


def what_there_is(item_id: int, quantity: int, line_id: int | None = None) -> LineWanted:
    """Want units of an item, but only as many as there are."""
    return LineWanted(item_id=item_id, quantity=quantity, line_id=line_id, shortage="available")


def confirm(shop: Shop, order_id: int) -> OrderPlaced:
    """Confirm a submitted order."""
    return shop.run(confirm_order, ConfirmOrder(order_id=order_id))


def lines(shop: Shop, order_id: int) -> list[tuple[int, int, int]]:
    """Give what each line wants, gave up and has reserved."""
    found = shop.detail(order_id).lines
    return [(line.quantity, line.cancelled, line.reserved) for line in found]


def test_an_amendment_that_takes_what_there_is_gives_up_the_rest_and_its_price(shop: Shop) -> None:
    nut = shop.item("NUT", 6)
    placed = shop.order((nut, 4))
    line_id = shop.line(placed.order_id).line_id
    amended = shop.amend(placed.order_id, what_there_is(nut, 9, line_id))
    assert lines(shop, placed.order_id) == [(9, 3, 6)]
    assert (amended.label, amended.total) == ("ready", 6 * 250)
    assert shop.rows("SELECT owed, orders FROM customer_account") == [(1_500, 1)]
    assert shop.differences() == ()


def test_a_new_line_of_an_amendment_takes_what_the_others_leave(shop: Shop) -> None:
    nut, bolt = shop.item("NUT", 10), shop.item("BOLT", 3)
    kit = shop.kit("KIT", [(nut, 2), (bolt, 1)])
    placed = shop.order((nut, 4))
    kept = LineWanted(item_id=nut, quantity=6, line_id=shop.line(placed.order_id).line_id)
    shop.amend(placed.order_id, kept, what_there_is(kit, 3))
    assert lines(shop, placed.order_id) == [(6, 0, 6), (3, 1, 2)]
    assert shop.level(nut).available == 0
    assert shop.differences() == ()


def test_what_has_shipped_is_never_given_up(shop: Shop) -> None:
    nut = shop.item("NUT", 6)
    placed = shop.order((nut, 6))
    line_id = shop.line(placed.order_id).line_id
    shop.ship(placed.order_id, (line_id, 4))
    amended = shop.amend(placed.order_id, what_there_is(nut, 11, line_id))
    assert lines(shop, placed.order_id) == [(11, 5, 2)]
    assert amended.label == "part_shipped"
    assert shop.differences() == ()


def test_an_amendment_of_which_nothing_would_be_left_is_refused(shop: Shop) -> None:
    nut, bolt = shop.item("NUT", 4), shop.item("BOLT")
    placed = shop.order((nut, 4))
    with pytest.raises(NotEnoughStock):
        shop.amend(placed.order_id, what_there_is(bolt, 2))
    assert lines(shop, placed.order_id) == [(4, 0, 4)]
    assert shop.differences() == ()


def test_a_shop_that_reserves_by_hand_gives_up_just_the_same(shop: Shop) -> None:
    change_settings(shop.desk, reserve="manual")
    nut = shop.item("NUT", 6)
    placed = shop.order((nut, 4))
    line_id = shop.line(placed.order_id).line_id
    shop.amend(placed.order_id, what_there_is(nut, 9, line_id))
    assert lines(shop, placed.order_id) == [(9, 3, 0)]
    assert shop.differences() == ()


def test_an_order_confirmed_later_takes_what_there_is_then(shop: Shop) -> None:
    nut, bolt = shop.item("NUT", 5), shop.item("BOLT", 5)
    placed = shop.order(what_there_is(nut, 8), (bolt, 8), confirm=False)
    assert placed.total == 16 * 250
    confirmed = confirm(shop, placed.order_id)
    assert lines(shop, placed.order_id) == [(8, 3, 5), (8, 0, 5)]
    assert (confirmed.label, confirmed.total) == ("short", 13 * 250)
    assert shop.differences() == ()


def test_a_choice_for_the_whole_order_is_remembered_through_a_hold(shop: Shop) -> None:
    nut = shop.item("NUT", 5)
    shop.customer("Lamp Co", limit=500)
    placed = shop.order((nut, 8), shortage="available")
    assert placed.holds == ("credit",)
    (hold_id,) = shop.rows("SELECT id FROM order_hold")[0]
    released = shop.run(release_hold, ReleaseHold(hold_id=hold_id, reason="paid"))
    assert (released.state, released.total) == ("confirmed", 5 * 250)
    assert lines(shop, placed.order_id) == [(8, 3, 5)]
    assert shop.differences() == ()


def test_a_line_that_may_not_be_short_is_refused_when_it_is_confirmed_too_late(shop: Shop) -> None:
    nut = shop.item("NUT", 5)
    placed = shop.order((nut, 5), shortage="refuse", confirm=False)
    shop.run(adjust_stock, AdjustStock(item_id=nut, difference=-1, reason="broken"))
    with pytest.raises(NotEnoughStock):
        confirm(shop, placed.order_id)
    assert shop.detail(placed.order_id).label == "review"
    shop.stock(nut, 1)
    assert confirm(shop, placed.order_id).label == "ready"
    assert shop.differences() == ()


def test_the_last_choice_counts_and_an_amendment_keeps_those_it_does_not_name(shop: Shop) -> None:
    nut, bolt = shop.item("NUT", 2), shop.item("BOLT", 2)
    placed = shop.order(what_there_is(nut, 4), what_there_is(bolt, 4), confirm=False)
    first, second = shop.line(placed.order_id).line_id, shop.line(placed.order_id, 2).line_id
    shop.amend(
        placed.order_id,
        LineWanted(item_id=nut, quantity=5, line_id=first),
        LineWanted(item_id=bolt, quantity=5, line_id=second, shortage="backorder"),
        what_there_is(bolt, 1),
    )
    confirm(shop, placed.order_id)
    assert lines(shop, placed.order_id) == [(5, 3, 2), (5, 0, 2), (1, 1, 0)]
    assert shop.differences() == ()


def test_a_settled_choice_does_not_bind_a_later_amendment(shop: Shop) -> None:
    nut = shop.item("NUT", 5)
    placed = shop.order((nut, 5), shortage="refuse")
    shop.run(place_hold, PlaceHold(order_id=placed.order_id, keeps_reservation=True))
    shop.run(adjust_stock, AdjustStock(item_id=nut, difference=-2, reason="broken"))
    line_id = shop.line(placed.order_id).line_id
    shop.amend(placed.order_id, LineWanted(item_id=nut, quantity=5, line_id=line_id), note="gate")
    assert lines(shop, placed.order_id) == [(5, 0, 3)]
    assert shop.differences() == ()

"""Short is only what was tried for and is missing; what nobody has reserved yet is Confirmed."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from app.db.upgrade import HEAD, migrate
from app.desk import Desk
from app.orders.commands import (
    ConfirmOrder,
    LineWanted,
    PlaceHold,
    ReleaseHold,
    ReserveOrder,
    TurnDay,
)
from app.orders.handlers import (
    confirm_order,
    place_hold,
    release_hold,
    reserve_order,
    turn_day,
)
from app.orders.queries import board_figures
from app.orders.queries.chips import filter_counts
from app.orders.queries.pages import order_page
from app.orders.states import FILTERS
from app.stock.commands import AdjustStock
from app.stock.handlers import adjust_stock
from tests.support.desks import SetClock
from tests.support.settings import change_settings
from tests.support.shops import MANAGER, OWNER, Shop, open_shop


@pytest.fixture
def shop(desk: Desk) -> Shop:
    """Give a shop that reserves by hand."""
    change_settings(desk, reserve="manual")
    return open_shop(desk)


def label(shop: Shop, order_id: int) -> str:
    """Give the label of an order."""
    return shop.detail(order_id).label


def reserve(shop: Shop, order_id: int) -> None:
    """Reserve by hand."""
    shop.run(reserve_order, ReserveOrder(order_id=order_id))


def test_an_order_is_short_once_somebody_tried_and_found_too_little(shop: Shop) -> None:
    nut = shop.item("NUT")
    placed = shop.order((nut, 4))
    assert placed.label == "confirmed"
    assert shop.differences() == ()
    reserve(shop, placed.order_id)
    assert label(shop, placed.order_id) == "short"
    shop.stock(nut, 4)
    reserve(shop, placed.order_id)
    assert label(shop, placed.order_id) == "ready"
    assert shop.differences() == ()


def test_filters_board_and_list_agree_about_what_is_short(shop: Shop, clock: SetClock) -> None:
    nut = shop.item("NUT", 5)
    waiting, lacking = shop.order((nut, 4)), shop.order((shop.item("BOLT"), 1))
    reserve(shop, lacking.order_id)
    today = clock.now().date()
    board = shop.desk.read(board_figures, today, today - timedelta(days=7)).counts
    chips = shop.desk.read(filter_counts, OWNER)
    for name, order in (("confirmed", waiting), ("short", lacking)):
        rows = shop.desk.read(order_page, labels=(name,))
        assert [row.order_id for row in rows] == [order.order_id]
        assert board[name] == chips.labels[name] == 1
    assert len(shop.desk.read(order_page, labels=FILTERS["not shipped"])) == 2
    assert shop.differences() == ()


def test_goods_given_back_to_a_hold_are_yet_to_be_tried_for_again(shop: Shop) -> None:
    placed = shop.order((shop.item("NUT", 9), 4))
    reserve(shop, placed.order_id)
    shop.run(place_hold, PlaceHold(order_id=placed.order_id))
    hold_id = shop.rows("SELECT id FROM order_hold")[0][0]
    shop.run(release_hold, ReleaseHold(hold_id=hold_id, reason="fine"))
    assert label(shop, placed.order_id) == "confirmed"
    reserve(shop, placed.order_id)
    assert label(shop, placed.order_id) == "ready"
    assert shop.differences() == ()


def test_an_amendment_tries_again_for_what_was_tried_for_and_for_nothing_else(shop: Shop) -> None:
    nut = shop.item("NUT")
    tried, untried = shop.order((nut, 9)), shop.order((nut, 8))
    reserve(shop, tried.order_id)
    shop.stock(nut, 20)
    for one in (tried, untried):
        line_id = shop.line(one.order_id).line_id
        shop.amend(one.order_id, LineWanted(item_id=nut, quantity=7, line_id=line_id))
    assert (label(shop, tried.order_id), label(shop, untried.order_id)) == ("ready", "confirmed")
    assert shop.differences() == ()


def last(shop: Shop, order_id: int) -> tuple[str, str, dict[str, object]]:
    """Give who did what last to an order."""
    event = shop.detail(order_id).events[-1]
    return event.person, event.kind, event.details


def test_reserving_by_hand_is_written_down_with_what_it_brought(shop: Shop) -> None:
    placed = shop.order((shop.item("NUT", 3), 4))
    reserve(shop, placed.order_id)
    said = {"units": 3, "missing": 1, "in_time": False}
    assert last(shop, placed.order_id) == ("Olive", "GoodsReserved", said)


def test_goods_reserved_as_their_day_comes_are_written_down_once(
    shop: Shop, clock: SetClock
) -> None:
    change_settings(shop.desk, reserve="days", reserve_days=3)
    due = clock.now().date() + timedelta(days=4)
    placed = shop.order((shop.item("NUT", 9), 4), due_on=due)
    clock.moment += timedelta(days=1)
    shop.desk.turn_day()
    said = {"units": 4, "missing": 0, "in_time": True}
    assert last(shop, placed.order_id) == ("Olive", "GoodsReserved", said)
    seen = shop.detail(placed.order_id)
    shop.run(turn_day, TurnDay(order_id=placed.order_id))
    assert shop.detail(placed.order_id) == seen


def test_a_correction_that_takes_goods_away_says_who_made_it(shop: Shop) -> None:
    nut = shop.item("NUT", 4)
    placed = shop.order((nut, 4))
    reserve(shop, placed.order_id)
    seen = shop.detail(placed.order_id)
    shop.sign_in(MANAGER)
    shop.run(adjust_stock, AdjustStock(item_id=nut, difference=-3, reason="damaged"))
    assert last(shop, placed.order_id) == ("Mona", "GoodsLost", {"units": 3})
    fresh = shop.detail(placed.order_id)
    assert (fresh.revision, len(fresh.events)) == (seen.revision + 1, len(seen.events) + 1)


def test_a_check_that_holds_an_order_back_says_whose_confirming_it_stopped(shop: Shop) -> None:
    shop.customer("Lamp Co", limit=1_000)
    first = shop.order((shop.item("NUT", 9), 4), confirm=False)
    shop.order((shop.items["NUT"], 3))
    shop.sign_in(MANAGER)
    shop.run(confirm_order, ConfirmOrder(order_id=first.order_id))
    assert shop.detail(first.order_id).state == "submitted"
    assert last(shop, first.order_id) == ("Mona", "HoldPlaced", {"kind": "credit"})


@pytest.mark.parametrize(
    ("settings", "labels"),
    [
        ({"reserve": "now"}, ["short", "short", "ready", "short", "review"]),
        ({"reserve": "manual"}, ["confirmed", "confirmed", "ready", "short", "review"]),
        ({"reserve": "days"}, ["confirmed", "short", "ready", "short", "review"]),
    ],
)
def test_an_older_desk_is_told_which_of_its_short_orders_were_tried_for(
    shop: Shop, clock: SetClock, settings: dict[str, object], labels: list[str]
) -> None:
    nut, bolt = shop.item("NUT", 5), shop.item("BOLT", 5)
    due = clock.now().date() + timedelta(days=60)
    orders = [shop.order((nut, 4), due_on=due), shop.order((nut, 4))]
    orders += [shop.order((bolt, 3), due_on=due), shop.order((bolt, 4), due_on=due)]
    orders.append(shop.order((nut, 1), confirm=False))
    reserve(shop, orders[2].order_id)
    reserve(shop, orders[3].order_id)
    change_settings(shop.desk, **settings)
    with shop.desk.engine.begin() as connection:
        migrate(connection, "0008")
        kept = connection.scalars(text("SELECT label FROM sales_order ORDER BY id")).all()
        assert kept == ["short", "short", "ready", "short", "review"]
        migrate(connection, HEAD)
    assert [label(shop, one.order_id) for one in orders] == labels
    assert shop.differences() == ()


def test_the_proof_notices_an_order_called_short_for_which_nothing_was_tried(shop: Shop) -> None:
    placed = shop.order((shop.item("NUT", 5), 4))
    with shop.desk.engine.begin() as connection:
        connection.execute(text("UPDATE sales_order SET label = 'short'"))
    (wrong,) = shop.differences()
    assert (wrong.kept, wrong.computed) == ("short", "confirmed")
    assert placed.name in wrong.what

"""Goods in, out and about, purchases and counts, on both engines."""

import platform
from datetime import date, timedelta
from typing import Any

import pytest

from app.core.errors import BadValue, NotAllowed, NotFound
from app.core.settings import ShopSettings
from app.desk import Desk
from app.fulfilment.commands import ReleaseOrder
from app.fulfilment.handlers import release_order
from app.stock.commands import (
    AddPlace,
    AdjustStock,
    ClosePurchase,
    EnterCount,
    MoveStock,
    OpenStock,
    OrderPurchase,
    PostCount,
    PurchaseArrived,
    PurchaseWanted,
    ReceiveGoods,
    ReceivePurchase,
    ReverseMove,
    StartCount,
    StockWanted,
    VoidCount,
)
from app.stock.errors import AlreadyReversed, ClosedPeriod, StockGuard, WrongPlace
from app.stock.handlers import (
    add_place,
    adjust_stock,
    close_purchase,
    enter_count,
    move_stock,
    open_stock,
    order_purchase,
    post_count,
    receive_goods,
    receive_purchase,
    reverse_move,
    start_count,
    void_count,
)
from tests.support.desks import SetClock
from tests.support.settings import change_settings
from tests.support.shops import CLERK, PICKER, Shop, open_shop

STOCK, QUARANTINE = 2, 3
"""Ids of the usual bin and of the quarantine."""


@pytest.fixture
def shop(desk: Desk) -> Shop:
    """Give a shop."""
    return open_shop(desk)


def _adjust(shop: Shop, item: int, difference: int, **more: Any) -> int:
    command = AdjustStock(item_id=item, difference=difference, reason="found", **more)
    return shop.run(adjust_stock, command).last


def test_receiving_five_of_ten_moves_five_from_incoming_to_on_hand(shop: Shop) -> None:
    nut = shop.item("NUT", 2)
    bought = shop.run(
        order_purchase,
        OrderPurchase(lines=(PurchaseWanted(item_id=nut, quantity=10, unit_cost=9_000),)),
    )
    before = shop.level(nut)
    assert (before.on_hand, before.incoming) == (2, 10)
    (line,) = shop.rows("SELECT id FROM purchase_line")
    arrived = (PurchaseArrived(purchase_line_id=line[0], quantity=5),)
    shop.run(receive_purchase, ReceivePurchase(purchase_id=bought.record_id, arrived=arrived))
    after = shop.level(nut)
    assert (after.on_hand, after.incoming) == (7, 5)
    assert after.available + after.incoming == before.available + before.incoming
    assert shop.rows("SELECT state FROM purchase") == [("part received",)]
    shop.run(close_purchase, ClosePurchase(purchase_id=bought.record_id))
    assert shop.level(nut).incoming == 0
    assert shop.rows("SELECT state FROM purchase") == [("closed",)]
    with pytest.raises(BadValue, match="closed"):
        shop.run(receive_purchase, ReceivePurchase(purchase_id=bought.record_id, arrived=arrived))
    assert shop.differences() == ()


def test_more_than_was_ordered_is_not_received(shop: Shop) -> None:
    nut = shop.item("NUT")
    bought = shop.run(
        order_purchase, OrderPurchase(lines=(PurchaseWanted(item_id=nut, quantity=3),))
    )
    (line,) = shop.rows("SELECT id FROM purchase_line")
    arrived = (PurchaseArrived(purchase_line_id=line[0], quantity=4),)
    with pytest.raises(BadValue, match="at most 3"):
        shop.run(receive_purchase, ReceivePurchase(purchase_id=bought.record_id, arrived=arrived))
    assert shop.level(nut).on_hand == 0


def test_a_receipt_taken_back_is_expected_again(shop: Shop) -> None:
    nut = shop.item("NUT")
    bought = shop.run(
        order_purchase, OrderPurchase(lines=(PurchaseWanted(item_id=nut, quantity=10),))
    )
    (line,) = shop.rows("SELECT id FROM purchase_line")
    arrived = (PurchaseArrived(purchase_line_id=line[0], quantity=10),)
    posted = shop.run(
        receive_purchase, ReceivePurchase(purchase_id=bought.record_id, arrived=arrived)
    )
    shop.run(reverse_move, ReverseMove(sequence=posted.first, reason="wrong van"))
    assert (shop.level(nut).on_hand, shop.level(nut).incoming) == (0, 10)
    assert shop.rows("SELECT state FROM purchase") == [("ordered",)]
    assert shop.differences() == ()


def test_a_purchase_never_received_is_cancelled(shop: Shop) -> None:
    bought = shop.run(
        order_purchase,
        OrderPurchase(lines=(PurchaseWanted(item_id=shop.item("NUT"), quantity=3),)),
    )
    shop.run(close_purchase, ClosePurchase(purchase_id=bought.record_id))
    assert shop.rows("SELECT state FROM purchase") == [("cancelled",)]
    with pytest.raises(BadValue, match="at least one line"):
        shop.run(order_purchase, OrderPurchase(lines=()))


def test_a_correction_is_a_linked_reversal_and_only_once(shop: Shop) -> None:
    nut = shop.item("NUT", 4)
    sequence = _adjust(shop, nut, 3)
    shop.run(reverse_move, ReverseMove(sequence=sequence, reason="typed twice"))
    assert shop.level(nut).on_hand == 4
    assert shop.rows("SELECT reverses FROM move ORDER BY sequence DESC LIMIT 1") == [(sequence,)]
    with pytest.raises(AlreadyReversed, match=str(sequence)):
        shop.run(reverse_move, ReverseMove(sequence=sequence, reason="again"))
    with pytest.raises(BadValue, match="reversal"):
        shop.run(reverse_move, ReverseMove(sequence=sequence + 1, reason="back"))
    with pytest.raises(NotFound):
        shop.run(reverse_move, ReverseMove(sequence=99, reason="none"))


def test_a_reversal_of_what_is_reserved_lets_orders_follow(shop: Shop) -> None:
    nut = shop.item("NUT", 2)
    sequence = _adjust(shop, nut, 5)
    placed = shop.order((nut, 6))
    shop.run(reverse_move, ReverseMove(sequence=sequence, reason="never came"))
    assert shop.line(placed.order_id).reserved == 2
    assert shop.detail(placed.order_id).label == "short"
    assert shop.differences() == ()


def test_a_transfer_taken_back_costs_no_order_its_reservation(shop: Shop) -> None:
    nut, shelf = shop.item("NUT", 6), shop.place("A-1")
    moved = shop.run(
        move_stock, MoveStock(item_id=nut, quantity=6, from_place_id=STOCK, to_place_id=shelf)
    )
    placed = shop.order((nut, 6))
    shop.run(reverse_move, ReverseMove(sequence=moved.first, reason="wrong shelf"))
    assert shop.line(placed.order_id).reserved == 6
    assert shop.differences() == ()


def test_moves_of_shipments_are_taken_back_with_the_shipment_only(shop: Shop) -> None:
    shop.ship(shop.order((shop.item("NUT", 4), 2)).order_id)
    (last,) = shop.rows("SELECT max(sequence) FROM move WHERE kind = 'ship'")
    with pytest.raises(BadValue, match="shipment"):
        shop.run(reverse_move, ReverseMove(sequence=last[0], reason="no"))


def test_an_internal_move_is_never_counted_as_delivered(shop: Shop) -> None:
    nut, shelf = shop.item("NUT", 5), shop.place("A-1")
    placed = shop.order((nut, 5))
    command = MoveStock(item_id=nut, quantity=5, from_place_id=STOCK, to_place_id=shelf)
    shop.run(move_stock, command)
    line = shop.line(placed.order_id)
    assert (line.shipped, line.received, line.reserved) == (0, 0, 5)
    assert shop.level(nut).on_hand == 5
    assert shop.differences() == ()


def test_goods_moved_into_quarantine_are_no_longer_promised(shop: Shop) -> None:
    nut = shop.item("NUT", 5)
    placed = shop.order((nut, 4))
    command = MoveStock(item_id=nut, quantity=3, from_place_id=STOCK, to_place_id=QUARANTINE)
    shop.run(move_stock, command)
    level = shop.level(nut)
    assert (level.on_hand, level.reserved, level.available) == (5, 2, 0)
    assert shop.line(placed.order_id).back_ordered == 2
    assert shop.differences() == ()


def test_places_of_the_world_outside_hold_no_goods_of_ours(shop: Shop) -> None:
    nut = shop.item("NUT", 5)
    (customer,) = shop.rows("SELECT id FROM place WHERE kind = 'customer'")
    with pytest.raises(WrongPlace, match="CUSTOMER"):
        shop.run(
            move_stock,
            MoveStock(item_id=nut, quantity=1, from_place_id=STOCK, to_place_id=customer[0]),
        )
    with pytest.raises(BadValue, match="another place"):
        shop.run(move_stock, MoveStock(item_id=nut, quantity=1, from_place_id=2, to_place_id=2))
    with pytest.raises(BadValue, match="taken"):
        shop.run(add_place, AddPlace(code="STOCK"))
    with pytest.raises(BadValue, match="expected"):
        shop.run(add_place, AddPlace(code="X", kind="customer"))


def test_a_date_after_today_or_in_a_closed_period_is_refused(desk: Desk, clock: SetClock) -> None:
    shop = open_shop(desk)
    nut = shop.item("NUT", 5)
    today = clock.now().date()
    with pytest.raises(ClosedPeriod, match="after today"):
        _adjust(shop, nut, 1, on=today + timedelta(days=1))
    change_settings(desk, closed_until=date(2026, 10, 31))
    with pytest.raises(ClosedPeriod, match="2026-10-31"):
        _adjust(shop, nut, 1, on=date(2026, 10, 31))
    _adjust(shop, nut, 1, on=date(2026, 11, 1))
    change_settings(desk, closed_until=today)
    with pytest.raises(ClosedPeriod):
        _adjust(shop, nut, 1)
    assert isinstance(desk.settings, ShopSettings)
    assert shop.level(nut).on_hand == 6


def test_a_back_dated_entry_rewrites_no_history(shop: Shop) -> None:
    nut = shop.item("NUT", 5)
    before = shop.rows("SELECT sequence, hash, at FROM move")
    _adjust(shop, nut, 2, on=date(2026, 10, 1))
    after = shop.rows("SELECT sequence, hash, at FROM move ORDER BY sequence")
    assert after[: len(before)] == before
    assert after[-1][0] == before[-1][0] + 1
    assert shop.differences() == ()


def test_a_count_posts_the_difference_of_the_moment_it_was_counted(shop: Shop) -> None:
    nut = shop.item("NUT", 20)
    placed = shop.order((nut, 5))
    count = shop.run(start_count, StartCount()).record_id
    shop.run(enter_count, EnterCount(count_id=count, item_id=nut, counted=18))
    shop.ship(placed.order_id)
    shop.run(post_count, PostCount(count_id=count))
    assert shop.level(nut).on_hand == 13
    assert shop.rows("SELECT state FROM stock_count") == [("posted",)]
    assert shop.differences() == ()
    with pytest.raises(BadValue, match="closed"):
        shop.run(post_count, PostCount(count_id=count))


def test_a_count_of_more_than_is_left_posts_what_is_there_and_asks_to_count_again(
    shop: Shop,
) -> None:
    nut = shop.item("NUT", 10)
    placed = shop.order((nut, 8))
    count = shop.run(start_count, StartCount()).record_id
    shop.run(enter_count, EnterCount(count_id=count, item_id=nut, counted=4))
    shop.ship(placed.order_id)
    shop.run(post_count, PostCount(count_id=count))
    assert shop.level(nut).on_hand == 0
    assert shop.rows("SELECT code FROM place WHERE to_count") == [("STOCK",)]
    assert shop.differences() == ()


def test_a_difference_of_zero_is_kept_and_moves_nothing(shop: Shop) -> None:
    nut = shop.item("NUT", 10)
    count = shop.run(start_count, StartCount()).record_id
    shop.run(enter_count, EnterCount(count_id=count, item_id=nut, counted=9))
    shop.run(enter_count, EnterCount(count_id=count, item_id=nut, counted=10))
    posted = shop.run(post_count, PostCount(count_id=count))
    assert (posted.first, posted.last) == (0, 0)
    assert shop.rows("SELECT expected, counted FROM count_line") == [(10, 10)]


def test_a_void_count_posts_nothing(shop: Shop) -> None:
    nut = shop.item("NUT", 10)
    count = shop.run(start_count, StartCount()).record_id
    shop.run(enter_count, EnterCount(count_id=count, item_id=nut, counted=1))
    with pytest.raises(BadValue, match="at least 0"):
        shop.run(enter_count, EnterCount(count_id=count, item_id=nut, counted=-1))
    shop.run(void_count, VoidCount(count_id=count))
    with pytest.raises(BadValue):
        shop.run(enter_count, EnterCount(count_id=count, item_id=nut, counted=1))
    assert shop.level(nut).on_hand == 10


def test_quantities_and_reasons_are_asked_for(shop: Shop) -> None:
    nut = shop.item("NUT", 1)
    with pytest.raises(BadValue, match="at least 1"):
        shop.run(open_stock, OpenStock(lines=(StockWanted(item_id=nut, quantity=0),)))
    with pytest.raises(BadValue, match="other than zero"):
        _adjust(shop, nut, 0)
    with pytest.raises(BadValue, match="say why"):
        shop.run(adjust_stock, AdjustStock(item_id=nut, difference=1, reason=" "))


def test_every_move_says_who_where_when_and_why(shop: Shop, clock: SetClock) -> None:
    nut = shop.item("NUT")
    line = StockWanted(item_id=nut, quantity=3, unit_cost=12_345)
    command = ReceiveGoods(lines=(line,), supplier="Mill")
    shop.run(receive_goods, command)
    row = shop.rows(
        "SELECT person_id, device, reason, unit_cost, command_id, kind,"
        " CAST(business_date AS text) FROM move"
    )
    here = platform.node()
    assert here
    assert row == [(1, here, "Mill", 12_345, command.command_id, "receipt", "2026-11-02")]
    assert shop.differences() == ()
    assert clock.now().date() == date(2026, 11, 2)


def test_clerks_move_no_stock_and_pickers_correct_none(shop: Shop) -> None:
    nut = shop.item("NUT", 5)
    shop.sign_in(PICKER)
    shelf = MoveStock(item_id=nut, quantity=1, from_place_id=STOCK, to_place_id=QUARANTINE)
    shop.run(move_stock, shelf)
    with pytest.raises(NotAllowed):
        _adjust(shop, nut, 1)
    shop.sign_in(CLERK)
    with pytest.raises(NotAllowed):
        shop.run(start_count, StartCount())
    with pytest.raises(NotAllowed):
        shop.run(
            move_stock,
            MoveStock(item_id=nut, quantity=1, from_place_id=STOCK, to_place_id=QUARANTINE),
        )


def test_what_is_pinned_at_a_bin_is_not_carried_away(shop: Shop) -> None:
    nut, shelf = shop.item("NUT", 5), shop.place("A-1")
    placed = shop.order((nut, 5))
    shop.run(release_order, ReleaseOrder(order_id=placed.order_id))
    with pytest.raises(StockGuard, match="reserved"):
        shop.run(
            move_stock, MoveStock(item_id=nut, quantity=1, from_place_id=STOCK, to_place_id=shelf)
        )

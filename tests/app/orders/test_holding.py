"""Holds: what each kind blocks and keeps, who releases them, and what happens then."""

from datetime import date, timedelta
from typing import Any

import pytest

from app.core.errors import BadValue, NotAllowed, NotFound
from app.core.money import Price
from app.desk import Desk
from app.fulfilment.commands import ReleaseOrder
from app.fulfilment.handlers import release_order
from app.orders.commands import (
    ConfirmOrder,
    LineWanted,
    OrderPlaced,
    PlaceHold,
    ReleaseHold,
    ReserveOrder,
)
from app.orders.errors import OnHold, WrongState
from app.orders.handlers import confirm_order, place_hold, release_hold, reserve_order
from app.orders.states import HOLDS
from tests.support.desks import SetClock
from tests.support.shops import CLERK, PICKER, Shop, open_shop


@pytest.fixture
def shop(desk: Desk) -> Shop:
    """Give a shop with one customer."""
    return open_shop(desk)


def hold_id(shop: Shop, order_id: int) -> int:
    """Give the newest hold of an order."""
    return int(shop.rows("SELECT max(id) FROM order_hold WHERE order_id = :o", o=order_id)[0][0])


def let_go(shop: Shop, order_id: int) -> OrderPlaced:
    """Release the newest hold of an order."""
    return shop.run(release_hold, ReleaseHold(hold_id=hold_id(shop, order_id), reason="seen"))


@pytest.mark.parametrize("kind", sorted(HOLDS))
def test_each_kind_of_hold_keeps_or_gives_back_and_blocks_as_it_says(shop: Shop, kind: str) -> None:
    blocks, keeps = HOLDS[kind]
    nut = shop.item("NUT", 10)
    placed = shop.order((nut, 4))
    shop.run(place_hold, PlaceHold(order_id=placed.order_id, kind=kind, reason="wait"))
    assert shop.detail(placed.order_id).label == "hold"
    assert shop.level(nut).reserved == (4 if keeps else 0)
    with pytest.raises(OnHold):
        shop.ship(placed.order_id)
    if blocks != "ship":
        with pytest.raises(OnHold):
            shop.run(release_order, ReleaseOrder(order_id=placed.order_id))
    if not keeps:
        with pytest.raises(OnHold):
            shop.run(reserve_order, ReserveOrder(order_id=placed.order_id))
    assert shop.differences() == ()
    gone_on = let_go(shop, placed.order_id)
    assert (gone_on.label, shop.level(nut).reserved) == ("ready", 4)
    shop.ship(placed.order_id)
    assert shop.differences() == ()


def test_a_hold_never_changes_the_state(shop: Shop) -> None:
    placed = shop.order((shop.item("NUT", 10), 4))
    held = shop.run(place_hold, PlaceHold(order_id=placed.order_id))
    assert (held.state, shop.detail(placed.order_id).state) == ("confirmed", "confirmed")


def test_the_next_order_gets_what_a_hold_gave_back(shop: Shop) -> None:
    nut = shop.item("NUT", 4)
    first = shop.order((nut, 4))
    shop.run(place_hold, PlaceHold(order_id=first.order_id))
    second = shop.order((nut, 3))
    assert second.label == "ready"
    assert let_go(shop, first.order_id).label == "short"
    assert shop.line(first.order_id).reserved == 1
    assert shop.differences() == ()


def test_another_hold_keeps_the_goods_free_until_it_is_released_too(shop: Shop) -> None:
    nut = shop.item("NUT", 4)
    placed = shop.order((nut, 4))
    for kind in ("manual", "until"):
        shop.run(place_hold, PlaceHold(order_id=placed.order_id, kind=kind))
    assert let_go(shop, placed.order_id).label == "hold"
    assert shop.level(nut).reserved == 0


def test_a_hold_may_be_told_to_keep_the_goods(shop: Shop) -> None:
    nut = shop.item("NUT", 4)
    placed = shop.order((nut, 4))
    keep = PlaceHold(order_id=placed.order_id, kind="manual", keeps_reservation=True)
    shop.run(place_hold, keep)
    assert shop.level(nut).reserved == 4


def test_an_order_confirmed_under_a_hold_that_keeps_nothing_reserves_nothing(shop: Shop) -> None:
    nut = shop.item("NUT", 4)
    placed = shop.order((nut, 4), confirm=False)
    shop.run(place_hold, PlaceHold(order_id=placed.order_id))
    confirmed = shop.run(confirm_order, ConfirmOrder(order_id=placed.order_id))
    assert (confirmed.state, confirmed.label) == ("confirmed", "hold")
    assert shop.level(nut).reserved == 0


def test_the_credit_limit_holds_until_a_manager_releases_it(shop: Shop) -> None:
    nut = shop.item("NUT", 100, price=Price(10_000))
    shop.customer("Lamp Co", limit=500)
    placed = shop.order((nut, 6))
    assert (placed.state, placed.holds) == ("submitted", ("credit",))
    with pytest.raises(OnHold, match="credit"):
        shop.run(confirm_order, ConfirmOrder(order_id=placed.order_id))
    shop.sign_in(CLERK)
    with pytest.raises(NotAllowed):
        let_go(shop, placed.order_id)
    shop.sign_in(2)
    released = let_go(shop, placed.order_id)
    assert (released.state, released.name, released.label) == ("confirmed", "SO-000001", "ready")
    assert shop.differences() == ()


def test_credit_is_checked_again_when_another_hold_is_released(shop: Shop) -> None:
    nut = shop.item("NUT", 100, price=Price(10_000))
    shop.customer("Lamp Co", limit=1_000)
    placed = shop.order((nut, 6))
    shop.run(place_hold, PlaceHold(order_id=placed.order_id))
    with_more = shop.order((nut, 5))
    assert with_more.holds == ("credit",)
    let_go(shop, with_more.order_id)
    released = shop.run(
        release_hold,
        ReleaseHold(
            hold_id=shop.rows("SELECT id FROM order_hold WHERE kind = 'manual'")[0][0],
            reason="seen",
        ),
    )
    assert released.holds == ("credit",)
    assert released.label == "hold"
    assert shop.differences() == ()


def test_every_finding_that_holds_is_counted(shop: Shop) -> None:
    nut = shop.item("NUT", 10)
    shop.sign_in(CLERK)
    twice = [LineWanted(item_id=nut, quantity=1, discount=2_000)] * 2
    placed = shop.order(*twice)
    assert placed.holds == ("price",)
    assert shop.rows("SELECT holds FROM sales_order") == [(2,)]


def test_holds_that_make_no_sense_are_refused(shop: Shop) -> None:
    placed = shop.order((shop.item("NUT", 10), 4))
    with pytest.raises(BadValue):
        shop.run(place_hold, PlaceHold(order_id=placed.order_id, kind="mood"))
    with pytest.raises(BadValue):
        shop.run(place_hold, PlaceHold(order_id=placed.order_id, blocks="everything"))
    with pytest.raises(NotFound):
        shop.run(release_hold, ReleaseHold(hold_id=77))
    shop.run(place_hold, PlaceHold(order_id=placed.order_id))
    let_go(shop, placed.order_id)
    with pytest.raises(BadValue, match="before"):
        let_go(shop, placed.order_id)
    with pytest.raises(WrongState):
        shop.run(confirm_order, ConfirmOrder(order_id=placed.order_id))


UNTIL = date(2026, 11, 5)


def held_until(shop: Shop, order_id: int, **more: Any) -> None:
    """Hold an order until Thursday."""
    more.setdefault("kind", "until")
    shop.run(place_hold, PlaceHold(order_id=order_id, until=UNTIL, reason="away", **more))


def test_a_hold_until_a_date_ends_by_itself_when_the_day_turns(shop: Shop, clock: SetClock) -> None:
    nut = shop.item("NUT", 10)
    placed = shop.order((nut, 4))
    held_until(shop, placed.order_id)
    told: list[frozenset[tuple[str, int]]] = []
    shop.desk.listen(lambda changes: told.append(changes.touched))
    clock.moment += timedelta(days=2)
    shop.desk.rest()
    assert (shop.detail(placed.order_id).label, told) == ("hold", [])
    clock.moment += timedelta(days=1)
    shop.desk.rest()
    detail = shop.detail(placed.order_id)
    assert (detail.label, detail.lines[0].reserved) == ("ready", 4)
    assert {("order", placed.order_id), ("stock", nut)} <= told[0]
    (hold,) = detail.holds
    assert (hold.released_at, hold.released_by) == (clock.moment, "")
    assert (detail.events[-1].kind, detail.events[-1].details) == (
        "HoldEnded",
        {"kind": "until", "until": "2026-11-05"},
    )
    assert shop.differences() == ()


def test_the_first_command_of_the_day_meets_no_hold_that_is_over(
    shop: Shop, clock: SetClock
) -> None:
    placed = shop.order((shop.item("NUT", 10), 4))
    held_until(shop, placed.order_id)
    with pytest.raises(OnHold):
        shop.ship(placed.order_id)
    clock.moment += timedelta(days=3)
    assert shop.ship(placed.order_id).order_label == "shipped"
    assert shop.differences() == ()


def test_what_others_took_meanwhile_is_not_taken_back(shop: Shop, clock: SetClock) -> None:
    nut = shop.item("NUT", 5)
    placed = shop.order((nut, 4))
    held_until(shop, placed.order_id)
    shop.order((nut, 3))
    clock.moment += timedelta(days=4)
    shop.desk.turn_day()
    detail = shop.detail(placed.order_id)
    assert (detail.label, detail.lines[0].reserved) == ("short", 2)
    assert shop.differences() == ()


def test_other_holds_stand_when_one_ends_and_credit_is_checked_again(
    shop: Shop, clock: SetClock
) -> None:
    nut = shop.item("NUT", 100, price=Price(10_000))
    shop.customer("Lamp Co", limit=1_000)
    placed = shop.order((nut, 6))
    held_until(shop, placed.order_id, keeps_reservation=True)
    shop.run(place_hold, PlaceHold(order_id=placed.order_id, reason="ring first"))
    let_go(shop, shop.order((nut, 5)).order_id)
    clock.moment += timedelta(days=3)
    shop.desk.turn_day()
    detail = shop.detail(placed.order_id)
    assert detail.label == "hold"
    assert sorted(one.kind for one in detail.holds if one.released_at is None) == [
        "credit",
        "manual",
    ]
    assert shop.differences() == ()


def test_a_submitted_order_goes_on_when_its_date_has_come(shop: Shop, clock: SetClock) -> None:
    nut = shop.item("NUT", 10)
    placed = shop.order((nut, 4), confirm=False)
    held_until(shop, placed.order_id, blocks="confirm")
    clock.moment += timedelta(days=3)
    shop.desk.turn_day()
    assert shop.detail(placed.order_id).label == "ready"
    assert shop.differences() == ()


@pytest.mark.parametrize(("shortage", "gone"), [("refuse", 1), ("available", 4)])
def test_a_submitted_order_that_cannot_be_served_as_wanted_waits_in_review(
    shop: Shop, clock: SetClock, shortage: str, gone: int
) -> None:
    nut = shop.item("NUT", 4)
    placed = shop.order((nut, 4), confirm=False, shortage=shortage)
    held_until(shop, placed.order_id, blocks="confirm")
    shop.order((nut, gone))
    clock.moment += timedelta(days=3)
    shop.desk.turn_day()
    detail = shop.detail(placed.order_id)
    assert (detail.label, detail.state) == ("review", "submitted")
    assert (detail.events[-1].kind, detail.lines[0].cancelled) == ("HoldEnded", 0)
    assert shop.differences() == ()


def test_the_date_of_a_hold_lies_ahead(shop: Shop) -> None:
    placed = shop.order((shop.item("NUT", 10), 4))
    with pytest.raises(BadValue, match="after today"):
        shop.run(
            place_hold,
            PlaceHold(order_id=placed.order_id, kind="until", until=date(2026, 11, 2)),
        )


def test_a_picker_s_desk_ends_holds_too(shop: Shop, clock: SetClock) -> None:
    placed = shop.order((shop.item("NUT", 10), 4))
    held_until(shop, placed.order_id)
    shop.sign_in(PICKER)
    clock.moment += timedelta(days=3)
    shop.desk.turn_day()
    assert shop.detail(placed.order_id).label == "ready"

"""Amendments: one dialog changes everything, the old version stays, nothing shipped is undone."""

from dataclasses import replace
from typing import Any

import pytest

from app.catalog.commands import ChangeItem
from app.catalog.handlers import change_item
from app.core.errors import BadValue, NotAllowed, NotFound, Stale
from app.core.money import Price
from app.desk import Desk
from app.fulfilment.commands import ReleaseOrder
from app.fulfilment.handlers import release_order
from app.orders.commands import LineWanted, OrderPlaced, ShipTo
from app.orders.errors import AlreadyShipped, BeingPicked, WrongState
from app.orders.findings import TELL
from tests.support.settings import change_settings
from tests.support.shops import CLERK, Shop, open_shop


@pytest.fixture
def shop(desk: Desk) -> Shop:
    """Give a shop with one customer."""
    return open_shop(desk)


def kept(shop: Shop, order_id: int, position: int = 1, **more: Any) -> LineWanted:
    """Name a line of an order as it stands, but for what is given."""
    line = shop.line(order_id, position)
    wanted = LineWanted(item_id=line.item_id, quantity=line.quantity, line_id=line.line_id)
    return replace(wanted, **more)


def new_price(shop: Shop, item_id: int, price: int) -> None:
    """Give an item another price in the list."""
    code, name, version = shop.rows(
        "SELECT code, name, version FROM item WHERE id = :id", id=item_id
    )[0]
    change = ChangeItem(item_id=item_id, version=version, code=code, name=name, price=Price(price))
    shop.run(change_item, change)


def test_lines_quantities_and_address_change_in_one_go_and_the_version_rises(shop: Shop) -> None:
    nut, bolt, rod = shop.item("NUT", 10), shop.item("BOLT", 10), shop.item("ROD", 10)
    placed = shop.order((nut, 4), (bolt, 2))
    there = ShipTo(name="Yard", street="2 Low Street", city="York")
    amended = shop.amend(
        placed.order_id,
        kept(shop, placed.order_id, quantity=6),
        LineWanted(item_id=rod, quantity=1),
        ship_to=there,
        reason="rang back",
    )
    detail = shop.detail(placed.order_id)
    assert (amended.name, detail.version, detail.ship_city) == (placed.name, 2, "York")
    assert [(one.code, one.quantity, one.cancelled, one.reserved) for one in detail.lines] == [
        ("NUT", 6, 0, 6),
        ("BOLT", 2, 2, 0),
        ("ROD", 1, 0, 1),
    ]
    assert amended.total == 7 * 250
    (version,) = detail.versions
    assert version.version == 1
    assert version.content["total"] == 6 * 250
    assert shop.differences() == ()


def test_a_typed_price_survives_every_later_change_of_quantity(shop: Shop) -> None:
    nut = shop.item("NUT", 100)
    placed = shop.order(LineWanted(item_id=nut, quantity=4, price=19_999))
    for quantity in (5, 60):
        shop.amend(placed.order_id, kept(shop, placed.order_id, quantity=quantity))
        line = shop.line(placed.order_id)
        assert (line.price, line.price_manual, line.quantity) == (19_999, True, quantity)


def test_a_price_from_the_list_follows_its_list_when_the_quantity_changes(shop: Shop) -> None:
    nut = shop.item("NUT", 100)
    placed = shop.order((nut, 4))
    shop.amend(placed.order_id, kept(shop, placed.order_id, quantity=5, price=25_000))
    assert not shop.line(placed.order_id).price_manual


def test_a_clerk_changes_quantities_but_no_price(shop: Shop) -> None:
    nut = shop.item("NUT", 100)
    placed = shop.order((nut, 4))
    shop.sign_in(CLERK)
    shop.amend(placed.order_id, kept(shop, placed.order_id, quantity=5))
    with pytest.raises(NotAllowed):
        shop.amend(placed.order_id, kept(shop, placed.order_id, price=20_000))
    assert shop.line(placed.order_id).price == 25_000


def test_the_second_desk_to_save_is_told_and_nothing_is_overwritten(shop: Shop) -> None:
    placed = shop.order((shop.item("NUT", 10), 4))
    seen = shop.detail(placed.order_id).revision
    shop.amend(placed.order_id, kept(shop, placed.order_id, quantity=5), revision=seen)
    with pytest.raises(Stale):
        shop.amend(placed.order_id, kept(shop, placed.order_id, quantity=9), revision=seen)
    assert shop.line(placed.order_id).quantity == 5


def test_reservations_are_those_of_the_open_lines_after_every_change(shop: Shop) -> None:
    nut, bolt = shop.item("NUT", 10), shop.item("BOLT", 10)
    kit = shop.kit("KIT", [(nut, 2), (bolt, 1)])
    placed = shop.order((kit, 3), (nut, 2))
    assert (shop.level(nut).reserved, shop.level(bolt).reserved) == (8, 3)
    shop.amend(
        placed.order_id, kept(shop, placed.order_id, 2), kept(shop, placed.order_id, quantity=1)
    )
    assert (shop.level(nut).reserved, shop.level(bolt).reserved) == (4, 1)
    shop.amend(placed.order_id, kept(shop, placed.order_id, 1))
    assert (shop.level(nut).reserved, shop.level(bolt).reserved) == (2, 0)
    assert shop.differences() == ()


def test_a_quantity_never_falls_below_what_has_shipped(shop: Shop) -> None:
    placed = shop.order((shop.item("NUT", 10), 6))
    shop.ship(placed.order_id, (shop.line(placed.order_id).line_id, 4))
    bolt = LineWanted(item_id=shop.item("BOLT", 1), quantity=1)
    with pytest.raises(AlreadyShipped, match="4 have shipped"):
        shop.amend(placed.order_id, kept(shop, placed.order_id, quantity=3))
    with pytest.raises(AlreadyShipped):
        shop.amend(placed.order_id, bolt)
    amended = shop.amend(placed.order_id, kept(shop, placed.order_id, quantity=4), bolt)
    assert amended.label == "part_shipped"
    assert shop.differences() == ()


def test_what_is_being_picked_is_not_taken_away(shop: Shop) -> None:
    nut, bolt = shop.item("NUT", 10), shop.item("BOLT", 10)
    kit = shop.kit("KIT", [(nut, 2), (bolt, 1)])
    placed = shop.order((kit, 2), (nut, 3))
    shop.run(release_order, ReleaseOrder(order_id=placed.order_id))
    first, second = kept(shop, placed.order_id), kept(shop, placed.order_id, 2)
    shop.amend(placed.order_id, first, second)
    with pytest.raises(BeingPicked, match="Cancel that shipment"):
        shop.amend(placed.order_id, replace(first, quantity=1), second)
    with pytest.raises(BeingPicked):
        shop.amend(placed.order_id, first)
    shop.amend(placed.order_id, replace(first, quantity=3), second)
    assert shop.line(placed.order_id).reserved == 3
    assert shop.differences() == ()


def test_what_has_shipped_is_not_called_short(shop: Shop) -> None:
    placed = shop.order((shop.item("NUT", 6), 6))
    shop.ship(placed.order_id, (shop.line(placed.order_id).line_id, 4))
    amended = shop.amend(placed.order_id, kept(shop, placed.order_id), note="gate 4")
    assert [one.rule for one in amended.findings if one.effect == TELL] == []


def test_a_line_keeps_its_item_and_is_named_once(shop: Shop) -> None:
    nut, bolt = shop.item("NUT", 10), shop.item("BOLT", 10)
    placed = shop.order((nut, 4))
    line = kept(shop, placed.order_id)
    with pytest.raises(BadValue, match="another item"):
        shop.amend(placed.order_id, replace(line, item_id=bolt))
    with pytest.raises(BadValue, match="once"):
        shop.amend(placed.order_id, line, line)
    with pytest.raises(NotFound, match="order line"):
        shop.amend(placed.order_id, replace(line, line_id=999))


def test_an_order_that_ended_is_not_amended(shop: Shop) -> None:
    placed = shop.order((shop.item("NUT", 10), 4))
    line = kept(shop, placed.order_id)
    change_settings(shop.desk, close_when="shipped")
    shop.ship(placed.order_id)
    with pytest.raises(WrongState, match="Closed"):
        shop.amend(placed.order_id, line)


def test_a_submitted_order_is_amended_without_a_new_version(shop: Shop) -> None:
    placed = shop.order((shop.item("NUT", 10), 4), confirm=False)
    shop.amend(placed.order_id, kept(shop, placed.order_id, quantity=7))
    detail = shop.detail(placed.order_id)
    assert (detail.version, detail.versions, detail.total) == (1, (), 1_750)
    assert shop.differences() == ()


def test_credit_is_checked_again_and_holds_the_amended_order(shop: Shop) -> None:
    nut = shop.item("NUT", 100, price=Price(10_000))
    shop.customer("Lamp Co", limit=1_000)
    placed = shop.order((nut, 8))
    assert placed.state == "confirmed"
    same = shop.amend(placed.order_id, kept(shop, placed.order_id, quantity=10))
    assert same.holds == ()
    over = shop.amend(placed.order_id, kept(shop, placed.order_id, quantity=11))
    assert (over.holds, over.label) == (("credit",), "hold")
    once: OrderPlaced = shop.amend(placed.order_id, kept(shop, placed.order_id, quantity=12))
    assert once.holds == ("credit",)
    assert shop.differences() == ()


def test_an_amendment_reserves_by_hand_only_what_was_reserved_by_hand(shop: Shop) -> None:
    change_settings(shop.desk, reserve="manual")
    placed = shop.order((shop.item("NUT", 10), 4))
    shop.amend(placed.order_id, kept(shop, placed.order_id, quantity=5))
    assert shop.line(placed.order_id).reserved == 0


def test_a_line_that_was_partly_given_up_keeps_its_price_when_the_rest_is_amended(
    shop: Shop,
) -> None:
    nut, bolt = shop.item("NUT", 6), shop.item("BOLT", 9)
    placed = shop.order(LineWanted(item_id=nut, quantity=10, shortage="available"), (bolt, 2))
    assert (shop.line(placed.order_id).quantity, shop.line(placed.order_id).cancelled) == (10, 4)
    new_price(shop, nut, 99_999)
    amended = shop.amend(
        placed.order_id,
        kept(shop, placed.order_id, quantity=6),
        kept(shop, placed.order_id, 2, quantity=3),
    )
    assert shop.line(placed.order_id).price == 25_000
    assert amended.total == 9 * 250
    assert shop.differences() == ()

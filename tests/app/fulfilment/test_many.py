"""Many orders released or shipped at once, on both engines."""

import pytest
from sqlalchemy import event

from app.core.errors import NotAllowed, NotFound
from app.desk import Desk
from app.fulfilment.commands import OrdersSent, ReleaseOrder, ReleaseOrders, ShipOrders
from app.fulfilment.handlers import release_order, release_orders, ship_orders
from app.orders.commands import PlaceHold
from app.orders.handlers import place_hold
from tests.support.settings import change_settings
from tests.support.shops import CLERK, OWNER, Shop, open_shop


@pytest.fixture
def shop(desk: Desk) -> Shop:
    """Give a shop with one customer."""
    return open_shop(desk)


def ship(shop: Shop, *order_ids: int) -> OrdersSent:
    return shop.run(ship_orders, ShipOrders(order_ids=order_ids, carrier="DPD"))


def several(shop: Shop, count: int) -> list[int]:
    nut, bolt = shop.item("NUT", 500), shop.item("BOLT", 500)
    return [shop.order((nut, 2), (bolt, 1 + at % 3)).order_id for at in range(count)]


def test_every_order_leaves_with_a_number_of_its_own_in_the_sequence_asked(shop: Shop) -> None:
    first, second, third = several(shop, 3)
    sent = ship(shop, third, first, second)
    assert [(step.order_id, step.number) for step in sent.steps] == [
        (third, "SH-000001"),
        (first, "SH-000002"),
        (second, "SH-000003"),
    ]
    assert sent.refused == ()
    assert {shop.detail(one).label for one in (first, second, third)} == {"shipped"}
    assert shop.level(shop.items["NUT"]).on_hand == 494
    assert shop.differences() == ()


def test_orders_shipped_together_look_like_orders_shipped_alone(shop: Shop) -> None:
    alone, together, with_it = several(shop, 3)
    shop.ship(alone)
    ship(shop, together, with_it)
    story = (
        "SELECT kind, details FROM order_event "
        "WHERE order_id = :order_id AND kind <> 'OrderPlaced' ORDER BY id"
    )
    told = [
        [
            (kind, details.replace("SH-000002", "SH-000001"))
            for kind, details in shop.rows(story, order_id=one)
        ]
        for one in (alone, together)
    ]
    assert told[0] == told[1]
    details = [shop.detail(one) for one in (alone, together)]
    assert details[0].revision == details[1].revision
    assert details[0].stage == details[1].stage == "shipped"


def test_an_order_that_is_complete_when_it_leaves_closes_and_says_why(shop: Shop) -> None:
    change_settings(shop.desk, close_when="shipped")
    alone, together, with_it = several(shop, 3)
    shop.ship(alone)
    ship(shop, together, with_it)
    for order in (alone, together, with_it):
        last = shop.detail(order).events[-1]
        assert (last.kind, last.details) == ("OrderClosed", {"by_itself": True, "why": "shipped"})


def test_what_cannot_go_is_named_and_the_rest_goes(shop: Shop) -> None:
    ready, held, _other = several(shop, 3)
    empty = shop.order((shop.item("NONE"), 4)).order_id
    shop.run(place_hold, PlaceHold(order_id=held, reason="ask first", blocks="ship"))
    sent = ship(shop, ready, held, empty)
    assert [step.order_id for step in sent.steps] == [ready]
    assert [one.order_id for one in sent.refused] == [held, empty]
    assert all(one.name in one.why for one in sent.refused)
    assert shop.line(held).shipped == shop.line(empty).shipped == 0
    assert shop.differences() == ()


def test_nothing_is_done_when_one_of_the_orders_does_not_exist(shop: Shop) -> None:
    (order_id,) = several(shop, 1)
    with pytest.raises(NotFound):
        ship(shop, order_id, 999)
    assert shop.line(order_id).shipped == 0


def test_a_shipment_on_its_way_is_finished_and_no_second_one_made(shop: Shop) -> None:
    begun, fresh = several(shop, 2)
    shop.run(release_order, ReleaseOrder(order_id=begun))
    sent = ship(shop, begun, fresh)
    assert {step.order_id for step in sent.steps} == {begun, fresh}
    (shipment,) = shop.shipments(begun)
    assert (shipment.state, shipment.carrier) == ("shipped", "DPD")
    assert shop.differences() == ()


def test_kits_leave_with_their_parts_and_orders_share_bins_in_walking_order(shop: Shop) -> None:
    knob, screw = shop.item("KNOB", 3), shop.item("SCREW", 100)
    shop.stock(knob, 9, shop.place("Z-99"))
    kit = shop.kit("KNOB-SET", [(knob, 2), (screw, 4)])
    orders = [shop.order((kit, 2), (screw, 1)).order_id for _number in range(3)]
    sent = ship(shop, *orders)
    assert len(sent.steps) == 3
    assert shop.level(knob).on_hand == 0
    assert [shop.line(one).shipped for one in orders] == [2, 2, 2]
    by_bin = (
        "SELECT from_place_id, sum(quantity) FROM move "
        "WHERE kind = 'ship' AND item_id = :item GROUP BY from_place_id ORDER BY 2"
    )
    taken = shop.rows(by_bin, item=knob)
    assert [units for _place, units in taken] == [3, 9]
    assert shop.differences() == ()


def test_released_orders_wait_at_their_bins(shop: Shop) -> None:
    orders = several(shop, 3)
    sent = shop.run(release_orders, ReleaseOrders(order_ids=tuple(orders)))
    assert [step.state for step in sent.steps] == ["released"] * 3
    assert {shop.detail(one).label for one in orders} == {"picking"}
    assert shop.level(shop.items["NUT"]).on_hand == 500
    assert shop.rows("SELECT count(*) FROM reservation WHERE place_id IS NULL") == [(0,)]
    assert ship(shop, *orders).refused == ()
    assert shop.differences() == ()


def test_more_orders_take_no_more_statements(shop: Shop) -> None:
    orders = several(shop, 24)
    counted: list[str] = []
    event.listen(shop.desk.engine, "before_cursor_execute", lambda *about: counted.append(about[2]))
    ship(shop, *orders[:2])
    few = len(counted)
    counted.clear()
    ship(shop, *orders[2:])
    assert len(counted) == few
    assert few <= 21


def test_a_person_who_may_not_move_goods_ships_nothing(shop: Shop) -> None:
    orders = several(shop, 2)
    shop.sign_in(CLERK)
    with pytest.raises(NotAllowed):
        ship(shop, *orders)
    shop.sign_in(OWNER)
    assert [shop.line(one).shipped for one in orders] == [0, 0]

"""Shipments from release to received and back, on both engines."""

from datetime import timedelta

import pytest

from app.core.errors import BadValue, NotAllowed, NotFound
from app.desk import Desk
from app.fulfilment.commands import (
    Arrived,
    CancelShipment,
    FinishPicking,
    PackShipment,
    Picked,
    ReceiveShipment,
    ReleaseOrder,
    ReturnShipment,
    ReverseShipment,
    ShipShipment,
    StartPicking,
    StepBack,
)
from app.fulfilment.errors import NothingToShip, TooMuch, WrongStep
from app.fulfilment.handlers import (
    finish_picking,
    pack_shipment,
    receive_shipment,
    release_order,
    return_shipment,
    reverse_shipment,
    ship_shipment,
    start_picking,
    step_back,
)
from app.fulfilment.handlers.ending import cancel_shipment
from app.orders.commands import PlaceHold, ReleaseHold, ReserveOrder
from app.orders.errors import OnHold
from app.orders.handlers import place_hold, release_hold, reserve_order
from app.stock.commands import AdjustStock
from app.stock.handlers import adjust_stock
from tests.support.desks import SetClock
from tests.support.settings import change_settings
from tests.support.shops import CLERK, PICKER, Shop, open_shop


@pytest.fixture
def shop(desk: Desk) -> Shop:
    """Give a shop with one customer."""
    return open_shop(desk)


def released(shop: Shop, *lines: tuple[int, int]) -> tuple[int, int]:
    """Place and release an order; gives its id and the shipment's."""
    placed = shop.order(*lines)
    step = shop.run(release_order, ReleaseOrder(order_id=placed.order_id))
    return placed.order_id, step.shipment_id


def picked(shop: Shop, shipment_id: int, *units: int) -> None:
    """Finish picking with these units of the first lines."""
    lines = sorted(shop.shipment_lines(shipment_id), key=lambda line: line.shipment_line_id)
    given = tuple(
        Picked(shipment_line_id=line.shipment_line_id, quantity=quantity, reason="broken")
        for line, quantity in zip(lines, units, strict=False)
    )
    shop.run(finish_picking, FinishPicking(shipment_id=shipment_id, picked=given))


def shipped(shop: Shop, shipment_id: int) -> str:
    """Pack and ship; gives the order's label."""
    shop.run(pack_shipment, PackShipment(shipment_id=shipment_id))
    return shop.run(ship_shipment, ShipShipment(shipment_id=shipment_id)).order_label


def test_a_shipment_goes_from_released_to_received_and_closes_its_order(shop: Shop) -> None:
    nut = shop.item("NUT", 10)
    order_id, shipment_id = released(shop, (nut, 4))
    assert shop.detail(order_id).label == "picking"
    assert shop.detail(order_id).fulfilment == "picking"
    shop.run(start_picking, StartPicking(shipment_id=shipment_id))
    picked(shop, shipment_id)
    shop.run(pack_shipment, PackShipment(shipment_id=shipment_id, packages=2))
    assert shop.detail(order_id).label == "packed"
    step = shop.run(
        ship_shipment, ShipShipment(shipment_id=shipment_id, carrier="Van", tracking="T1")
    )
    assert step.order_label == "shipped"
    level = shop.level(nut)
    assert (level.on_hand, level.reserved, level.available) == (6, 0, 6)
    last = shop.run(
        receive_shipment,
        ReceiveShipment(shipment_id=shipment_id, received_by="Bob", how="signature"),
    )
    assert (last.state, last.order_label) == ("received", "closed")
    assert shop.detail(order_id).fulfilment == "received"
    assert shop.differences() == ()


def test_after_shipping_the_next_order_sees_what_is_truly_available(shop: Shop) -> None:
    nut = shop.item("NUT", 10)
    shop.ship(shop.order((nut, 7)).order_id)
    assert shop.line(shop.order((nut, 5)).order_id).reserved == 3
    assert shop.differences() == ()


def test_one_line_ships_in_three_parts(shop: Shop) -> None:
    nut = shop.item("NUT", 10)
    placed = shop.order((nut, 10))
    line_id = shop.line(placed.order_id).line_id
    labels = []
    for units in (2, 3, 5):
        labels.append(shop.ship(placed.order_id, (line_id, units)).order_label)
        assert shop.differences() == ()
    assert labels == ["part_shipped", "part_shipped", "shipped"]
    assert [len(shop.shipment_lines(one.shipment_id)) for one in shop.shipments(1)] == [1, 1, 1]
    for quantities in ((line_id, 0), (line_id, -1)):
        with pytest.raises(BadValue):
            shop.ship(placed.order_id, quantities)
    with pytest.raises(NotFound):
        shop.ship(placed.order_id, (999, 1))


def test_a_short_pick_returns_the_rest_to_open_and_marks_the_bin(shop: Shop) -> None:
    nut = shop.item("NUT", 10)
    order_id, shipment_id = released(shop, (nut, 4))
    line = shop.shipment_lines(shipment_id)[0]
    short = (Picked(shipment_line_id=line.shipment_line_id, quantity=1),)
    with pytest.raises(BadValue, match="say why"):
        shop.run(finish_picking, FinishPicking(shipment_id=shipment_id, picked=short))
    picked(shop, shipment_id, 3)
    assert shop.line(order_id).back_ordered == 1
    assert shop.rows("SELECT code FROM place WHERE to_count") == [("STOCK",)]
    assert shipped(shop, shipment_id) == "part_shipped"
    shop.run(reserve_order, ReserveOrder(order_id=order_id))
    assert shop.ship(order_id).order_label == "shipped"
    assert shop.differences() == ()


def test_a_step_back_after_a_short_pick_asks_again_for_what_is_left(shop: Shop) -> None:
    order_id, shipment_id = released(shop, (shop.item("NUT", 10), 4))
    picked(shop, shipment_id, 3)
    shop.run(step_back, StepBack(shipment_id=shipment_id))
    assert [one.planned for one in shop.shipment_lines(shipment_id)] == [3]
    picked(shop, shipment_id, 2)
    assert shop.line(order_id).reserved == 2
    assert shipped(shop, shipment_id) == "part_shipped"
    assert shop.differences() == ()


def test_an_earlier_step_done_again_is_refused(shop: Shop) -> None:
    _order_id, shipment_id = released(shop, (shop.item("NUT", 10), 4))
    picked(shop, shipment_id, 3)
    with pytest.raises(WrongStep):
        shop.run(start_picking, StartPicking(shipment_id=shipment_id))
    with pytest.raises(WrongStep):
        picked(shop, shipment_id, 4)
    shop.run(pack_shipment, PackShipment(shipment_id=shipment_id))
    with pytest.raises(WrongStep):
        picked(shop, shipment_id, 4)
    shop.run(ship_shipment, ShipShipment(shipment_id=shipment_id))
    for handler, command in (
        (pack_shipment, PackShipment(shipment_id=shipment_id)),
        (step_back, StepBack(shipment_id=shipment_id)),
        (ship_shipment, ShipShipment(shipment_id=shipment_id)),
        (cancel_shipment, CancelShipment(shipment_id=shipment_id)),
    ):
        with pytest.raises(WrongStep):
            shop.desk.run(handler, command)  # type: ignore[arg-type]  # pairs of several kinds
    assert shop.differences() == ()


def test_more_than_planned_is_not_picked_and_nothing_is_not_packed(shop: Shop) -> None:
    _order_id, shipment_id = released(shop, (shop.item("NUT", 10), 4))
    with pytest.raises(TooMuch):
        picked(shop, shipment_id, 5)
    with pytest.raises(BadValue):
        picked(shop, shipment_id, -1)
    picked(shop, shipment_id, 0)
    with pytest.raises(NothingToShip):
        shop.run(pack_shipment, PackShipment(shipment_id=shipment_id))
    shop.run(cancel_shipment, CancelShipment(shipment_id=shipment_id))
    with pytest.raises(NothingToShip):
        shop.ship(1)


def test_a_cancelled_shipment_leaves_its_units_reserved(shop: Shop) -> None:
    nut = shop.item("NUT", 10)
    order_id, shipment_id = released(shop, (nut, 4))
    picked(shop, shipment_id)
    shop.run(cancel_shipment, CancelShipment(shipment_id=shipment_id))
    assert (shop.detail(order_id).label, shop.line(order_id).reserved) == ("ready", 4)
    assert shop.ship(order_id).order_label == "shipped"
    assert shop.differences() == ()


def test_a_part_delivered_kit_is_not_shown_as_delivered(shop: Shop) -> None:
    nut, bolt = shop.item("NUT", 10), shop.item("BOLT", 10)
    kit = shop.kit("KIT", [(nut, 2), (bolt, 1)])
    order_id, shipment_id = released(shop, (kit, 2))
    picked(shop, shipment_id, 4, 1)
    assert shipped(shop, shipment_id) == "part_shipped"
    assert (shop.line(order_id).shipped, shop.line(order_id).reserved) == (1, 0)
    shop.run(reserve_order, ReserveOrder(order_id=order_id))
    assert shop.line(order_id).reserved == 1
    assert (shop.level(nut).reserved, shop.level(bolt).reserved) == (0, 1)
    assert shop.ship(order_id).order_label == "shipped"
    assert (shop.level(nut).on_hand, shop.level(bolt).on_hand) == (6, 8)
    assert shop.differences() == ()


def test_a_kit_that_comes_back_is_open_again(shop: Shop) -> None:
    nut, bolt = shop.item("NUT", 10), shop.item("BOLT", 10)
    kit = shop.kit("KIT", [(nut, 2), (bolt, 1)])
    order_id = shop.order((kit, 2)).order_id
    step = shop.ship(order_id)
    command = ReturnShipment(shipment_id=step.shipment_id, reason="refused")
    assert shop.run(return_shipment, command).order_label == "short"
    assert (shop.line(order_id).shipped, shop.line(order_id).open) == (0, 2)
    assert (shop.level(nut).on_hand, shop.level(nut).available) == (10, 6)
    shop.run(reserve_order, ReserveOrder(order_id=order_id))
    assert shop.ship(order_id).order_label == "shipped"
    assert shop.differences() == ()


def test_a_return_opens_a_closed_order_and_asks_why(shop: Shop) -> None:
    change_settings(shop.desk, close_when="shipped")
    order_id = shop.order((shop.item("NUT", 10), 4)).order_id
    step = shop.ship(order_id)
    with pytest.raises(BadValue, match="say why"):
        shop.run(return_shipment, ReturnShipment(shipment_id=step.shipment_id, reason=""))
    shop.run(return_shipment, ReturnShipment(shipment_id=step.shipment_id, reason="moved away"))
    assert shop.detail(order_id).state == "confirmed"
    assert shop.differences() == ()


@pytest.mark.parametrize("kind", ["payment", "address", "manual", "credit"])
def test_what_is_on_hold_does_not_leave_though_it_is_picked_and_packed(
    shop: Shop, kind: str
) -> None:
    order_id, shipment_id = released(shop, (shop.item("NUT", 10), 4))
    picked(shop, shipment_id, 4)
    shop.run(pack_shipment, PackShipment(shipment_id=shipment_id))
    shop.run(place_hold, PlaceHold(order_id=order_id, kind=kind, reason="ask first"))
    with pytest.raises(OnHold):
        shop.run(ship_shipment, ShipShipment(shipment_id=shipment_id))
    with pytest.raises(OnHold):
        shop.ship(order_id)
    assert shop.level(shop.items["NUT"]).on_hand == 10
    hold = next(one for one in shop.detail(order_id).holds if one.released_at is None)
    shop.run(release_hold, ReleaseHold(hold_id=hold.hold_id, reason="settled"))
    assert shop.run(ship_shipment, ShipShipment(shipment_id=shipment_id)).order_label == "shipped"
    assert shop.differences() == ()


def test_a_shipment_is_taken_back_on_the_same_day_only(shop: Shop, clock: SetClock) -> None:
    nut = shop.item("NUT", 10)
    order_id = shop.order((nut, 4)).order_id
    step = shop.ship(order_id)
    back = ReverseShipment(shipment_id=step.shipment_id, reason="wrong van")
    shop.sign_in(PICKER)
    with pytest.raises(NotAllowed):
        shop.run(reverse_shipment, back)
    shop.sign_in(1)
    assert shop.run(reverse_shipment, back).order_label == "packed"
    assert (shop.level(nut).on_hand, shop.level(nut).reserved) == (10, 4)
    assert shop.rows("SELECT count(*) FROM move WHERE reverses IS NOT NULL") == [(1,)]
    assert shop.shipments(order_id)[0].shipped_on is None
    shop.run(ship_shipment, ShipShipment(shipment_id=step.shipment_id))
    assert shop.shipments(order_id)[0].shipped_on is not None
    clock.moment += timedelta(days=1)
    with pytest.raises(WrongStep):
        shop.run(reverse_shipment, ReverseShipment(shipment_id=step.shipment_id, reason="too late"))
    assert shop.differences() == ()


def test_goods_taken_back_wait_at_the_bin_they_came_from(shop: Shop) -> None:
    nut, shelf = shop.item("NUT", 4), shop.place("A-1")
    order_id = shop.order((nut, 4)).order_id
    step = shop.ship(order_id)
    shop.stock(nut, 9, shelf)
    shop.run(reverse_shipment, ReverseShipment(shipment_id=step.shipment_id, reason="wrong van"))
    assert shop.differences() == ()
    again = shop.run(ship_shipment, ShipShipment(shipment_id=step.shipment_id))
    assert again.order_label == "shipped"
    assert shop.rows("SELECT on_hand FROM balance WHERE place_id = :p", p=shelf) == [(9,)]


def test_a_difference_at_the_customer_opens_a_claim_and_edits_no_shipment(shop: Shop) -> None:
    order_id = shop.order((shop.item("NUT", 10), 4)).order_id
    step = shop.ship(order_id)
    line = shop.shipment_lines(step.shipment_id)[0]
    for arrived, error in ((5, TooMuch), (-1, TooMuch)):
        given = (Arrived(shipment_line_id=line.shipment_line_id, quantity=arrived),)
        with pytest.raises(error):
            shop.run(
                receive_shipment,
                ReceiveShipment(shipment_id=step.shipment_id, received_by="B", arrived=given),
            )
    for who, how in ((" ", "told"), ("B", "guess")):
        with pytest.raises(BadValue):
            shop.run(
                receive_shipment,
                ReceiveShipment(shipment_id=step.shipment_id, received_by=who, how=how),
            )
    given = (Arrived(shipment_line_id=line.shipment_line_id, quantity=3, condition="wet"),)
    shop.sign_in(CLERK)
    shop.run(
        receive_shipment,
        ReceiveShipment(shipment_id=step.shipment_id, received_by="Bob", arrived=given),
    )
    assert shop.rows("SELECT shipped, received, condition, state FROM claim") == [
        (4, 3, "wet", "open")
    ]
    assert (shop.line(order_id).shipped, shop.line(order_id).received) == (4, 3)
    assert shop.differences() == ()


@pytest.mark.parametrize("packed", [True, False])
def test_stock_corrected_under_a_shipment_never_leaves_it_stuck(shop: Shop, packed: bool) -> None:
    nut = shop.item("NUT", 4)
    order_id, shipment_id = released(shop, (nut, 4))
    if packed:
        picked(shop, shipment_id)
    shop.run(adjust_stock, AdjustStock(item_id=nut, difference=-3, reason="burnt"))
    assert shop.differences() == ()
    if not packed:
        picked(shop, shipment_id)
    assert shipped(shop, shipment_id) == "part_shipped"
    assert (shop.line(order_id).shipped, shop.level(nut).on_hand) == (1, 0)
    assert shop.differences() == ()


def test_a_shipment_that_lost_everything_to_a_correction_is_cancelled(shop: Shop) -> None:
    nut = shop.item("NUT", 4)
    order_id, shipment_id = released(shop, (nut, 4))
    shop.run(adjust_stock, AdjustStock(item_id=nut, difference=-4, reason="burnt"))
    assert shop.shipments(order_id)[0].state == "cancelled"
    assert shop.detail(order_id).label == "short"
    with pytest.raises(WrongStep):
        picked(shop, shipment_id)
    assert shop.differences() == ()


def test_a_cycle_in_packs_ends_at_exactly_zero(shop: Shop) -> None:
    nut = shop.item("NUT", 36, packs=(12,))
    for _ in range(3):
        shop.ship(shop.order((nut, 12)).order_id)
    assert (shop.level(nut).on_hand, shop.level(nut).reserved) == (0, 0)

"""What is said of an order that has no packing slip, in the window and without one."""

import pytest

from app.desk import Desk
from app.fulfilment.commands import CancelShipment, ReleaseOrder
from app.fulfilment.errors import NoShipmentsYet, NoShipmentYet
from app.fulfilment.handlers import cancel_order, cancel_shipment, release_order
from app.orders.commands import CancelOrder, PlaceHold
from app.orders.handlers import place_hold
from app.papers.slips import slips_of
from tests.support.shops import Shop, open_shop


def _said(shop: Shop, name: str, keys: str = "") -> str:
    with pytest.raises(NoShipmentYet) as caught:
        shop.desk.read(slips_of, name)
    caught.value.keys = keys
    return caught.value.message()


def test_an_order_with_goods_reserved_is_to_be_released_first(desk: Desk) -> None:
    shop = open_shop(desk)
    placed = shop.order((shop.item("NU1", 3), 9), shortage="backorder")
    start = f"{placed.name} has no shipment yet, so no packing slip was made. "
    assert _said(shop, placed.name) == start + "Release it to pick first."
    assert (
        _said(shop, placed.name, "Ctrl+Enter") == start + "Release it to pick first (Ctrl+Enter)."
    )


def test_an_order_without_goods_is_to_be_reserved_first(desk: Desk) -> None:
    shop = open_shop(desk)
    placed = shop.order((shop.item("NU1"), 9), shortage="backorder")
    assert "reserve its goods first." in _said(shop, placed.name)


def test_a_hold_is_to_be_released_before_anything_else(desk: Desk) -> None:
    shop = open_shop(desk)
    placed = shop.order((shop.item("NU1", 9), 1))
    shop.run(place_hold, PlaceHold(order_id=placed.order_id, reason="call first"))
    assert "A hold stands in the way: release it first." in _said(shop, placed.name)


def test_an_order_that_sends_nothing_gets_no_advice_to_release_it(desk: Desk) -> None:
    shop = open_shop(desk)
    placed = shop.order((shop.item("NU1", 9), 1))
    shop.run(cancel_order, CancelOrder(order_id=placed.order_id, reason="changed their mind"))
    said = _said(shop, placed.name)
    assert said == f"{placed.name} has nothing to send, so it gets no packing slip."


def test_an_order_whose_shipment_was_cancelled_has_no_slip_either(desk: Desk) -> None:
    shop = open_shop(desk)
    placed = shop.order((shop.item("NU1", 9), 1))
    shop.run(release_order, ReleaseOrder(order_id=placed.order_id))
    (shipment,) = shop.shipments(placed.order_id)
    shop.run(cancel_shipment, CancelShipment(shipment_id=shipment.shipment_id))
    assert "has no shipment yet" in _said(shop, placed.name)


def test_several_orders_without_a_shipment_are_counted() -> None:
    assert NoShipmentsYet(1200).message().startswith("None of the 1,200 orders has a shipment yet")

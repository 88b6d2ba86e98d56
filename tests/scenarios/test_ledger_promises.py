"""What the ledger promises: shipping takes what was reserved, nothing exceeds its source."""

from io import BytesIO
from typing import NoReturn

import pytest
from pypdf import PdfReader

from app.catalog.commands import KitPartEntry, SetKit
from app.catalog.handlers import set_kit
from app.core.errors import BadValue
from app.core.money import Price
from app.db.unit_of_work import UnitOfWork
from app.desk import Desk
from app.documents.packing_slip import packing_slips
from app.fulfilment.commands import (
    Arrived,
    FinishPicking,
    Picked,
    ReceiveShipment,
    ReleaseOrder,
    ReverseShipment,
    ShipOrder,
)
from app.fulfilment.errors import TooMuch
from app.fulfilment.handlers import (
    finish_picking,
    receive_shipment,
    release_order,
    reverse_shipment,
    ship_order,
)
from app.orders.commands import ConfirmOrder, LineWanted, ReleaseHold
from app.orders.handlers import confirm_order, release_hold
from app.orders.queries.caller import caller_of
from app.papers.orders import confirmation_pdf
from app.papers.slips import slips_of
from tests.support.shops import Shop, open_shop


@pytest.fixture
def shop(desk: Desk) -> Shop:
    """Give a shop with one customer."""
    return open_shop(desk)


def settled(shop: Shop) -> dict[str, int]:
    """Sum reservations by state."""
    sums = "SELECT state, CAST(sum(quantity) AS bigint) FROM reservation GROUP BY state"
    return dict(row for row in shop.rows(sums))


def shipped_units(shop: Shop) -> int:
    """Sum what the ledger says has left for customers."""
    sums = "SELECT CAST(coalesce(sum(quantity), 0) AS bigint) FROM move WHERE kind = 'ship'"
    return int(shop.rows(sums)[0][0])


def test_reserved_falls_by_exactly_what_shipped(shop: Shop) -> None:
    nut, bolt = shop.item("NUT", 30), shop.item("BOLT", 20)
    kit = shop.kit("KIT", [(nut, 2), (bolt, 1)])
    other = shop.order((nut, 5))
    placed = shop.order((nut, 10), (kit, 4))
    assert (shop.level(nut).reserved, shop.level(bolt).reserved) == (23, 4)
    lines = [one.line_id for one in shop.detail(placed.order_id).lines]
    shop.ship(placed.order_id, (lines[0], 4), (lines[1], 1))
    assert (shop.level(nut).reserved, shop.level(bolt).reserved) == (23 - 6, 4 - 1)
    assert (settled(shop), shipped_units(shop)) == ({"active": 20, "consumed": 7}, 7)
    shop.ship(placed.order_id)
    assert (shop.level(nut).reserved, shop.level(bolt).reserved) == (5, 0)
    assert (settled(shop), shipped_units(shop)) == ({"active": 5, "consumed": 22}, 22)
    assert shop.line(other.order_id).reserved == 5
    assert shop.differences() == ()


def test_a_short_pick_takes_what_left_and_gives_back_the_rest(shop: Shop) -> None:
    nut = shop.item("NUT", 10)
    placed = shop.order((nut, 8))
    step = shop.run(release_order, ReleaseOrder(order_id=placed.order_id))
    (line,) = shop.shipment_lines(step.shipment_id)
    picked = Picked(shipment_line_id=line.shipment_line_id, quantity=5, reason="broken")
    shop.run(finish_picking, FinishPicking(shipment_id=step.shipment_id, picked=(picked,)))
    shop.ship(placed.order_id)
    assert settled(shop) == {"consumed": 5, "released": 3}
    assert (shop.level(nut).reserved, shipped_units(shop)) == (0, 5)
    assert shop.differences() == ()


def test_shipping_that_fails_takes_no_reservation_and_posts_no_move(shop: Shop) -> None:
    nut = shop.item("NUT", 10)
    placed = shop.order((nut, 6))

    def ship_and_stumble(unit: UnitOfWork, command: ShipOrder) -> NoReturn:
        assert ship_order(unit, command).order_label == "shipped"
        raise BadValue("order", placed.name, "the van is full")

    with pytest.raises(BadValue):
        shop.run(ship_and_stumble, ShipOrder(order_id=placed.order_id))
    assert (settled(shop), shipped_units(shop)) == ({"active": 6}, 0)
    assert shop.detail(placed.order_id).label == "ready"
    assert shop.shipments(placed.order_id) == ()
    assert shop.differences() == ()


def test_a_shipment_taken_back_is_reserved_again_unit_by_unit(shop: Shop) -> None:
    nut = shop.item("NUT", 10)
    placed = shop.order((nut, 6))
    step = shop.ship(placed.order_id)
    shop.run(reverse_shipment, ReverseShipment(shipment_id=step.shipment_id, reason="wrong van"))
    assert settled(shop) == {"active": 6, "consumed": 6}
    assert (shop.level(nut).reserved, shop.level(nut).on_hand) == (6, 10)
    assert shop.differences() == ()


def test_no_more_is_received_than_has_shipped(shop: Shop) -> None:
    placed = shop.order((shop.item("NUT", 10), 6))
    step = shop.ship(placed.order_id)
    (line,) = shop.shipment_lines(step.shipment_id)
    arrived = (Arrived(shipment_line_id=line.shipment_line_id, quantity=7),)
    received = ReceiveShipment(shipment_id=step.shipment_id, received_by="Bob", arrived=arrived)
    with pytest.raises(TooMuch):
        shop.run(receive_shipment, received)
    assert shop.line(placed.order_id).received == 0


def test_a_kit_that_changes_later_leaves_orders_what_they_were(shop: Shop) -> None:
    nut, bolt = shop.item("NUT", 20), shop.item("BOLT", 20)
    kit = shop.kit("KIT", [(nut, 2)])
    placed = shop.order((kit, 3))
    parts = (KitPartEntry(nut, 1), KitPartEntry(bolt, 5))
    shop.run(set_kit, SetKit(item_id=kit, parts=parts))
    assert (shop.level(nut).reserved, shop.level(bolt).reserved) == (6, 0)
    shop.ship(placed.order_id)
    assert (shop.level(nut).on_hand, shop.level(bolt).on_hand) == (14, 20)
    assert shop.differences() == ()


def test_credit_is_decided_when_the_order_is_confirmed(shop: Shop) -> None:
    nut = shop.item("NUT", 100, price=Price(10_000))
    shop.customer("Lamp Co", limit=1_000)
    waiting = shop.order((nut, 6), confirm=False)
    assert waiting.holds == ()
    shop.order((nut, 5))
    confirmed = shop.run(confirm_order, ConfirmOrder(order_id=waiting.order_id))
    assert (confirmed.state, confirmed.holds) == ("submitted", ("credit",))
    (hold,) = shop.rows("SELECT id FROM order_hold")
    shop.run(release_hold, ReleaseHold(hold_id=hold[0], reason="paid"))
    assert shop.detail(waiting.order_id).label == "ready"
    assert shop.differences() == ()


def test_what_a_customer_owes_and_may_owe_is_known_when_the_customer_is_chosen(shop: Shop) -> None:
    nut = shop.item("NUT", 100, price=Price(10_000))
    customer = shop.customer("Lamp Co", limit=1_000)
    shop.order((nut, 9))
    caller = shop.desk.read(caller_of, customer)
    assert caller is not None
    limit = caller.detail.customer.credit_limit
    assert limit is not None
    assert (caller.account.owed, limit - caller.account.owed) == (900, 100)


def test_the_paper_of_an_amended_order_says_its_version(shop: Shop) -> None:
    nut = shop.item("NUT", 100)
    placed = shop.order((nut, 4))
    first = _text(confirmation_pdf(shop.desk, [placed.order_id]))
    line = shop.line(placed.order_id)
    shop.amend(placed.order_id, LineWanted(item_id=nut, quantity=7, line_id=line.line_id))
    second = _text(confirmation_pdf(shop.desk, [placed.order_id]))
    assert shop.detail(placed.order_id).version == 2
    assert "version 2" not in first.lower()
    assert "version 2" in second.lower()
    shop.ship(placed.order_id)
    (sent,) = shop.desk.read(slips_of, placed.name)
    assert "version 2" in _text(packing_slips([sent.slip])).lower()


def _text(pdf: bytes) -> str:
    return " ".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)

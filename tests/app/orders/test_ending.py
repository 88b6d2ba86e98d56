"""Ends of an order: cancelled, closed with a rest, opened again."""

import pytest

from app.catalog.commands import ItemKind
from app.core.errors import BadValue, NotAllowed
from app.core.money import Price
from app.desk import Desk
from app.fulfilment.commands import FinishPicking, PackShipment, ReceiveShipment, ReleaseOrder
from app.fulfilment.errors import WrongStep
from app.fulfilment.handlers import finish_picking, pack_shipment, receive_shipment, release_order
from app.fulfilment.handlers.ending import cancel_order, close_rest
from app.orders.commands import (
    CancelOrder,
    CloseRest,
    InvoiceOrder,
    LineWanted,
    OrderPlaced,
    RecordPayment,
    ReopenOrder,
)
from app.orders.errors import AlreadyShipped, WrongState
from app.orders.handlers import invoice_order, record_payment, reopen_order
from tests.support.settings import change_settings
from tests.support.shops import CLERK, Shop, open_shop


@pytest.fixture
def shop(desk: Desk) -> Shop:
    """Give a shop with one customer."""
    return open_shop(desk)


def close(shop: Shop, order_id: int) -> None:
    """Close the rest of an order."""
    shop.run(close_rest, CloseRest(order_id=order_id, reason="no more"))


def reopen(shop: Shop, order_id: int) -> OrderPlaced:
    """Open an order again."""
    return shop.run(reopen_order, ReopenOrder(order_id=order_id, reason="wanted after all"))


def test_cancelling_gives_back_what_shipments_had_pinned(shop: Shop) -> None:
    nut = shop.item("NUT", 10)
    placed = shop.order((nut, 4))
    step = shop.run(release_order, ReleaseOrder(order_id=placed.order_id))
    shop.run(finish_picking, FinishPicking(shipment_id=step.shipment_id))
    shop.run(cancel_order, CancelOrder(order_id=placed.order_id, reason="changed mind"))
    assert shop.level(nut).available == 10
    assert shop.shipments(placed.order_id)[0].state == "cancelled"
    assert shop.rows("SELECT owed, orders FROM customer_account") == [(0, 0)]
    with pytest.raises(WrongStep):
        shop.run(pack_shipment, PackShipment(shipment_id=step.shipment_id))
    with pytest.raises(WrongState, match="Cancelled"):
        shop.run(cancel_order, CancelOrder(order_id=placed.order_id))
    assert shop.differences() == ()


def test_what_was_paid_for_a_cancelled_order_is_to_be_refunded(shop: Shop) -> None:
    placed = shop.order((shop.item("NUT", 10), 4))
    shop.run(record_payment, RecordPayment(order_id=placed.order_id, amount=placed.total))
    shop.run(cancel_order, CancelOrder(order_id=placed.order_id, reason="changed mind"))
    assert shop.detail(placed.order_id).payment == "refund due"
    shop.run(record_payment, RecordPayment(order_id=placed.order_id, amount=-placed.total))
    assert shop.detail(placed.order_id).payment == "not invoiced"
    assert shop.rows("SELECT owed FROM customer_account") == [(0,)]
    assert shop.differences() == ()


def test_what_has_shipped_is_never_cancelled(shop: Shop) -> None:
    placed = shop.order((shop.item("NUT", 3), 4))
    shop.ship(placed.order_id)
    with pytest.raises(AlreadyShipped):
        shop.run(cancel_order, CancelOrder(order_id=placed.order_id))


def test_closing_the_rest_leaves_what_was_delivered_untouched(shop: Shop) -> None:
    nut = shop.item("NUT", 10)
    placed = shop.order((nut, 6), (shop.item("BOLT", 2), 2))
    shop.ship(placed.order_id, (shop.line(placed.order_id).line_id, 4))
    shop.run(release_order, ReleaseOrder(order_id=placed.order_id))
    close(shop, placed.order_id)
    detail = shop.detail(placed.order_id)
    assert [(one.shipped, one.cancelled, one.reserved) for one in detail.lines] == [
        (4, 2, 0),
        (0, 2, 0),
    ]
    assert (detail.state, detail.total) == ("closed", 1_000)
    assert shop.level(nut).available == 6
    assert shop.rows("SELECT owed, orders FROM customer_account") == [(1_000, 1)]
    assert shop.differences() == ()


def test_closing_asks_for_a_reason_and_for_the_right(shop: Shop) -> None:
    placed = shop.order((shop.item("NUT", 10), 4))
    with pytest.raises(BadValue, match="say why"):
        shop.run(close_rest, CloseRest(order_id=placed.order_id, reason=" "))
    shop.sign_in(CLERK)
    with pytest.raises(NotAllowed):
        close(shop, placed.order_id)
    with pytest.raises(NotAllowed):
        reopen(shop, placed.order_id)


def test_closed_opened_again_and_raised_to_three_ships_three(shop: Shop) -> None:
    nut = shop.item("NUT", 10)
    placed = shop.order((nut, 2))
    close(shop, placed.order_id)
    reopened = reopen(shop, placed.order_id)
    assert (reopened.state, reopened.label) == ("confirmed", "ready")
    line = shop.line(placed.order_id)
    shop.amend(
        placed.order_id, LineWanted(item_id=nut, quantity=3, line_id=line.line_id), reason="more"
    )
    step = shop.run(release_order, ReleaseOrder(order_id=placed.order_id))
    assert [one.planned for one in shop.shipment_lines(step.shipment_id)] == [3]
    assert shop.differences() == ()


def test_a_cancelled_order_opened_again_is_what_it_was(shop: Shop) -> None:
    nut = shop.item("NUT", 10)
    placed = shop.order((nut, 4))
    before = shop.rows("SELECT owed, orders FROM customer_account")
    shop.run(cancel_order, CancelOrder(order_id=placed.order_id, reason="wrong line"))
    assert shop.level(nut).available == 10
    assert shop.rows("SELECT owed, orders FROM customer_account") == [(0, 0)]
    reopened = reopen(shop, placed.order_id)
    assert (reopened.state, reopened.label) == ("confirmed", "ready")
    assert (shop.level(nut).available, shop.line(placed.order_id).reserved) == (6, 4)
    assert shop.rows("SELECT owed, orders FROM customer_account") == before
    kinds = [one.kind for one in shop.detail(placed.order_id).events]
    assert kinds[-2:] == ["OrderCancelled", "OrderReopened"]
    assert shop.differences() == ()


def test_an_order_cancelled_before_it_was_confirmed_waits_for_that_again(shop: Shop) -> None:
    nut = shop.item("NUT", 100, price=Price(10_000))
    shop.customer("Lamp Co", limit=1_000)
    placed = shop.order((nut, 80))
    assert placed.state == "submitted"
    shop.run(cancel_order, CancelOrder(order_id=placed.order_id, reason="wrong line"))
    reopened = reopen(shop, placed.order_id)
    assert (reopened.state, reopened.holds) == ("submitted", ("credit",))
    assert shop.level(nut).available == 100
    assert shop.differences() == ()


def test_opening_again_wants_only_what_the_closing_gave_up(shop: Shop) -> None:
    nut, bolt = shop.item("NUT", 10), shop.item("BOLT", 10)
    placed = shop.order((nut, 6), (bolt, 2))
    line = shop.line(placed.order_id)
    shop.amend(placed.order_id, LineWanted(item_id=nut, quantity=6, line_id=line.line_id))
    shop.ship(placed.order_id, (line.line_id, 4))
    close(shop, placed.order_id)
    reopen(shop, placed.order_id)
    detail = shop.detail(placed.order_id)
    assert [(one.code, one.open, one.reserved) for one in detail.lines] == [
        ("NUT", 2, 2),
        ("BOLT", 0, 0),
    ]
    assert (detail.label, detail.total) == ("part_shipped", 1_500)
    shop.ship(placed.order_id)
    assert shop.detail(placed.order_id).label == "shipped"
    assert shop.differences() == ()


def test_an_order_all_delivered_stays_open_after_opening_to_be_amended(shop: Shop) -> None:
    nut = shop.item("NUT", 10)
    placed = shop.order((nut, 2))
    step = shop.ship(placed.order_id)
    shop.run(receive_shipment, ReceiveShipment(shipment_id=step.shipment_id, received_by="Bob"))
    assert shop.detail(placed.order_id).state == "closed"
    assert reopen(shop, placed.order_id).state == "confirmed"
    line = shop.line(placed.order_id)
    amended = shop.amend(placed.order_id, LineWanted(item_id=nut, quantity=5, line_id=line.line_id))
    assert (amended.state, amended.label) == ("confirmed", "part_shipped")
    step = shop.ship(placed.order_id)
    shop.run(receive_shipment, ReceiveShipment(shipment_id=step.shipment_id, received_by="Bob"))
    assert shop.detail(placed.order_id).state == "closed"
    assert shop.differences() == ()


def test_an_order_closes_by_itself_when_shipped_where_the_shop_says_so(shop: Shop) -> None:
    change_settings(shop.desk, close_when="shipped")
    placed = shop.order((shop.item("NUT", 10), 2))
    assert shop.ship(placed.order_id).order_label == "closed"


def test_credit_is_checked_again_when_an_order_is_opened(shop: Shop) -> None:
    nut = shop.item("NUT", 100, price=Price(10_000))
    shop.customer("Lamp Co", limit=1_000)
    placed = shop.order((nut, 8))
    close(shop, placed.order_id)
    shop.order((nut, 5))
    reopened = reopen(shop, placed.order_id)
    assert (reopened.holds, reopened.label) == (("credit",), "hold")
    with pytest.raises(WrongState):
        reopen(shop, placed.order_id)
    assert shop.differences() == ()


def service(shop: Shop) -> int:
    """Add a service."""
    return shop.item("FIT", kind=ItemKind.SERVICE)


def test_an_order_of_services_is_invoiced_when_confirmed_and_closes_with_its_invoice(
    shop: Shop,
) -> None:
    placed = shop.order((service(shop), 2))
    assert (placed.state, placed.label) == ("confirmed", "ready")
    shop.run(invoice_order, InvoiceOrder(order_id=placed.order_id))
    detail = shop.detail(placed.order_id)
    assert (detail.state, detail.invoiced, detail.payment) == ("closed", 500, "unpaid")
    assert detail.events[-1].kind == "OrderClosed"
    shop.run(record_payment, RecordPayment(order_id=placed.order_id, amount=500))
    assert shop.detail(placed.order_id).payment == "paid"
    with pytest.raises(BadValue, match="nothing is left"):
        shop.run(invoice_order, InvoiceOrder(order_id=placed.order_id))
    assert shop.differences() == ()


def test_services_are_not_invoiced_before_they_are_confirmed_nor_when_cancelled(shop: Shop) -> None:
    placed = shop.order((service(shop), 2), confirm=False)
    with pytest.raises(BadValue, match="nothing is left"):
        shop.run(invoice_order, InvoiceOrder(order_id=placed.order_id))
    shop.run(cancel_order, CancelOrder(order_id=placed.order_id))
    with pytest.raises(BadValue, match="nothing is left"):
        shop.run(invoice_order, InvoiceOrder(order_id=placed.order_id))


def test_goods_beside_a_service_close_the_order_when_they_arrive(shop: Shop) -> None:
    placed = shop.order((service(shop), 1), (shop.item("NUT", 10), 2))
    with pytest.raises(BadValue, match="nothing is left"):
        shop.run(invoice_order, InvoiceOrder(order_id=placed.order_id))
    step = shop.ship(placed.order_id)
    shop.run(invoice_order, InvoiceOrder(order_id=placed.order_id))
    assert shop.detail(placed.order_id).state == "confirmed"
    shop.run(receive_shipment, ReceiveShipment(shipment_id=step.shipment_id, received_by="Bob"))
    assert shop.detail(placed.order_id).state == "closed"
    assert shop.differences() == ()


def test_services_added_to_a_closed_order_are_invoiced_and_close_it_again(shop: Shop) -> None:
    fit = service(shop)
    placed = shop.order((fit, 2))
    shop.run(invoice_order, InvoiceOrder(order_id=placed.order_id))
    reopen(shop, placed.order_id)
    line = shop.line(placed.order_id)
    more = LineWanted(item_id=fit, quantity=3, line_id=line.line_id)
    assert shop.amend(placed.order_id, more).state == "confirmed"
    shop.run(invoice_order, InvoiceOrder(order_id=placed.order_id))
    assert (shop.detail(placed.order_id).state, shop.detail(placed.order_id).invoiced) == (
        "closed",
        750,
    )
    assert shop.differences() == ()

"""Whole days: the phone order, the short shelf, two desks at once; every figure ties out."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from app.core.errors import Stale
from app.core.money import Price
from app.desk import Desk
from app.fulfilment.commands import (
    FinishPicking,
    PackShipment,
    ReceiveShipment,
    ReleaseOrder,
    ShipShipment,
)
from app.fulfilment.handlers import (
    finish_picking,
    pack_shipment,
    receive_shipment,
    release_order,
    ship_shipment,
)
from app.orders.commands import InvoiceOrder, LineWanted, RecordPayment, ReopenOrder, ReserveOrder
from app.orders.handlers import invoice_order, record_payment, reopen_order, reserve_order
from app.orders.queries import board_figures, count_of_labels, order_page
from app.orders.states import FILTERS
from app.stock.commands import (
    MoveStock,
    OrderPurchase,
    PurchaseArrived,
    PurchaseWanted,
    ReceivePurchase,
)
from app.stock.handlers import move_stock, order_purchase, receive_purchase
from app.stock.queries import bins_of, low_count, stock_detail, stock_page
from tests.support.desks import SetClock, local_desk, shared_database, shared_desk
from tests.support.settings import change_settings
from tests.support.shops import CLERK, MANAGER, PICKER, Shop, open_shop

TODAY = date(2026, 11, 2)


@pytest.fixture
def shop(desk: Desk) -> Shop:
    """Give a shop with one customer."""
    return open_shop(desk)


@pytest.fixture(params=["sqlite", "postgresql"])
def two_shops(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[Shop, Shop]]:
    """Give two desks open on the same shop."""
    if request.param == "sqlite":
        desks = local_desk(tmp_path), local_desk(tmp_path)
        yield _pair(*desks)
        for desk in desks:
            desk.close()
        return
    with shared_database(request.getfixturevalue("postgres_server")) as address:
        desks = shared_desk(address), shared_desk(address)
        yield _pair(*desks)
        for desk in desks:
            desk.close()


def _pair(first: Desk, second: Desk) -> tuple[Shop, Shop]:
    shop = open_shop(first)
    return shop, Shop(second, shop.customer_id, shop.items)


def test_a_phone_order_goes_from_the_call_to_closed_and_paid(shop: Shop, clock: SetClock) -> None:
    nut, bolt = shop.item("NUT", 40), shop.item("BOLT", 12, price=Price(999))
    shop.sign_in(CLERK)
    placed = shop.order((nut, 6), (bolt, 10), reference="PO 77")
    assert (placed.name, placed.label, placed.total) == ("SO-000001", "ready", 1_600)
    shop.sign_in(PICKER)
    step = shop.run(release_order, ReleaseOrder(order_id=placed.order_id))
    shop.run(finish_picking, FinishPicking(shipment_id=step.shipment_id))
    shop.run(pack_shipment, PackShipment(shipment_id=step.shipment_id))
    shop.run(ship_shipment, ShipShipment(shipment_id=step.shipment_id, tracking="T-1"))
    shop.sign_in(CLERK)
    shop.run(invoice_order, InvoiceOrder(order_id=placed.order_id))
    clock.moment += timedelta(days=2)
    received = ReceiveShipment(shipment_id=step.shipment_id, received_by="Bob", how="code")
    assert shop.run(receive_shipment, received).order_label == "closed"
    shop.run(record_payment, RecordPayment(order_id=placed.order_id, amount=1_600))
    detail = shop.detail(placed.order_id)
    assert (detail.state, detail.payment, detail.fulfilment) == ("closed", "paid", "received")
    assert [event.kind for event in detail.events if "Order" in event.kind]
    assert shop.rows("SELECT owed FROM customer_account") == [(0,)]
    assert shop.differences() == ()


def test_a_short_shelf_becomes_a_back_order_and_is_served_when_goods_arrive(shop: Shop) -> None:
    nut = shop.item("NUT", 3, reorder_point=2)
    placed = shop.order((nut, 10))
    assert [one.rule for one in placed.findings] == ["short_stock"]
    assert shop.ship(placed.order_id).order_label == "part_shipped"
    bought = shop.run(
        order_purchase, OrderPurchase(lines=(PurchaseWanted(item_id=nut, quantity=10),))
    )
    (line,) = shop.rows("SELECT id FROM purchase_line")
    arrived = (PurchaseArrived(purchase_line_id=line[0], quantity=10),)
    shop.run(receive_purchase, ReceivePurchase(purchase_id=bought.record_id, arrived=arrived))
    shop.run(reserve_order, ReserveOrder(order_id=placed.order_id))
    assert shop.ship(placed.order_id).order_label == "shipped"
    assert shop.level(nut).on_hand == 3
    assert shop.differences() == ()


def test_two_desks_edit_one_order_and_the_second_is_told(two_shops: tuple[Shop, Shop]) -> None:
    first, second = two_shops
    nut = first.item("NUT", 20)
    placed = first.order((nut, 4))
    line = first.line(placed.order_id)
    seen = second.detail(placed.order_id).revision
    more = LineWanted(item_id=nut, quantity=6, line_id=line.line_id)
    less = LineWanted(item_id=nut, quantity=2, line_id=line.line_id)
    first.amend(placed.order_id, more)
    with pytest.raises(Stale):
        second.amend(placed.order_id, less, revision=seen)
    assert second.line(placed.order_id).quantity == 6
    second.amend(placed.order_id, less)
    assert first.line(placed.order_id).reserved == 2
    assert first.differences() == ()


def test_a_change_of_settings_at_one_desk_is_known_at_the_other(
    two_shops: tuple[Shop, Shop],
) -> None:
    first, second = two_shops
    nut = first.item("NUT", 20)
    change_settings(first.desk, reserve="manual")
    assert second.order((nut, 4)).label == "confirmed"


def test_the_filters_show_each_order_once_where_it_belongs(shop: Shop) -> None:
    nut = shop.item("NUT", 50)
    waiting, part, sent, got, half = (
        shop.order((nut, units)).order_id for units in (2, 3, 4, 5, 6)
    )
    shop.ship(part, (shop.line(part).line_id, 1))
    shop.ship(sent)
    for order_id in (got, half):
        step = shop.ship(order_id)
        received = ReceiveShipment(shipment_id=step.shipment_id, received_by="Bob")
        shop.run(receive_shipment, received)
    shop.run(reopen_order, ReopenOrder(order_id=half, reason="one was wet"))
    shown = {
        name: [row.order_id for row in shop.desk.read(order_page, labels=labels)]
        for name, labels in FILTERS.items()
    }
    assert shown == {
        "not shipped": [waiting],
        "partly shipped": [part],
        "shipped": [sent],
        "received": [half],
        "closed": [got],
    }
    assert sum(shop.desk.read(count_of_labels).values()) == 4


def test_every_report_of_a_quantity_ties_out_with_every_other(shop: Shop) -> None:
    nut, shelf = shop.item("NUT", 20), shop.place("A-1")
    shop.run(move_stock, MoveStock(item_id=nut, quantity=8, from_place_id=2, to_place_id=shelf))
    first = shop.order((nut, 5))
    shop.order((nut, 7))
    shop.ship(first.order_id, (shop.line(first.order_id).line_id, 2))
    shop.run(release_order, ReleaseOrder(order_id=first.order_id))
    (row,) = shop.desk.read(stock_page)
    detail = shop.desk.read(stock_detail, nut)
    bins = shop.desk.read(bins_of, nut)
    assert detail is not None
    assert detail.row == row == shop.level(nut)
    assert sum(one.on_hand for one in bins) == row.on_hand == 18
    assert row.reserved == sum(one.quantity for one in detail.reserved_for) == 10
    assert row.available == row.on_hand - row.reserved
    pinned = shop.rows(
        "SELECT sum(quantity) FROM reservation WHERE place_id > 0 AND state = 'active'"
    )
    assert sum(one.reserved for one in bins) == pinned[0][0] == 3


def test_a_low_shelf_shows_with_the_commit_that_crossed_the_line(shop: Shop) -> None:
    nut = shop.item("NUT", 10, reorder_point=5)
    told: list[frozenset[tuple[str, int]]] = []
    shop.desk.listen(lambda changes: told.append(changes.touched))
    shop.order((nut, 4))
    assert shop.desk.read(low_count) == 0
    shop.order((nut, 1))
    assert shop.desk.read(low_count) == 1
    assert ("stock", nut) in told[-1]


def test_the_day_report_belongs_to_the_day_of_the_warehouse(shop: Shop, clock: SetClock) -> None:
    change_settings(shop.desk, zone="Asia/Taipei")
    nut = shop.item("NUT", 10)
    clock.moment = clock.moment.replace(hour=15, minute=59)
    shop.order((nut, 1))
    clock.moment = clock.moment.replace(hour=16, minute=30)
    shop.order((nut, 2))
    days = shop.rows("SELECT CAST(day AS text), units FROM day_sales ORDER BY day")
    assert days == [("2026-11-02", 1), ("2026-11-03", 2)]
    figures = shop.desk.read(board_figures, date(2026, 11, 3), date(2026, 10, 27))
    assert (figures.orders_today, figures.sales_today) == (1, 500)
    assert shop.differences() == ()


def test_goods_that_shipped_can_always_be_invoiced_even_on_hold(shop: Shop) -> None:
    nut = shop.item("NUT", 100, price=Price(10_000))
    shop.customer("Lamp Co", limit=1_000)
    placed = shop.order((nut, 10))
    shop.ship(placed.order_id, (shop.line(placed.order_id).line_id, 4))
    line = shop.line(placed.order_id)
    more = LineWanted(item_id=nut, quantity=12, line_id=line.line_id)
    shop.sign_in(MANAGER)
    assert shop.amend(placed.order_id, more).holds == ("credit",)
    shop.run(invoice_order, InvoiceOrder(order_id=placed.order_id))
    assert shop.rows("SELECT amount FROM invoice") == [(400,)]
    assert shop.differences() == ()

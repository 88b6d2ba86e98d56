"""What lies at a place, and what is still to come of an item."""

from datetime import date

import pytest

from app.desk import Desk
from app.stock.commands import (
    AdjustStock,
    ClosePurchase,
    MoveStock,
    OpenStock,
    OrderPurchase,
    PurchaseArrived,
    PurchaseWanted,
    ReceivePurchase,
    StockWanted,
)
from app.stock.contents import ContentRow, contents_of
from app.stock.handlers import (
    adjust_stock,
    close_purchase,
    move_stock,
    open_stock,
    order_purchase,
    receive_purchase,
)
from app.stock.purchases import PurchaseLineRow, arrivals_of, purchase_lines_of
from app.stock.queries import available_everywhere, available_of
from tests.support.shops import Shop, open_shop

USUAL = 2


@pytest.fixture
def shop(desk: Desk) -> Shop:
    """Give a shop with one customer."""
    return open_shop(desk)


def test_a_place_shows_what_lies_there_by_code_and_lot(shop: Shop) -> None:
    rod, nut = shop.item("ROD", 3), shop.item("NUT")
    for lot, units in (("L2", 4), ("L1", 5)):
        line = StockWanted(item_id=nut, quantity=units, lot=lot)
        shop.run(open_stock, OpenStock(lines=(line,)))
    assert shop.desk.read(contents_of, USUAL) == (
        ContentRow(nut, "NUT", "Item NUT", "L1", 5),
        ContentRow(nut, "NUT", "Item NUT", "L2", 4),
        ContentRow(rod, "ROD", "Item ROD", "", 3),
    )
    assert shop.desk.read(contents_of, USUAL, limit=1) == (
        ContentRow(nut, "NUT", "Item NUT", "L1", 5),
    )


def test_what_has_left_a_place_is_no_longer_shown_there(shop: Shop) -> None:
    nut, shelf = shop.item("NUT", 6), shop.place("A-1")
    assert shop.desk.read(contents_of, shelf) == ()
    shop.run(move_stock, MoveStock(item_id=nut, quantity=6, from_place_id=USUAL, to_place_id=shelf))
    shop.run(adjust_stock, AdjustStock(item_id=nut, difference=-2, reason="lost", place_id=shelf))
    assert shop.desk.read(contents_of, USUAL) == ()
    assert shop.desk.read(contents_of, shelf) == (ContentRow(nut, "NUT", "Item NUT", "", 4),)


def buy(shop: Shop, item_id: int, units: int, day: date | None) -> int:
    """Order units from the mill."""
    lines = (PurchaseWanted(item_id=item_id, quantity=units),)
    wanted = OrderPurchase(lines=lines, supplier="Mill", expected_on=day)
    return int(shop.run(order_purchase, wanted).record_id)


def receive(shop: Shop, purchase_id: int, units: int) -> None:
    """Receive units of a purchase of one line."""
    (line,) = shop.rows("SELECT id FROM purchase_line WHERE purchase_id = :p", p=purchase_id)
    arrived = (PurchaseArrived(purchase_line_id=line[0], quantity=units),)
    shop.run(receive_purchase, ReceivePurchase(purchase_id=purchase_id, arrived=arrived))


def coming(shop: Shop, item_id: int) -> list[tuple[str, date | None, int]]:
    """Give number, day and units of what is to come."""
    return [
        (row.number, row.expected_on, row.expected)
        for row in shop.desk.read(purchase_lines_of, item_id)
    ]


def test_what_is_to_come_is_the_soonest_first_and_undated_last(shop: Shop) -> None:
    nut, other = shop.item("NUT"), shop.item("BOLT")
    sooner, later = date(2026, 11, 9), date(2026, 12, 1)
    undated, late, soon = (
        buy(shop, nut, units, day) for units, day in ((5, None), (7, later), (9, sooner))
    )
    buy(shop, other, 3, sooner)
    rows = shop.desk.read(purchase_lines_of, nut)
    assert [row.purchase_id for row in rows] == [soon, late, undated]
    (line,) = shop.rows("SELECT id FROM purchase_line WHERE purchase_id = :p", p=soon)
    assert rows[0] == PurchaseLineRow(soon, line[0], "PO-000003", "Mill", sooner, 9)
    assert sum(row.expected for row in rows) == shop.level(nut).incoming == 21


def test_what_arrived_or_was_given_up_is_no_longer_to_come(shop: Shop) -> None:
    nut = shop.item("NUT")
    first, second = buy(shop, nut, 10, None), buy(shop, nut, 4, None)
    receive(shop, first, 6)
    assert coming(shop, nut) == [("PO-000001", None, 4), ("PO-000002", None, 4)]
    shop.run(close_purchase, ClosePurchase(purchase_id=first))
    assert coming(shop, nut) == [("PO-000002", None, 4)]
    receive(shop, second, 4)
    assert coming(shop, nut) == []
    assert (shop.level(nut).incoming, shop.level(nut).on_hand) == (0, 10)
    assert shop.differences() == ()


def test_arrivals_are_dated_and_the_soonest_first(shop: Shop) -> None:
    nut, bolt = shop.item("NUT"), shop.item("BOLT")
    sooner, later = date(2026, 11, 9), date(2026, 12, 1)
    buy(shop, nut, 5, None)
    late, _soon = buy(shop, nut, 7, later), buy(shop, nut, 9, sooner)
    buy(shop, bolt, 3, sooner)
    receive(shop, late, 2)
    assert shop.desk.read(arrivals_of, [nut, bolt, 99]) == {
        nut: ((sooner, 9), (later, 5)),
        bolt: ((sooner, 3),),
    }


def test_what_is_free_of_some_items_is_what_is_free_of_them_among_all(shop: Shop) -> None:
    nut, bolt, nail = shop.item("NUT", 5), shop.item("BOLT", 6), shop.item("NAIL", 7)
    shop.order((nut, 2))
    some = shop.desk.read(available_of, (nut, nail, 9_999))
    assert some == {nut: 3, nail: 7}
    assert shop.desk.read(available_everywhere) == {**some, bolt: 6}
    many = tuple(range(100, 2_500))
    assert shop.desk.read(available_of, (nut, *many, bolt)) == {nut: 3, bolt: 6}
    assert shop.desk.read(available_of, ()) == {}

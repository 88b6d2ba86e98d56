"""The owner's override: never below zero, with a reason, and a discrepancy to be counted."""

import pytest

from app.core.errors import BadValue, NotAllowed
from app.desk import Desk
from app.fulfilment.commands import ReleaseOrder
from app.fulfilment.handlers import release_order
from app.stock.commands import EnterCount, MovesPosted, OverrideStock, PostCount
from app.stock.errors import StockGuard, WrongPlace
from app.stock.handlers import enter_count, override_stock, post_count
from app.stock.queries import bins_of
from tests.support.desks import SetClock
from tests.support.shops import CLERK, MANAGER, OWNER, PICKER, Shop, open_shop

USUAL, HOLD = 2, 3


@pytest.fixture
def shop(desk: Desk) -> Shop:
    """Give a shop with five nuts in the usual bin, and a shelf."""
    shop = open_shop(desk)
    shop.item("NUT", 5)
    shop.place("A-1")
    return shop


def shelf(shop: Shop) -> int:
    """Give the shelf."""
    return int(shop.rows("SELECT id FROM place WHERE code = 'A-1'")[0][0])


def override(shop: Shop, quantity: int, to: int, reason: str = "they lie there") -> MovesPosted:
    """Carry nuts from the usual bin, whatever the books say."""
    wanted = OverrideStock(
        item_id=shop.items["NUT"],
        quantity=quantity,
        from_place_id=USUAL,
        to_place_id=to,
        reason=reason,
    )
    return shop.run(override_stock, wanted)


def test_what_the_books_lack_is_found_carried_and_to_be_counted(
    shop: Shop, clock: SetClock
) -> None:
    posted = override(shop, 8, shelf(shop))
    held = {one.place_id: one.on_hand for one in shop.desk.read(bins_of, shop.items["NUT"])}
    assert {place: units for place, units in held.items() if units} == {shelf(shop): 8}
    assert shop.rows(
        "SELECT a.code, b.code, m.quantity, m.kind, m.reason, m.person_id FROM move m "
        "JOIN place a ON a.id = m.from_place_id JOIN place b ON b.id = m.to_place_id "
        "WHERE m.sequence BETWEEN :first AND :last ORDER BY m.sequence",
        first=posted.first,
        last=posted.last,
    ) == [
        ("LOST", "STOCK", 3, "adjust", "they lie there", OWNER),
        ("STOCK", "A-1", 8, "transfer", "", OWNER),
    ]
    assert shop.rows("SELECT number, state, note FROM stock_count") == [
        ("CT-000001", "open", "they lie there")
    ]
    assert shop.rows("SELECT code FROM place WHERE to_count ORDER BY code") == [("STOCK",)]
    assert shop.rows("SELECT document, document_id FROM move WHERE kind = 'adjust'") == [
        ("count", 1)
    ]
    assert shop.differences() == ()


def test_the_discrepancy_is_settled_by_its_count(shop: Shop) -> None:
    nut = shop.items["NUT"]
    override(shop, 8, shelf(shop))
    shop.run(enter_count, EnterCount(count_id=1, item_id=nut, counted=1))
    shop.run(post_count, PostCount(count_id=1))
    assert shop.level(nut).on_hand == 9
    assert shop.rows("SELECT count(*) FROM place WHERE to_count") == [(0,)]
    assert shop.differences() == ()


@pytest.mark.parametrize("person", [MANAGER, CLERK, PICKER])
def test_nobody_but_the_owner_overrides(shop: Shop, person: int) -> None:
    shop.sign_in(person)
    with pytest.raises(NotAllowed):
        override(shop, 8, shelf(shop))
    assert shop.level(shop.items["NUT"]).on_hand == 5
    assert shop.rows("SELECT count(*) FROM stock_count") == [(0,)]


def test_an_override_says_why_and_is_only_for_what_is_missing(shop: Shop) -> None:
    to = shelf(shop)
    with pytest.raises(BadValue, match="say why"):
        override(shop, 8, to, reason="  ")
    with pytest.raises(BadValue, match="just move it"):
        override(shop, 5, to)
    with pytest.raises(BadValue):
        override(shop, 0, to)
    with pytest.raises(WrongPlace):
        override(shop, 8, 5)
    assert shop.rows("SELECT count(*) FROM move") == [(1,)]


def test_an_override_takes_nothing_that_waits_for_an_order_at_that_bin(shop: Shop) -> None:
    placed = shop.order((shop.items["NUT"], 5))
    shop.run(release_order, ReleaseOrder(order_id=placed.order_id))
    with pytest.raises(StockGuard):
        override(shop, 8, shelf(shop))
    assert shop.rows("SELECT count(*) FROM stock_count") == [(0,)]
    shop.ship(placed.order_id)
    assert shop.differences() == ()


def test_orders_follow_when_all_that_lay_there_goes_into_quarantine(shop: Shop) -> None:
    placed = shop.order((shop.items["NUT"], 5))
    override(shop, 7, HOLD)
    assert shop.line(placed.order_id).reserved == 0
    assert shop.detail(placed.order_id).label == "short"
    assert shop.differences() == ()

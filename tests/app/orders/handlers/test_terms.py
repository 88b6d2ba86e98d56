"""What an order costs and is asked about on a real desk: lists, breaks, taxes, freight, twins."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from app.catalog.commands import (
    AddPriceList,
    DiscontinueItem,
    PriceEntry,
    SetPrices,
    SetSubstitutes,
    SetTaxRate,
)
from app.catalog.handlers import (
    add_price_list,
    discontinue_item,
    set_prices,
    set_substitutes,
    set_tax_rate,
)
from app.core.errors import NotAllowed
from app.core.money import BasisPoints, Price
from app.desk import Desk
from app.fulfilment.commands import ReverseShipment
from app.fulfilment.handlers import close_rest, reverse_shipment
from app.orders.commands import CloseRest, LineWanted, PlaceHold, PlaceOrder, ReleaseHold, ShipTo
from app.orders.commands import ReopenOrder as Reopen
from app.orders.errors import AnswerNeeded
from app.orders.handlers import place_hold, place_order, release_hold, reopen_order
from app.orders.queries.preview import order_preview
from tests.support.desks import SetClock
from tests.support.settings import change_settings
from tests.support.shops import CLERK, OWNER, PICKER, Shop, open_shop


@pytest.fixture
def shop(desk: Desk) -> Shop:
    """Give a shop with one customer."""
    return open_shop(desk)


def taxed(shop: Shop, item_class: str, customer_class: str, share: int) -> None:
    """Set the tax of a class of items for a class of customers."""
    wanted = SetTaxRate(
        item_class=item_class, customer_class=customer_class, share=BasisPoints(share)
    )
    shop.run(set_tax_rate, wanted)


def asked(shop: Shop, item_id: int, quantity: int = 1) -> dict[str, str]:
    """Place an order without answers and give what it is asked, by rule."""
    lines = (LineWanted(item_id=item_id, quantity=quantity),)
    with pytest.raises(AnswerNeeded) as open_question:
        shop.run(place_order, PlaceOrder(customer_id=shop.customer_id, lines=lines))
    return {one.rule: one.message() for one in open_question.value.findings}


@pytest.mark.parametrize(
    ("quantity", "price"), [(9, 30_000), (10, 28_000), (99, 28_000), (100, 25_000)]
)
def test_a_price_break_counts_from_its_very_quantity_on(
    shop: Shop, quantity: int, price: int
) -> None:
    nut = shop.item("NUT", 500, price=Price(30_000))
    prices = (PriceEntry(10, Price(28_000)), PriceEntry(100, Price(25_000)))
    shop.run(set_prices, SetPrices(item_id=nut, prices=prices))
    placed = shop.order((nut, quantity))
    assert shop.line(placed.order_id).price == price
    assert placed.total == quantity * price // 100


def test_the_customers_own_list_comes_before_everyones_even_where_it_is_dearer(shop: Shop) -> None:
    nut = shop.item("NUT", 500, price=Price(30_000))
    trade = shop.run(add_price_list, AddPriceList(name="Trade")).price_list_id
    other = shop.run(add_price_list, AddPriceList(name="Staff")).price_list_id
    prices = (
        PriceEntry(5, Price(20_000)),
        PriceEntry(2, Price(27_000), trade),
        PriceEntry(1, Price(10_000), other),
    )
    shop.run(set_prices, SetPrices(item_id=nut, prices=prices))
    shop.customer("Trade Ltd", price_list_id=trade)
    assert [shop.order((nut, units)).total for units in (1, 2, 5)] == [300, 540, 1_350]
    shop.customer("Walk-in")
    assert shop.order((nut, 5)).total == 1_000


def test_tax_goes_by_the_class_of_the_item_and_of_the_customer(shop: Shop) -> None:
    nut = shop.item("NUT", 50, price=Price(100_000))
    book = shop.item("BOOK", 50, price=Price(100_000), tax_class="reduced")
    taxed(shop, "standard", "standard", 2_000)
    taxed(shop, "reduced", "standard", 500)
    taxed(shop, "standard", "exempt", 0)
    placed = shop.order((nut, 1), (book, 1))
    assert shop.detail(placed.order_id).tax == 250
    shop.customer("Embassy", tax_class="exempt")
    assert shop.order((nut, 1), (book, 1)).total == 2_000


@pytest.mark.parametrize(("with_tax", "tax", "total"), [(False, 430, 2_580), (True, 358, 2_150)])
def test_tax_is_on_what_is_left_after_the_order_discount_and_on_the_freight(
    shop: Shop, with_tax: bool, tax: int, total: int
) -> None:
    change_settings(shop.desk, freight_charge=350, freight_tax=2_000, prices_with_tax=with_tax)
    nut = shop.item("NUT", 50, price=Price(100_000))
    taxed(shop, "standard", "standard", 2_000)
    placed = shop.order((nut, 2), discount=1_000)
    order = shop.detail(placed.order_id)
    assert (order.goods, order.discount_amount, order.freight) == (2_000, 200, 350)
    assert (order.tax, order.total) == (tax, total)
    assert shop.differences() == ()


def test_the_first_substitute_that_is_still_sold_is_offered(shop: Shop) -> None:
    old, gone, next_one, last = (shop.item(code, 5) for code in ("OLD", "GONE", "NEXT", "LAST"))
    wanted = SetSubstitutes(item_id=old, substitutes=(gone, next_one, last))
    shop.run(set_substitutes, wanted)
    shop.run(discontinue_item, DiscontinueItem(item_id=old))
    shop.run(discontinue_item, DiscontinueItem(item_id=gone))
    assert "NEXT Item NEXT" in asked(shop, old)["discontinued"]


def test_the_same_order_is_asked_about_within_the_set_hours_and_not_after(
    shop: Shop, clock: SetClock
) -> None:
    nut = shop.item("NUT", 50)
    shop.order((nut, 3))
    clock.moment += timedelta(hours=23)
    assert "SO-000001" in asked(shop, nut, 3)["duplicate_order"]
    assert "23 hours" in asked(shop, nut, 3)["duplicate_order"]
    clock.moment += timedelta(hours=2)
    lines = (LineWanted(item_id=nut, quantity=3),)
    again = shop.run(place_order, PlaceOrder(customer_id=shop.customer_id, lines=lines))
    assert again.state == "confirmed"


def test_a_broken_pack_is_told_with_the_whole_packs_around_it(shop: Shop) -> None:
    placed = shop.order((shop.item("NUT", 50, packs=(6,)), 7))
    told = {one.rule: one.message() for one in placed.findings}
    assert "6 or 12?" in told["part_pack"]
    assert shop.order((shop.items["NUT"], 12)).findings == ()


def test_a_quantity_far_from_what_this_customer_usually_has_says_what_is_usual(shop: Shop) -> None:
    nut = shop.item("NUT", 500)
    for units in (2, 4, 3):
        shop.order((nut, units))
    assert "the usual 3." in asked(shop, nut, 16)["unusual_quantity"]
    shop.customer("Somebody else")
    assert shop.order((nut, 16), answers=()).state == "confirmed"


def test_a_new_customer_is_told_what_usually_leaves_of_an_item_at_a_time(shop: Shop) -> None:
    nut = shop.item("NUT", 500)
    for _shipment in range(5):
        shop.ship(shop.order((nut, 2)).order_id)
    shop.customer("Somebody new")
    told = shop.order((nut, 11), answers=())
    assert [one.rule for one in told.findings] == ["unusual_for_item"]
    assert "11 is far from the 2 that" in told.findings[0].message()
    shop.customer("Somebody else")
    assert shop.order((nut, 10), answers=()).findings == ()


def test_the_same_reference_of_one_customer_is_asked_about_at_any_time(
    shop: Shop, clock: SetClock
) -> None:
    nut = shop.item("NUT", 50)
    shop.order((nut, 3), reference="PO 7")
    clock.moment += timedelta(days=90)
    with pytest.raises(AnswerNeeded) as open_question:
        shop.order((nut, 5), reference="PO 7", answers=())
    assert [one.rule for one in open_question.value.findings] == ["duplicate_reference"]
    assert "SO-000001" in open_question.value.findings[0].message()
    shop.customer("Somebody else")
    assert shop.order((nut, 5), reference="PO 7", answers=()).state == "confirmed"


def test_an_address_that_is_not_the_customers_is_told_and_a_lacking_phone_holds(
    shop: Shop,
) -> None:
    change_settings(shop.desk, phone_needed=True)
    nut = shop.item("NUT", 50)
    assert shop.order((nut, 1)).findings == ()
    elsewhere = ShipTo(name="Bob", street="9 Dock", city="Hull", phone="01482 300 300")
    told = shop.order((nut, 2), ship_to=elsewhere)
    assert [one.rule for one in told.findings] == ["unusual_address"]
    held = shop.order((nut, 3), ship_to=replace(elsewhere, phone=""))
    assert (held.state, held.label, held.holds) == ("confirmed", "hold", ("address",))


def test_a_customer_without_an_email_is_held_where_the_carrier_needs_one(shop: Shop) -> None:
    nut = shop.item("NUT", 50)
    assert shop.order((nut, 1)).findings == ()
    change_settings(shop.desk, email_needed=True)
    held = shop.order((nut, 2))
    assert (held.state, held.label, held.holds) == ("confirmed", "hold", ("address",))
    assert "Ask Harbour Lights for it" in held.findings[0].message()
    shop.customer("With mail", email="orders@mail.example")
    assert shop.order((nut, 2)).holds == ()


def test_few_of_what_a_customer_usually_has_many_of_is_told_and_not_asked(shop: Shop) -> None:
    nut = shop.item("NUT", 5_000)
    for units in (90, 110):
        shop.order((nut, units))
    assert shop.order((nut, 20), answers=()).findings == ()
    told = shop.order((nut, 1), answers=())
    assert (told.state, told.holds) == ("confirmed", ())
    assert [one.message() for one in told.findings] == [
        "Line 1: NUT: 1 is far below the usual 73. Check the number."
    ]


def test_a_form_is_told_of_fewer_than_ever_leave_of_an_item(shop: Shop) -> None:
    nut = shop.item("NUT", 5_000)
    for units in (30, 50, 40, 60, 20):
        shop.ship(shop.order((nut, units)).order_id)
    shop.customer("Somebody new")

    def told(units: int) -> list[str]:
        lines = (LineWanted(item_id=nut, quantity=units),)
        wanted = PlaceOrder(customer_id=shop.customer_id, lines=lines)
        person, now = shop.desk.person, shop.desk.clock.now()
        assert person is not None
        seen = shop.desk.read(order_preview, wanted, person, shop.desk.settings, now)
        return [one.message() for one in seen.findings]

    assert told(8) == []
    assert told(7) == [
        "Line 1: NUT: 7 is far from the 40 that usually leave at a time. Check the number."
    ]


def test_a_hold_is_shown_whatever_else_is_true_of_an_order_still_open(shop: Shop) -> None:
    placed = shop.order((shop.item("NUT", 5), 4))
    shop.ship(placed.order_id, (shop.line(placed.order_id).line_id, 3))
    held = shop.run(place_hold, PlaceHold(order_id=placed.order_id, kind="payment"))
    assert held.label == "hold"


def _closed(shop: Shop) -> Callable[[], object]:
    placed = shop.order((shop.item("NUT", 5), 4))
    shop.ship(placed.order_id, (shop.line(placed.order_id).line_id, 3))
    shop.run(close_rest, CloseRest(order_id=placed.order_id, reason="no more wanted"))
    return lambda: shop.run(reopen_order, Reopen(order_id=placed.order_id, reason="wanted"))


def _to_close(shop: Shop) -> Callable[[], object]:
    placed = shop.order((shop.item("NUT", 5), 4))
    return lambda: shop.run(close_rest, CloseRest(order_id=placed.order_id, reason="enough"))


def _held(shop: Shop) -> Callable[[], object]:
    placed = shop.order((shop.item("NUT", 5), 4))
    shop.run(place_hold, PlaceHold(order_id=placed.order_id, kind="manual"))
    hold = shop.detail(placed.order_id).holds[0]
    return lambda: shop.run(release_hold, ReleaseHold(hold_id=hold.hold_id, reason="settled"))


def _shipped(shop: Shop) -> Callable[[], object]:
    placed = shop.order((shop.item("NUT", 5), 4))
    shop.ship(placed.order_id)
    gone = shop.shipments(placed.order_id)[0].shipment_id
    wanted = ReverseShipment(shipment_id=gone, reason="wrong van")
    return lambda: shop.run(reverse_shipment, wanted)


@pytest.mark.parametrize("deed", [_closed, _to_close, _held, _shipped])
def test_what_a_supervisor_decides_is_refused_to_the_counter_and_the_floor(
    shop: Shop, deed: Callable[[Shop], Callable[[], object]]
) -> None:
    do_it = deed(shop)
    for person in (CLERK, PICKER):
        shop.sign_in(person)
        with pytest.raises(NotAllowed):
            do_it()
    shop.sign_in(OWNER)
    do_it()
    assert shop.differences() == ()

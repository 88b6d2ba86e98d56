"""Taking orders: totals, reservations, shortage, kits, roles, habits; on both engines."""

from datetime import timedelta

import pytest

from app.catalog.commands import ItemKind
from app.core.errors import BadValue, NotAllowed, NotFound
from app.desk import Desk
from app.fulfilment.handlers.ending import cancel_order
from app.orders.commands import (
    CancelOrder,
    ConfirmOrder,
    DropDraft,
    InvoiceOrder,
    LineWanted,
    PlaceHold,
    PlaceOrder,
    RecordPayment,
    ReserveOrder,
    SaveDraft,
)
from app.orders.errors import AnswerNeeded, OrderBlocked
from app.orders.handlers import (
    confirm_order,
    drop_draft,
    invoice_order,
    place_hold,
    place_order,
    record_payment,
    reserve_order,
    save_draft,
)
from app.stock.commands import OrderPurchase, PurchaseWanted
from app.stock.errors import ClosedPeriod, NotEnoughStock
from app.stock.handlers import order_purchase
from tests.support.desks import SetClock
from tests.support.settings import change_settings
from tests.support.shops import CLERK, OWNER, PICKER, Shop, open_shop


@pytest.fixture
def shop(desk: Desk) -> Shop:
    """Give a shop with one customer."""
    return open_shop(desk)


def test_a_clean_order_is_confirmed_numbered_and_reserved_at_once(shop: Shop) -> None:
    placed = shop.order((shop.item("NUT", 10), 4))
    assert (placed.name, placed.state, placed.label) == ("SO-000001", "confirmed", "ready")
    assert placed.total == 1_000
    assert shop.line(placed.order_id).reserved == 4
    assert shop.level(shop.items["NUT"]).available == 6
    assert shop.differences() == ()


def test_one_command_sent_twice_makes_one_order(shop: Shop) -> None:
    nut = shop.item("NUT", 10)
    command = PlaceOrder(customer_id=shop.customer_id, lines=(LineWanted(item_id=nut, quantity=1),))
    first = shop.desk.run(place_order, command)
    again = shop.desk.run(place_order, command)
    assert again.repeated
    assert again.answer == first.answer
    assert shop.rows("SELECT count(*) FROM sales_order") == [(1,)]


def test_one_item_on_several_lines_is_caught_when_the_sum_is_short(shop: Shop) -> None:
    nut = shop.item("NUT", 3)
    with pytest.raises(NotEnoughStock) as short:
        shop.order(*[(nut, 1)] * 4, shortage="refuse")
    assert (short.value.wanted, short.value.available, short.value.line) == (4, 3, 4)
    placed = shop.order(*[(nut, 1)] * 4)
    assert [line.reserved for line in shop.detail(placed.order_id).lines] == [1, 1, 1, 0]
    assert placed.label == "short"
    assert shop.differences() == ()


def test_back_ordered_is_ordered_less_cancelled_less_reserved_less_shipped(shop: Shop) -> None:
    nut = shop.item("NUT", 3)
    placed = shop.order((nut, 8))
    line = shop.line(placed.order_id)
    assert (line.open, line.reserved, line.back_ordered) == (8, 3, 5)
    shop.ship(placed.order_id)
    line = shop.line(placed.order_id)
    assert (line.open, line.reserved, line.back_ordered) == (5, 0, 5)


def test_taking_only_what_there_is_gives_up_the_rest_and_its_price(shop: Shop) -> None:
    placed = shop.order((shop.item("NUT", 3), 8), shortage="available")
    line = shop.line(placed.order_id)
    assert (line.quantity, line.cancelled, line.reserved, line.amount) == (8, 5, 3, 750)
    assert (placed.total, placed.label) == (750, "ready")
    with pytest.raises(NotEnoughStock):
        shop.order((shop.items["NUT"], 1), shortage="available")
    assert shop.differences() == ()


def test_a_line_may_be_refused_while_another_is_back_ordered(shop: Shop) -> None:
    nut, bolt = shop.item("NUT"), shop.item("BOLT", 1)
    with pytest.raises(NotEnoughStock, match="BOLT"):
        shop.order((nut, 2), LineWanted(item_id=bolt, quantity=2, shortage="refuse"))


def test_a_kit_reserves_its_parts_as_whole_kits(shop: Shop) -> None:
    nut, bolt = shop.item("NUT", 5), shop.item("BOLT", 9)
    kit = shop.kit("KIT", [(nut, 2), (bolt, 1)])
    placed = shop.order((kit, 3))
    assert shop.line(placed.order_id).reserved == 2
    assert (shop.level(nut).reserved, shop.level(bolt).reserved) == (4, 2)
    assert shop.differences() == ()


def test_a_service_needs_no_stock(shop: Shop) -> None:
    placed = shop.order((shop.item("DRIVE", kind=ItemKind.SERVICE), 2), (shop.item("NUT", 1), 1))
    assert placed.label == "ready"
    assert shop.line(placed.order_id).back_ordered == 0
    assert shop.differences() == ()


def test_reserving_by_hand_waits_until_somebody_asks(shop: Shop) -> None:
    change_settings(shop.desk, reserve="manual")
    placed = shop.order((shop.item("NUT", 10), 4))
    assert placed.label == "confirmed"
    shop.run(reserve_order, ReserveOrder(order_id=placed.order_id))
    assert shop.detail(placed.order_id).label == "ready"


def test_reserving_by_date_waits_for_the_set_days(shop: Shop, clock: SetClock) -> None:
    change_settings(shop.desk, reserve="days", reserve_days=3)
    nut, today = shop.item("NUT", 10), clock.now().date()
    assert shop.order((nut, 2), due_on=today + timedelta(days=3)).label == "ready"
    assert shop.order((nut, 3), due_on=today + timedelta(days=4)).label == "confirmed"


def test_goods_are_reserved_by_themselves_when_the_set_days_have_come(
    shop: Shop, clock: SetClock
) -> None:
    change_settings(shop.desk, reserve="days", reserve_days=3)
    nut, bolt, today = shop.item("NUT", 10), shop.item("BOLT"), clock.now().date()
    soon = shop.order((nut, 3), due_on=today + timedelta(days=5))
    later = shop.order((nut, 4), due_on=today + timedelta(days=6))
    lacking = shop.order((bolt, 1), due_on=today + timedelta(days=5))
    held = shop.order((nut, 2), due_on=today + timedelta(days=5))
    shop.run(place_hold, PlaceHold(order_id=held.order_id))
    seen = shop.detail(lacking.order_id).revision
    clock.moment += timedelta(days=1)
    shop.desk.turn_day()
    assert shop.level(nut).reserved == 0
    clock.moment += timedelta(days=1)
    shop.desk.turn_day()
    labels = [shop.detail(one.order_id).label for one in (soon, later, lacking, held)]
    assert labels == ["ready", "confirmed", "short", "hold"]
    assert shop.level(nut).reserved == 3
    assert shop.detail(lacking.order_id).revision == seen + 1
    shop.desk._day = None
    shop.desk.turn_day()
    assert shop.detail(lacking.order_id).revision == seen + 1
    assert shop.differences() == ()


def test_a_date_before_the_goods_arrive_is_told_with_the_day_they_do(
    shop: Shop, clock: SetClock
) -> None:
    nut, today = shop.item("NUT", 4), clock.now().date()
    for units, days in ((3, 10), (9, 20)):
        lines = (PurchaseWanted(item_id=nut, quantity=units),)
        day = today + timedelta(days=days)
        shop.run(order_purchase, OrderPurchase(lines=lines, expected_on=day))

    def told(quantity: int, days: int, **more: str) -> list[tuple[str, ...]]:
        day = today + timedelta(days=days)
        placed = shop.order((nut, quantity), due_on=day, confirm=False, **more)
        found = [one for one in placed.findings if one.rule == "date_impossible"]
        return [(one.effect, str(one.line), *(text for _n, text in one.values)) for one in found]

    assert told(4, 5) == []
    assert told(7, 5) == [("tell", "1", "NUT", "2026-11-12", "3")]
    assert told(7, 10) == []
    assert told(8, 10) == [("tell", "1", "NUT", "2026-11-22", "12")]
    assert told(8, 10, shortage="available") == []
    assert told(30, 10) == []


def test_a_date_counts_what_others_wait_for_before_it(shop: Shop, clock: SetClock) -> None:
    nut, today = shop.item("NUT", 4), clock.now().date()
    for units, days in ((5, 10), (9, 20)):
        lines = (PurchaseWanted(item_id=nut, quantity=units),)
        day = today + timedelta(days=days)
        shop.run(order_purchase, OrderPurchase(lines=lines, expected_on=day))

    def told(quantity: int) -> list[str]:
        placed = shop.order((nut, quantity), due_on=today + timedelta(days=10), confirm=False)
        found = [one for one in placed.findings if one.rule == "date_impossible"]
        return [dict(one.values)["date"] for one in found]

    late = shop.order((nut, 6), due_on=today + timedelta(days=11))
    assert shop.line(late.order_id).back_ordered == 2
    assert told(5) == []
    waiting = shop.order((nut, 2), due_on=today + timedelta(days=9))
    assert shop.line(waiting.order_id).back_ordered == 2
    assert told(3) == []
    assert told(4) == ["2026-11-22"]
    shop.amend(
        waiting.order_id,
        LineWanted(item_id=nut, quantity=1, line_id=shop.line(waiting.order_id).line_id),
        due_on=today + timedelta(days=9),
    )
    assert told(4) == []


def test_a_question_is_asked_once_and_answered_by_its_key(shop: Shop) -> None:
    nut = shop.item("NUT", 10, cost=20_000)
    lines = (LineWanted(item_id=nut, quantity=1, price=10_000),)
    with pytest.raises(AnswerNeeded) as asked:
        shop.order(*lines, answers=())
    (finding,) = asked.value.findings
    assert (finding.key, asked.value.field, asked.value.line) == ("below_cost:1", "price", 1)
    assert shop.order(*lines, answers=("below_cost:1",)).state == "confirmed"


def test_an_unanswered_question_can_wait_in_review(shop: Shop) -> None:
    nut = shop.item("NUT", 10)
    line = LineWanted(item_id=nut, quantity=1, price=0)
    placed = shop.order(line, answers=(), on_question="hold")
    assert (placed.state, placed.label, placed.holds) == ("submitted", "hold", ("review",))
    assert placed.name == f"R-{placed.order_id}"
    assert shop.level(nut).reserved == 0
    assert shop.differences() == ()


def test_an_answer_given_at_the_counter_is_not_asked_again_when_confirming(shop: Shop) -> None:
    nut = shop.item("NUT", 10)
    line = LineWanted(item_id=nut, quantity=1, price=0)
    placed = shop.order(line, answers=("zero_price:1",), confirm=False)
    assert placed.state == "submitted"
    confirmed = shop.run(confirm_order, ConfirmOrder(order_id=placed.order_id))
    assert (confirmed.state, confirmed.label) == ("confirmed", "ready")


def test_what_blocks_is_never_taken(shop: Shop) -> None:
    nut = shop.item("NUT", 10)
    with pytest.raises(OrderBlocked, match="below zero"):
        shop.order(LineWanted(item_id=nut, quantity=1, price=-5))
    with pytest.raises(OrderBlocked, match="no line"):
        shop.order()
    assert shop.rows("SELECT count(*) FROM sales_order") == [(0,)]


@pytest.mark.parametrize(
    "line",
    [
        LineWanted(item_id=1, quantity=0),
        LineWanted(item_id=1, quantity=-3),
        LineWanted(item_id=1, quantity=3_000_000_000),
        LineWanted(item_id=1, quantity=1, discount=10_001),
        LineWanted(item_id=1, quantity=1, price=10**15),
    ],
)
def test_numbers_nobody_can_mean_are_refused(shop: Shop, line: LineWanted) -> None:
    shop.item("NUT", 10)
    with pytest.raises(BadValue) as refused:
        shop.order(line)
    assert refused.value.line == 1


def test_unknown_customers_and_items_are_named(shop: Shop) -> None:
    with pytest.raises(NotFound, match="item"):
        shop.order((99, 1))
    with pytest.raises(NotFound, match="customer"):
        shop.order((shop.item("NUT"), 1), customer_id=99)


def test_pickers_take_no_orders_and_clerks_cancel_no_confirmed_one(shop: Shop) -> None:
    nut = shop.item("NUT", 10)
    placed = shop.order((nut, 1))
    waiting = shop.order((nut, 2), confirm=False)
    shop.sign_in(PICKER)
    with pytest.raises(NotAllowed):
        shop.order((nut, 1))
    shop.sign_in(CLERK)
    shop.run(cancel_order, CancelOrder(order_id=waiting.order_id))
    with pytest.raises(NotAllowed):
        shop.run(cancel_order, CancelOrder(order_id=placed.order_id))
    shop.sign_in(OWNER)
    shop.run(cancel_order, CancelOrder(order_id=placed.order_id))
    assert shop.detail(placed.order_id).label == "cancelled"
    assert shop.level(nut).reserved == 0
    assert shop.differences() == ()


def test_a_clerks_large_discount_waits_for_a_manager(shop: Shop) -> None:
    nut = shop.item("NUT", 10)
    shop.sign_in(CLERK)
    placed = shop.order(LineWanted(item_id=nut, quantity=1, discount=1_500))
    assert (placed.state, placed.holds) == ("submitted", ("price",))


def test_payment_goes_from_not_invoiced_to_paid(shop: Shop) -> None:
    placed = shop.order((shop.item("NUT", 10), 4))
    order_id = placed.order_id
    assert shop.detail(order_id).payment == "not invoiced"
    with pytest.raises(BadValue, match="nothing is left"):
        shop.run(invoice_order, InvoiceOrder(order_id=order_id))
    shop.ship(order_id)
    shop.run(invoice_order, InvoiceOrder(order_id=order_id))
    assert shop.detail(order_id).payment == "unpaid"
    shop.run(record_payment, RecordPayment(order_id=order_id, amount=400))
    assert shop.detail(order_id).payment == "part paid"
    shop.run(record_payment, RecordPayment(order_id=order_id, amount=600))
    assert shop.detail(order_id).payment == "paid"
    shop.run(record_payment, RecordPayment(order_id=order_id, amount=1))
    assert shop.detail(order_id).payment == "refund due"
    shop.run(record_payment, RecordPayment(order_id=order_id, amount=-1))
    with pytest.raises(BadValue):
        shop.run(record_payment, RecordPayment(order_id=order_id, amount=0))
    assert shop.differences() == ()


def test_a_payment_of_tomorrow_is_refused(shop: Shop, clock: SetClock) -> None:
    placed = shop.order((shop.item("NUT", 10), 4))
    tomorrow = clock.now().date() + timedelta(days=1)
    with pytest.raises(ClosedPeriod):
        shop.run(record_payment, RecordPayment(order_id=placed.order_id, amount=1, on=tomorrow))


def test_what_is_overdue_is_counted_once_however_many_invoices(shop: Shop, clock: SetClock) -> None:
    nut = shop.item("NUT", 10)
    placed = shop.order((nut, 4))
    line_id = shop.line(placed.order_id).line_id
    for _ in range(2):
        shop.ship(placed.order_id, (line_id, 2))
        shop.run(invoice_order, InvoiceOrder(order_id=placed.order_id))
    clock.moment += timedelta(days=31)
    late = shop.order((nut, 1))
    assert (late.state, late.holds) == ("submitted", ("credit",))
    (finding,) = late.findings
    assert dict(finding.values)["amount"] == "£10.00"


def test_a_draft_is_kept_replaced_and_dropped_with_its_order(shop: Shop) -> None:
    nut = shop.item("NUT", 10)
    for title in ("Harbour", "Harbour Lights"):
        shop.run(save_draft, SaveDraft(draft_id="d1", title=title, content="{}"))
    assert shop.rows("SELECT title FROM order_draft") == [("Harbour Lights",)]
    shop.order((nut, 1), draft_id="d1")
    assert shop.rows("SELECT title FROM order_draft") == []
    shop.run(drop_draft, DropDraft(draft_id="d1"))

"""What is said beside the order while it is typed, and in which order answers may arrive."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from shiboken6 import delete

from app.catalog.commands import AddItem
from app.catalog.handlers import add_item
from app.catalog.queries import PricingRow, pricing_of
from app.core.errors import Refused
from app.core.money import Price
from app.orders.handlers import place_order
from app.orders.queries.preview import PreviewRow
from app.stock.commands import OrderPurchase, PurchaseWanted
from app.stock.handlers import order_purchase
from tests.support.counter import Counter
from ui.orders.entry_page import EntryPage
from ui.orders.phone.entry import Entry, EntryLine
from ui.orders.phone.live_review import LiveReview
from ui.orders.phone.prices import Prices

_NONE = Qt.KeyboardModifier.NoModifier


def refusal(counter: Counter) -> Refused:
    """Give what placing the order in front is refused with."""
    with pytest.raises(Refused) as refused:
        counter.desk.run(place_order, counter.page.entry.command())
    return refused.value


def test_the_questions_of_ctrl_enter_are_seen_before_it(counter: Counter) -> None:
    counter.type("acme", "12 brassn")
    counter.press(Qt.Key.Key_Return)
    counter.type("acme", "12 brassn")
    counter.settle()
    seen = counter.page.sum.said()
    assert "Entered twice?" in seen
    assert not counter.page.sum.is_asking()
    counter.press(Qt.Key.Key_Return)
    asked = counter.page.sum.said()
    assert counter.page.sum.is_asking()
    assert asked.splitlines()[0] == seen.splitlines()[0]


def test_what_is_on_order_is_said_with_a_shortage(counter: Counter) -> None:
    line = PurchaseWanted(item_id=counter.ids["HO1"], quantity=1_200)
    counter.desk.run(order_purchase, OrderPurchase(lines=(line,)))
    counter.type("acme", "8 hose")
    counter.settle()
    assert "8 wanted, 5 available, 1,200 on order" in counter.page.sum.said()


def test_a_shortage_that_is_refused_is_said_as_ctrl_enter_says_it(counter: Counter) -> None:
    counter.type("acme", "8 hose")
    counter.settle()
    assert "back-ordered" in counter.page.sum.said()
    for _time in range(2):
        counter.press(Qt.Key.Key_F8, _NONE)
    counter.settle()
    assert counter.page.entry.lines[0].shortage == "refuse"
    said = counter.page.sum.said()
    assert said == refusal(counter).message()
    counter.press(Qt.Key.Key_Return)
    assert counter.page.sum.is_asking()
    assert counter.page.sum.said() == said


def test_selling_only_what_is_there_is_seen_in_the_total(counter: Counter) -> None:
    counter.type("acme", "8 hose")
    counter.press(Qt.Key.Key_F8, _NONE)
    counter.settle()
    assert counter.page.sum.total == 5 * 2_950
    counter.press(Qt.Key.Key_Return)
    assert counter.orders()[0].total == 5 * 2_950


def test_a_blocked_customer_is_said_before_the_first_line(counter: Counter) -> None:
    with counter.desk.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE customer SET blocked_reason = 'unpaid' WHERE id = 1")
    counter.type("acme")
    counter.settle()
    assert "blocked: unpaid" in counter.page.sum.said()


def test_a_date_that_has_passed_is_said_while_typing(counter: Counter) -> None:
    counter.type("acme", "8 hose")
    counter.page.entry.due_on = counter.context.today() - timedelta(days=1)
    counter.type("1 brassn")
    counter.settle()
    assert "has passed" in counter.page.sum.said()


def test_looking_at_an_order_leaves_nothing_behind(counter: Counter) -> None:
    counter.type("acme", "8 hose")
    counter.settle()
    assert counter.orders() == []
    available = counter.context.lookup.available[counter.ids["HO1"]]
    assert available == 5


def test_an_answer_about_an_older_state_is_dropped(counter: Counter) -> None:
    review = LiveReview(counter.context, counter.page)
    heard: list[PreviewRow] = []
    review.answered.connect(heard.append)
    counter.type("acme", "2 brassn")
    counter.settle()
    entry = counter.page.entry
    review.follow(entry)
    review._timer.stop()
    review._ask()
    entry.splice(0, 1, [EntryLine(counter.ids["NU8"], "NU8", "Brass nut M8", 9)])
    review.follow(entry)
    counter.qtbot.waitUntil(lambda: bool(heard) and review.settled, timeout=5000)
    assert [one.total for one in heard] == [9 * 255]


def test_an_older_price_never_replaces_a_newer(counter: Counter) -> None:
    nut = counter.ids["NU8"]
    row = counter.desk.read(pricing_of, [nut])[nut]
    arrived: list[Entry] = []
    waiting: list[Callable[[dict[int, PricingRow]], None]] = []

    class Held:
        """Tasks whose answers come when the test lets them."""

        def read(self, *_asked: object, done: Callable[[dict[int, PricingRow]], None]) -> None:
            waiting.append(done)

    class Desk:
        tasks = Held()

    prices = Prices(Desk(), arrived.append)  # type: ignore[arg-type]  # as much of a context as it needs
    entry = Entry()
    prices.read(entry, [nut])
    prices.read(entry, [nut])
    older, newer = waiting
    newer({nut: row})
    older({nut: PricingRow(**{**vars(row), "price": 1})})
    assert entry.pricing[nut].price == row.price
    assert len(arrived) == 1


def test_prices_that_arrive_late_leave_a_question_standing(counter: Counter) -> None:
    for _time in range(2):
        counter.type("acme", "12 brassn")
        counter.press(Qt.Key.Key_Return)
    question = counter.page.sum.said()
    assert counter.page.sum.is_asking()
    counter.page.refresh()
    counter.settle()
    assert counter.page.sum.is_asking()
    assert counter.page.sum.said() == question


def test_a_price_that_really_changed_takes_the_question_back(counter: Counter) -> None:
    for _time in range(2):
        counter.type("acme", "12 brassn")
        counter.press(Qt.Key.Key_Return)
    counter.settle()
    assert counter.page.sum.is_asking()
    with counter.desk.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE item SET price = 99000 WHERE code = 'NU8'")
    counter.page.refresh()
    counter.settle()
    assert not counter.page.sum.is_asking()
    counter.press(Qt.Key.Key_Return)
    assert len(counter.orders()) == 1


def test_a_price_that_arrives_while_a_cell_is_typed_in_leaves_the_cell_alone(
    counter: Counter,
) -> None:
    counter.type("acme", "12 brassn")
    counter.settle()
    counter.press(Qt.Key.Key_F4, _NONE)
    counter.qtbot.keyClicks(counter.focus(), "7.5")
    counter.page.refresh()
    counter.settle()
    counter.type("0")
    counter.settle()
    assert counter.page.entry.lines[0].price == 75_000


def test_keys_pressed_before_the_customer_is_known_are_not_lost(counter: Counter) -> None:
    counter.type("acme", "12 brassn", "2 hose")
    counter.press(Qt.Key.Key_Return)
    counter.type("acme")
    counter.qtbot.keyClick(counter.focus(), Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier)
    counter.settle()
    assert [one.code for one in counter.page.entry.lines] == ["NU8", "HO1"]
    counter.page._calls.discard()
    counter.type("acme")
    counter.qtbot.keyClick(counter.focus(), Qt.Key.Key_1, Qt.KeyboardModifier.AltModifier)
    counter.settle()
    assert len(counter.page.entry.lines) == 1


def test_the_next_call_typed_while_the_order_is_saved_is_not_lost(counter: Counter) -> None:
    counter.type("acme", "12 brassn")
    counter.qtbot.keyClick(counter.focus(), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    counter.type("0755 8320", "3 hose")
    counter.settle()
    (order,) = counter.orders()
    assert [line.code for line in order.lines] == ["NU8"]
    assert counter.page.entry.customer_name == "深圳市明华五金"
    assert [(one.code, one.quantity) for one in counter.page.entry.lines] == [("HO1", 3)]


def test_orders_typed_one_behind_the_other_without_waiting_are_all_saved(
    counter: Counter,
) -> None:
    control = Qt.KeyboardModifier.ControlModifier
    for customer, units in (("acme", 1), ("0755 8320", 2), ("acme", 3), ("0755 8320", 4)):
        counter.type(customer, f"{units} hose")
        counter.qtbot.keyClick(counter.focus(), Qt.Key.Key_F8)
        counter.qtbot.keyClick(counter.focus(), Qt.Key.Key_Return, control)
    counter.qtbot.waitUntil(lambda: len(counter.orders()) == 4, timeout=10_000)
    counter.settle()
    assert [order.lines[0].quantity for order in counter.orders()] == [1, 2, 3, 4]
    assert counter.page.entry.is_empty


def test_what_is_typed_blind_never_answers_a_question(counter: Counter) -> None:
    counter.type("acme", "12 brassn")
    counter.press(Qt.Key.Key_Return)
    counter.type("acme", "12 brassn")
    control = Qt.KeyboardModifier.ControlModifier
    counter.qtbot.keyClick(counter.focus(), Qt.Key.Key_Return, control)
    counter.type("5 bolt")
    counter.qtbot.keyClick(counter.focus(), Qt.Key.Key_Return, control)
    counter.settle()
    assert len(counter.orders()) == 1
    assert [one.code for one in counter.page.entry.lines] == ["NU8"]
    assert counter.page.sum.is_asking()


def test_numbers_that_are_no_quantity_are_said_and_kept(counter: Counter) -> None:
    counter.type("acme")
    for typed in ("0 brassn", "12.5 brassn", "1000000000 brassn", "-3 brassn", "*0"):
        counter.type(typed)
        assert counter.page.entry.lines == []
        assert counter.page.entry.typed == typed
        counter.press(Qt.Key.Key_Escape, _NONE)
        counter.press(Qt.Key.Key_Escape, _NONE)
        assert counter.page.entry.typed == ""


def test_a_number_below_zero_is_no_word_of_a_name(counter: Counter) -> None:
    valve = AddItem(code="BV-3/4IN", name="Ball valve 3/4in", price=Price(218_000))
    counter.desk.run(add_item, valve)
    counter.settle()
    counter.type("acme", "3/4 ball")
    assert [(one.code, one.quantity) for one in counter.page.entry.lines] == [("BV-3/4IN", 1)]
    counter.type("-3 ball")
    assert len(counter.page.entry.lines) == 1
    assert counter.page.entry.typed == "-3 ball"


def test_a_name_that_was_typed_and_not_taken_is_no_customer(counter: Counter) -> None:
    counter.type("acme", "12 brassn")
    head = counter.page._head.customer
    head.setFocus()
    head.selectAll()
    counter.qtbot.keyClicks(head, "0755")
    counter.press(Qt.Key.Key_Return)
    assert counter.orders() == []
    head.setFocus()
    counter.type("0755")
    counter.press(Qt.Key.Key_Return)
    assert counter.page.entry.customer_name != "Acme Hardware"


def test_a_page_that_is_gone_while_the_desk_is_asked_is_no_trouble(counter: Counter) -> None:
    gone = EntryPage(counter.context)
    gone.show()
    gone._choose_new(counter.ids["Acme Hardware"], "Acme Hardware")
    review = gone.findChild(LiveReview)
    assert review is not None
    review._timer.stop()
    review._ask()
    delete(gone)
    counter.settle()
    assert counter.shell.problems == []

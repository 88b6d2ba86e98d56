"""Calls that wait: parked ones and those left unfinished, taken up and thrown away."""

from datetime import timedelta

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QPushButton

from app.orders.queries import drafts, entry_times
from tests.support.counter import Counter
from tests.support.desks import SetClock
from ui.orders.entry_page import EntryPage
from ui.orders.phone.calls import Calls
from ui.orders.phone.waiting_bar import WaitingBar

_NONE = Qt.KeyboardModifier.NoModifier


def bar_of(page: EntryPage) -> WaitingBar:
    """Give the line of waiting calls."""
    found = page.findChild(WaitingBar)
    assert found is not None
    return found


def kept(counter: Counter) -> list[str]:
    """Give who the kept forms are for."""
    person = counter.desk.person
    assert person is not None
    return sorted(one.title for one in counter.desk.read(drafts, person.person_id))


def press_button(counter: Counter, page: EntryPage, name: str) -> None:
    """Press the button with this accessible name."""
    (found,) = [
        one
        for one in bar_of(page).findChildren(QPushButton)
        if one.accessibleName() == name and not one.isHidden()
    ]
    counter.qtbot.mouseClick(found, Qt.MouseButton.LeftButton)


def park_two(counter: Counter) -> None:
    """Park one call of each customer."""
    for words in (("acme", "12 brassn"), ("0755 8320", "3 hose", "5 bolt")):
        counter.type(*words)
        counter.press(Qt.Key.Key_F9, _NONE)


def test_parked_calls_are_seen_with_customer_and_age(counter: Counter, clock: SetClock) -> None:
    park_two(counter)
    clock.moment += timedelta(minutes=7)
    bar = bar_of(counter.page)
    assert bar.isVisible()
    bar._fill()
    assert bar.texts() == ["深圳市明华五金 · 2 lines · 7 min", "Acme Hardware · 1 line · 7 min"]
    counter.press(Qt.Key.Key_Tab)
    assert counter.page.entry.customer_name == "Acme Hardware"
    assert bar.texts() == ["深圳市明华五金 · 2 lines · 7 min"]


def test_a_discarded_call_can_be_brought_back(counter: Counter) -> None:
    park_two(counter)
    press_button(counter, counter.page, "Discard: Acme Hardware · 1 line · just now")
    counter.settle()
    assert kept(counter) == ["深圳市明华五金"]
    assert counter.shell.undo is not None
    counter.shell.undo()
    counter.settle()
    assert kept(counter) == ["Acme Hardware", "深圳市明华五金"]
    assert counter.page.entry.customer_name == "Acme Hardware"
    assert [one.code for one in counter.page.entry.lines] == ["NU8"]


def test_the_order_in_front_is_discarded_by_keys_and_brought_back(counter: Counter) -> None:
    counter.type("acme", "12 brassn")
    both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    counter.press(Qt.Key.Key_Backspace, both)
    assert counter.page.entry.is_empty
    assert kept(counter) == []
    assert counter.shell.undo is not None
    counter.shell.undo()
    counter.settle()
    assert [one.code for one in counter.page.entry.lines] == ["NU8"]


def test_a_name_half_typed_is_discarded_by_keys_and_typed_over_after_a_fresh_start(
    counter: Counter,
) -> None:
    line = counter.focus()
    assert isinstance(line, QLineEdit)
    both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    counter.qtbot.keyClicks(line, "Quixot")
    counter.press(Qt.Key.Key_Backspace, both)
    assert line.text() == ""
    counter.qtbot.keyClicks(line, "Quixot")
    counter.page.go_to()
    assert line.selectedText() == "Quixot"


def test_every_order_left_unfinished_is_offered_and_one_is_taken_up(counter: Counter) -> None:
    park_two(counter)
    again = EntryPage(counter.context)
    counter.qtbot.addWidget(again)
    again.show()
    again.enter()
    counter.settle()
    assert len(bar_of(again).texts()) == 2
    acme = next(one for one in bar_of(again).texts() if "Acme" in one)
    press_button(counter, again, acme)
    counter.settle()
    assert again.entry.customer_name == "Acme Hardware"
    assert len(bar_of(again).texts()) == 1
    again.leave()
    counter.settle()


def test_an_order_saved_from_behind_does_not_stay_waiting(counter: Counter) -> None:
    counter.type("acme", "12 brassn")
    control = Qt.KeyboardModifier.ControlModifier
    counter.qtbot.keyClick(counter.focus(), Qt.Key.Key_Return, control)
    counter.page.go_to()
    counter.settle()
    assert len(counter.orders()) == 1
    assert not bar_of(counter.page).isVisible()
    assert kept(counter) == []


def test_the_time_an_order_took_does_not_count_while_it_waits(counter: Counter) -> None:
    counter.type("acme", "12 brassn")
    entry = counter.page.entry
    entry.began_s -= 30
    counter.press(Qt.Key.Key_F9, _NONE)
    waited = entry.took_ms
    assert waited >= 30_000
    assert entry.began_s == 0.0
    counter.press(Qt.Key.Key_Tab)
    assert counter.page.entry is entry
    assert entry.took_ms == waited


def test_the_clock_starts_with_the_first_letter_of_the_customer(counter: Counter) -> None:
    counter.qtbot.keyClicks(counter.focus(), "a")
    assert counter.page.entry.began_s > 0


def test_the_time_already_spent_is_kept_with_the_draft(counter: Counter) -> None:
    counter.type("acme", "12 brassn")
    counter.page.entry.began_s -= 30
    counter.press(Qt.Key.Key_S)
    again = EntryPage(counter.context)
    counter.qtbot.addWidget(again)
    again.show()
    again.enter()
    counter.settle()
    calls = again.findChild(Calls)
    assert calls is not None
    assert [one.entry.took_ms // 1000 for one in calls.waiting] == [30]
    again.leave()


def test_how_long_orders_took_is_there_for_the_owners_report(counter: Counter) -> None:
    for spent_s in (300, 900):
        counter.type("acme", f"{spent_s} brassn")
        counter.page.entry.began_s -= spent_s
        counter.press(Qt.Key.Key_Return)
    today = counter.context.today()
    took = counter.desk.read(entry_times, today, today)
    assert [ms // 100_000 for ms in took] == [3, 9]
    assert counter.desk.read(entry_times, today + timedelta(days=1), today) == ()

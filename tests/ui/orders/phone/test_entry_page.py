"""Tests of the phone order, with real key events on a real desk."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from app.orders.queries import drafts
from tests.support.counter import Counter
from tests.support.windows import idle
from ui.orders.entry_page import EntryPage


def test_an_order_is_taken_by_keys_alone(counter: Counter) -> None:
    counter.type("acme", "12 brassn", "3 hose", "25 bolt")
    counter.press(Qt.Key.Key_Return)
    (order,) = counter.orders()
    assert (order.customer, order.state, order.label) == ("Acme Hardware", "confirmed", "ready")
    assert [(line.code, line.quantity) for line in order.lines] == [
        ("NU8", 12),
        ("HO1", 3),
        ("BO8", 25),
    ]
    assert order.total == 3060 + 8850 + 313
    assert counter.page.entry.is_empty
    assert order.entry_ms is not None


def test_the_total_shown_is_the_total_saved(counter: Counter) -> None:
    counter.type("acme", "7 brassn", "13 bolt")
    idle(counter.qtbot, counter.context)
    totals = counter.page.entry.totals(counter.context.settings, {})
    counter.press(Qt.Key.Key_Return)
    assert counter.orders()[0].total == totals.total


def test_the_number_pad_works_like_enter(counter: Counter) -> None:
    counter.qtbot.keyClicks(counter.focus(), "acme")
    counter.qtbot.keyClick(counter.focus(), Qt.Key.Key_Enter, Qt.KeyboardModifier.KeypadModifier)
    counter.qtbot.keyClicks(counter.focus(), "5 bolt")
    counter.qtbot.keyClick(counter.focus(), Qt.Key.Key_Enter, Qt.KeyboardModifier.KeypadModifier)
    assert [line.quantity for line in counter.page.entry.lines] == [5]


def test_a_star_sets_the_quantity_of_the_last_line(counter: Counter) -> None:
    counter.type("acme", "brassn", "*5")
    assert [line.quantity for line in counter.page.entry.lines] == [5]


def test_the_same_item_again_adds_to_its_line(counter: Counter) -> None:
    counter.type("acme", "2 brassn", "3 brassn")
    assert [line.quantity for line in counter.page.entry.lines] == [5]


def test_a_scanned_barcode_adds_one_and_is_no_quantity(counter: Counter) -> None:
    counter.type("acme", "5012345678900", "5012345678900")
    assert [(one.code, one.quantity) for one in counter.page.entry.lines] == [("NU8", 2)]


def test_an_unknown_item_is_said_and_the_text_is_kept(counter: Counter) -> None:
    counter.type("acme", "12 xyzzy")
    assert counter.page.entry.lines == []
    assert counter.page.entry.typed == "12 xyzzy"
    counter.press(Qt.Key.Key_Return)
    assert counter.orders() == []


def test_a_name_nobody_has_says_what_enter_does_with_it(counter: Counter) -> None:
    def said() -> bool:
        texts = [one.text() for one in counter.page.findChildren(QLabel) if one.isVisible()]
        return "Nobody is called that. Enter adds a new customer." in texts

    counter.qtbot.keyClicks(counter.focus(), "acm")
    assert not said()
    counter.qtbot.keyClicks(counter.focus(), "zz")
    assert said()
    for _letter in "zz":
        counter.qtbot.keyClick(counter.focus(), Qt.Key.Key_Backspace)
    assert not said()


def test_more_than_there_is_can_be_back_ordered(counter: Counter) -> None:
    counter.type("acme", "8 hose")
    counter.press(Qt.Key.Key_Return)
    (order,) = counter.orders()
    assert order.label == "short"
    assert order.lines[0].back_ordered == 3


def test_a_second_ctrl_enter_answers_the_question(counter: Counter) -> None:
    for _time in range(2):
        counter.type("acme", "12 brassn")
        counter.press(Qt.Key.Key_Return)
    assert len(counter.orders()) == 1
    assert counter.page.entry.lines
    counter.press(Qt.Key.Key_Return)
    assert len(counter.orders()) == 2


def test_an_answer_is_void_once_the_order_is_changed(counter: Counter) -> None:
    counter.type("acme", "2000 bolt")
    counter.press(Qt.Key.Key_Return)
    assert not counter.orders()
    counter.type("*9000")
    counter.press(Qt.Key.Key_Return)
    assert not counter.orders()
    counter.press(Qt.Key.Key_Return)
    assert [line.quantity for line in counter.orders()[0].lines] == [9000]


def test_the_draft_is_saved_by_itself_and_taken_up_again(counter: Counter) -> None:
    counter.type("acme", "12 brassn")
    counter.qtbot.keyClicks(counter.focus(), "3 ho")
    person = counter.desk.person
    assert person is not None
    counter.qtbot.waitUntil(
        lambda: any("3 ho" in one.content for one in counter.desk.read(drafts, person.person_id)),
        timeout=3000,
    )
    (draft,) = counter.desk.read(drafts, person.person_id)
    again = EntryPage(counter.context)
    counter.qtbot.addWidget(again)
    again.show()
    again.go_to(draft_id=draft.draft_id)
    counter.qtbot.waitUntil(lambda: bool(again.entry.lines), timeout=3000)
    assert again.entry.typed == "3 ho"
    assert again.entry.lines[0].quantity == 12
    idle(counter.qtbot, counter.context)


def test_a_call_can_be_parked_and_taken_up(counter: Counter) -> None:
    counter.type("acme", "12 brassn")
    counter.press(Qt.Key.Key_F9, Qt.KeyboardModifier.NoModifier)
    assert counter.page.entry.is_empty
    counter.press(Qt.Key.Key_Tab)
    assert counter.page.entry.customer_name == "Acme Hardware"


def test_a_typed_price_survives_a_change_of_quantity(counter: Counter) -> None:
    counter.type("acme", "12 brassn")
    counter.press(Qt.Key.Key_F4, Qt.KeyboardModifier.NoModifier)
    counter.type("2.00")
    counter.settle()
    counter.type("*50")
    counter.press(Qt.Key.Key_Return)
    saved = counter.orders()[0].lines[0]
    assert (saved.quantity, saved.price, saved.price_manual) == (50, 20_000, True)


def test_undo_takes_the_last_line_back(counter: Counter) -> None:
    counter.type("acme", "12 brassn", "3 hose")
    assert counter.page.undo()
    assert [line.code for line in counter.page.entry.lines] == ["NU8"]


def test_repeat_brings_the_last_order_of_the_customer(counter: Counter) -> None:
    counter.type("acme", "12 brassn", "2 hose")
    counter.press(Qt.Key.Key_Return)
    counter.type("acme")
    idle(counter.qtbot, counter.context)
    counter.press(Qt.Key.Key_R)
    assert [(one.code, one.quantity) for one in counter.page.entry.lines] == [
        ("NU8", 12),
        ("HO1", 2),
    ]


def test_credit_above_the_limit_is_said_while_typing_and_holds(counter: Counter) -> None:
    counter.type("0755 8320", "100 brassn")
    idle(counter.qtbot, counter.context)
    counter.press(Qt.Key.Key_Return)
    (order,) = counter.orders()
    assert (order.state, order.holds[0].kind) == ("submitted", "credit")


def test_saving_is_taken_back_from_the_toast(counter: Counter) -> None:
    counter.type("acme", "12 brassn")
    counter.press(Qt.Key.Key_Return)
    assert counter.shell.undo is not None
    counter.shell.undo()
    idle(counter.qtbot, counter.context)
    assert counter.orders()[0].state == "cancelled"


def test_a_cell_opened_by_a_key_gives_the_focus_back_to_the_add_line(counter: Counter) -> None:
    counter.type("acme", "12 brassn")
    counter.page._head.reference.setFocus()
    for leaving in (Qt.Key.Key_Escape, Qt.Key.Key_Return):
        counter.press(Qt.Key.Key_F4, Qt.KeyboardModifier.NoModifier)
        assert not counter.page._lines.item.hasFocus()
        counter.press(leaving, Qt.KeyboardModifier.NoModifier)
        counter.settle()
        assert counter.focus() is counter.page._lines.item


def test_ctrl_z_takes_the_line_back_and_not_the_words_that_made_it(counter: Counter) -> None:
    counter.type("acme", "12 brassn")
    assert not counter.page._lines.item.isUndoAvailable()
    assert counter.page.undo()
    assert counter.page.entry.lines == []
    assert counter.page.entry.typed == ""

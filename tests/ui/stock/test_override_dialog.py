"""More was found than the books know: the owner's form, with real keys on an encrypted desk."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from tests.support.desks import SetClock
from tests.support.shops import CLERK, MANAGER, OWNER, PICKER, Shop, open_shop
from tests.support.windows import HeardShell, idle, shown
from ui.kit.context import Context
from ui.stock.counts.counts_dialog import CountsDialog
from ui.stock.counts.override_dialog import OverrideDialog
from ui.stock.stock_page import StockPage

_ALT = Qt.KeyboardModifier.AltModifier


@pytest.fixture
def shop(context: Context, clock: SetClock) -> Shop:
    """Give a shop with five nuts in the usual bin, and a shelf."""
    del clock
    made = open_shop(context.desk)
    made.item("NUT", stock=5)
    made.place("A-1")
    return made


@pytest.fixture
def page(shop: Shop, context: Context, qtbot: QtBot) -> StockPage:
    """Give the page, shown, with its first item."""
    del shop
    return shown(StockPage(context), qtbot)


def opened(page: StockPage, qtbot: QtBot) -> OverrideDialog:
    """Open the form by its key."""
    page.activateWindow()
    page.table.setFocus()
    qtbot.waitUntil(page.table.hasFocus, timeout=2000)
    qtbot.waitUntil(page.card.acts["override"].isVisible, timeout=2000)
    qtbot.keyClick(page.table, Qt.Key.Key_O, _ALT)
    qtbot.waitUntil(lambda: bool(page.findChildren(OverrideDialog)), timeout=2000)
    (found,) = page.findChildren(OverrideDialog)
    return found


def type_on(dialog: OverrideDialog, qtbot: QtBot, *words: str) -> None:
    """Type into the fields one after the other, Tab between them; "" leaves one as it is."""
    for word in words:
        field = dialog.focusWidget()
        assert isinstance(field, QLineEdit)
        if word:
            field.selectAll()
            qtbot.keyClicks(field, word)
        qtbot.keyClick(field, Qt.Key.Key_Tab)


def focused(dialog: OverrideDialog) -> str:
    """Give the accessible name of what has the keyboard."""
    focus = dialog.focusWidget()
    assert focus is not None
    return focus.accessibleName()


def test_the_owner_carries_what_the_books_lack_and_is_led_to_the_count(
    shop: Shop, page: StockPage, qtbot: QtBot
) -> None:
    dialog = opened(page, qtbot)
    assert focused(dialog) == "Units carried"
    type_on(dialog, qtbot, "8", "", "a-1")
    assert "5 there: 3 are booked as found" in dialog.fact.text()
    assert focused(dialog) == "Reason"
    qtbot.keyClicks(dialog.reason, "they lie there")
    qtbot.keyClick(dialog.reason, Qt.Key.Key_Return)
    idle(qtbot, page.context)
    assert not dialog.isVisible()
    assert shop.level(shop.items["NUT"]).on_hand == 8
    assert shop.rows("SELECT state, note FROM stock_count") == [("open", "they lie there")]
    shell = page.context.shell
    assert isinstance(shell, HeardShell)
    assert shell.toasts == [
        "8 of NUT are at A-1 now. Count what is left at STOCK: a count is open."
    ]
    assert shell.undo is not None
    shell.undo()
    assert shell.went == [("stock", {"counts": True})]
    page.go_to(counts=True)
    idle(qtbot, page.context)
    assert len(page.findChildren(CountsDialog)) == 1
    assert shop.differences() == ()


def test_without_a_reason_nothing_is_booked_and_the_reason_is_asked_for(
    shop: Shop, page: StockPage, qtbot: QtBot
) -> None:
    dialog = opened(page, qtbot)
    type_on(dialog, qtbot, "8", "", "A-1")
    qtbot.keyClicks(dialog.reason, "   ")
    qtbot.keyClick(dialog.reason, Qt.Key.Key_Return)
    idle(qtbot, page.context)
    assert dialog.isVisible()
    assert focused(dialog) == "Reason"
    said = next(one for one in dialog.findChildren(QLabel) if "say why" in one.text())
    below = said.mapTo(dialog, said.rect().topLeft()).y()
    assert below >= dialog.reason.mapTo(dialog, dialog.reason.rect().bottomLeft()).y()
    assert said.height() >= said.heightForWidth(said.width())
    assert shop.rows("SELECT count(*) FROM stock_count") == [(0,)]


def test_what_the_place_holds_is_refused_at_its_number(
    shop: Shop, page: StockPage, qtbot: QtBot
) -> None:
    dialog = opened(page, qtbot)
    type_on(dialog, qtbot, "5", "", "A-1")
    assert "this is for more" in dialog.fact.text()
    qtbot.keyClicks(dialog.reason, "sure")
    qtbot.keyClick(dialog.reason, Qt.Key.Key_Return)
    idle(qtbot, page.context)
    assert dialog.isVisible()
    assert focused(dialog) == "Units carried"
    assert shop.level(shop.items["NUT"]).on_hand == 5


def test_a_place_that_is_not_ours_is_refused_where_it_was_typed(
    page: StockPage, qtbot: QtBot
) -> None:
    dialog = opened(page, qtbot)
    type_on(dialog, qtbot, "8", "NOWHERE", "A-1")
    dialog.submit()
    assert focused(dialog) == "Found at place"


@pytest.mark.parametrize("person", [MANAGER, CLERK, PICKER])
def test_only_the_owner_sees_the_way_there(
    shop: Shop, page: StockPage, qtbot: QtBot, person: int
) -> None:
    act = page.card.acts["override"]
    assert act.isVisible()
    assert "F" in act.toolTip()
    shop.sign_in(person)
    page.refresh()
    idle(qtbot, page.context)
    assert not act.isVisible()
    page._act("override")
    assert page.findChildren(OverrideDialog) == []
    shop.sign_in(OWNER)
    page.refresh()
    idle(qtbot, page.context)
    assert act.isVisible()

"""Tests of going on with a count that was begun earlier, with real key events."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from app.stock.commands import EnterCount, StartCount
from app.stock.counting import count_lines, open_counts
from app.stock.handlers import enter_count, start_count
from app.stock.queries import stock_of
from tests.support.shops import Shop, open_shop
from tests.support.windows import idle
from ui.kit.context import Context
from ui.stock.counts.counts_dialog import CountsDialog
from ui.stock.stock_page import StockPage


@pytest.fixture
def shop(context: Context) -> Shop:
    """Give a shop with a count that was begun and left."""
    made = open_shop(context.desk)
    nut = made.item("NUT", stock=40)
    made.item("BOLT", stock=5)
    count = made.run(start_count, StartCount())
    made.run(enter_count, EnterCount(count_id=count.record_id, item_id=nut, counted=38))
    return made


@pytest.fixture
def dialog(qtbot: QtBot, context: Context, shop: Shop) -> CountsDialog:
    """Give the dialog, opened by its key on the stock page."""
    del shop
    page = StockPage(context)
    qtbot.addWidget(page)
    page.resize(1100, 640)
    page.show()
    page.activateWindow()
    page.enter()
    idle(qtbot, context)
    assert "1" in page.counts_button.text()
    qtbot.keyClick(page, Qt.Key.Key_F7)
    idle(qtbot, context)
    idle(qtbot, context)
    found = page.findChildren(CountsDialog)
    assert len(found) == 1
    return found[0]


def _type(qtbot: QtBot, line: QLineEdit, text: str) -> None:
    line.setFocus()
    line.selectAll()
    qtbot.keyClicks(line, text)
    qtbot.keyClick(line, Qt.Key.Key_Return)


def test_a_count_begun_earlier_is_gone_on_with_and_posted(
    qtbot: QtBot, context: Context, shop: Shop, dialog: CountsDialog
) -> None:
    assert [one.code for one in dialog.lines.rows_model.rows] == ["NUT"]
    _type(qtbot, dialog.item, "bolt")
    assert dialog.place.hasFocus()
    qtbot.keyClick(dialog.place, Qt.Key.Key_Return)
    _type(qtbot, dialog.counted, "7")
    idle(qtbot, context)
    idle(qtbot, context)
    lines = [(one.code, one.expected, one.counted) for one in dialog.lines.rows_model.rows]
    assert sorted(lines) == [("BOLT", 5, 7), ("NUT", 40, 38)]
    assert dialog.item.hasFocus()
    dialog.post_button.click()
    idle(qtbot, context)
    idle(qtbot, context)
    assert context.desk.read(open_counts) == ()
    stock = context.desk.read(stock_of, (shop.items["NUT"], shop.items["BOLT"]))
    assert [stock[shop.items[code]].on_hand for code in ("NUT", "BOLT")] == [38, 7]
    assert not dialog.post_button.isEnabled()


def test_a_line_is_counted_again_and_the_new_number_replaces_the_old(
    qtbot: QtBot, context: Context, dialog: CountsDialog
) -> None:
    dialog.lines.select(0)
    qtbot.keyClick(dialog.lines, Qt.Key.Key_Return)
    _type(qtbot, dialog.counted, "39")
    idle(qtbot, context)
    count = context.desk.read(open_counts)[0]
    assert [one.counted for one in context.desk.read(count_lines, count.count_id)] == [39]


def test_an_unknown_item_is_said_at_the_item_and_nothing_is_written(
    qtbot: QtBot, context: Context, dialog: CountsDialog
) -> None:
    _type(qtbot, dialog.item, "zzz")
    _type(qtbot, dialog.counted, "3")
    idle(qtbot, context)
    assert dialog.item.hasFocus()
    assert dialog.item.accessibleDescription()
    assert context.desk.read(open_counts)[0].lines == 1


def test_without_a_count_there_is_one_thing_to_do_and_it_has_the_focus(
    qtbot: QtBot, context: Context, dialog: CountsDialog
) -> None:
    dialog.drop_button.click()
    idle(qtbot, context)
    idle(qtbot, context)
    assert dialog.begin_button.hasFocus()
    parts = (dialog.heads, dialog.lines, dialog.item, dialog.drop_button, dialog.post_button)
    assert not any(part.isVisible() for part in parts)
    qtbot.keyClick(dialog.begin_button, Qt.Key.Key_Space)
    idle(qtbot, context)
    idle(qtbot, context)
    assert dialog.item.hasFocus()
    assert dialog.heads.isVisible()


def test_a_new_count_is_begun_and_dropped(
    qtbot: QtBot, context: Context, shop: Shop, dialog: CountsDialog
) -> None:
    dialog.begin_button.click()
    idle(qtbot, context)
    idle(qtbot, context)
    assert len(context.desk.read(open_counts)) == 2
    assert dialog.item.hasFocus()
    dialog.drop_button.click()
    idle(qtbot, context)
    idle(qtbot, context)
    assert len(context.desk.read(open_counts)) == 1
    on_hand = context.desk.read(stock_of, (shop.items["NUT"],))[shop.items["NUT"]].on_hand
    assert on_hand == 40

"""Tests of importing a file in the window, on a real desk with real files."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from app.desk import Desk
from app.exchange.preview.choices import How
from app.orders.queries import order_page
from tests.support.shops import open_shop
from tests.support.windows import idle, shown
from ui.exchange.import_page import ImportPage
from ui.kit.context import Context

_ORDERS = (
    "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n"
    "536365,85123A,WHITE HEART,6,2010-12-01 08:26:00,2.55,17850.0,United Kingdom\n"
    "536365,71053,WHITE LANTERN,6,2010-12-01 08:26:00,3.39,17850.0,United Kingdom\n"
    "536366,22633,HAND WARMER,six,2010-12-01 08:28:00,1.85,17850.0,United Kingdom\n"
)


@pytest.fixture
def page(qtbot: QtBot, context: Context) -> ImportPage:
    """Give the page."""
    return shown(ImportPage(context), qtbot)


def _file(tmp_path: Path) -> str:
    path = tmp_path / "orders.csv"
    path.write_text(_ORDERS, encoding="utf-8")
    return str(path)


def test_a_file_is_previewed_and_nothing_is_written(
    qtbot: QtBot, context: Context, page: ImportPage, tmp_path: Path, shop_desk: Desk
) -> None:
    page.open_files((_file(tmp_path),))
    idle(qtbot, context)
    read = page._read
    assert read is not None
    assert read.preview.rejected == 1
    assert shop_desk.read(order_page) == ()


def test_a_row_that_cannot_be_used_stops_all_until_it_is_left_out(
    qtbot: QtBot, context: Context, page: ImportPage, tmp_path: Path, shop_desk: Desk
) -> None:
    page.open_files((_file(tmp_path),))
    idle(qtbot, context)
    page.preview.go_button.click()
    idle(qtbot, context)
    assert shop_desk.read(order_page) == ()
    assert "“six”); a whole number is expected. Nothing was imported" in page._banner.text()
    page.preview.leave_out.click()
    idle(qtbot, context)
    page.preview.go_button.click()
    idle(qtbot, context)
    assert len(shop_desk.read(order_page)) == 1
    assert page._banner.text() == "Imported: 2 rows, 1 order with 2 lines."


def test_what_is_wrong_with_a_row_and_what_else_was_found_make_one_sentence(
    qtbot: QtBot, context: Context, page: ImportPage, tmp_path: Path
) -> None:
    open_shop(context.desk).item("NUT")
    page.open_files((_file(tmp_path),))
    idle(qtbot, context)
    page.preview.go_button.click()
    idle(qtbot, context)
    said = [one.text() for one in page.preview.fix_bar.findChildren(QLabel)]
    assert said[0] == (
        "Row 4: Quantity cannot be read (column Quantity, “six”); a whole number is expected; "
        "The item is not known here yet"
    )


@pytest.mark.parametrize(("scale", "high"), [(1.0, 540), (1.5, 622)])
def test_the_choices_give_way_where_the_cells_to_put_right_would_be_short(
    qtbot: QtBot, context: Context, page: ImportPage, tmp_path: Path, scale: float, high: int
) -> None:
    context.theme.apply("light", scale)
    page.resize(1118, high)
    page.open_files((_file(tmp_path),))
    idle(qtbot, context)
    page._change({"how": How.HISTORY})
    idle(qtbot, context)
    page._banner.tell("warn", "a long sentence " * 12)
    choices, bar = page.preview.choices, page.preview.fix_bar
    qtbot.waitUntil(choices.isHidden)
    assert page.height() == high
    assert choices.short.isVisible()
    parts = (page.preview.table, bar)
    assert all(one.height() >= one.minimumSizeHint().height() for one in parts)
    buttons = bar.findChildren(QAbstractButton, options=Qt.FindChildOption.FindDirectChildrenOnly)
    assert bar._area.geometry().bottom() < min(one.y() for one in buttons if one.isVisible())


def test_folded_choices_open_by_the_space_bar_and_close_again(
    qtbot: QtBot, context: Context, page: ImportPage, tmp_path: Path
) -> None:
    page.resize(1118, 440)
    page.open_files((_file(tmp_path),))
    idle(qtbot, context)
    choices = page.preview.choices
    qtbot.waitUntil(choices.isHidden)
    for shown_now in (True, False):
        qtbot.keyClick(choices._open_button, Qt.Key.Key_Space)
        idle(qtbot, context)
        assert choices.isVisible() is shown_now
        assert page.preview.table.isVisible() is not shown_now


def test_choices_never_ask_for_more_room_than_a_small_screen_has(
    qtbot: QtBot, context: Context, page: ImportPage, tmp_path: Path
) -> None:
    page.open_files((_file(tmp_path),))
    idle(qtbot, context)
    for field in page.preview.choices._fields.values():
        field.show()
    assert page.minimumSizeHint().width() <= 1118


def test_at_a_large_scale_nothing_of_the_preview_is_cut_or_covered(
    qtbot: QtBot, context: Context, page: ImportPage, tmp_path: Path
) -> None:
    context.theme.apply("light", 1.5)
    open_shop(context.desk).item("NUT")
    page.resize(1118, 600)
    page.open_files((_file(tmp_path),))
    idle(qtbot, context)
    page._change({"how": How.HISTORY})
    idle(qtbot, context)
    page.preview.go_button.click()
    idle(qtbot, context)
    qtbot.waitUntil(page.preview.choices.isHidden)
    QApplication.processEvents()
    bar = page.preview.fix_bar
    buttons = bar.findChildren(QAbstractButton, options=Qt.FindChildOption.FindDirectChildrenOnly)
    assert bar._area.geometry().bottom() < min(one.y() for one in buttons if one.isVisible())
    note = page.preview._figures._note
    assert note.heightForWidth(note.width()) < 2.5 * note.fontMetrics().height()
    header = page.preview.table.horizontalHeader()
    for at in range(header.count()):
        assert header.sectionSize(at) >= header.sectionSizeHint(at)
    links = page.preview.findings.findChildren(QPushButton)
    for one in links:
        fits = QFontMetrics(one.font()).horizontalAdvance(one.text()) <= one.width()
        assert fits
        assert one.text() == one.accessibleName() or one.text().endswith("…")
    assert any(one.text().endswith("…") for one in links)

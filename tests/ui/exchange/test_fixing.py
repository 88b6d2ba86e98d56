"""Tests of putting the rows of a file right in place, by keys, on a real desk."""

import time
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QProgressDialog
from pytestqt.qtbot import QtBot

from app.catalog.queries import item_by_code
from app.exchange.preview.choices import How
from app.exchange.preview.rows import preview_rows
from app.exchange.queries import import_board
from app.orders.queries import order_page
from tests.support.shops import Shop, open_shop
from tests.support.windows import idle, shown
from ui.exchange.import_page import ImportPage
from ui.kit.context import Context

_HEADER = "Order no,Item code,Item name,Quantity,Order date,Unit price,Customer number\n"
_BROKEN = (
    _HEADER
    + "1,NUT,Nut,6,2010-12-01,2.55,17850\n"
    + "2,NUT,Nut,six,2010-12-01,2.55,17850\n"
    + "3,NUT,Nut,4,2010-13-45,2.55,17850\n"
    + "4,NUT,Nut,5,2010-12-01,abc,17850\n"
)
Opener = Callable[[str], ImportPage]


@pytest.fixture
def shop(context: Context) -> Shop:
    """Give a shop that knows two items."""
    made = open_shop(context.desk)
    made.item("NUT", stock=40)
    made.item("BOLT", stock=40)
    return made


@pytest.fixture
def opened(qtbot: QtBot, context: Context, shop: Shop, tmp_path: Path) -> Opener:
    """Give a way to open a file in the page, shown."""
    del shop
    page = shown(ImportPage(context), qtbot)

    def open_text(text: str) -> ImportPage:
        path = tmp_path / "file.csv"
        path.write_text(text, encoding="utf-8")
        page.open_files((str(path),))
        idle(qtbot, context)
        assert page._read is not None
        return page

    return open_text


def _focus() -> QLineEdit:
    focus = QApplication.focusWidget()
    assert isinstance(focus, QLineEdit)
    return focus


def _type(qtbot: QtBot, text: str) -> None:
    line = _focus()
    line.selectAll()
    qtbot.keyClicks(line, text)
    qtbot.keyClick(line, Qt.Key.Key_Return)


def _sentences(page: ImportPage) -> dict[int, str]:
    assert page._read is not None
    return {one.row: one.sentence for one in preview_rows(page._read.preview, 0, 100)}


def test_enter_walks_through_the_bad_rows_only_and_puts_each_right(
    qtbot: QtBot, context: Context, opened: Opener
) -> None:
    page = opened(_BROKEN)
    assert [one.row for one in page.preview.table.rows_model.rows] == [3, 4, 5]
    qtbot.keyClick(page.preview.table, Qt.Key.Key_Return)
    assert _focus().accessibleName() == "Quantity"
    _type(qtbot, "seven")
    assert _focus().accessibleName() == "Quantity", "what is still wrong is said at once"
    assert _focus().accessibleDescription()
    _type(qtbot, "7")
    assert _focus().accessibleName() == "Order date"
    _type(qtbot, "2010-12-02")
    assert _focus().accessibleName() == "Unit price"
    _type(qtbot, "1.25")
    idle(qtbot, context)
    assert page._read is not None
    assert page._read.preview.rejected == 0
    assert page._read.preview.totals.units == 22
    page.preview.go_button.click()
    idle(qtbot, context)
    assert len(context.desk.read(order_page)) == 4


def test_what_is_being_typed_stays_while_earlier_rows_are_looked_at(
    qtbot: QtBot, context: Context, opened: Opener
) -> None:
    page = opened(_BROKEN)
    qtbot.keyClick(page.preview.table, Qt.Key.Key_Return)
    _type(qtbot, "7")
    line = _focus()
    line.selectAll()
    qtbot.keyClicks(line, "2010-1")
    idle(qtbot, context)
    assert _focus().text() == "2010-1"
    qtbot.keyClicks(_focus(), "2-03")
    qtbot.keyClick(_focus(), Qt.Key.Key_Return)
    idle(qtbot, context)
    assert page._read is not None
    assert page._read.preview.rejected == 1


def test_a_row_that_is_too_wide_is_put_right_by_joining_what_was_torn(
    qtbot: QtBot, context: Context, opened: Opener
) -> None:
    page = opened(_HEADER + "1,NUT,Nut, big,6,2010-12-01,2.55,17850\n")
    bar = page.preview.fix_bar
    assert bar.row_number() == 2
    line = bar.cell("Item name")
    line.setFocus()
    line.setText("A nut")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert bar.cell("Order no").accessibleDescription(), "a cell too many is never dropped"
    qtbot.keyClick(line, Qt.Key.Key_J, Qt.KeyboardModifier.ControlModifier)
    assert [bar.cell(one).text() for one in ("Item name", "Quantity", "Customer number")] == [
        "A nut, big",
        "6",
        "17850",
    ]
    qtbot.keyClick(line, Qt.Key.Key_Return)
    idle(qtbot, context)
    assert page._read is not None
    assert page._read.preview.rejected == 0
    assert page._read.preview.totals.units == 6
    assert page._read.preview.checked.value("item_name", 0) == "A nut, big"


def test_an_unknown_item_can_be_another_one_found_by_typing(
    qtbot: QtBot, context: Context, opened: Opener
) -> None:
    page = opened(_HEADER + "1,NUTT,Nut,6,2010-12-01,2.55,17850\n1,BOLT,B,1,2010-12-01,1,17850\n")
    assert "not known" in _sentences(page)[2]
    page.preview.filter("NEWITEM")
    qtbot.keyClick(page.preview.table, Qt.Key.Key_Return)
    assert _focus().text() == "NUTT"
    _type(qtbot, "nut")
    idle(qtbot, context)
    assert page._read is not None
    assert page._read.preview.new_items == 0
    assert page._read.preview.checked.value("item_code", 0) == "NUT"


def test_an_unknown_item_of_opening_stock_is_created_on_the_spot(
    qtbot: QtBot, context: Context, opened: Opener
) -> None:
    page = opened("Item code,Quantity,Bin\nNUT,3,A1\nWASHER,4,A1\n")
    assert page._read is not None
    assert page._read.preview.rejected == 1
    assert page.preview.fix_bar.row_number() == 3
    page.preview.fix_bar._make.click()
    idle(qtbot, context)
    assert context.desk.read(item_by_code, "WASHER") is not None
    assert page._read.preview.rejected == 0


def test_one_duplicate_of_two_is_left_out_and_the_other_stays(
    qtbot: QtBot, context: Context, opened: Opener
) -> None:
    row = "1,NUT,Nut,6,2010-12-01,2.55,17850\n"
    page = opened(_HEADER + row * 3)
    page.preview.filter("DUP")
    assert [one.row for one in page.preview.table.rows_model.rows] == [3, 4]
    qtbot.keyClick(page.preview.table, Qt.Key.Key_Return)
    qtbot.keyClick(_focus(), Qt.Key.Key_Delete, Qt.KeyboardModifier.ControlModifier)
    idle(qtbot, context)
    assert page._read is not None
    assert page._read.preview.totals.units == 12
    assert "Left out by you" in _sentences(page)[3]


def test_the_second_import_of_a_file_says_so_before_and_adds_nothing(
    qtbot: QtBot, context: Context, opened: Opener
) -> None:
    text = _HEADER + "1,NUT,Nut,6,2010-12-01,2.55,17850\n"
    page = opened(text)
    page.preview.go_button.click()
    idle(qtbot, context)
    assert len(context.desk.read(order_page)) == 1
    opened(text)
    assert "was imported on" in page._banner.text()
    assert not page.preview.go_button.isEnabled()
    assert len(context.desk.read(order_page)) == 1


def test_rows_copied_from_a_spreadsheet_are_pasted_and_imported(
    qtbot: QtBot, context: Context, opened: Opener
) -> None:
    page = opened(_BROKEN)
    page._back()
    text = (_HEADER + "7,NUT,Nut,6,2010-12-01,2.55,17850\n").replace(",", "\t")
    QApplication.clipboard().setText(text)
    qtbot.keyClick(page, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    idle(qtbot, context)
    assert page._read is not None
    assert page._read.preview.totals.units == 6
    page.preview.go_button.click()
    idle(qtbot, context)
    assert len(context.desk.read(order_page)) == 1


def _long(orders: int) -> str:
    rows = (
        f"{number},NUT,Nut,1,2010-12-01,2.55,{number % 50}\n"
        for number in range(1, orders + 1)
        for _line in range(3)
    )
    return _HEADER + "".join(rows)


def test_stopping_an_import_half_way_takes_less_than_half_a_second_and_leaves_nothing(
    qtbot: QtBot, context: Context, opened: Opener
) -> None:
    page = opened(_long(8_000))
    page._change({"how": How.HISTORY})
    idle(qtbot, context)
    bars: list[QProgressDialog] = []

    def under_way() -> bool:
        bars[:] = page.findChildren(QProgressDialog)
        return bool(bars) and bars[0].maximum() > 0 and bars[0].value() > 0

    page.preview.go_button.click()
    qtbot.waitUntil(under_way, timeout=20_000)
    began = time.perf_counter()
    bars[0].canceled.emit()
    qtbot.waitUntil(lambda: context.tasks.busy == 0, timeout=20_000)
    assert time.perf_counter() - began < 0.5
    assert "Nothing was imported" in page._banner.text()
    assert context.desk.read(order_page) == ()
    assert context.desk.read(import_board) == ()
    page.preview.go_button.click()
    qtbot.waitUntil(lambda: context.tasks.busy == 0, timeout=60_000)
    assert len(context.desk.read(import_board)) == 1


def test_an_import_is_taken_back_from_the_list_of_imports(
    qtbot: QtBot, context: Context, opened: Opener
) -> None:
    page = opened(_HEADER + "1,NUT,Nut,6,2010-12-01,2.55,17850\n")
    page.preview.go_button.click()
    idle(qtbot, context)
    idle(qtbot, context)
    assert page._past._table.hasFocus()
    page._past._revoke.click()
    assert not page._past._revoke.isEnabled(), "a second press does nothing"
    idle(qtbot, context)
    assert "taken back" in page._banner.text()
    assert [one.state for one in context.desk.read(import_board)] == ["revoked"]
    idle(qtbot, context)
    assert not page._past._revoke.isEnabled()
    assert page._past._table.hasFocus()

"""Tests of what is asked about a file before it is previewed, answered by keys."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.exchange.columns.dates import DayOrder
from tests.support.windows import idle, shown
from ui.exchange.import_page import ImportPage
from ui.exchange.import_work import Read
from ui.kit.context import Context

_HEADER = "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID\n"


@pytest.fixture
def page(qtbot: QtBot, context: Context) -> ImportPage:
    """Give the page."""
    return shown(ImportPage(context), qtbot)


def _open(page: ImportPage, qtbot: QtBot, path: Path, content: bytes) -> None:
    path.write_bytes(content)
    page.open_files((str(path),))
    idle(qtbot, page.context)


def _read(page: ImportPage) -> Read | None:
    return page._read


def _press(qtbot: QtBot, key: Qt.Key) -> None:
    focus = QApplication.focusWidget()
    assert focus is not None
    qtbot.keyClick(focus, key)


def test_a_doubtful_encoding_is_asked_with_samples_and_taken_by_keys(
    qtbot: QtBot, page: ImportPage, tmp_path: Path
) -> None:
    row = "1,A,\u00c9clair,1,2011-12-30,2.50,17850\n"
    _open(page, qtbot, tmp_path / "a.csv", (_HEADER + row).encode("cp1252"))
    assert _read(page) is None
    assert page.doubts.isVisible()
    group = page.doubts.choices()["encoding"]
    titles = [one.accessibleName() for one in group.buttons()]
    wanted = titles.index("Windows-1252")
    samples = [one.accessibleDescription() for one in group.buttons()]
    assert samples[wanted] == "\u00c9clair"
    assert len(set(samples)) == len(samples) > 1
    _press(qtbot, Qt.Key(Qt.Key.Key_1 + wanted))
    _press(qtbot, Qt.Key.Key_Return)
    idle(qtbot, page.context)
    assert page._read is not None
    assert page._read.preview.checked.value("item_name", 0) == "\u00c9clair"
    assert page._read.choices.encoding == "cp1252"


def test_a_doubtful_separator_is_asked_with_the_columns_each_would_make(
    qtbot: QtBot, page: ImportPage, tmp_path: Path
) -> None:
    head = "InvoiceNo;StockCode,Quantity;InvoiceDate,UnitPrice\n"
    _open(page, qtbot, tmp_path / "a.csv", (head + "1;A,2;2011-12-30,2\n").encode())
    group = page.doubts.choices()["separator"]
    assert [one.accessibleName() for one in group.buttons()] == ["comma", "semicolon"]
    assert "InvoiceNo ┃ StockCode,Quantity" in group.buttons()[1].accessibleDescription()
    _press(qtbot, Qt.Key.Key_Escape)
    assert not page.doubts.isVisible()


def test_dates_that_could_be_either_are_asked_before_any_figure_and_remembered(
    qtbot: QtBot, page: ImportPage, tmp_path: Path
) -> None:
    rows = "1,A,Nut,1,3/4/2011,2.50,17850\n2,A,Nut,1,5/6/2011,2.50,17850\n"
    _open(page, qtbot, tmp_path / "a.csv", (_HEADER + rows).encode())
    assert _read(page) is None
    group = page.doubts.choices()["day_order"]
    samples = [one.accessibleDescription() for one in group.buttons()]
    assert "3/4/2011 is the 3. day of month 4, 2011" in samples[0]
    assert "3/4/2011 is the 4. day of month 3, 2011" in samples[1]
    opened = page._asking.opened[0] if page._asking else None
    _press(qtbot, Qt.Key.Key_2)
    _press(qtbot, Qt.Key.Key_Return)
    idle(qtbot, page.context)
    assert page._read is not None
    assert page._read.choices.day_order is DayOrder.MONTH_FIRST
    assert str(page._read.preview.checked.value("ordered_on", 0)) == "2011-03-04"
    assert page._read.opened[0] is opened, "the file is not read a second time"
    page.preview.go_button.click()
    idle(qtbot, page.context)
    later = rows.replace("1,A", "8,A").replace("2,A", "9,A")
    _open(page, qtbot, tmp_path / "b.csv", (_HEADER + later).encode())
    assert page._read is not None, "the sender's answer is remembered"
    assert page._read.choices.day_order is DayOrder.MONTH_FIRST
    plain = rows.replace("3/4/2011", "13/4/2011").replace("1,A", "6,A")
    _open(page, qtbot, tmp_path / "c.csv", (_HEADER + plain).encode())
    assert page._read is not None
    assert str(page._read.preview.checked.value("ordered_on", 0)) == "2011-04-13"


def test_a_column_that_is_not_recognised_is_asked_for_without_reading_again(
    qtbot: QtBot, page: ImportPage, tmp_path: Path
) -> None:
    head = "InvoiceNo,Thing,Quantity,InvoiceDate,UnitPrice\n"
    _open(page, qtbot, tmp_path / "a.csv", (head + "1,A,2,2011-12-30,2\n").encode())
    assert _read(page) is None
    assert page._asking is not None
    opened = page._asking.opened[0]
    assert "Item code" in page._banner.text()
    mapping = {"order_number": "InvoiceNo", "item_code": "Thing", "quantity": "Quantity"}
    page._change({"mapping": {**mapping, "ordered_on": "InvoiceDate"}})
    idle(qtbot, page.context)
    assert page._read is not None
    assert page._read.opened[0] is opened
    assert page.preview.go_button.isVisible()

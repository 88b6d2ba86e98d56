"""Customers, items and stock come back as their person left them: view, widths, split."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QSettings, Qt
from PySide6.QtWidgets import QSplitter
from pytestqt.qtbot import QtBot

from tests.support.shops import open_shop
from tests.support.windows import idle
from ui.catalog.items_page import ItemsPage
from ui.customers.customers_page import CustomersPage
from ui.kit.context import Context
from ui.stock.stock_page import StockPage

_CLOSE_PX = 10
"""Halves are shared out anew for the width of the window, to a few pixels."""
_PAGES = [(CustomersPage, "blocked"), (ItemsPage, "kit"), (StockPage, "reserved")]


def _opened(make: Callable[[Context], Any], context: Context, qtbot: QtBot) -> Any:
    page = make(context)
    qtbot.addWidget(page)
    page.resize(1280, 760)
    with qtbot.waitExposed(page):
        page.show()
    page.enter()
    idle(qtbot, context)
    return page


def _split(page: Any) -> QSplitter:
    halves: list[QSplitter] = page.findChildren(QSplitter)
    return next(one for one in halves if one.isVisible())


def _drag(page: Any, qtbot: QtBot, by: int) -> int:
    handle = _split(page).handle(1)
    start = handle.rect().center()
    qtbot.mousePress(handle, Qt.MouseButton.LeftButton, pos=start)
    qtbot.mouseMove(handle, start + QPoint(by, 0))
    qtbot.mouseRelease(handle, Qt.MouseButton.LeftButton, pos=start)
    return _split(page).sizes()[0]


@pytest.mark.parametrize(("make", "view"), _PAGES)
def test_view_widths_and_split_are_there_again_after_a_restart(
    make: Callable[[Context], Any], view: str, context: Context, qtbot: QtBot, tmp_path: Path
) -> None:
    open_shop(context.desk).item("NUT", stock=4)
    page = _opened(make, context, qtbot)
    qtbot.mouseClick(page.chips[view], Qt.MouseButton.LeftButton)
    idle(qtbot, context)
    page.table.horizontalHeader().resizeSection(0, 141)
    before = _split(page).sizes()[0]
    left = _drag(page, qtbot, 60)
    assert left - before > 40
    context.kept.sync()
    page.close()

    context.kept = QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat)
    again = _opened(make, context, qtbot)
    assert [name for name, chip in again.chips.items() if chip.isChecked()] == [view]
    assert not again.table.rows_model.rows
    assert again.table.columnWidth(0) == 141
    assert abs(_split(again).sizes()[0] - left) < _CLOSE_PX


@pytest.mark.parametrize(("make", "_view"), _PAGES)
def test_another_size_of_the_window_keeps_the_widths_a_person_gave(
    make: Callable[[Context], Any], _view: str, context: Context, qtbot: QtBot
) -> None:
    page = _opened(make, context, qtbot)
    page.table.horizontalHeader().resizeSection(0, 141)
    page.resize(1340, 780)
    qtbot.waitUntil(lambda: page.table.columnWidth(0) == 141 and page.width() == 1340)
    _drag(page, qtbot, 20)
    assert page.table.columnWidth(0) == 141


@pytest.mark.parametrize(("make", "_view"), _PAGES)
def test_a_view_nobody_knows_any_more_shows_the_first(
    make: Callable[[Context], Any], _view: str, context: Context, qtbot: QtBot
) -> None:
    for name in ("customers", "items", "stock"):
        context.kept.setValue(f"{name}/view", "gone")
    assert next(iter(_opened(make, context, qtbot).chips.values())).isChecked()

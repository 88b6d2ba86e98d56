"""The list of orders comes back as its person left it: filter, column widths, split."""

from pathlib import Path

from PySide6.QtCore import QPoint, QSettings, Qt
from PySide6.QtWidgets import QPushButton, QSplitter
from pytestqt.qtbot import QtBot

from tests.support.windows import idle
from ui.kit.context import Context
from ui.kit.table import ListTable
from ui.orders.orders_page import OrdersPage

_CLOSE_PX = 10
"""Halves are shared out anew for the width of the window, to a few pixels."""


def _opened(context: Context, qtbot: QtBot) -> OrdersPage:
    page = OrdersPage(context)
    qtbot.addWidget(page)
    page.resize(1280, 760)
    with qtbot.waitExposed(page):
        page.show()
    page.enter()
    idle(qtbot, context)
    return page


def _chip(page: OrdersPage, name: str) -> QPushButton:
    chips = [one for one in page.findChildren(QPushButton) if one.isCheckable()]
    return next(one for one in chips if one.accessibleName() == name)


def _split(page: OrdersPage) -> QSplitter:
    return next(one for one in page.findChildren(QSplitter) if one.isVisible())


def test_filter_widths_and_split_are_there_again_after_a_restart(
    context: Context, qtbot: QtBot, tmp_path: Path
) -> None:
    page = _opened(context, qtbot)
    assert _chip(page, "All").isChecked()
    qtbot.mouseClick(_chip(page, "On hold"), Qt.MouseButton.LeftButton)
    idle(qtbot, context)
    page.findChildren(ListTable)[0].horizontalHeader().resizeSection(0, 171)
    before = _split(page).sizes()[0]
    handle = _split(page).handle(1)
    start = handle.rect().center()
    qtbot.mousePress(handle, Qt.MouseButton.LeftButton, pos=start)
    qtbot.mouseMove(handle, start - QPoint(60, 0))
    qtbot.mouseRelease(handle, Qt.MouseButton.LeftButton, pos=start)
    left = _split(page).sizes()[0]
    assert before - left > 40
    context.kept.sync()
    page.close()

    context.kept = QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat)
    again = _opened(context, qtbot)
    assert _chip(again, "On hold").isChecked()
    assert again.findChildren(ListTable)[0].columnWidth(0) == 171
    assert abs(_split(again).sizes()[0] - left) < _CLOSE_PX


def test_a_filter_nobody_knows_any_more_shows_all_orders(context: Context, qtbot: QtBot) -> None:
    context.kept.setValue("orders/labels", "gone,forever")
    assert _chip(_opened(context, qtbot), "All").isChecked()

"""Ctrl+P in the real window for an order that has no slip yet."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog, QLabel
from pytestqt.qtbot import QtBot

from tests.support.shops import open_shop
from tests.support.windows import idle
from ui.kit.context import Context
from ui.kit.papers.paper_dialog import PaperDialog
from ui.shell.main_window import MainWindow

_CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def window(qtbot: QtBot, context: Context) -> Iterator[MainWindow]:
    """Give the window at the list of orders; the one order there is lacks a part of its goods."""
    shop = open_shop(context.desk)
    shop.order((shop.item("NU1", 3), 9), shortage="backorder")
    made = MainWindow(context, context.kept, demo=False)
    qtbot.addWidget(made)
    made.go("orders")
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow, timeout=2000)
    idle(qtbot, context)
    yield made
    for dialog in made.findChildren(QDialog):
        dialog.close()
    idle(qtbot, context)


def test_a_slip_before_a_shipment_names_the_key_that_leads_to_it(
    qtbot: QtBot, window: MainWindow, context: Context
) -> None:
    def press(key: Qt.Key) -> None:
        qtbot.keyClick(QApplication.focusWidget(), key, _CTRL)
        idle(qtbot, context)

    press(Qt.Key.Key_P)
    said = [one.text() for one in window.findChildren(QLabel) if one.isVisible()]
    assert (
        "SO-000001 has no shipment yet, so no packing slip was made. "
        "Release it to pick first (Ctrl+Enter)."
    ) in said
    assert window.findChildren(PaperDialog) == []
    press(Qt.Key.Key_Return)
    press(Qt.Key.Key_P)
    assert [one.isVisible() for one in window.findChildren(PaperDialog)] == [True]

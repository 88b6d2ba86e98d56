"""Every stop of every page and dialog: named, large enough, ringed, its key told."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog
from pytestqt.qtbot import QtBot

from tests.support.watching.stops import faults_of, stops_of
from tests.support.windows import idle
from ui.kit.context import Context
from ui.shell.main_window import MainWindow
from ui.shell.pages import pages
from ui.stock.stock_page import StockPage

_CTRL, _SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
_FRAME_KEYS = {
    "palette": (Qt.Key.Key_K, _CTRL),
    "help": (Qt.Key.Key_F1, Qt.KeyboardModifier.NoModifier),
    "keys": (Qt.Key.Key_Slash, _CTRL),
}


@pytest.mark.parametrize(("theme", "scale"), [("light", 1.0), ("dark", 1.0), ("light", 1.5)])
def test_every_stop_of_every_page_is_named_large_ringed_and_tells_its_key(
    qtbot: QtBot, window: MainWindow, context: Context, theme: str, scale: float
) -> None:
    context.theme.apply(theme, scale)
    found = {}
    for spec in pages():
        window.go(spec.page_id)
        idle(qtbot, context)
        found[spec.page_id] = faults_of(window)
        assert stops_of(window), spec.page_id
    assert {page: wrong for page, wrong in found.items() if wrong} == {}


@pytest.mark.parametrize("name", _FRAME_KEYS)
def test_every_stop_of_the_dialogs_of_the_frame_is_named_large_and_ringed(
    qtbot: QtBot, window: MainWindow, name: str
) -> None:
    key, held = _FRAME_KEYS[name]
    qtbot.keyClick(window, key, held)
    _judge(qtbot)


@pytest.mark.parametrize("act", ["receive", "count", "move", "adjust", "purchase", "override"])
def test_every_stop_of_the_dialogs_of_stock_is_named_large_and_ringed(
    qtbot: QtBot, window: MainWindow, context: Context, act: str
) -> None:
    window.go("stock")
    idle(qtbot, context)
    page = window.page("stock")
    assert isinstance(page, StockPage)
    page.card.acts[act].click()
    _judge(qtbot)


def _judge(qtbot: QtBot) -> None:
    """Judge the dialog that opens."""

    def is_open() -> bool:
        return isinstance(QApplication.activeModalWidget(), QDialog)

    qtbot.waitUntil(is_open, timeout=5000)
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, QDialog)
    qtbot.waitUntil(dialog.isActiveWindow, timeout=5000)
    assert faults_of(dialog) == []
    assert stops_of(dialog)
    dialog.reject()

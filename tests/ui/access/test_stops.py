"""Every stop of every page and dialog: named, large enough, ringed, its key told."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QDialog
from pytestqt.qtbot import QtBot

from app.bootstrap import KeyNeeded, create_desk, join_shared, keyring_offered, open_desk
from app.core.clock import SystemClock
from app.demo import open_demo
from app.orders.queries import order_page
from app.stock.commands import StartCount
from app.stock.handlers import start_count
from tests.support.watching.stops import faults_of, stops_of
from tests.support.windows import idle
from ui.kit.context import Context
from ui.shell.finding.offers import page_choices
from ui.shell.main_window import MainWindow
from ui.shell.pages import pages
from ui.shell.passphrase_dialog import PassphraseDialog
from ui.shell.recovery_dialog import RecoveryDialog
from ui.shell.welcome_dialog import Doors, WelcomeDialog
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
    assert _faults_of_dialog(qtbot) == []


@pytest.mark.parametrize("act", ["receive", "count", "move", "adjust", "purchase", "override"])
def test_every_stop_of_the_dialogs_of_stock_is_named_large_and_ringed(
    qtbot: QtBot, window: MainWindow, context: Context, act: str
) -> None:
    window.go("stock")
    idle(qtbot, context)
    page = window.page("stock")
    assert isinstance(page, StockPage)
    page.card.acts[act].click()
    assert _faults_of_dialog(qtbot) == []


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("Change order…", "ready"),
        ("Put on hold…", "ready"),
        ("Book a payment…", "short"),
        ("Release hold…", "hold"),
        ("Picked less…", "picking"),
        ("Packing slip", "packed"),
    ],
)
def test_every_stop_of_the_forms_on_an_order_is_named_large_and_ringed(
    qtbot: QtBot, window: MainWindow, context: Context, name: str, label: str
) -> None:
    order = next(one for one in context.desk.read(order_page) if one.label == label)
    window.go("orders", order_id=order.order_id)
    idle(qtbot, context)
    offered = {one.text: one for one in page_choices(window.page("orders"))}
    offered[name].take()
    assert _faults_of_dialog(qtbot) == []


def test_every_stop_of_the_open_counts_is_named_large_and_ringed(
    qtbot: QtBot, window: MainWindow, context: Context
) -> None:
    for some in (False, True):
        if some:
            context.desk.run(start_count, StartCount())
        window.go("stock", counts=True)
        idle(qtbot, context)
        assert _faults_of_dialog(qtbot) == []


def test_every_stop_of_what_tells_about_the_program_is_named_large_and_ringed(
    qtbot: QtBot, window: MainWindow
) -> None:
    about = next(one for one in window.findChildren(QAction) if one.text() == "About Tallydesk")
    about.trigger()
    assert _faults_of_dialog(qtbot) == []


def test_every_stop_of_the_first_start_is_named_large_and_ringed(
    qtbot: QtBot, tmp_path: Path, window: MainWindow
) -> None:
    del window  # the style sheet in force
    doors = Doors(create_desk, open_desk, join_shared, open_demo, KeyNeeded, keyring_offered)
    for dialog in (
        WelcomeDialog(tmp_path, SystemClock(), doors),
        PassphraseDialog("/a/desk.tally", "", lambda: True),
        RecoveryDialog("Bell Street", "ABCD-EFGH"),
    ):
        qtbot.addWidget(dialog)
        dialog.open()
        assert _faults_of_dialog(qtbot) == []


def _faults_of_dialog(qtbot: QtBot) -> list[tuple[str, str]]:
    """Judge every stop of the dialog that opens, and close it."""

    def is_open() -> bool:
        return isinstance(QApplication.activeModalWidget(), QDialog)

    qtbot.waitUntil(is_open, timeout=5000)
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, QDialog)
    qtbot.waitUntil(dialog.isActiveWindow, timeout=5000)
    found = faults_of(dialog)
    assert stops_of(dialog)
    dialog.reject()
    return found

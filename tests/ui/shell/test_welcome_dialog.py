"""Tests of the first start by keys: the four ways to a desk, and what is said when one fails."""

import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QLabel, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from app.bootstrap import KeyNeeded, create_desk, join_shared, keyring_offered, open_desk
from app.core.clock import SystemClock
from app.core.messages import set_language
from app.core.settings import ShopSettings
from app.demo import open_demo
from app.orders.queries import order_page
from tests.support.desks import shared_database
from tests.support.network.line import Line
from tests.support.postgres import PostgresServer
from ui.shell.passphrase_dialog import PassphraseDialog
from ui.shell.recovery_dialog import RecoveryDialog
from ui.shell.welcome_dialog import Doors, WelcomeDialog

_PASSPHRASE = "correct horse battery"


@pytest.fixture
def welcome(qtbot: QtBot, tmp_path: Path) -> Iterator[WelcomeDialog]:
    """Give the dialog of a first start, with the real ways to a desk."""
    doors = Doors(create_desk, open_desk, join_shared, open_demo, KeyNeeded, keyring_offered)
    made = WelcomeDialog(tmp_path, SystemClock(), doors)
    qtbot.addWidget(made)
    made.open()
    made.activateWindow()
    qtbot.waitExposed(made)
    yield made
    if made.desk is not None:
        made.desk.close()


def _press(qtbot: QtBot, dialog: QDialog, text: str) -> None:
    """Press a button by keys: go to it, then Space."""
    found = next(
        one for one in dialog.findChildren(QPushButton) if one.text() == text and one.isVisible()
    )
    found.setFocus()
    qtbot.keyClick(found, Qt.Key.Key_Space)


def _said(dialog: QDialog) -> str:
    return " | ".join(one.text() for one in dialog.findChildren(QLabel) if one.isVisible())


def _fill(qtbot: QtBot, *words: str) -> None:
    """Type words into one field after the other, going on with Tab."""
    for word in words:
        field = QApplication.focusWidget()
        qtbot.keyClicks(field, word)
        qtbot.keyClick(field, Qt.Key.Key_Tab)


def _ended(qtbot: QtBot, welcome: WelcomeDialog) -> None:
    qtbot.waitUntil(lambda: not welcome._under_way.isActive(), timeout=60_000)


def test_the_demo_shop_opens_with_its_orders_while_the_window_goes_on(
    qtbot: QtBot, welcome: WelcomeDialog
) -> None:
    turns: list[int] = []
    clock = QTimer()
    clock.timeout.connect(lambda: turns.append(1))
    clock.start(20)
    _press(qtbot, welcome, "Try the demo shop")
    assert "Making the demo shop" in _said(welcome)
    qtbot.keyClick(welcome, Qt.Key.Key_Escape)
    assert welcome.isVisible()
    _ended(qtbot, welcome)
    clock.stop()
    assert len(turns) > 3
    assert welcome.demo
    assert welcome.desk is not None
    assert welcome.desk.read(order_page)


def test_a_new_shop_asks_for_what_is_missing_and_ends_with_its_recovery_sheet(
    qtbot: QtBot, welcome: WelcomeDialog, tmp_path: Path
) -> None:
    _press(qtbot, welcome, "Set up a new shop")
    _fill(qtbot, "Bell & Sons", "Olive")
    welcome._passphrase.setFocus()
    _fill(qtbot, "short", "short")
    _press(qtbot, welcome, "Set up the shop")
    assert "Ten characters or more" in _said(welcome)
    assert QApplication.focusWidget() is welcome._passphrase
    welcome._passphrase.clear()
    welcome._again.clear()
    _fill(qtbot, _PASSPHRASE, _PASSPHRASE + "x")
    _press(qtbot, welcome, "Set up the shop")
    assert "The two differ" in _said(welcome)
    welcome._again.clear()
    _fill(qtbot, _PASSPHRASE)
    seen: list[str] = []

    def type_back() -> None:
        sheet = QApplication.activeModalWidget()
        if not isinstance(sheet, RecoveryDialog):
            return
        look.stop()
        line = sheet.findChild(QLineEdit)
        assert line is not None
        seen.append(sheet._sheet)
        qtbot.keyClicks(line, sheet._sheet.lower())
        _press(qtbot, sheet, "Finish")

    look = QTimer()
    look.timeout.connect(type_back)
    look.start(30)
    _press(qtbot, welcome, "Set up the shop")
    qtbot.waitUntil(lambda: welcome.desk is not None, timeout=60_000)
    assert welcome.place == str(tmp_path / "Bell-Sons.tally")
    assert welcome.desk is not None
    assert welcome.desk.settings.shop_name == "Bell & Sons"
    welcome.desk.close()
    open_desk(welcome.place, recovery=seen[0]).close()


def test_a_desk_on_this_computer_opens_after_a_wrong_and_the_right_passphrase(
    qtbot: QtBot, welcome: WelcomeDialog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "shop.tally"
    create_desk(place, _PASSPHRASE, ShopSettings(), "Olive", kind="demo")[0].close()
    # The dialog of the system itself cannot be typed into from here.
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_words: (str(place), ""))
    tries = ["wrong", _PASSPHRASE]
    told: list[str] = []

    def answer() -> None:
        asked = QApplication.activeModalWidget()
        if not tries or not isinstance(asked, PassphraseDialog) or not asked.isVisible():
            return
        told.append(_said(asked))
        qtbot.keyClicks(asked._line, tries.pop(0))
        qtbot.keyClick(asked._line, Qt.Key.Key_Return)

    look = QTimer()
    look.timeout.connect(answer)
    look.start(30)
    _press(qtbot, welcome, "Open a desk")
    look.stop()
    assert welcome.desk is not None
    assert "not right" not in told[0]
    assert "not right" in told[1]


def test_a_shared_desk_is_joined_by_its_address(
    qtbot: QtBot, welcome: WelcomeDialog, postgres_server: PostgresServer
) -> None:
    with shared_database(postgres_server) as address:
        _press(qtbot, welcome, "Join a shared desk")
        _fill(qtbot, address)
        _press(qtbot, welcome, "Join")
        _ended(qtbot, welcome)
        assert welcome.desk is not None
        assert welcome.place == address
        welcome.desk.close()
        welcome.desk = None


def _closed_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("mysql://olive@server/desk", "is expected"),
        ("not an address", "is expected"),
        ("postgresql://olive@" + "long" * 50 + "/desk", "is expected"),
        ("postgresql://olive@127.0.0.1:{port}/desk", "does not answer"),
    ],
)
def test_an_address_that_leads_nowhere_is_said_at_its_field_and_can_be_typed_again(
    qtbot: QtBot, welcome: WelcomeDialog, typed: str, said: str
) -> None:
    _press(qtbot, welcome, "Join a shared desk")
    _fill(qtbot, typed.format(port=_closed_port()))
    _press(qtbot, welcome, "Join")
    _ended(qtbot, welcome)
    assert said in _said(welcome)
    assert welcome.desk is None
    field: Any = QApplication.focusWidget()
    assert field is welcome._address
    assert field.accessibleDescription()
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert welcome.isVisible()
    way: Any = QApplication.focusWidget()
    assert way.text() == "Join a shared desk"
    qtbot.keyClick(way, Qt.Key.Key_Escape)
    assert not welcome.isVisible()


def test_escape_gives_up_a_server_that_keeps_silent(
    qtbot: QtBot, welcome: WelcomeDialog, postgres_server: PostgresServer
) -> None:
    with shared_database(postgres_server) as address:
        line = Line(address)
        line.silence()
        _press(qtbot, welcome, "Join a shared desk")
        _fill(qtbot, line.address)
        _press(qtbot, welcome, "Join")
        assert "Connecting to the server" in _said(welcome)
        qtbot.keyClick(welcome, Qt.Key.Key_Escape)
        assert welcome.isVisible()
        assert "Connecting" not in _said(welcome)
        line.cut()
        qtbot.waitUntil(welcome._future.done, timeout=20_000)
        assert welcome.desk is None
        line.close()


def test_enter_goes_on_from_any_field_and_escape_loses_nothing_typed(
    qtbot: QtBot, welcome: WelcomeDialog
) -> None:
    chosen: Any = QApplication.focusWidget()
    assert chosen.text() == "Try the demo shop"
    qtbot.keyClick(chosen, Qt.Key.Key_Tab)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    _fill(qtbot, "Bell")
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    assert "stands beside what you do" in _said(welcome)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    back: Any = QApplication.focusWidget()
    assert (welcome.isVisible(), back.text()) == (True, "Set up a new shop")
    qtbot.keyClick(back, Qt.Key.Key_Return)
    assert welcome._shop_name.text() == "Bell"
    assert QApplication.focusWidget() is welcome._shop_name


def test_enter_joins_a_shared_desk_from_its_address(qtbot: QtBot, welcome: WelcomeDialog) -> None:
    _press(qtbot, welcome, "Join a shared desk")
    qtbot.keyClicks(welcome._address, "nowhere")
    qtbot.keyClick(welcome._address, Qt.Key.Key_Return)
    qtbot.keyClick(welcome, Qt.Key.Key_Return)
    _ended(qtbot, welcome)
    assert "is expected" in _said(welcome)


def test_a_name_of_three_hundred_rare_letters_makes_a_shop_by_enter_alone(
    qtbot: QtBot, welcome: WelcomeDialog, tmp_path: Path
) -> None:
    name = "龘/" * 150
    _press(qtbot, welcome, "Set up a new shop")
    welcome._shop_name.setText(name)
    welcome._owner_name.setText(name)
    welcome._passphrase.setText(_PASSPHRASE)
    welcome._again.setText(_PASSPHRASE)

    def type_back() -> None:
        sheet = QApplication.activeModalWidget()
        if isinstance(sheet, RecoveryDialog):
            look.stop()
            qtbot.keyClicks(sheet._line, sheet._sheet)
            qtbot.keyClick(sheet._line, Qt.Key.Key_Return)

    look = QTimer()
    look.timeout.connect(type_back)
    look.start(30)
    qtbot.keyClick(welcome._again, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: welcome.desk is not None, timeout=60_000)
    assert welcome.desk is not None
    assert welcome.desk.settings.shop_name == name
    assert Path(welcome.place).parent == tmp_path


@pytest.mark.parametrize(
    ("spoken", "home"),
    [("en", "United Kingdom · £"), ("zh_CN", "中国 · ¥"), ("zh_TW", "台灣 · NT$")],
)
def test_a_new_shop_is_first_looked_for_where_its_language_is_spoken(
    qtbot: QtBot, tmp_path: Path, spoken: str, home: str
) -> None:
    set_language(spoken)
    try:
        doors = Doors(create_desk, open_desk, join_shared, open_demo, KeyNeeded, keyring_offered)
        made = WelcomeDialog(tmp_path, SystemClock(), doors)
        qtbot.addWidget(made)
        assert made._where.currentText() == home
    finally:
        set_language("en")

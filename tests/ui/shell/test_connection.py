"""Tests of the connection: a server that goes and comes back while somebody types an order."""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from app.desk import Desk
from app.orders.queries import order_page
from tests.support.desks import SetClock, local_desk, shared_database, shared_desk
from tests.support.network.line import Line
from tests.support.phone_shop import furnish_phone_shop
from tests.support.postgres import PostgresServer
from tests.support.windows import idle
from ui.kit.changes import ChangeFeed
from ui.kit.context import Context
from ui.kit.lookup import Lookup
from ui.kit.table import ListTable
from ui.kit.tasks import Tasks
from ui.kit.theme import Theme, load_fonts
from ui.orders.entry_page import EntryPage
from ui.shell.frame.connection import State
from ui.shell.main_window import MainWindow
from ui.start.nobody import Nobody

_CTRL = Qt.KeyboardModifier.ControlModifier
_LOST_WITHIN_MS = 3000


@dataclass
class Station:
    """A window on a desk, and who sits at it."""

    window: MainWindow
    context: Context
    qtbot: QtBot

    @property
    def banner(self) -> str:
        """Give what the banner of the connection says."""
        return self.window._connection.banner.text()

    @property
    def sign(self) -> list[str]:
        """Give what the top bar says of the connection."""
        found = self.window._connection.sign.findChildren(QLabel)
        return [one.text() for one in found if one.text()]

    def type(self, *words: str) -> None:
        """Type words, each with Enter, wherever the focus is."""
        for word in words:
            self.qtbot.keyClicks(QApplication.focusWidget(), word)
            self.qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)

    def press(self, key: Qt.Key) -> None:
        """Press a key with Ctrl."""
        self.qtbot.keyClick(QApplication.focusWidget(), key, _CTRL)

    def wait_for(self, state: State, timeout: int = _LOST_WITHIN_MS) -> None:
        """Wait until the window knows how the desk is."""
        watch = self.window._connection._watch
        self.qtbot.waitUntil(lambda: watch.state is state, timeout=timeout)

    def orders(self) -> int:
        """Give how many orders there are."""
        return len(self.context.desk.read(order_page))


def _station(qtbot: QtBot, qapp: QApplication, desk: Desk, kept: QSettings) -> Station:
    load_fonts()
    theme = Theme(qapp)
    theme.apply("light", 1.0)
    tasks, changes = Tasks(desk), ChangeFeed(desk)
    lookup = Lookup(desk, tasks, changes)
    context = Context(desk, tasks, changes, theme, lookup, kept, Nobody(), lambda _event: None)
    with qtbot.waitSignal(lookup.ready, timeout=10_000):
        lookup.load()
    window = MainWindow(context, kept, demo=False)
    qtbot.addWidget(window)
    window.go("new_order")
    window.show()
    window.activateWindow()
    qtbot.waitExposed(window)
    idle(qtbot, context)
    return Station(window, context, qtbot)


def _leave(station: Station) -> None:
    idle(station.qtbot, station.context)
    station.context.changes.close()
    station.context.tasks.close()


@pytest.fixture
def kept(tmp_path: Path) -> QSettings:
    """Give settings of a window's own."""
    return QSettings(f"{tmp_path}/window.ini", QSettings.Format.IniFormat)


@pytest.fixture
def line(postgres_server: PostgresServer) -> Iterator[Line]:
    """Give a line to a server with a furnished shared desk."""
    with shared_database(postgres_server) as address:
        desk = shared_desk(address)
        furnish_phone_shop(desk)
        desk.close()
        made = Line(address)
        yield made
        made.close()


@pytest.fixture
def station(qtbot: QtBot, qapp: QApplication, line: Line, kept: QSettings) -> Iterator[Station]:
    """Give a window on the shared desk, over the line, at the form of a new order."""
    desk = shared_desk(line.address, SetClock())
    made = _station(qtbot, qapp, desk, kept)
    yield made
    _leave(made)
    desk.close()


def _entry(station: Station) -> EntryPage:
    page = station.window.page("new_order")
    assert isinstance(page, EntryPage)
    return page


@pytest.mark.parametrize("away", ["cut", "silence"])
def test_a_server_that_goes_is_told_within_three_seconds_and_forgotten_when_it_is_back(
    station: Station, line: Line, away: str
) -> None:
    assert station.sign == ["Shared server"]
    began = time.monotonic()
    line.cut() if away == "cut" else line.silence()
    station.wait_for(State.LOST)
    assert time.monotonic() - began <= 3.0
    assert "does not answer" in station.banner
    assert station.sign == ["No connection"]
    line.mend()
    station.wait_for(State.HERE, 15_000)
    assert station.banner == ""
    assert station.sign == ["Shared server"]


def test_an_order_typed_while_the_server_is_away_is_kept_and_saved_once_it_is_back(
    station: Station, line: Line
) -> None:
    station.type("acme", "12 brassn")
    idle(station.qtbot, station.context)
    line.cut()
    station.wait_for(State.LOST)
    slowest = 0.0
    for word in ("3 hose", "7 steelb"):
        began = time.monotonic()
        station.type(word)
        slowest = max(slowest, time.monotonic() - began)
    assert slowest < 1.0
    station.press(Qt.Key.Key_Return)
    idle(station.qtbot, station.context)
    page = _entry(station)
    assert [one.quantity for one in page.entry.lines] == [12, 3, 7]
    line.mend()
    station.wait_for(State.HERE, 15_000)
    idle(station.qtbot, station.context)
    assert [one.quantity for one in page.entry.lines] == [12, 3, 7]
    station.press(Qt.Key.Key_Return)
    station.qtbot.waitUntil(lambda: page.entry.is_empty, timeout=10_000)
    idle(station.qtbot, station.context)
    assert station.orders() == 1
    assert station.banner == ""


def test_a_page_asked_for_while_the_server_was_away_shows_its_rows_once_it_is_back(
    station: Station, line: Line
) -> None:
    station.type("acme", "12 brassn")
    station.press(Qt.Key.Key_Return)
    station.qtbot.waitUntil(lambda: _entry(station).entry.is_empty, timeout=10_000)
    line.cut()
    station.wait_for(State.LOST)
    station.window.go("orders")
    idle(station.qtbot, station.context)
    assert station.window._banner.text() == ""
    line.mend()
    station.wait_for(State.HERE, 15_000)
    shown = station.window.page("orders")
    assert shown is not None
    station.qtbot.waitUntil(
        lambda: shown.findChildren(ListTable)[0].model().rowCount() == 1, timeout=10_000
    )


def test_a_file_held_by_another_program_shows_that_saving_waits_until_it_is_free(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, clock: SetClock, kept: QSettings
) -> None:
    desk, other = local_desk(tmp_path, clock), local_desk(tmp_path, clock)
    furnish_phone_shop(desk)
    station = _station(qtbot, qapp, desk, kept)
    station.type("acme", "12 brassn")
    idle(qtbot, station.context)
    assert station.sign == ["Encrypted file"]
    with other.engine.begin():
        station.press(Qt.Key.Key_Return)
        station.wait_for(State.BUSY, 4000)
        assert "waits its turn" in station.banner
        assert station.sign == ["Saving waits"]
    station.wait_for(State.HERE, 8000)
    idle(qtbot, station.context)
    assert station.orders() == 1
    assert station.banner == ""
    station.window.close()
    _leave(station)
    desk.close()
    other.close()

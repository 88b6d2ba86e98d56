"""A window on the demo shop, for tests that go through every page and every dialog."""

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.core.clock import ShiftedClock
from app.demo import open_demo
from app.desk import Desk
from tests.support.windows import idle
from ui.kit.context import Context
from ui.shell.main_window import MainWindow

_CLOCK = ShiftedClock(date(2026, 11, 22))


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make the demo shop once."""
    folder = tmp_path_factory.mktemp("demo")
    open_demo(folder, _CLOCK).close()
    return folder


@pytest.fixture
def shop_desk(demo: Path, tmp_path: Path) -> Iterator[Desk]:
    """Give a copy of the demo shop."""
    folder = tmp_path / "demo"
    shutil.copytree(demo, folder)
    desk = open_demo(folder, _CLOCK)
    yield desk
    desk.close()


@pytest.fixture
def window(qtbot: QtBot, context: Context) -> Iterator[MainWindow]:
    """Give the frame with the keys."""
    made = MainWindow(context, context.kept, demo=True)
    qtbot.addWidget(made)
    made.resize(1366, 738)
    made.go("today")
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow, timeout=5000)
    idle(qtbot, context)
    yield made
    idle(qtbot, context)

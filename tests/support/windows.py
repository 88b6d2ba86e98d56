"""Windows for tests: a context on a real desk, closed properly afterwards."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from app.desk import Desk
from tests.support.desks import SetClock, local_desk
from ui.kit.changes import ChangeFeed
from ui.kit.context import Context, Page
from ui.kit.lookup import Lookup
from ui.kit.tasks import Tasks
from ui.kit.theme import Theme, load_fonts
from ui.shell.main_window import MainWindow

Shown = TypeVar("Shown", bound=Page)


@dataclass
class HeardShell:
    """A frame that writes down what pages ask of it."""

    went: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    toasts: list[str] = field(default_factory=list)
    undo: Callable[[], object] | None = None
    problems: list[Exception] = field(default_factory=list)
    titles: list[str] = field(default_factory=list)
    papers: list[tuple[str, Callable[[], bytes]]] = field(default_factory=list)
    languages: list[str] = field(default_factory=list)

    def go(self, page: str, **where: Any) -> None:
        """Note where a page wants to go."""
        self.went.append((page, where))

    def toast(
        self, text: str, action: str = "", pressed: Callable[[], object] | None = None
    ) -> None:
        """Note what was told."""
        del action
        self.toasts.append(text)
        self.undo = pressed

    def problem(self, error: Exception) -> None:
        """Note what went wrong."""
        self.problems.append(error)

    def title(self, text: str) -> None:
        """Note the title."""
        self.titles.append(text)

    def speak(self, language: str) -> None:
        """Note the language."""
        self.languages.append(language)

    def show_paper(self, name: str, make: Callable[[], bytes]) -> None:
        """Note the paper."""
        self.papers.append((name, make))


@pytest.fixture
def shop_desk(tmp_path: Path, clock: SetClock) -> Iterator[Desk]:
    """Give a fresh encrypted desk for windows."""
    desk = local_desk(tmp_path, clock)
    yield desk
    desk.close()


@pytest.fixture
def context(qapp: QApplication, qtbot: QtBot, tmp_path: Path, shop_desk: Desk) -> Iterator[Context]:
    """Give a context on a fresh desk, with its indexes loaded."""
    load_fonts()
    theme = Theme(qapp)
    theme.apply("light", 1.0)
    tasks = Tasks(shop_desk)
    changes = ChangeFeed(shop_desk)
    lookup = Lookup(shop_desk, tasks, changes)
    kept = QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat)
    made = Context(
        shop_desk, tasks, changes, theme, lookup, kept, HeardShell(), lambda _event: None
    )
    with qtbot.waitSignal(lookup.ready, timeout=5000):
        lookup.load()
    yield made
    changes.close()
    tasks.close()


def heard_shell(context: Context) -> HeardShell:
    """Give the frame of a context, which writes down what it is asked."""
    shell = context.shell
    assert isinstance(shell, HeardShell)
    return shell


@contextmanager
def frame_at(page_id: str, qtbot: QtBot, context: Context) -> Iterator[MainWindow]:
    """Lend the frame with its keys, in front, at a page."""
    made = MainWindow(context, context.kept, demo=False)
    qtbot.addWidget(made)
    made.go(page_id)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow, timeout=2000)
    idle(qtbot, context)
    yield made
    idle(qtbot, context)


def idle(qtbot: QtBot, context: Context) -> None:
    """Wait until every wish and read has come back."""
    qtbot.waitUntil(lambda: context.tasks.busy == 0, timeout=10_000)


def shown(page: Shown, qtbot: QtBot) -> Shown:
    """Show a page as wide as a window of 1366 leaves it, entered and read."""
    qtbot.addWidget(page)
    page.resize(1118, 640)
    page.show()
    page.activateWindow()
    page.enter()
    idle(qtbot, page.context)
    return page


def type_into(qtbot: QtBot, part: QWidget, text: str) -> None:
    """Type into a line from empty."""
    assert isinstance(part, QLineEdit)
    part.selectAll()
    qtbot.keyClicks(part, text)


def press_save(qtbot: QtBot, context: Context, line: QLineEdit) -> None:
    """Press Ctrl+S in a line of a form."""
    line.setFocus()
    qtbot.keyClick(line, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    idle(qtbot, context)

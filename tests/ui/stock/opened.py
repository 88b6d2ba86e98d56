"""Pages on a real desk without a window frame: what the frame does is written down."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication

from app.desk import Desk
from tests.support.desks import local_desk
from tests.support.shops import Shop, open_shop
from ui.kit.changes import ChangeFeed
from ui.kit.context import Context
from ui.kit.lookup import Lookup
from ui.kit.tasks import Tasks
from ui.kit.theme import Theme


@dataclass
class Frame:
    """Remembers what pages asked of it."""

    gone: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    told: list[str] = field(default_factory=list)
    undo: Callable[[], object] | None = None
    problems: list[Exception] = field(default_factory=list)
    titles: list[str] = field(default_factory=list)

    def go(self, page: str, **where: Any) -> None:
        """Remember where to go."""
        self.gone.append((page, where))

    def toast(
        self, text: str, action: str = "", pressed: Callable[[], object] | None = None
    ) -> None:
        """Remember what was told and how to take it back."""
        del action
        self.told.append(text)
        self.undo = pressed

    def problem(self, error: Exception) -> None:
        """Remember the problem."""
        self.problems.append(error)

    def title(self, text: str) -> None:
        """Remember the title."""
        self.titles.append(text)

    def speak(self, language: str) -> None:
        """Remember the language."""
        self.told.append(language)

    def show_paper(self, name: str, make: Callable[[], bytes]) -> None:
        """Remember the paper's name."""
        del make
        self.told.append(name)


@dataclass
class Opened:
    """A shop, what pages are given, and the frame that remembers."""

    shop: Shop
    context: Context
    frame: Frame

    @property
    def desk(self) -> Desk:
        """Give the desk."""
        return self.shop.desk

    def settled(self) -> bool:
        """Tell whether nothing is under way."""
        return self.context.tasks.busy == 0


@contextmanager
def opened(folder: Path, application: QApplication) -> Iterator[Opened]:
    """Open a shop on an encrypted file and everything a page is given."""
    desk = local_desk(folder)
    tasks, changes = Tasks(desk), ChangeFeed(desk)
    theme, frame = Theme(application), Frame()
    theme.apply("light", 1.0)
    kept = QSettings(str(folder / "window.ini"), QSettings.Format.IniFormat)
    lookup = Lookup(desk, tasks, changes)
    context = Context(desk, tasks, changes, theme, lookup, kept, frame, lambda _event: None)
    try:
        yield Opened(open_shop(desk), context, frame)
    finally:
        changes.close()
        tasks.close()
        desk.close()
        application.setStyleSheet("")

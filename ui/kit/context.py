"""What every page is given: the desk, the tasks, the feed, the theme and a way to go places."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any, Protocol

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QWidget

from app.core.clock import business_date
from app.core.money import money_text
from app.core.settings import ShopSettings
from ui.kit.changes import ChangeFeed
from ui.kit.lookup import Lookup
from ui.kit.tasks import Tasks
from ui.kit.theme import Theme

if TYPE_CHECKING:
    from app.desk import Desk


class Shell(Protocol):
    """What the frame does for pages."""

    def go(self, page: str, **where: Any) -> None:
        """Show a page, at a record when one is named."""

    def toast(
        self, text: str, action: str = "", pressed: Callable[[], object] | None = None
    ) -> None:
        """Tell what was done, with a way to take it back."""

    def problem(self, error: Exception) -> None:
        """Tell what went wrong."""

    def title(self, text: str) -> None:
        """Put what the page shows into the window's title."""

    def speak(self, language: str) -> None:
        """Show every page in another language from now on."""

    def show_paper(self, name: str, make: Callable[[], bytes]) -> None:
        """Make a paper in the background and show it to print, save or open."""


@dataclass
class Context:
    """The things a page works with."""

    desk: "Desk"
    tasks: Tasks
    changes: ChangeFeed
    theme: Theme
    lookup: Lookup
    kept: QSettings
    shell: Shell
    trace: Callable[[str], None]
    extra: dict[str, Any] = field(default_factory=dict)

    @property
    def settings(self) -> ShopSettings:
        """Give the shop's settings."""
        return self.desk.settings

    def today(self) -> date:
        """Give the business date."""
        return business_date(self.desk.clock.now(), self.desk.settings.zone)

    def money(self, amount: int) -> str:
        """Write an amount in the shop's currency."""
        return money_text(amount, self.desk.settings.currency)


class Page(QWidget):
    """A place in the navigation.

    The frame calls `enter` when it is shown, `go_to` with what was asked for, `refresh` when
    something it shows changed (`shows` says which kinds), `scanned` for a scan and `leave`
    before another page is shown.
    """

    shows: frozenset[str] = frozenset()
    """Kinds of record whose changes this page shows."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        """Keep the context; subclasses build their parts."""
        super().__init__(parent)
        self.setObjectName("page")
        self.context = context
        self._stale = True
        context.changes.changed.connect(self._heard)

    def _heard(self, touched: frozenset[tuple[str, int]]) -> None:
        if any(kind in self.shows for kind, _id in touched):
            self._stale = True
            if self.isVisible():
                self._stale = False
                self.refresh()

    def enter(self) -> None:
        """Be shown: reread when something changed meanwhile, take the focus."""
        if self._stale:
            self._stale = False
            self.refresh()

    def refresh(self) -> None:
        """Read again what the page shows."""

    def name_window(self, text: str) -> None:
        """Put what is shown into the window's title, unless another page is in front by now."""
        if self.isVisible():
            self.context.shell.title(text)

    def go_to(self, **where: Any) -> None:
        """Show the record asked for."""

    def leave(self) -> None:
        """Another page is about to be shown; keep what was typed."""

    def undo(self) -> bool:
        """Take the last change of a form back; False when the page has none."""
        return False

    def scanned(self, code: str) -> bool:
        """Take a scan; False hands it to the Scan page."""
        del code
        return False

"""The frame: navigation, top bar, the pages, the status bar, and what pages ask of it."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QSettings, Signal
from PySide6.QtGui import QAction, QCloseEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from app.core.errors import DeskError, trail_of
from app.core.messages import _
from ui.kit.context import Context, Page
from ui.kit.parts import Banner, Toast, label
from ui.kit.theme import SCALES
from ui.shell.actions import ACTIONS
from ui.shell.finding.offers import Offers, refusal
from ui.shell.finding.palette import Palette
from ui.shell.frame.connection import Connection
from ui.shell.frame.dropped_files import DroppedFiles
from ui.shell.frame.framing import area_of, demo_strip, hints, top_bar
from ui.shell.frame.gate import Gate
from ui.shell.frame.menus import fill_menus
from ui.shell.frame.walked_window import WalkedWindow
from ui.shell.pages import PageSpec, pages
from ui.shell.sidebar import Sidebar

_log = logging.getLogger(__name__)
_WIDE_FROM_PX = 1200
_TITLE_PX = 40
"""What a window's own title and edges may take of the screen's height."""


@dataclass
class Undo:
    """The last act that can be taken back: its name and how."""

    text: str
    pressed: Callable[[], object]


class MainWindow(WalkedWindow):
    """The one window of a shop."""

    language_chosen = Signal(str)

    def __init__(
        self, context: Context, kept: QSettings, *, demo: bool, is_open: bool = True
    ) -> None:
        """Build the frame; pages are made when first shown, most of them when the desk is open."""
        super().__init__()
        self.context, self._kept = context, kept
        context.shell = self
        self._specs = {spec.page_id: spec for spec in pages()}
        self._pages: dict[str, Page] = {}
        self._areas: dict[str, QScrollArea] = {}
        self._current = ""
        self._undo: Undo | None = None
        self._gate = Gate(is_open=is_open)
        self._connection = Connection(context, self)
        self._actions = self._make_actions()
        self._build(demo=demo)
        self._toast = Toast(self)
        DroppedFiles(self, lambda paths: self.go("import", files=paths))
        context.tasks.failed_silently.connect(self.problem)
        context.theme.changed.connect(self._narrow)
        _place(self, kept)
        if is_open:
            self._connection.begin()

    def _build(self, *, demo: bool) -> None:
        self._stack = QStackedWidget()
        self._stack.addWidget(self._gate)
        self._banner = Banner()
        work = QWidget()
        work.setObjectName("page")
        inside = QVBoxLayout(work)
        inside.setContentsMargins(20, 16, 20, 12)
        inside.setSpacing(12)
        inside.addWidget(self._connection.banner)
        inside.addWidget(self._banner)
        inside.addWidget(self._stack, 1)
        right = QVBoxLayout()
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(0)
        right.addWidget(top_bar(self.open_palette, self._connection.sign))
        if demo:
            right.addWidget(demo_strip())
        right.addWidget(work, 1)
        whole = QWidget()
        layout = QHBoxLayout(whole)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        self._bar = Sidebar(self._specs.values(), self.go)
        layout.addWidget(self._bar)
        layout.addLayout(right, 1)
        self.setCentralWidget(whole)
        fill_menus(self.menuBar(), self._actions, list(self._specs.values()))
        self.statusBar().setSizeGripEnabled(False)
        self.statusBar().setContentsMargins(20, 0, 20, 0)
        self.statusBar().addWidget(hints())
        self._state = label("", "caption")
        self.statusBar().addPermanentWidget(self._state)
        self._show_state()

    def _make_actions(self) -> dict[str, QAction]:
        done: dict[str, Callable[[], object]] = {
            "new_order": lambda: self.go("new_order", fresh=True),
            "import": lambda: self.go("import"),
            "quit": self.close,
            "palette": self.open_palette,
            "undo": self.undo,
            "refresh": self._refresh,
            "theme": self._switch_theme,
            "larger": partial(self._rescale, 1),
            "smaller": partial(self._rescale, -1),
            "help": self._show_help,
            "keys": self._show_keys,
            "about": self._show_about,
        }
        made = {}
        for spec in ACTIONS:
            action = QAction(_(spec.text), self)
            if spec.keys:
                action.setShortcut(QKeySequence(spec.keys))
            action.triggered.connect(lambda _on=False, do=done[spec.action_id]: do())
            self.addAction(action)
            made[spec.action_id] = action
        for number, spec_ in enumerate(self._specs.values(), 1):
            action = QAction(_(spec_.title), self)
            if number < 10:
                action.setShortcut(QKeySequence(f"Ctrl+{number}"))
            action.triggered.connect(lambda _on=False, page=spec_.page_id: self.go(page))
            self.addAction(action)
            made[f"page_{spec_.page_id}"] = action
        return made

    def go(self, page: str, **where: Any) -> None:
        """Show a page, at a record when one is named."""
        spec = self._specs.get(page)
        if spec is None:
            return
        self._banner.hide()
        refused = refusal(self.context, spec.right) if self._gate.is_open else ""
        if refused:
            self._banner.tell("err", refused)
            return
        self._kept.setValue("window/page", page)
        if self._current and self._current != page:
            self._pages[self._current].leave()
        self._bar.show_page(page)
        self.title(_(spec.title))
        if not self._lets(page):
            self._current = ""
            self._gate.wait_for(page, _(spec.title), partial(self.go, page, **where))
            self._stack.setCurrentWidget(self._gate)
            return
        shown = self._page(spec)
        self._current = page
        self._stack.setCurrentWidget(self._areas[page])
        shown.enter()
        if where:
            shown.go_to(**where)

    def _lets(self, page: str) -> bool:
        """Tell whether a page can be shown now: at the start only one whose rows came along."""
        came_along = page == "today" and "day" in self.context.extra
        return self._gate.is_open or came_along or page in self._pages

    def show_glance(self, person: str) -> None:
        """Show who will be signed in, and the page whose rows came along if it is waited for."""
        self._bar.show_person(person)
        if self._gate.page_id == "today":
            self.go("today")

    def desk_opened(self) -> None:
        """Show everything from now on, first what was asked for meanwhile."""
        self._show_state()
        self._connection.begin()
        self._gate.open()

    @property
    def page_id(self) -> str:
        """Give the page in front, nothing while it is waited for."""
        return self._current

    def _page(self, spec: PageSpec) -> Page:
        if spec.page_id not in self._pages:
            made = spec.make(self.context)
            self._pages[spec.page_id] = made
            self._areas[spec.page_id] = area_of(made)
            self._stack.addWidget(self._areas[spec.page_id])
        return self._pages[spec.page_id]

    def page(self, page_id: str) -> Page | None:
        """Give a page that was shown before."""
        return self._pages.get(page_id)

    def toast(
        self, text: str, action: str = "", pressed: Callable[[], object] | None = None
    ) -> None:
        """Tell what was done; what can be taken back is also Ctrl+Z."""
        self._undo = Undo(text, pressed) if pressed is not None else None
        self._toast.tell(text, action, pressed)

    def problem(self, error: Exception) -> None:
        """Tell what went wrong, in words; our own faults with details to copy."""
        if self._connection.heard(error):
            return
        if isinstance(error, DeskError):
            self._banner.tell("err", error.message())
            return
        _log.error("unexpected\n%s", trail_of(error))
        self._banner.problem(
            _("Something went wrong here; nothing was saved by this step. Please try again."),
            f"{type(error).__name__}: {error}",
        )

    def title(self, text: str) -> None:
        """Put what is shown into the window's title."""
        self.setWindowTitle(f"{text} — Tallydesk")

    def speak(self, language: str) -> None:
        """Show every page in another language from now on; the application builds it anew."""
        self._kept.setValue("window/language", language)
        self.language_chosen.emit(language)

    def show_paper(self, name: str, make: Callable[[], bytes]) -> None:
        """Make a paper in the background and show it to print, save or open."""
        from ui.kit.papers.paper_dialog import PaperDialog

        self.context.tasks.call(
            make,
            lambda pdf: PaperDialog(name, pdf, self.context, self).open(),
            self.problem,
        )

    def undo(self) -> None:
        """Take back the page's last change of a form, else the last act that can be."""
        page = self._pages.get(self._current)
        if page is not None and page.undo():
            return
        if self._undo is not None and self._undo.pressed is not None:
            undo, self._undo = self._undo, None
            self._toast.hide()
            undo.pressed()

    def open_palette(self) -> None:
        """Open the palette."""
        if self._gate.keeps(self.open_palette):
            return
        offers = Offers(self.context, self, self._actions, list(self._specs.values()))
        Palette(offers, self.context.theme, self).open()

    def scanned(self, code: str) -> None:
        """Give a scan to the page in front, else to the Scan page."""
        if self._gate.keeps(partial(self.scanned, code)):
            return
        page = self._pages.get(self._current)
        if page is None or not page.scanned(code):
            self.go("scan")
            scan = self._pages.get("scan")
            if scan is not None:
                scan.scanned(code)

    def open_order(self, name: str) -> None:
        """Show the order of this number."""
        if self._gate.keeps(partial(self.open_order, name)):
            return
        from app.orders.queries import order_id_of

        def show(order_id: int | None) -> None:
            if order_id is not None:
                self.go("orders", order_id=order_id)

        self.context.tasks.read(order_id_of, name, done=show)

    def _refresh(self) -> None:
        if self._current and self._gate.is_open:
            self._pages[self._current].refresh()

    def _switch_theme(self) -> None:
        theme = self.context.theme
        name = "dark" if theme.tokens.name == "light" else "light"
        self._kept.setValue("window/theme", name)
        theme.apply(name, theme.scale)

    def _rescale(self, step: int) -> None:
        theme = self.context.theme
        position = SCALES.index(theme.scale) if theme.scale in SCALES else 0
        scale = SCALES[max(0, min(position + step, len(SCALES) - 1))]
        self._kept.setValue("window/scale", scale)
        theme.apply(theme.tokens.name, scale)

    def _show_keys(self) -> None:
        from ui.shell.help.keys_dialog import KeysDialog

        KeysDialog(list(self._actions.values()), self).open()

    def _show_help(self) -> None:
        from ui.shell.help.page_help import PageHelp

        page = self._pages.get(self._current)
        if page is not None:
            PageHelp(self._specs[self._current], page, self).open()

    def _show_about(self) -> None:
        from ui.shell.help.about_dialog import AboutDialog

        AboutDialog(self).open()

    def _show_state(self) -> None:
        desk = self.context.desk
        self._state.setText(desk.name if "://" in desk.name else Path(desk.name).name)
        self._state.setToolTip(desk.name)
        if desk.person is not None:
            self._bar.show_person(desk.person.name)

    def _narrow(self) -> None:
        scale = self.context.theme.scale
        self._bar.narrow(narrow=self.width() < _WIDE_FROM_PX * scale, scale=scale)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._narrow()
        self._toast.place()

    def keep(self) -> None:
        """Keep what was typed, the place on the screen and the page in front."""
        if self._current:
            self._pages[self._current].leave()
        self._kept.setValue("window/geometry", self.saveGeometry())
        self._kept.setValue("window/page", self._current or self._gate.page_id)

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        self.keep()
        self._connection.end()
        super().closeEvent(event)


def _place(window: QWidget, kept: QSettings) -> None:
    """Put a window where the last one was, else as large as the screen leaves room for."""
    window.setMinimumSize(1024, 640)
    room = window.screen().availableSize()
    window.resize(min(1280, room.width() - 8), min(800, room.height() - _TITLE_PX))
    geometry = kept.value("window/geometry")
    if geometry is not None:
        window.restoreGeometry(geometry)

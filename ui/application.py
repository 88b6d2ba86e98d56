"""Starts the program's window: fonts, language, theme, the desk, and the last-resort hook."""

import argparse
import json
import logging
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import (
    QLibraryInfo,
    QLocale,
    QLockFile,
    QObject,
    QSettings,
    Qt,
    QTimer,
    QTranslator,
)
from PySide6.QtWidgets import QApplication, QMessageBox

from app import paths
from app.core.clock import Clock, ShiftedClock, SystemClock
from app.core.errors import DeskError, trail_of
from app.core.messages import _, set_language
from app.glance import Glance
from ui.kit.changes import ChangeFeed
from ui.kit.context import Context
from ui.kit.lookup import Lookup
from ui.kit.tasks import Tasks
from ui.kit.theme import Theme, load_fonts
from ui.shell.faults import Faults, fault_box, keep_logs
from ui.shell.main_window import MainWindow
from ui.shell.scanner import ScanWatch
from ui.start.calling import call_first, listen
from ui.start.first_paint import FirstPaint
from ui.start.idle_collector import IdleCollector
from ui.start.late_desk import LateDesk
from ui.start.nobody import Nobody
from ui.start.opening import Opening
from ui.start.ways import demo_way, way_to

if TYPE_CHECKING:
    from app.desk import Desk

_log = logging.getLogger(__name__)
_REST_MS = 60_000
_USUAL_SWITCH_S = 0.005


class Application(QObject):
    """One run of the program with its window."""

    def __init__(self, options: argparse.Namespace) -> None:
        """Prepare what does not need a desk yet."""
        super().__init__()
        self._started = time.monotonic()
        self._options = options
        self._profile = paths.profile(options.profile)
        self._profile.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._trace_file = open(options.trace, "a", encoding="utf-8") if options.trace else None  # noqa: PTH123, SIM115 - kept open for the whole run
        self._fault_file = keep_logs(self._profile)
        self._qt = QApplication([sys.argv[0]])
        self._qt.setApplicationName("Tallydesk")
        self._qt.setOrganizationName("Tallydesk")
        self.kept = QSettings(str(self._profile / "window.ini"), QSettings.Format.IniFormat)
        self._translator = QTranslator(self._qt)
        self._speak()
        self.theme = Theme(self._qt)
        self._collector: IdleCollector | None = None
        self._window: MainWindow | None = None
        self._look: Glance | None = None
        self._ended = False
        self._wrong = 0
        self._faults = Faults()
        sys.excepthook = self._last_resort

    def run(self) -> int:
        """Show the window until it is closed; gives the exit code."""
        lock = QLockFile(str(self._profile / "window.lock"))
        lock.setStaleLockTime(0)
        if not lock.tryLock(50):
            return self._wake_first()
        try:
            return self._run_alone()
        finally:
            lock.unlock()

    def trace(self, event: str) -> None:
        """Write one JSON line: what happened, ms since the start."""
        if self._trace_file is not None:
            ms = round((time.monotonic() - self._started) * 1000, 1)
            self._trace_file.write(json.dumps({"event": event, "ms": ms}) + "\n")
            self._trace_file.flush()

    def _run_alone(self) -> int:
        place = self._place()
        self._late = LateDesk(self._clock(), place, "postgresql" if "://" in place else "sqlite")
        opening = self._open(place) if place else None
        load_fonts()
        self._dress()
        server = listen(self._profile, self._called, self)
        desk = None if place else self._welcome()
        if opening is None and desk is None:
            return 0
        late = cast("Desk", self._late)
        tasks, changes = Tasks(late), ChangeFeed(late)
        lookup = Lookup(late, tasks, changes)
        kept, nobody = self.kept, Nobody()
        context = Context(late, tasks, changes, self.theme, lookup, kept, nobody, self.trace)
        self._context = context
        lookup.ready.connect(self._indexed)
        if opening is not None:
            self._look_first(opening, place)
        if self._window is None and not self._ended:
            self._watch(self._build(context), opening)
            self.trace("window_shown")
        if desk is not None:
            self._opened(desk)
        if self._options.open and self._window is not None:
            self._window.open_order(self._options.open)
        rest = QTimer(self)
        rest.timeout.connect(self._rest)
        rest.start(_REST_MS)
        code = self._qt.exec() if not self._ended else 0
        self._ended = True
        server.close()
        if opening is not None:
            opening.give_up()
            if opening.desk is not None and not self._late.is_open:
                opening.desk.close()
        self._late.give_up()
        changes.close()
        tasks.close()
        self._late.close()
        return code

    def _look_first(self, opening: Opening, place: str) -> None:
        """Take a first look, or ask for the key: the window is built while that is stretched."""
        look, why = opening.look_now(), opening.key_wanted()
        if look is not None:
            self._seen(look)
        elif why is not None:
            opening.painted()
            self._ask(opening, place, why)

    def _build(self, context: Context) -> MainWindow:
        """Build the window in the language in force, at the page shown last."""
        before = self._window
        if before is not None:
            before.keep()
        demo, is_open = self._options.demo, self._late.is_open and context.lookup.loaded
        window = MainWindow(context, self.kept, demo=demo, is_open=is_open)
        window.language_chosen.connect(lambda _name: self._rebuild(context))
        self._window = window
        if self._look is not None:
            window.show_glance(self._look.person)
        window.go(str(self.kept.value("window/page", "today")) or "today")
        window.show()
        watch = ScanWatch(window.scanned, window)
        QTimer.singleShot(0, watch, lambda: self._qt.installEventFilter(watch))
        if before is not None:
            before.close()
            before.deleteLater()
        return window

    def _rebuild(self, context: Context) -> None:
        self._options.lang = None
        self._speak()
        QTimer.singleShot(0, self, lambda: self._build(context))

    def _watch(self, window: MainWindow, opening: Opening | None) -> None:
        """Write the ready file once the first page is painted with its rows and takes keys."""
        tasks = self._context.tasks
        paint = FirstPaint(window, lambda: bool(window.page_id) and not tasks.busy)
        paint.painted.connect(lambda: self.trace("painted"))
        paint.settled.connect(self._ready)
        if opening is not None:
            paint.painted.connect(opening.painted)
            paint.settled.connect(opening.painted)

    def _ready(self) -> None:
        self.trace("ready")
        if self._options.ready_file:
            Path(self._options.ready_file).write_text("ready\n", encoding="utf-8")

    def _clock(self) -> Clock:
        if self._options.today:
            return ShiftedClock(date.fromisoformat(self._options.today))
        return SystemClock()

    def _place(self) -> str:
        """Give the place of the desk asked for, or of the one used last."""
        if self._options.demo:
            return str(self._profile / "demo.tally")
        last = paths.last_desk(self._profile) or self.kept.value("desk/last")
        return str(self._options.desk or last or "")

    def _open(self, place: str) -> Opening:
        """Begin to open a desk behind the window."""
        way = (demo_way if self._options.demo else way_to)(place, self._clock(), _load)
        opening = Opening(way, self)
        opening.seen.connect(self._seen)
        opening.opened.connect(self._opened)
        if not self._options.demo:
            opening.opened.connect(lambda _desk: paths.keep_last_desk(self._profile, place))
        opening.asked.connect(lambda why: self._ask(opening, place, why))
        opening.refused.connect(lambda error: self._ask_again(opening, place, error))
        opening.failed.connect(self._failed)
        opening.begin()
        return opening

    def _seen(self, look: Glance) -> None:
        """Show what was seen at a glance; the desk itself is still being opened."""
        if self._late.is_open or self._look is look:
            return
        self._look = look
        self._late.know(look.settings)
        self._context.extra["day"] = look.day
        if self._window is not None:
            self._window.show_glance(look.person)

    def _opened(self, desk: "Desk") -> None:
        self.trace("desk_open")
        self._late.open(desk)
        self._context.lookup.load()

    def _rest(self) -> None:
        tasks = self._context.tasks
        if self._late.is_open and not tasks.busy:
            tasks.call(self._late.rest)

    def _indexed(self) -> None:
        """Let everything be used: the desk is open and what is typed finds what there is."""
        self.trace("indexed")
        if self._collector is None:
            self._collector = IdleCollector(self._context.tasks, self)
        sys.setswitchinterval(_USUAL_SWITCH_S)
        if self._window is not None:
            self._window.desk_opened()

    def _ask(self, opening: Opening, place: str, why: str, kind: str = "info") -> None:
        from app.glance import keyring_offered
        from ui.shell.passphrase_dialog import PassphraseDialog

        asked = PassphraseDialog(place, why, keyring_offered, self._wrong, kind)
        self.trace("key_asked")
        if asked.exec():
            opening.begin(dict(asked.secret()))
        else:
            self._failed(None)

    def _ask_again(self, opening: Opening, place: str, error: DeskError) -> None:
        self._wrong += error.name == "WrongPassphrase"
        self._ask(opening, place, error.message(), "err")

    def _failed(self, why: Exception | None) -> None:
        """Tell why there is no desk; without one asked for by name, offer the others."""
        if isinstance(why, DeskError):
            _warn(why.message())
        elif why is not None:
            _log.error("the desk did not open\n%s", trail_of(why))
            _warn(
                _("The desk cannot be opened: {fault}").format(fault=f"{type(why).__name__}: {why}")
            )
        self._qt.setQuitOnLastWindowClosed(False)
        if self._window is not None:
            self._window.hide()
        desk = None if self._options.desk or self._options.demo else self._welcome()
        if desk is None:
            self._ended = True
            self._qt.quit()
            return
        self._opened(desk)
        self._watch(self._build(self._context), None)
        self._qt.setQuitOnLastWindowClosed(True)

    def _welcome(self) -> "Desk | None":
        from app.bootstrap import (
            KeyNeeded,
            create_desk,
            join_shared,
            keyring_offered,
            open_desk,
        )
        from app.demo import open_demo
        from ui.shell.welcome_dialog import Doors, WelcomeDialog

        doors = Doors(create_desk, open_desk, join_shared, open_demo, KeyNeeded, keyring_offered)
        dialog = WelcomeDialog(self._profile, self._clock(), doors)
        if not dialog.exec():
            return None
        if dialog.demo:
            self._options.demo = True
        else:
            paths.keep_last_desk(self._profile, dialog.place)
        return dialog.desk

    def _called(self, wanted: str) -> None:
        """Come to the front: a second start called."""
        front = self._window or QApplication.activeModalWidget()
        if front is not None:
            front.setWindowState(front.windowState() & ~Qt.WindowState.WindowMinimized)
            front.raise_()
            front.activateWindow()
        if self._window is None:
            self._options.open = wanted or self._options.open
        elif wanted:
            self._window.open_order(wanted)

    def _wake_first(self) -> int:
        if call_first(self._profile, self._options.open or ""):
            return 0
        _warn(_("Tallydesk is already running for this person."))
        return 1

    def _speak(self) -> None:
        chosen = self._options.lang or self.kept.value("window/language") or QLocale().name()
        name = str(chosen)
        if name.startswith("zh") and name not in ("zh_CN", "zh_TW"):
            name = "zh_TW" if name in ("zh_HK", "zh_MO") else "zh_CN"
        set_language(name)
        QLocale.setDefault(QLocale(name))
        self._qt.removeTranslator(self._translator)
        folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
        if name.startswith("zh") and self._translator.load(f"qtbase_{name}", folder):
            self._qt.installTranslator(self._translator)

    def _dress(self) -> None:
        name = self._options.theme or str(self.kept.value("window/theme", "light"))
        scale = self._options.scale or float(str(self.kept.value("window/scale", 1.0)))
        self.theme.apply(name if name in ("light", "dark") else "light", scale)

    def _last_resort(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        if issubclass(kind, KeyboardInterrupt):
            self._qt.quit()
            return
        del trace
        if not self._faults.is_new(error):
            return
        if self._window is None:
            fault_box(error).exec()
        elif isinstance(error, Exception):
            box = fault_box(error, QApplication.activeModalWidget() or self._window)
            box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            box.open()


def _load() -> "tuple[Callable[..., Desk], Callable[..., Desk]]":
    """Load what a desk needs; gives what opens a desk, and what opens the demo shop."""
    from app.bootstrap import open_desk
    from app.demo import open_demo

    return open_desk, open_demo


def _warn(text: str) -> None:
    box = QMessageBox(QMessageBox.Icon.Warning, "Tallydesk", text)
    box.exec()

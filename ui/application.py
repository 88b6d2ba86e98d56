"""Starts the program's window: fonts, language, theme, the desk, and the last-resort hook."""

import argparse
import faulthandler
import json
import logging
import os
import sys
import time
import traceback
from collections.abc import Callable
from datetime import date
from hashlib import sha256
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QLibraryInfo, QLocale, QLockFile, QObject, QSettings, QTimer, QTranslator
from PySide6.QtNetwork import QLocalServer, QLocalSocket
from PySide6.QtWidgets import QApplication, QMessageBox

from app import paths
from app.bootstrap import KeyNeeded, create_desk, join_shared, open_desk
from app.core.clock import Clock, ShiftedClock, SystemClock
from app.core.errors import DeskError
from app.core.messages import _, set_language
from app.desk import Desk
from ui.kit.changes import ChangeFeed
from ui.kit.context import Context
from ui.kit.lookup import Lookup
from ui.kit.tasks import Tasks
from ui.kit.theme import Theme, load_fonts
from ui.shell.main_window import MainWindow
from ui.shell.scanner import ScanWatch

_log = logging.getLogger(__name__)


class Application(QObject):
    """One run of the program with its window."""

    def __init__(self, options: argparse.Namespace) -> None:
        """Prepare what does not need a desk yet."""
        super().__init__()
        self._started = time.monotonic()
        self._options = options
        self._profile = paths.profile(options.profile)
        self._profile.mkdir(parents=True, exist_ok=True)
        self._trace_file = open(options.trace, "a", encoding="utf-8") if options.trace else None  # noqa: PTH123, SIM115 - kept open for the whole run
        self._log_to_file()
        self._qt = QApplication([sys.argv[0]])
        self._qt.setApplicationName("Tallydesk")
        self._qt.setOrganizationName("Tallydesk")
        self.kept = QSettings(str(self._profile / "window.ini"), QSettings.Format.IniFormat)
        self._speak()
        load_fonts()
        self.theme = Theme(self._qt)
        self._dress()
        self._window: MainWindow | None = None
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
        desk = self._open()
        if desk is None:
            return 0
        tasks = Tasks(desk)
        changes = ChangeFeed(desk)
        lookup = Lookup(desk, tasks, changes)
        context = Context(
            desk, tasks, changes, self.theme, lookup, self.kept, _Nobody(), self.trace
        )
        window = self._build(context)
        server = self._listen()
        lookup.ready.connect(self._ready)
        lookup.load()
        self.trace("window_shown")
        if self._options.open:
            window.open_order(self._options.open)
        rest = QTimer(self)
        rest.timeout.connect(lambda: tasks.call(desk.rest) if not tasks.busy else None)
        rest.start(60_000)
        code = self._qt.exec()
        server.close()
        changes.close()
        tasks.close()
        desk.close()
        return code

    def _build(self, context: Context) -> MainWindow:
        """Build the window in the language in force, at the page shown last."""
        before = self._window
        window = MainWindow(context, self.kept, demo=self._options.demo)
        window.language_chosen.connect(lambda _name: self._rebuild(context))
        self._window = window
        watch = ScanWatch(window.scanned, window)
        self._qt.installEventFilter(watch)
        window.go(str(self.kept.value("window/page", "today")) or "today")
        window.show()
        if before is not None:
            before.close()
            before.deleteLater()
        return window

    def _rebuild(self, context: Context) -> None:
        self._options.lang = None
        self._speak()
        QTimer.singleShot(0, self, lambda: self._build(context))

    def _ready(self) -> None:
        self.trace("ready")
        if self._options.ready_file:
            Path(self._options.ready_file).write_text("ready\n", encoding="utf-8")

    def _clock(self) -> Clock:
        if self._options.today:
            return ShiftedClock(date.fromisoformat(self._options.today))
        return SystemClock()

    def _open(self) -> Desk | None:
        """Open the desk asked for, the one used last, or ask which."""
        if self._options.demo:
            from app.demo import open_demo

            return self._told(lambda: open_demo(self._profile, self._clock()))
        place = self._options.desk or self.kept.value("desk/last")
        if place:
            desk = self._open_place(str(place))
            if desk is not None:
                self.kept.setValue("desk/last", str(place))
                return desk
            if self._options.desk:
                return None
        return self._welcome()

    def _open_place(self, place: str) -> Desk | None:
        from ui.shell.passphrase_dialog import PassphraseDialog

        why = ""
        try:
            return open_desk(place, clock=self._clock())
        except KeyNeeded:
            pass
        except DeskError as error:
            _warn(error.message())
            return None
        while True:
            asked = PassphraseDialog(place, why)
            if not asked.exec():
                return None
            try:
                return open_desk(place, clock=self._clock(), **asked.secret())
            except DeskError as error:
                why = error.message()

    def _welcome(self) -> Desk | None:
        from app.demo import open_demo
        from ui.shell.welcome_dialog import Doors, WelcomeDialog

        doors = Doors(create_desk, open_desk, join_shared, open_demo, KeyNeeded)
        dialog = WelcomeDialog(self._profile, self._clock(), doors)
        if not dialog.exec():
            return None
        if dialog.demo:
            self._options.demo = True
        else:
            self.kept.setValue("desk/last", dialog.place)
        return dialog.desk

    @staticmethod
    def _told(make: Callable[[], Desk]) -> Desk | None:
        try:
            return make()
        except DeskError as error:
            _warn(error.message())
            return None

    def _name(self) -> str:
        return f"tallydesk-{_digest(self._profile)}"

    def _listen(self) -> QLocalServer:
        server = QLocalServer(self)
        server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        QLocalServer.removeServer(self._name())
        server.listen(self._name())

        def called() -> None:
            caller = server.nextPendingConnection()
            caller.waitForReadyRead(500)
            wanted = bytes(caller.readAll().data()).decode("utf-8", "replace").strip()
            caller.disconnectFromServer()
            window = self._window
            if window is None:
                return
            window.showNormal()
            window.raise_()
            window.activateWindow()
            if wanted:
                window.open_order(wanted)

        server.newConnection.connect(called)
        return server

    def _wake_first(self) -> int:
        socket = QLocalSocket()
        socket.connectToServer(self._name())
        if not socket.waitForConnected(1000):
            _warn(_("Tallydesk is already running for this person."))
            return 1
        socket.write((self._options.open or "").encode() + b"\n")
        socket.waitForBytesWritten(1000)
        socket.disconnectFromServer()
        return 0

    def _speak(self) -> None:
        chosen = self._options.lang or self.kept.value("window/language") or QLocale().name()
        name = str(chosen)
        if name.startswith("zh") and name not in ("zh_CN", "zh_TW"):
            name = "zh_TW" if name in ("zh_HK", "zh_MO") else "zh_CN"
        set_language(name)
        QLocale.setDefault(QLocale(name))
        translator = QTranslator(self._qt)
        folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
        if name.startswith("zh") and translator.load(f"qtbase_{name}", folder):
            self._qt.installTranslator(translator)

    def _dress(self) -> None:
        name = self._options.theme or str(self.kept.value("window/theme", "light"))
        scale = self._options.scale or float(str(self.kept.value("window/scale", 1.0)))
        self.theme.apply(name if name in ("light", "dark") else "light", scale)

    def _log_to_file(self) -> None:
        file = self._profile / "tallydesk.log"
        handler = RotatingFileHandler(file, maxBytes=1_000_000, backupCount=3, encoding="utf-8")
        handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
        logging.getLogger().addHandler(handler)
        self._fault_file = open(self._profile / "faults.log", "a", encoding="utf-8")  # noqa: PTH123, SIM115 - kept open for the whole run
        faulthandler.enable(self._fault_file)

    def _last_resort(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        if issubclass(kind, KeyboardInterrupt):
            self._qt.quit()
            return
        details = "".join(traceback.format_exception(kind, error, trace))
        _log.error("unhandled\n%s", details)
        if self._window is not None and isinstance(error, Exception):
            self._window.problem(error)


class _Nobody:
    """Stands in for the frame until it is built."""

    def go(self, page: str, **where: object) -> None:
        """Go nowhere yet."""

    def toast(
        self, text: str, action: str = "", pressed: Callable[[], object] | None = None
    ) -> None:
        """Tell nobody yet."""

    def problem(self, error: Exception) -> None:
        """Raise: nobody can be told yet."""
        raise error

    def title(self, text: str) -> None:
        """Have no title yet."""

    def speak(self, language: str) -> None:
        """Say nothing yet."""

    def show_paper(self, name: str, make: Callable[[], bytes]) -> None:
        """Show nothing yet."""


def _digest(profile: Path) -> str:
    whole = f"{os.getuid() if hasattr(os, 'getuid') else ''}:{profile.resolve()}"
    return sha256(whole.encode()).hexdigest()[:16]


def _warn(text: str) -> None:
    box = QMessageBox(QMessageBox.Icon.Warning, "Tallydesk", text)
    box.exec()

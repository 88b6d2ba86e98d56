"""Work off the window's thread: one writer, some readers, answers back on the window's thread."""

import logging
import time
from collections.abc import Callable
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from itertools import count
from threading import Event
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QCursor, Qt
from PySide6.QtWidgets import QApplication, QProgressDialog, QWidget

from app.core.errors import DeskError, trail_of
from app.core.messages import _

if TYPE_CHECKING:
    from app.core.command import Command
    from app.desk import Desk

_log = logging.getLogger(__name__)
Answer = TypeVar("Answer")
Failed = Callable[[Exception], None]
Report = Callable[[int, int], bool]
"""Tell a long job's progress (done, of); gives False when the person wants to stop."""


@dataclass(frozen=True, slots=True)
class _Wish(Generic[Answer]):
    """Whom to tell of work under way.

    It stays on the window's thread: a worker holds no page and cannot be the last to let go of it.
    """

    done: Callable[[Answer], None] | None
    failed: Failed | None
    mark: tuple[str, int] | None
    written_since: float


class Tasks(QObject):
    """Runs commands on the single writing thread and reads on a small pool.

    `done` and `failed` are called on the window's thread and never before the call that asked
    has come back, however fast the work is; a page that is gone is not called.
    """

    failed_silently = Signal(object)
    _landed = Signal(int, object)

    def __init__(self, desk: "Desk", parent: QObject | None = None) -> None:
        """Start with a desk; threads are made when first needed."""
        super().__init__(parent)
        self._desk = desk
        self._writer = ThreadPoolExecutor(1, thread_name_prefix="writer")
        self._readers = ThreadPoolExecutor(3, thread_name_prefix="reader")
        self._jobs = ThreadPoolExecutor(2, thread_name_prefix="job")
        self._newest: dict[str, int] = {}
        self._numbers = count()
        self._wishes: dict[int, _Wish[Any]] = {}
        self._closing = Event()
        self._landed.connect(self._land, Qt.ConnectionType.QueuedConnection)

    @property
    def closing(self) -> bool:
        """Tell whether the program is about to end; long jobs stop then."""
        return self._closing.is_set()

    @property
    def busy(self) -> int:
        """Give how many wishes and reads are under way."""
        return len(self._wishes)

    @property
    def writing_s(self) -> float:
        """Give for how long the oldest command under way has been going, in seconds."""
        begun = [wish.written_since for wish in self._wishes.values() if wish.written_since]
        return time.monotonic() - min(begun) if begun else 0.0

    def run(
        self,
        handler: Callable[..., Answer],
        command: "Command",
        done: Callable[[Answer], None] | None = None,
        failed: Failed | None = None,
    ) -> None:
        """Carry out a command; `done` gets its answer."""
        self._start(
            self._writer, lambda: self._desk.run(handler, command).answer, done, failed, None
        )

    def read(
        self,
        query: Callable[..., Answer],
        *args: Any,
        done: Callable[[Answer], None],
        failed: Failed | None = None,
        tag: str = "",
        **kwargs: Any,
    ) -> None:
        """Answer a query; a newer read with the same `tag` makes an older answer void."""
        mark = None
        if tag:
            self._newest[tag] = self._newest.get(tag, 0) + 1
            mark = (tag, self._newest[tag])
        self._start(
            self._readers, lambda: self._desk.read(query, *args, **kwargs), done, failed, mark
        )

    def call(
        self,
        function: Callable[[], Answer],
        done: Callable[[Answer], None] | None = None,
        failed: Failed | None = None,
    ) -> None:
        """Do other work (files, papers) in the background."""
        self._start(self._jobs, function, done, failed, None)

    def job(
        self,
        function: Callable[[Report], Answer],
        text: str,
        done: Callable[[Answer], None],
        failed: Failed | None = None,
        parent: QWidget | None = None,
    ) -> None:
        """Do long work with progress: a bar with Cancel appears after a second.

        `function` gets a callable to report to and must stop soon when it gives False.
        """
        _Job(self, function, text, (done, failed), parent).start()

    def close(self) -> None:
        """Finish what is written, drop what is only read, stop long jobs, end the threads."""
        self._closing.set()
        self._readers.shutdown(wait=True, cancel_futures=True)
        self._jobs.shutdown(wait=True, cancel_futures=True)
        self._writer.shutdown(wait=True)

    def _start(
        self,
        pool: ThreadPoolExecutor,
        work: Callable[[], Answer],
        done: Callable[[Answer], None] | None,
        failed: Failed | None,
        mark: tuple[str, int] | None,
    ) -> None:
        future = pool.submit(work)
        number = next(self._numbers)
        since = time.monotonic() if pool is self._writer else 0.0
        self._wishes[number] = _Wish(done, failed, mark, since)
        future.add_done_callback(partial(self._arrive, number))

    def _arrive(self, number: int, future: "Future[Any]") -> None:
        try:
            self._landed.emit(number, future)
        except RuntimeError:
            _log.debug("an answer came after the window was gone")

    def _land(self, number: int, future: "Future[Any]") -> None:
        wish = self._wishes.pop(number)
        if wish.mark is None or self._newest[wish.mark[0]] == wish.mark[1]:
            self._deliver(future, wish.done, wish.failed)

    def _deliver(
        self,
        future: "Future[Answer]",
        done: Callable[[Answer], None] | None,
        failed: Failed | None,
    ) -> None:
        try:
            answer = future.result()
        except CancelledError:
            return
        except Exception as error:  # noqa: BLE001 - the task boundary: all is told to the person
            if not isinstance(error, DeskError):
                _log.error("a task failed\n%s", trail_of(error))
            if failed is not None:
                told = error
                _unless_gone(lambda: failed(told))
            else:
                self.failed_silently.emit(error)
            return
        if done is not None:
            _unless_gone(lambda: done(answer))


def _unless_gone(tell: Callable[[], None]) -> None:
    """Tell a page, unless its window was closed while the work was under way."""
    try:
        tell()
    except RuntimeError as error:
        if "already deleted" not in str(error) and "has been deleted" not in str(error):
            raise
        _log.debug("an answer came after its page was gone")


class _Job(QObject):
    """One long piece of work with a bar and a way to stop it."""

    _progress = Signal(int, int)

    def __init__(
        self,
        tasks: Tasks,
        function: Callable[[Report], Any],
        text: str,
        ends: tuple[Callable[[Any], None], Failed | None],
        parent: QWidget | None,
    ) -> None:
        super().__init__(tasks)
        self._tasks, self._function, self._ends = tasks, function, ends
        self._stop = Event()
        self._dialog = QProgressDialog(text, _("Cancel"), 0, 0, parent)
        self._dialog.setWindowModality(Qt.WindowModality.WindowModal)
        self._dialog.setWindowTitle("Tallydesk")
        self._dialog.setMinimumDuration(1000)
        self._dialog.setAutoClose(False)
        self._dialog.setAutoReset(False)
        self._dialog.canceled.connect(self._stop.set)
        self._progress.connect(self._show)
        self._waiting = QTimer(self)
        self._waiting.setSingleShot(True)
        self._waiting.timeout.connect(self._look_busy)
        self._looks_busy = False

    def start(self) -> None:
        """Begin, and look busy after 0.3 s."""
        self._waiting.start(300)
        self._tasks.call(lambda: self._function(self._report), self._done, self._failed)

    def _report(self, done: int, whole: int) -> bool:
        self._progress.emit(done, whole)
        return not (self._stop.is_set() or self._tasks.closing)

    def _show(self, done: int, whole: int) -> None:
        self._dialog.setMaximum(whole)
        self._dialog.setValue(min(done, whole - 1) if whole else 0)

    def _look_busy(self) -> None:
        self._looks_busy = True
        QApplication.setOverrideCursor(QCursor(Qt.CursorShape.BusyCursor))

    def _end(self) -> None:
        self._waiting.stop()
        if self._looks_busy:
            QApplication.restoreOverrideCursor()
        self._dialog.canceled.disconnect()
        self._dialog.close()
        self._dialog.deleteLater()
        self.deleteLater()

    def _done(self, answer: object) -> None:
        self._end()
        self._ends[0](answer)

    def _failed(self, error: Exception) -> None:
        self._end()
        if self._ends[1] is not None:
            self._ends[1](error)
        else:
            self._tasks.failed_silently.emit(error)

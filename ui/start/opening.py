"""Opens a desk behind the window: key, first look, libraries, desk, each told as it is there."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from threading import Event, Lock
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt, Signal

from app.core.errors import DeskError
from app.glance import KeyNeeded

if TYPE_CHECKING:
    from app.desk import Desk

_PATIENCE_S = 3.0
_MOMENT_S = 0.05
_TYPING_S = 0.25
_ROWS_S = 0.5


@dataclass(frozen=True)
class Way:
    """How to get at a desk.

    `key` gives its key or raises, None for a shared desk; `look` takes a first look with it;
    `desk` loads what a desk needs and opens it, with the key when there is one.
    """

    key: Callable[[dict[str, Any]], bytes | None]
    look: Callable[[bytes], object]
    desk: "Callable[[bytes | None, dict[str, Any]], Desk]"
    load: Callable[[], object]


class Opening(QObject):
    """One desk being opened on a thread of its own; the signals arrive on the window's thread."""

    seen = Signal(object)
    opened = Signal(object)
    asked = Signal(str)
    refused = Signal(object)
    failed = Signal(object)
    _ended = Signal(object, bool)

    def __init__(self, way: Way, parent: QObject | None = None) -> None:
        """Know the way; `begin` takes it."""
        super().__init__(parent)
        self._way = way
        self._painted = Event()
        self._given_up = Event()
        self._typed = Event()
        self._loading = Lock()  # two threads must not load the same modules at once
        self._looked = Event()
        self._look: object = None
        self._needed: KeyNeeded | None = None
        self._told: KeyNeeded | None = None
        self._pool = ThreadPoolExecutor(2, thread_name_prefix="opening")
        self.desk: Desk | None = None
        self._ended.connect(self._tell, Qt.ConnectionType.QueuedConnection)

    def begin(self, secret: dict[str, Any] | None = None) -> None:
        """Start, with what a person typed when that was asked for."""
        if secret:
            self._typed.set()
        work = self._pool.submit(self._open, secret or {})
        work.add_done_callback(lambda done: self._ended.emit(done.exception(), bool(secret)))

    def look_now(self) -> Any:
        """Give the first look if it comes in a moment, so that the first picture is whole."""
        self._looked.wait(_MOMENT_S)
        return self._look

    def key_wanted(self) -> str | None:
        """Give why the key must be asked for, when that is known by now; `asked` stays silent."""
        self._told = self._needed
        return _why(self._told) if self._told is not None else None

    def painted(self) -> None:
        """Go on with the libraries: the window has been painted, or painted with its rows."""
        self._painted.set()

    def give_up(self) -> None:
        """Open nothing any more, and wait for what is under way."""
        self._given_up.set()
        self._painted.set()
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _tell(self, error: BaseException | None, typed: bool) -> None:
        """Tell why it did not open; while somebody is asked for the key, load the libraries."""
        if error is None or self._given_up.is_set():
            return
        refused = typed and isinstance(error, DeskError)
        if refused or isinstance(error, KeyNeeded):
            self._typed.clear()
            self._pool.submit(self._load)  # asking ends only when somebody has answered
        if isinstance(error, KeyNeeded):
            if error is not self._told:
                self.asked.emit(_why(error))
        else:
            (self.refused if refused else self.failed).emit(error)

    def _load(self) -> None:
        """Load the libraries beside the typing; what is typed at once is stretched before that."""
        self._painted.wait(_PATIENCE_S)
        if self._typed.wait(_TYPING_S):
            return
        with self._loading:
            if not self._given_up.is_set():
                self._way.load()

    def _open(self, secret: dict[str, Any]) -> None:
        try:
            key = self._way.key(secret)
        except KeyNeeded as needed:
            self._needed = needed
            self._looked.set()
            raise
        if key is not None:
            self._look = self._way.look(key)
            self._looked.set()
            if self._look is not None:
                self._show_first(typed=bool(secret))
        self._painted.wait(_PATIENCE_S)
        if self._given_up.is_set():
            return
        with self._loading:
            self.desk = self._way.desk(key, secret)
        self.opened.emit(self.desk)

    def _show_first(self, *, typed: bool) -> None:
        """Show the first look; one that comes after the first picture is painted before more."""
        if typed:
            self._painted.clear()
        self.seen.emit(self._look)
        if typed and not self._painted.wait(_ROWS_S):
            self._painted.set()


def _why(needed: KeyNeeded) -> str:
    """Say why a keyring that should have the key did not give it; empty where none should."""
    return needed.message() if needed.reason else ""

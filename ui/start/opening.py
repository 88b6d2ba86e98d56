"""Opens a desk behind the window: key, first look, libraries, desk, each told as it is there."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from threading import Event, Thread
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from app.core.errors import DeskError
from app.glance import KeyNeeded

if TYPE_CHECKING:
    from app.desk import Desk

_log = logging.getLogger(__name__)
_PATIENCE_S = 3.0
_MOMENT_S = 0.05


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

    def __init__(self, way: Way, parent: QObject | None = None) -> None:
        """Know the way; `begin` takes it."""
        super().__init__(parent)
        self._way = way
        self._painted = Event()
        self._given_up = Event()
        self._looked = Event()
        self._look: object = None
        self._threads: list[Thread] = []
        self.desk: Desk | None = None

    def begin(self, secret: dict[str, Any] | None = None) -> None:
        """Start, with what a person typed when that was asked for."""
        thread = Thread(target=self._guarded, args=(secret or {},), name="opening", daemon=True)
        self._threads.append(thread)
        thread.start()

    def look_now(self) -> Any:
        """Give the first look if it comes in a moment, so that the first picture is whole."""
        self._looked.wait(_MOMENT_S)
        return self._look

    def painted(self) -> None:
        """Go on with the libraries: the window has been painted."""
        self._painted.set()

    def give_up(self) -> None:
        """Open nothing any more, and wait for what is under way."""
        self._given_up.set()
        self._painted.set()
        for thread in self._threads:
            thread.join()

    def _guarded(self, secret: dict[str, Any]) -> None:
        try:
            self._open(secret)
        except KeyNeeded as error:
            self.asked.emit(error.reason)
            self._painted.wait(_PATIENCE_S)
            self._way.load()
        except DeskError as error:
            (self.refused if secret else self.failed).emit(error)

    def _open(self, secret: dict[str, Any]) -> None:
        key = self._way.key(secret)
        if key is not None:
            self._look = self._way.look(key)
            self._looked.set()
            if self._look is not None:
                self.seen.emit(self._look)
        self._painted.wait(_PATIENCE_S)
        if self._given_up.is_set():
            return
        self.desk = self._way.desk(key, secret)
        self.opened.emit(self.desk)

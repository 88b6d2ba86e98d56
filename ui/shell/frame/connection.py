"""Watches whether the desk answers and whether saving has to wait, and shows it in the top bar."""

import logging
import time
from enum import Enum
from threading import Event, Thread
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from app.core.errors import DeskError, Trouble
from app.core.messages import _
from ui.kit import icons
from ui.kit.context import Context
from ui.kit.parts import Banner, label
from ui.kit.tasks import Tasks

if TYPE_CHECKING:
    from app.desk import Desk

_log = logging.getLogger(__name__)
_BETWEEN_S = 1.0
_PATIENCE_S = 1.4
_WRITING_S = 2.0
_LOOK_MS = 250
_ALL = ("order", "item", "customer", "stock", "shipment", "price_list", "place", "purchase")
_MISSED = frozenset((kind, 0) for kind in (*_ALL, "count", "import", "person"))
"""What may have changed while the server was away; nobody heard of it."""


class State(Enum):
    """How the desk is: it answers, it does not, or what is saved has to wait."""

    HERE = "here"
    LOST = "lost"
    BUSY = "busy"


class ConnectionWatch(QObject):
    """Asks a server every second on a thread of its own; a file needs no asking.

    Silence longer than a moment counts as lost, so that a cut line shows before it times out.
    """

    changed = Signal()

    def __init__(self, desk: "Desk", tasks: Tasks, parent: QObject) -> None:
        """Know a desk; `begin` starts once it is open."""
        super().__init__(parent)
        self.state = State.HERE
        self._desk, self._tasks = desk, tasks
        self._asked_at = 0.0
        self._answers = True
        self._stop = Event()
        self._thread: Thread | None = None
        self._look = QTimer(self)
        self._look.timeout.connect(self._judge)

    def begin(self) -> None:
        """Watch from now on."""
        if self._look.isActive() or self._stop.is_set():
            return
        self._look.start(_LOOK_MS)
        if self._desk.engine_kind == "postgresql":
            self._thread = Thread(target=self._ask_on, name="connection", daemon=True)
            self._thread.start()

    def end(self) -> None:
        """Watch no more."""
        self._stop.set()
        self._look.stop()
        if self._thread is not None:
            self._thread.join(_PATIENCE_S)

    def heard(self, error: Exception) -> bool:
        """Learn from an answer that failed; True when the banner tells it anyway."""
        if self._thread is None or not is_loss(error):
            return False
        self._answers = False
        self._judge()
        return True

    def _ask_on(self) -> None:
        from app.desk import pulse

        while not self._stop.wait(_BETWEEN_S):
            self._asked_at = time.monotonic()
            try:
                self._desk.read(pulse)
                self._answers = True
            except DeskError as error:
                _log.debug("the server does not answer: %s", error.name)
                self._answers = False
            self._asked_at = 0.0

    def _judge(self) -> None:
        asked_at = self._asked_at
        silent = bool(asked_at) and time.monotonic() - asked_at > _PATIENCE_S
        state = State.HERE
        if silent or not self._answers:
            state = State.LOST
        elif self._tasks.writing_s > _WRITING_S:
            state = State.BUSY
        if state is not self.state:
            self.state = state
            self.changed.emit()


def is_loss(error: Exception) -> bool:
    """Tell whether an error says that the server does not answer."""
    return isinstance(error, Trouble) and error.name == "Unreachable"


def banner_text(state: State) -> str:
    """Say what a state means for who types, and what happens next; nothing when all is well."""
    if state is State.LOST:
        return _(
            "The server does not answer; connecting again. Go on typing: what you type stays "
            "here, and Save works as soon as the server is back."
        )
    if state is State.BUSY:
        return _(
            "The desk is busy with other work. Go on typing: what you saved waits its turn, "
            "nothing is lost."
        )
    return ""


class ConnectionSign(QWidget):
    """Says in the top bar what desk this is and whether it answers: an icon and a word."""

    def __init__(self) -> None:
        """Start with nothing to say."""
        super().__init__()
        self._icon = QLabel()
        self._text = label("", "muted")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(self._icon)
        layout.addWidget(self._text)

    def show_state(self, state: State, engine_kind: str) -> None:
        """Show how the desk is."""
        server = engine_kind == "postgresql"
        here = _("Shared server") if server else _("Encrypted file")
        icon, kind, text = {
            State.HERE: ("users" if server else "lock", "muted", here),
            State.LOST: ("wifi-off", "err", _("No connection")),
            State.BUSY: ("clock", "warn", _("Saving waits")),
        }[state]
        icons.put(self._icon, icon, kind, 16)
        self._text.setObjectName(kind)
        self._text.setText(text)
        self._text.style().unpolish(self._text)
        self._text.style().polish(self._text)
        self.setAccessibleName(text)
        self.setToolTip(banner_text(state) or text)


class Connection(QObject):
    """The watch with what it shows: a sign for the top bar, a banner above the page."""

    def __init__(self, context: Context, parent: QObject) -> None:
        """Show how the desk of a context is; `begin` starts the watch once it is open."""
        super().__init__(parent)
        self._context = context
        self.sign, self.banner = ConnectionSign(), Banner()
        self._watch = ConnectionWatch(context.desk, context.tasks, self)
        self._watch.changed.connect(self._follow)
        self._was = State.HERE
        self.show()

    def begin(self) -> None:
        """Watch from now on."""
        self.show()
        self._watch.begin()

    def end(self) -> None:
        """Watch no more."""
        self._watch.end()

    def heard(self, error: Exception) -> bool:
        """Learn from an answer that failed; True when the banner tells it anyway."""
        return self._watch.heard(error)

    def show(self) -> None:
        """Show the sign anew: the desk was opened or is another one."""
        self.sign.show_state(self._watch.state, self._context.desk.engine_kind)

    def _follow(self) -> None:
        """Tell a new state; back again, have everything shown read what it missed."""
        state, was = self._watch.state, self._was
        self._was = state
        self.show()
        text = banner_text(state)
        if text:
            self.banner.tell("warn", text)
        else:
            self.banner.hide()
        if was is State.LOST and state is not State.LOST:
            self._context.changes.changed.emit(_MISSED)

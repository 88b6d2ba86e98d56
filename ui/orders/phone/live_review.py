"""What placing would say, asked while the order is typed: one question at a time, the newest."""

from PySide6.QtCore import QObject, QTimer, Signal

from app.core.errors import DeskError
from app.orders.queries.preview import PreviewRow, order_preview
from ui.kit.context import Context
from ui.orders.phone.entry import Entry

ASK_AFTER_MS = 120
"""Typing goes on undisturbed; what is said comes when the fingers rest."""


class LiveReview(QObject):
    """Asks the desk about the order in front; an answer about an older state is dropped."""

    answered = Signal(object)
    refused = Signal(object)

    def __init__(self, context: Context, parent: QObject) -> None:
        """Start with no question."""
        super().__init__(parent)
        self._context = context
        self._entry: Entry | None = None
        self._state = self._asked = 0
        self._under_way = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(ASK_AFTER_MS)
        self._timer.timeout.connect(self._ask)

    @property
    def settled(self) -> bool:
        """Tell whether the answer to the order as it stands has been given."""
        return not self._under_way and not self._timer.isActive()

    def follow(self, entry: Entry) -> None:
        """Ask soon about an order as it is by then; every older question is void."""
        self._entry = entry
        self._state += 1
        self._timer.start()

    def rest(self) -> None:
        """Ask nothing more, take no answer."""
        self._entry = None
        self._state += 1
        self._timer.stop()

    def _ask(self) -> None:
        entry, person = self._entry, self._context.desk.person
        if entry is None or person is None or self._under_way:
            return
        if not entry.customer_id:
            self.answered.emit(None)
            return
        self._asked = self._state
        self._under_way = True
        desk = self._context.desk
        self._context.tasks.read(
            order_preview,
            entry.command(),
            person,
            desk.settings,
            desk.clock.now(),
            done=self._answered,
            failed=self._failed,
        )

    def _answered(self, preview: PreviewRow) -> None:
        if self._is_current():
            self.answered.emit(preview)

    def _failed(self, error: Exception) -> None:
        if not isinstance(error, DeskError):
            self._under_way = False
            self._context.shell.problem(error)
        elif self._is_current():
            self.refused.emit(error)

    def _is_current(self) -> bool:
        """Tell whether the order is still what was asked about; else ask about what it is now."""
        self._under_way = False
        if self._asked == self._state:
            return True
        if not self._timer.isActive():
            self._ask()
        return False

"""A long list in its place: the table, or why there is nothing, and how much there is."""

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from app.core.messages import _
from ui.kit.parts import EmptyState, label
from ui.kit.table.list_table import ListTable

_PATIENCE_MS = 150
"""A list that is read faster than this never says that it is being read."""


class ListPane(QWidget):
    """Shows a list's table, "Reading…" when it takes long, or a sentence when nothing fits."""

    def __init__(
        self,
        table: ListTable,
        empty: EmptyState,
        why_empty: Callable[[], str],
        parent: QWidget | None = None,
    ) -> None:
        """Hold a table; `why_empty` gives the sentence for a list without rows."""
        super().__init__(parent)
        self.table, self.empty, self._why_empty = table, empty, why_empty
        self.note = label("", "caption")
        self.note.setAlignment(Qt.AlignmentFlag.AlignTrailing)
        self._reading = label(_("Reading…"), "muted")
        self._reading.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._stack = QStackedWidget()
        for part in (table, empty, self._reading):
            self._stack.addWidget(part)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self._stack, 1)
        layout.addWidget(self.note)
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(_PATIENCE_MS)
        self._patience.timeout.connect(self._say_reading)
        table.window_model.settled.connect(self._show)

    @property
    def is_empty(self) -> bool:
        """Tell whether the sentence is shown instead of rows."""
        return self._stack.currentWidget() is self.empty

    def _say_reading(self) -> None:
        if self.table.window_model.leaping and not self.table.window_model.rows:
            self._stack.setCurrentWidget(self._reading)

    def _show(self) -> None:
        model = self.table.window_model
        if model.leaping:
            self._patience.start()
            return
        self._patience.stop()
        if not model.rows:
            self.empty.say(self._why_empty())
        self._stack.setCurrentWidget(self.table if model.rows else self.empty)
        self.note.setText(model.note() if model.rows else "")

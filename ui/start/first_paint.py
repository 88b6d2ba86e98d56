"""Tells when the window was first painted, and when it was painted with all it has to show."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget
from typing_extensions import override

_PAINTS = (QEvent.Type.UpdateRequest, QEvent.Type.Paint)
_AGAIN_MS = 15


class FirstPaint(QObject):
    """Watches a window until it is painted with its rows; then it watches no more."""

    painted = Signal()
    settled = Signal()

    def __init__(self, window: QWidget, is_settled: Callable[[], bool]) -> None:
        """Watch a window; `is_settled` tells whether it has what it shows."""
        super().__init__(window)
        self._window, self._is_settled = window, is_settled
        self._told = False
        window.installEventFilter(self)
        self._again = QTimer(self)
        self._again.timeout.connect(window.update)
        self._again.start(_AGAIN_MS)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _PAINTS:
            settled = self._is_settled()
            if settled:
                self._window.removeEventFilter(self)
                self._again.stop()
            QTimer.singleShot(0, self, lambda: self._tell(settled=settled))
        return False

    def _tell(self, *, settled: bool) -> None:
        if not self._told:
            self._told = True
            self.painted.emit()
        if settled:
            self.settled.emit()

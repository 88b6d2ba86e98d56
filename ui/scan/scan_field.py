"""The big field a scanner types into, whatever it puts behind a code."""

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget
from typing_extensions import override

from app.core.messages import _
from app.core.text import clean
from ui.kit.key_pace import KeyPace

LEAST_BURST = 6
REST_MS = 80
"""A burst without a suffix is over after this time."""
_FEEDS = (Qt.Key.Key_J, Qt.Key.Key_M)
"""Keys that with Ctrl stand for LF and CR on a keyboard."""
_ENTERS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class ScanField(QLineEdit):
    """Gives whole codes: ended by CR, LF or Tab, or by a rest after a scanner's burst.

    While `blocked` no code is taken; Esc or an Enter pressed by a person gives `acknowledged`,
    the Enter behind another scan does not.
    """

    scanned = Signal(str)
    acknowledged = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        """Start empty, with the input method off."""
        super().__init__(parent)
        self.setObjectName("scan")
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        self.setAccessibleName(_("Scan or type a code"))
        self.setPlaceholderText(_("Scan or type a code"))
        self.blocked = False
        self._pace = KeyPace()
        self._burst = 0
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.timeout.connect(self._rested)

    @override
    def event(self, event: QEvent) -> bool:
        """Take Tab as the end of a code; on an empty field it goes on to the next control."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
            feeds = event.text() in ("\n", "\r") or (control and event.key() in _FEEDS)
            ends = (feeds or event.key() == Qt.Key.Key_Tab) and event.key() not in _ENTERS
            if ends and (self.text() or self.blocked):
                self._end(event)
                return True
        return super().event(event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _ENTERS:
            self._end(event)
        elif event.key() == Qt.Key.Key_Escape:
            self._escape()
        elif event.text().isprintable() and event.text():
            self._note_key(event)
            if not self.blocked:
                super().keyPressEvent(event)
        elif not self.blocked:
            super().keyPressEvent(event)

    def _note_key(self, event: QKeyEvent) -> None:
        self._burst = self._burst + 1 if self._pace.follows(event) else 1
        self._pace.note(event)
        self._rest.start(REST_MS)

    def _end(self, event: QKeyEvent | None = None) -> None:
        """Take what was typed as a code; `event` is the key that ended it, none after a rest."""
        self._rest.stop()
        in_burst = event is not None and self._pace.follows(event) and self._burst > 1
        self._burst = 0
        if self.blocked:
            if not in_burst:
                self.acknowledged.emit()
            return
        code = clean(self.text())
        self.clear()
        if code:
            self.scanned.emit(code)

    def _escape(self) -> None:
        self._rest.stop()
        if self.blocked:
            self.acknowledged.emit()
        else:
            self.clear()

    def _rested(self) -> None:
        if self._burst >= LEAST_BURST and not self.blocked:
            self._pace.forget()
            self._end()
        self._burst = 0

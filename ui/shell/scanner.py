"""Notices a scanner's burst of keys anywhere in the window and keeps it off the buttons."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QTextEdit, QWidget
from typing_extensions import override

from ui.kit.key_pace import KeyPace

LEAST = 6
"""A burst is at least this many characters."""
_ENDS = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab)


class ScanWatch(QObject):
    """An event filter on the application; hands whole codes to `scanned`.

    Where a text field has the focus, the field gets the keys as if typed: scan fields and the
    order line know what to do with them. Elsewhere a burst that ends in Enter or Tab is a scan.
    """

    def __init__(self, scanned: Callable[[str], None], parent: QObject) -> None:
        """Call `scanned` with each code."""
        super().__init__(parent)
        self._scanned = scanned
        self._keys: list[str] = []
        self._pace = KeyPace()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.KeyPress or not isinstance(watched, QWidget):
            return False
        if isinstance(watched, (QLineEdit, QTextEdit, QPlainTextEdit)):
            return False
        if not isinstance(event, QKeyEvent) or not _is_first(watched):
            return False
        return self._key(event)

    def _key(self, event: QKeyEvent) -> bool:
        if not self._pace.follows(event):
            self._keys.clear()
        self._pace.note(event)
        if event.key() in _ENDS and len(self._keys) >= LEAST:
            code = "".join(self._keys)
            self._keys.clear()
            self._scanned(code)
            return True
        text = event.text()
        plain = not event.modifiers() & ~Qt.KeyboardModifier.ShiftModifier
        if text and text.isprintable() and plain:
            self._keys.append(text)
            return text == " " and len(self._keys) > 1
        return False


def _is_first(watched: QWidget) -> bool:
    """Tell whether a key comes here first: what a widget leaves goes on to all around it."""
    focus = QApplication.focusWidget()
    return watched is focus if focus is not None else watched.isWindow()

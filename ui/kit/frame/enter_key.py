"""What Enter does in a dialog: it presses the button it stands on, else what the dialog is for."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QPushButton

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


def takes_enter(dialog: QDialog, event: QKeyEvent, main: Callable[[], object]) -> bool:
    """Do what Enter means here; False for any other key. A key held down does it once."""
    if event.key() not in _ENTER:
        return False
    focus = dialog.focusWidget()
    if not event.isAutoRepeat():
        if isinstance(focus, QPushButton):
            focus.click()
        else:
            main()
    return True

"""Keys typed while an order is being saved: they wait for the next form, none is lost."""

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QWidget
from typing_extensions import override

_PLAIN = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier


class KeyHold(QObject):
    """Holds keys meant for a page, its own shortcuts too, and lets them go on or forgets them.

    Keys of the frame are not held: another page can be gone to at any time.
    """

    def __init__(self, page: QWidget) -> None:
        """Hold keys of a page."""
        super().__init__(page)
        self._page = page
        self._held: list[QKeyEvent] = []
        self._holds = False

    def begin(self) -> None:
        """Hold keys from now on."""
        self._held.clear()
        self._holds = True
        application = QApplication.instance()
        if application is not None:
            application.installEventFilter(self)

    def end(self, *, go_on: bool) -> None:
        """Hold no more; `go_on` types what was held, else it is forgotten.

        What was typed before a question was seen cannot have been meant for it. A held key that
        saves again leaves the keys behind it held.
        """
        self._holds = False
        application = QApplication.instance()
        if application is not None:
            application.removeEventFilter(self)
        held, self._held = self._held, []
        if not go_on:
            return
        for at, event in enumerate(held):
            self._press(event)
            if self._holds:
                self._held = [*held[at + 1 :], *self._held]
                return

    def _press(self, event: QKeyEvent) -> None:
        shortcut = self._shortcut(event)
        if shortcut is not None:
            shortcut.activated.emit()
            return
        target = self._page.focusWidget()
        if target is not None:
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                again = QKeyEvent(kind, event.key(), event.modifiers(), event.text())
                QCoreApplication.sendEvent(target, again)

    def _shortcut(self, event: QKeyEvent) -> QShortcut | None:
        """Give the page's own shortcut for a key, where the focus is."""
        pad = Qt.KeyboardModifier.KeypadModifier
        pressed = QKeySequence(Qt.Key(event.key()) | (event.modifiers() & ~pad))
        focus = self._page.focusWidget()
        for one in self._page.findChildren(QShortcut):
            if one.key() == pressed and one.isEnabled() and _reaches(one, focus):
                return one
        return None

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not isinstance(event, QKeyEvent) or not isinstance(watched, QWidget):
            return False
        if not self._page.isAncestorOf(watched):
            return False
        if event.type() == QEvent.Type.ShortcutOverride and self._shortcut(event) is not None:
            event.accept()
            return True
        plain = not event.modifiers() & ~_PLAIN
        if event.type() == QEvent.Type.KeyPress and (plain or self._shortcut(event) is not None):
            self._held.append(event.clone())
            return True
        return False


def _reaches(shortcut: QShortcut, focus: QWidget | None) -> bool:
    owner = shortcut.parent()
    if owner is focus or not isinstance(owner, QWidget):
        return True
    inside = shortcut.context() != Qt.ShortcutContext.WidgetShortcut
    return inside and focus is not None and owner.isAncestorOf(focus)

"""Keys typed while an order is being saved: they wait for the next form, none is lost."""

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget
from typing_extensions import override

_PLAIN = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier


class KeyHold(QObject):
    """Holds plain keys meant for a page, and lets them go on or forgets them."""

    def __init__(self, page: QWidget) -> None:
        """Hold keys of a page."""
        super().__init__(page)
        self._page = page
        self._held: list[tuple[int, Qt.KeyboardModifier, str]] = []

    def begin(self) -> None:
        """Hold keys from now on."""
        self._held.clear()
        application = QApplication.instance()
        if application is not None:
            application.installEventFilter(self)

    def end(self, *, go_on: bool) -> None:
        """Hold no more; `go_on` types what was held, else it is forgotten.

        What was typed before a question was seen cannot have been meant for it.
        """
        application = QApplication.instance()
        if application is not None:
            application.removeEventFilter(self)
        held, self._held = self._held, []
        if not go_on:
            return
        for key, modifiers, text in held:
            target = self._page.focusWidget()
            if target is not None:
                for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                    QCoreApplication.sendEvent(target, QKeyEvent(kind, key, modifiers, text))

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if (
            event.type() == QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and isinstance(watched, QWidget)
            and self._page.isAncestorOf(watched)
            and not event.modifiers() & ~_PLAIN
        ):
            self._held.append((event.key(), event.modifiers(), event.text()))
            return True
        return False

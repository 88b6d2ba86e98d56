"""Stands where a page will be until the desk is open; keeps what is asked for and typed."""

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt
from PySide6.QtGui import QHideEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from app.core.messages import _
from ui.kit.parts import PageHeader, label

_KEYS = (QEvent.Type.KeyPress, QEvent.Type.KeyRelease)
_CARDS = 3


class Gate(QWidget):
    """A page's outline; open, it goes where it was asked to and hands on the keys it kept."""

    def __init__(self, *, is_open: bool) -> None:
        """Start open, or closed until `open`."""
        super().__init__()
        self.setObjectName("page")
        self.is_open = is_open
        self.page_id = ""
        self._wish: Callable[[], None] | None = None
        self._keys: list[QKeyEvent] = []
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(_("Opening the desk…"))
        self._header = PageHeader("")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        layout.addWidget(self._header)
        cards = QHBoxLayout()
        cards.setSpacing(12)
        for _number in range(_CARDS):
            card = QFrame()
            card.setObjectName("card")
            cards.addWidget(card)
        layout.addLayout(cards, 1)
        layout.addWidget(label(_("Opening the desk…"), "muted"))

    def wait_for(self, page_id: str, title: str, wish: Callable[[], None]) -> None:
        """Show the outline of a page; `wish` is done once the desk is open, the last one only."""
        self.page_id, self._wish = page_id, wish
        self._header.show_title(title)
        self.setFocus()

    def keeps(self, wish: Callable[[], None]) -> bool:
        """Keep a wish until the desk is open; False when it is, and nothing was kept."""
        if self.is_open:
            return False
        before = self._wish

        def both() -> None:
            if before is not None:
                before()
            wish()

        self._wish = both
        return True

    def open(self) -> None:
        """Let everything pass from now on: go where was asked, type what was typed."""
        self.is_open = True
        wish, self._wish = self._wish, None
        self.page_id = ""
        if wish is not None:
            wish()
        kept, self._keys = self._keys, []
        for event in kept:
            target = QApplication.focusWidget()
            if target is not None:
                QCoreApplication.sendEvent(target, event)

    @override
    def showEvent(self, event: QShowEvent) -> None:
        application = QApplication.instance()
        if application is not None and not self.is_open:
            application.installEventFilter(self)
        super().showEvent(event)

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        application = QApplication.instance()
        if application is not None:
            application.removeEventFilter(self)
        super().hideEvent(event)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _KEYS and isinstance(watched, QWidget) and self._is_ours(watched):
            if isinstance(event, QKeyEvent):
                self._keys.append(event.clone())
            return True
        return False

    def _is_ours(self, widget: QWidget) -> bool:
        return not self.is_open and self.isVisible() and widget.window() is self.window()

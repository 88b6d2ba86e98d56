"""Files dropped anywhere on the window go to the import page."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override


class DroppedFiles(QObject):
    """Watches a window for dropped files and hands their paths on."""

    def __init__(self, window: QWidget, take: Callable[[tuple[str, ...]], object]) -> None:
        """Let the window take files from now on."""
        super().__init__(window)
        self._take = take
        window.setAcceptDrops(True)
        window.installEventFilter(self)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QDragEnterEvent) and event.mimeData().hasUrls():
            event.acceptProposedAction()
            return True
        if isinstance(event, QDropEvent) and event.type() == QEvent.Type.Drop:
            urls = event.mimeData().urls()
            paths = tuple(url.toLocalFile() for url in urls if url.isLocalFile())
            if paths:
                event.acceptProposedAction()
                self._take(paths)
            return True
        return super().eventFilter(watched, event)

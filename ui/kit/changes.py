"""What a commit touched, told to every page on the window's thread."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

if TYPE_CHECKING:
    from app.desk import Changes, Desk


class ChangeFeed(QObject):
    """Turns a desk's news into a signal: `changed` carries a frozenset of (kind, id)."""

    changed = Signal(object)

    def __init__(self, desk: "Desk", parent: QObject | None = None) -> None:
        """Listen to a desk until `close`."""
        super().__init__(parent)
        self._stop = desk.listen(self._heard)

    def _heard(self, changes: "Changes") -> None:
        self.changed.emit(changes.touched)

    def close(self) -> None:
        """Listen no more."""
        self._stop()

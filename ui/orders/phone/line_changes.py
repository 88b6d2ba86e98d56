"""Changes of an order's lines that can be taken back: what went and what came, nothing more."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject
from PySide6.QtGui import QUndoCommand, QUndoStack
from typing_extensions import override

from ui.orders.phone.entry import EntryLine

Put = Callable[[int, int, Sequence[EntryLine]], None]
"""Put lines in the place of so many lines: place, how many go, which come."""


class _Splice(QUndoCommand):
    """One change: at a place some lines went and others came."""

    def __init__(
        self, put: Put, at: int, gone: Sequence[EntryLine], come: Sequence[EntryLine]
    ) -> None:
        super().__init__()
        self._put, self._at = put, at
        self._gone, self._come = tuple(gone), tuple(come)

    @override
    def redo(self) -> None:
        self._put(self._at, len(self._gone), self._come)

    @override
    def undo(self) -> None:
        self._put(self._at, len(self._come), self._gone)


class LineChanges(QObject):
    """Makes changes through one function, takes them back and makes them again."""

    def __init__(self, put: Put, parent: QObject) -> None:
        """Change lines with `put`."""
        super().__init__(parent)
        self._put = put
        self._stack = QUndoStack(self)

    def forget(self) -> None:
        """Begin anew with another order."""
        self._stack.clear()

    def change(self, at: int, gone: Sequence[EntryLine], come: Sequence[EntryLine]) -> None:
        """Put lines in the place of others."""
        self._stack.push(_Splice(self._put, at, gone, come))

    def undo(self) -> bool:
        """Take the last change back; False when there is none."""
        if not self._stack.canUndo():
            return False
        self._stack.undo()
        return True

    def redo(self) -> None:
        """Make the last change again that was taken back."""
        self._stack.redo()

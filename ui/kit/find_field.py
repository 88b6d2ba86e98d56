"""Type-ahead that answers at once: what Enter takes is decided by the text, never the popup."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPoint, QStringListModel, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QLineEdit, QListView, QWidget
from typing_extensions import override

_MOST = 12
"""Rows the list shows at a time; more are never needed to choose."""


@dataclass(frozen=True)
class Match:
    """One thing the text may mean: its id and how it is written in the list."""

    record_id: int
    text: str


class FindField(QLineEdit):
    """A line that finds things while one types.

    Enter takes the first match of the text as it stands, or the one the arrows moved to; the
    list never has the focus, and goes when the field goes. Esc closes the list, then empties
    the line.
    """

    taken = Signal(int, str)
    missed = Signal(str)
    left = Signal()

    def __init__(
        self,
        matches: Callable[[str], Sequence[Match]],
        title: str,
        parent: QWidget | None = None,
    ) -> None:
        """Find with a function from text to matches, best first."""
        super().__init__(parent)
        self._matches = matches
        self._found: Sequence[Match] = ()
        self._moved = False
        self.setAccessibleName(title)
        self._list: QListView | None = None
        self._texts = QStringListModel(self)
        self.textEdited.connect(self._typed)

    def close_list(self) -> None:
        """Hide the list of matches."""
        self._moved = False
        if self._list is not None:
            self._list.hide()

    def list_is_open(self) -> bool:
        """Tell whether matches are shown."""
        return self._list is not None and self._list.isVisible()

    def shown(self) -> tuple[str, ...]:
        """Give the matches shown, best first."""
        return tuple(match.text for match in self._found) if self.list_is_open() else ()

    def offer(self) -> None:
        """Show matches for the text as it stands, an empty one too."""
        self._typed(self.text())

    def _typed(self, text: str) -> None:
        self._moved = False
        self._found = self._matches(text)[:_MOST]
        if not self._found:
            self.close_list()
            return
        shown = self._made_list()
        self._texts.setStringList([match.text for match in self._found])
        shown.setCurrentIndex(self._texts.index(0, 0))
        self._place(shown)
        shown.show()
        shown.raise_()

    def _made_list(self) -> QListView:
        if self._list is None:
            self._list = QListView(self.window())
            self._texts.setParent(self._list)
            self.destroyed.connect(self._list.deleteLater)
            self._list.setModel(self._texts)
            self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            self._list.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
            self._list.setUniformItemSizes(True)
            self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
            self._list.setAccessibleName(self.accessibleName())
            self._list.clicked.connect(lambda index: self._take(index.row()))
        return self._list

    def _place(self, shown: QListView) -> None:
        under = self.mapTo(self.window(), QPoint(0, self.height() + 2))
        high = shown.sizeHintForRow(0) * len(self._found) + 12
        room = self.window().height() - under.y() - 12
        wide = max(self.width(), 420)
        shown.setGeometry(under.x(), under.y(), wide, max(48, min(high, room)))

    def _take(self, position: int) -> None:
        match = self._found[position]
        typed = self.text()
        self.close_list()
        self.taken.emit(match.record_id, typed)

    def _decide(self) -> None:
        """Take what the text says now; an older list has no say."""
        if self._moved and self._list is not None:
            self._take(self._list.currentIndex().row())
            return
        if not self.text().strip():
            self.close_list()
            self.missed.emit("")
            return
        self._found = self._matches(self.text())[:_MOST]
        if self._found:
            self._take(0)
        else:
            self.close_list()
            self.missed.emit(self.text())

    def _move(self, step: int) -> None:
        if not self.list_is_open():
            self.offer()
            return
        if self._list is None:
            return
        row = max(0, min(self._list.currentIndex().row() + step, len(self._found) - 1))
        self._list.setCurrentIndex(self._texts.index(row, 0))
        self._moved = True

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and plain:
            self._decide()
        elif key == Qt.Key.Key_Down and plain:
            self._move(1)
        elif key == Qt.Key.Key_Up and plain:
            self._move(-1)
        elif key == Qt.Key.Key_Escape and self.list_is_open():
            self.close_list()
        elif key == Qt.Key.Key_Escape and self.text():
            self.clear()
        else:
            super().keyPressEvent(event)

    @override
    def event(self, event: QEvent) -> bool:
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.matches(QKeySequence.StandardKey.Undo)
            and not self.isUndoAvailable()
        ):
            event.ignore()
            return False
        if event.type() == QEvent.Type.Hide:
            self.close_list()
        if event.type() == QEvent.Type.FocusOut:
            self.close_list()
            self.left.emit()
        return super().event(event)

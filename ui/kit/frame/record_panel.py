"""The right half of a page: one record, and no word typed that is lost without a question."""

from abc import abstractmethod
from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout
from typing_extensions import override

from app.core.errors import DeskError
from app.core.permissions import Right, may
from ui.kit.compare.their_values import TheirValues
from ui.kit.context import Context
from ui.kit.frame.split_page import Panel
from ui.kit.frame.unsaved_bar import UnsavedBar
from ui.kit.parts import Banner


class RecordPanel(Panel):
    """Shows one record to change; asks before anything typed is left."""

    def __init__(self, context: Context, fields: str) -> None:
        """Start without a record; `fields` is the accessible name of its form."""
        super().__init__()
        self.setObjectName("card")
        self._context = context
        self._record_id = 0
        self._next: Callable[[], object] | None = None
        self.banner = Banner()
        self.theirs = TheirValues()
        self.unsaved = UnsavedBar(self.save, self.discard, self._keep_editing)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setAccessibleName(fields)
        self._inside = QVBoxLayout(self)
        self._inside.setContentsMargins(16, 12, 16, 12)
        self._inside.setSpacing(8)
        self._on_key("Ctrl+S", self.save)

    def _on_key(self, keys: str, act: Callable[[], object]) -> None:
        shortcut = QShortcut(QKeySequence(keys), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(act)

    # --- what a room says ----------------------------------------------------------------

    @abstractmethod
    def dirty(self) -> bool:
        """Tell whether something typed is not saved."""

    @abstractmethod
    def save(self) -> None:
        """Save what was typed, or say where it cannot be."""

    @abstractmethod
    def discard(self) -> None:
        """Take back what was typed."""

    @abstractmethod
    def _tell(self) -> None:
        """Show what can be done now."""

    def _close(self) -> None:
        """Be ready to show something else."""

    def _escape(self) -> bool:
        """Take an Escape that is meant for something smaller; False when there is nothing."""
        return False

    # --- what is typed -------------------------------------------------------------------

    def _allowed(self, right: Right) -> bool:
        person = self._context.desk.person
        return person is not None and may(person.role, right)

    def _leave(self, then: Callable[[], object]) -> None:
        """Go on to something else, or ask first."""
        if self.dirty():
            self._next = then
            self.unsaved.ask()
            self.shown.emit(self._record_id)
            return
        self._close()
        then()

    def _go_on(self) -> bool:
        """Do what had to wait for the answer; False when nothing did."""
        then, self._next = self._next, None
        if then is not None:
            then()
        return then is not None

    def _keep_editing(self) -> None:
        self._next = None
        self.unsaved.hide()
        self.take_focus()

    def _problem(self, error: Exception) -> None:
        self._tell()
        if isinstance(error, DeskError):
            self.banner.tell("err", error.message())
        else:
            self._context.shell.problem(error)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() != Qt.Key.Key_Escape:
            super().keyPressEvent(event)
        elif not self.unsaved.isHidden():
            self._keep_editing()
        elif self.dirty():
            self.unsaved.ask()
        elif not self._escape():
            self.left.emit()

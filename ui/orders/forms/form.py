"""What the forms of an order share: the frame, saving once, and Esc that loses nothing typed."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractItemView, QApplication, QDialog, QVBoxLayout, QWidget
from typing_extensions import override

from app.core.command import Command
from app.core.errors import DeskError
from app.core.messages import _
from ui.kit.context import Context
from ui.kit.parts import Banner, button, label, row


class OrderForm(QDialog):
    """A form on one order: Ctrl+Enter saves once, Esc asks before it throws away what was typed.

    A subclass fills `body`, tells `touched` of every change, and gives `save`.
    """

    def __init__(self, context: Context, title: str, saving: str, parent: QWidget) -> None:
        """Build the frame with a title and the name of the button that saves."""
        super().__init__(parent)
        self.context = context
        self._typed = False
        self._warned = False
        self._busy = False
        self._missed = False
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.banner = Banner()
        self.saving = button(saving, self.press_save, kind="primary", shortcut="Ctrl+Return")
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setAutoRepeat(False)
            shortcut.activated.connect(self.press_save)
        self._leaving = button(_("Cancel"), self.reject, shortcut="Esc")
        self.head = label(title, "section", wrap=True)
        self.body = QVBoxLayout()
        self.body.setSpacing(context.theme.px(12))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 16, 20, 16)
        layout.setSpacing(12)
        layout.addWidget(self.head)
        layout.addLayout(self.body, 1)
        layout.addWidget(self.banner)
        self.foot = row(None, self._leaving, self.saving)
        layout.addLayout(self.foot)

    def fit(self, wide: int, high: int) -> None:
        """Take a size given at 100 %, never more than the screen has."""
        room = self.screen().availableSize()
        theme = self.context.theme
        self.resize(min(theme.px(wide), room.width() - 40), min(theme.px(high), room.height() - 60))

    def touched(self) -> None:
        """Remember that something was typed."""
        self._typed = True
        self._warned = False

    def miss(self, text: str) -> None:
        """Say that a value typed into a cell cannot be used; saving waits for a better one."""
        self._missed = True
        self.banner.tell("err", text)

    def press_save(self) -> None:
        """Save with what stands in an open cell, unless saving is under way already."""
        if self._busy:
            return
        self._missed = False
        view = _view_of(QApplication.focusWidget())
        if view is not None and self.isAncestorOf(view):
            view.setFocus()
        if not self._missed:
            self.save()

    def save(self) -> None:
        """Build the command and give it to `send`."""

    def send(
        self,
        handler: Callable[..., object],
        command: Command,
        done: Callable[[object], object],
    ) -> None:
        """Carry the command out; the form waits, and closes when it was done."""
        self._busy = True
        self.saving.setEnabled(False)

        def finish(answer: object) -> None:
            self._rest()
            self.accept()
            done(answer)

        self.context.tasks.run(handler, command, finish, self._refused)

    def _rest(self) -> None:
        self._busy = False
        self.saving.setEnabled(True)

    def _refused(self, error: Exception) -> None:
        self._rest()
        self.refused(error)

    def refused(self, error: Exception) -> None:
        """Say in place why it was not saved; what was typed stays."""
        if isinstance(error, DeskError):
            self.banner.tell("err", error.message())
        else:
            self.context.shell.problem(error)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave Enter to the fields: a scanner's Enter presses no button."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            return
        super().keyPressEvent(event)

    @override
    def reject(self) -> None:
        """Leave; what was typed is thrown away only when asked twice."""
        if self._busy:
            return
        if self._typed and not self._warned:
            self._warned = True
            text = _("This is not saved yet. Esc again throws it away, Ctrl+Enter saves it.")
            self.banner.tell("warn", text)
            return
        super().reject()


def _view_of(widget: QWidget | None) -> QAbstractItemView | None:
    """Give the table whose cell a widget edits, None when it is no cell's editor."""
    viewport = widget.parentWidget() if widget is not None else None
    view = viewport.parentWidget() if viewport is not None else None
    return view if isinstance(view, QAbstractItemView) else None

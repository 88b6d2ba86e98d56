"""A question in place of the buttons: nothing is covered, Enter does it, Esc leaves it."""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout

from app.core.messages import _
from ui.kit.parts import button, label, row


class ConfirmLine(QFrame):
    """Asks once before an act that cannot be taken back; `left` says that it was answered."""

    left = Signal()

    def __init__(self) -> None:
        """Start hidden."""
        super().__init__()
        self.setObjectName("banner_warn")
        self._act: Callable[[], object] | None = None
        self._text = label("", wrap=True)
        self.yes = button("", self.accept, kind="primary", shortcut="Ctrl+Return")
        self._no = button(_("Not now"), self.left.emit, shortcut="Esc")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 8, 12, 8)
        layout.setSpacing(8)
        layout.addWidget(self._text)
        layout.addLayout(row(None, self._no, self.yes))
        self.hide()

    def ask(self, text: str, yes: str, act: Callable[[], object]) -> None:
        """Show a question; the button that says `yes` does the act."""
        self._act = act
        self._text.setText(text)
        self.setAccessibleName(text)
        self.yes.setText(f"{yes}   Ctrl+Enter")
        self.yes.setAccessibleName(yes)
        self.yes.setAccessibleDescription(text)
        self.yes.setToolTip(_("{act} (Ctrl+Enter)").format(act=yes))
        self.show()
        self.yes.setFocus()

    def accept(self) -> None:
        """Do it."""
        act, self._act = self._act, None
        self.left.emit()
        if act is not None:
            act()

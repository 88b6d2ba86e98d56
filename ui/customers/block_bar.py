"""Asks why no orders are taken from a customer."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QLineEdit, QVBoxLayout

from app.core.messages import _
from ui.kit.parts import Field, button, row


class BlockBar(QFrame):
    """A reason and a button; `blocked` carries the reason."""

    blocked = Signal(str)

    def __init__(self) -> None:
        """Start hidden."""
        super().__init__()
        self.setObjectName("bar")
        inside = QVBoxLayout(self)
        inside.setContentsMargins(12, 8, 12, 8)
        self.reason = QLineEdit()
        self.reason.setPlaceholderText(_("unpaid since May, wrong address…"))
        self.reason.returnPressed.connect(self._block)
        self._field = Field(_("Take no orders from this customer, because"), self.reason)
        inside.addWidget(self._field)
        cancel = button(_("Cancel"), self.hide, shortcut="Esc")
        inside.addLayout(row(button(_("Block"), self._block), cancel, None))
        self.hide()

    def ask(self) -> None:
        """Show it empty, with the cursor in the reason."""
        self.reason.clear()
        self._field.show_problem("")
        self.show()
        self.reason.setFocus()

    def problem(self) -> None:
        """Say that a reason is needed."""
        self._field.show_problem(_("Say why, so that others know."))

    def _block(self) -> None:
        if self.reason.text().strip():
            self.blocked.emit(self.reason.text().strip())
        else:
            self.problem()

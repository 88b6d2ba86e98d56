"""Asks one thing: why, how much, or who."""

from collections.abc import Callable

from PySide6.QtWidgets import QDialog, QLineEdit, QVBoxLayout, QWidget

from app.core.messages import _
from ui.kit.parts import Field, button, label, row


class ReasonDialog(QDialog):
    """One line to type; Enter does it, Esc leaves everything as it is."""

    def __init__(
        self,
        title: str,
        question: str,
        act: Callable[[str], None],
        parent: QWidget,
        *,
        needed: bool = True,
        proposal: str = "",
    ) -> None:
        """Ask a question; `act` gets the answer."""
        super().__init__(parent)
        self._act, self._needed = act, needed
        self.setWindowTitle(title)
        self.setMinimumWidth(420)
        self._line = QLineEdit(proposal)
        self._field = Field(question, self._line)
        doing = button(title, self._do, kind="primary")
        doing.setDefault(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 20, 20, 20)
        layout.setSpacing(12)
        layout.addWidget(label(title, "section"))
        layout.addWidget(self._field)
        layout.addLayout(row(None, button(_("Cancel"), self.reject), doing))
        self._line.setFocus()
        self._line.selectAll()

    def _do(self) -> None:
        text = self._line.text().strip()
        if self._needed and not text:
            self._field.show_problem(_("Something is needed here."))
            return
        self.accept()
        self._act(text)

"""Says that something typed is not saved, and asks what to do with it."""

from collections.abc import Callable

from PySide6.QtWidgets import QFrame, QVBoxLayout

from app.core.messages import _
from ui.kit.parts import button, label, row


class UnsavedBar(QFrame):
    """Offers to save, to discard or to go on; hidden until it is needed."""

    def __init__(
        self,
        save: Callable[[], object],
        discard: Callable[[], object],
        keep: Callable[[], object],
    ) -> None:
        """Call one of three functions."""
        super().__init__()
        self.setObjectName("banner_warn")
        inside = QVBoxLayout(self)
        inside.setContentsMargins(12, 8, 12, 8)
        inside.addWidget(label(_("What you typed is not saved."), "strong", wrap=True))
        self._keep = button(_("Keep editing"), keep, shortcut="Esc")
        first = button(_("Save"), save, kind="primary")
        inside.addLayout(row(first, button(_("Discard changes"), discard), self._keep, None))
        self.hide()

    def ask(self) -> None:
        """Show, with the cursor where nothing is lost."""
        self.show()
        self._keep.setFocus()

"""Ctrl+/: every key, made from the actions themselves."""

from collections.abc import Sequence

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QDialog, QGridLayout, QScrollArea, QVBoxLayout, QWidget

from app.core.messages import _
from ui.kit.parts import label
from ui.shell.actions import PAGE_KEYS


class KeysDialog(QDialog):
    """Lists keys and what they do."""

    def __init__(self, actions: Sequence[QAction], parent: QWidget) -> None:
        """List the keys of actions, then those of pages."""
        super().__init__(parent)
        self.setWindowTitle(_("Keyboard shortcuts"))
        native = QKeySequence.SequenceFormat.NativeText
        known = [
            (action.shortcut().toString(native), action.text().replace("&", ""))
            for action in actions
            if not action.shortcut().isEmpty()
        ]
        inside = QWidget()
        inside.setObjectName("page")
        grid = QGridLayout(inside)
        grid.setColumnStretch(1, 1)
        for line, (keys, text) in enumerate(known + [(k, _(t)) for _p, k, t in PAGE_KEYS]):
            grid.addWidget(label(keys, "strong"), line, 0)
            grid.addWidget(label(text), line, 1)
        area = QScrollArea()
        area.setWidget(inside)
        area.setWidgetResizable(True)
        area.setAccessibleName(_("Keyboard shortcuts"))
        QVBoxLayout(self).addWidget(area)
        self.resize(inside.sizeHint().width() + 80, 560)

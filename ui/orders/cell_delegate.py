"""Cells that are typed into: a value that arrives late never replaces what somebody types."""

from PySide6.QtWidgets import QStyledItemDelegate, QWidget
from typing_extensions import override

from ui.kit.table import Index


class CellDelegate(QStyledItemDelegate):
    """Fills an editor once: what is typed in it outlives prices that arrive meanwhile."""

    @override
    def setEditorData(self, editor: QWidget, index: Index) -> None:
        if not editor.property("filled"):
            editor.setProperty("filled", True)
            super().setEditorData(editor, index)

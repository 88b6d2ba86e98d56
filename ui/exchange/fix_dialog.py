"""Putting one row right before it is imported."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QGridLayout, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from app.core.messages import _
from app.exchange.preview.choices import Fix
from app.exchange.preview.rows import PreviewRow
from ui.kit.parts import Field, button, label, row

_PER_ROW = 2


class FixDialog(QDialog):
    """Shows the cells of a row as read; what is changed is imported instead."""

    fixed = Signal(object)

    def __init__(self, header: tuple[str, ...], chosen: PreviewRow, parent: QWidget) -> None:
        """Show one row."""
        super().__init__(parent)
        self._header, self._row = header, chosen
        self.setWindowTitle(_("Row {row}").format(row=chosen.row))
        self.resize(640, 480)
        inside = QWidget()
        inside.setObjectName("page")
        grid = QGridLayout(inside)
        self._lines: list[QLineEdit] = []
        for place, (name, text) in enumerate(zip(header, chosen.cells, strict=False)):
            line = QLineEdit(text)
            self._lines.append(line)
            field = Field(name, line)
            if name == chosen.column:
                field.show_problem(chosen.sentence)
                line.setFocus()
            grid.addWidget(field, place // _PER_ROW, place % _PER_ROW)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setWidget(inside)
        layout = QVBoxLayout(self)
        layout.addWidget(label(chosen.sentence, "muted", wrap=True))
        layout.addWidget(area, 1)
        use = button(_("Use these values"), self._use, kind="primary")
        layout.addLayout(row(None, button(_("Cancel"), self.reject), use))

    def _use(self) -> None:
        fixes = tuple(
            Fix(self._row.row, name, line.text())
            for name, line, before in zip(self._header, self._lines, self._row.cells, strict=False)
            if line.text() != before
        )
        self.accept()
        self.fixed.emit(fixes)

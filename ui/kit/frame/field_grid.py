"""A form: named fields in a grid of six columns, what was typed into them, what is wrong."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QLineEdit, QPlainTextEdit, QWidget

from app.core.errors import Refused
from ui.kit.compare.merging import text_of
from ui.kit.context import Context
from ui.kit.fields import ValueField
from ui.kit.parts import Field

_COLUMNS = 6


class FieldGrid(QWidget):
    """Holds the fields of one record; what a room adds to them it says by `raw`."""

    edited = Signal()

    def __init__(self, context: Context) -> None:
        """Start without fields."""
        super().__init__()
        self._context = context
        self._fields: dict[str, Field] = {}
        self._titles: dict[str, str] = {}
        self._baseline: dict[str, object] = {}
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 10, 0)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(10)
        for column in range(_COLUMNS):
            self._grid.setColumnStretch(column, 1)

    def _put(self, name: str, title: str, control: QWidget, place: tuple[int, int, int]) -> None:
        """Add a field at a line and a column, some columns wide."""
        made = Field(title, control)
        self._fields[name] = made
        self._titles[name] = title
        line, column, wide = place
        self._grid.addWidget(made, line, column, 1, wide, Qt.AlignmentFlag.AlignTop)
        if isinstance(control, QLineEdit):
            control.textChanged.connect(lambda _text: self.edited.emit())
        elif isinstance(control, QComboBox):
            control.currentIndexChanged.connect(lambda _at: self.edited.emit())
        elif isinstance(control, QPlainTextEdit):
            control.textChanged.connect(self.edited.emit)

    def _add_note(self, title: str, line: int) -> QPlainTextEdit:
        """Add a note over the whole width, and let all below it stay free."""
        note = QPlainTextEdit()
        note.setTabChangesFocus(True)
        note.setMaximumHeight(self._context.theme.px(72))
        self._put("note", title, note, (line, 0, _COLUMNS))
        self._grid.setRowStretch(line + 1, 1)
        return note

    def line(self, name: str) -> QLineEdit:
        """Give the line of a field."""
        control = self._fields[name].control
        assert isinstance(control, QLineEdit)  # noqa: S101 - each room knows which are lines
        return control

    def _value(self, name: str) -> ValueField:
        control = self._fields[name].control
        assert isinstance(control, ValueField)  # noqa: S101 - each room knows which have values
        return control

    def raw(self) -> dict[str, object]:
        """Give what stands in the form, for comparing."""
        return {name: text_of(one.control) for name, one in self._fields.items()}

    def dirty(self) -> bool:
        """Tell whether something was typed that is not kept."""
        return self.raw() != self._baseline

    def clear_problems(self) -> None:
        """Take back what was said to be wrong."""
        for one in self._fields.values():
            one.show_problem("")

    def show_problem(self, error: Refused) -> bool:
        """Say what is wrong at its place and go there; False when it has none here."""
        one = self._fields.get(error.field) or next(
            (f for f in self._fields.values() if f.control.accessibleName() == error.field), None
        )
        if one is None:
            return False
        one.show_problem(error.message())
        one.control.setFocus()
        return True

"""Edits a short list, row by row: an empty row is always there, emptied rows go."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QLineEdit, QVBoxLayout, QWidget

from app.core.finder import Finder
from app.core.messages import _
from ui.kit.find_field import FindField, Match
from ui.kit.parts import button, label

_SEPARATOR = " · "
_MOST_FOUND = 12


@dataclass(frozen=True)
class LineColumn:
    """One column: its title, its share of the width, and what may stand in it.

    `choices` gives (value, text) to choose from, `items` an index of items to find in; else
    anything can be typed. A row whose first column is empty does not count.
    """

    title: str
    stretch: int = 1
    number: bool = False
    hint: str = ""
    choices: Sequence[tuple[str, str]] = field(default=())
    items: Callable[[], Finder] | None = None


class LinesEditor(QWidget):
    """Rows of fields under one title, with a line for what is wrong or odd."""

    changed = Signal()

    def __init__(self, title: str, columns: Sequence[LineColumn]) -> None:
        """Start with one empty row."""
        super().__init__()
        self._columns = tuple(columns)
        self._title = title
        self._rows: list[list[QWidget]] = []
        self._problem = label("", "problem", wrap=True)
        self._hint = label("", "warn", wrap=True)
        self._problem.hide()
        self._hint.hide()
        self._grid = QGridLayout()
        self._grid.setSpacing(6)
        for at, column in enumerate(self._columns):
            self._grid.setColumnStretch(at, column.stretch)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(label(title, "strong"))
        layout.addLayout(self._grid)
        layout.addWidget(self._hint)
        layout.addWidget(self._problem)
        self._add_row(("",) * len(self._columns))

    def rows(self) -> tuple[tuple[str, ...], ...]:
        """Give the rows that are filled in; an item stands as its code."""
        read = (tuple(_text(part) for part in parts[:-1]) for parts in self._rows)
        return tuple(values for values in read if values[0])

    def show_rows(self, rows: Sequence[Sequence[str]]) -> None:
        """Show these rows and one empty row below them."""
        for parts in self._rows:
            self._drop(parts)
        self._rows.clear()
        for values in rows:
            self._add_row(values)
        self._add_row(("",) * len(self._columns))
        self.show_problem("")

    def show_problem(self, text: str) -> None:
        """Say what is wrong; an empty text takes it back."""
        self._problem.setText(text)
        self._problem.setVisible(bool(text))

    def show_hint(self, text: str) -> None:
        """Say what is odd but can be kept."""
        self._hint.setText(text)
        self._hint.setVisible(bool(text))

    def problem(self) -> str:
        """Give what is said to be wrong."""
        return self._problem.text()

    def hint(self) -> str:
        """Give what is said to be odd."""
        return self._hint.text()

    def cell(self, row: int, column: int) -> QWidget:
        """Give the field at a place."""
        return self._rows[row][column]

    def take_focus(self, line: int = 1) -> None:
        """Put the cursor into the first field of a row, counted from 1."""
        at = max(0, min(line, len(self._rows)) - 1)
        self._rows[at][0].setFocus()

    def _add_row(self, values: Sequence[str]) -> None:
        made = [self._control(column) for column in self._columns]
        at = self._grid.rowCount()
        for place, (part, value) in enumerate(zip(made, values, strict=True)):
            _show(part, value)
            self._grid.addWidget(part, at, place)
        remove = button("", lambda: self._remove(made), icon="x", kind="link")
        remove.setAccessibleName(_("Remove this row of {title}").format(title=self._title))
        remove.setToolTip(_("Remove this row"))
        made.append(remove)
        self._grid.addWidget(remove, at, len(self._columns))
        if self._rows:
            self._rows[-1][-1].show()
        remove.hide()
        self._rows.append(made)
        for part in made[:-1]:
            if isinstance(part, QLineEdit):
                part.textChanged.connect(lambda _text: self._edited())
            elif isinstance(part, QComboBox):
                part.currentIndexChanged.connect(lambda _at: self._edited())

    def _control(self, column: LineColumn) -> QWidget:
        made: QWidget
        if column.choices:
            made = QComboBox()
            for value, text in column.choices:
                made.addItem(text, value)
        elif column.items is not None:
            made = self._finder(column, column.items)
        else:
            line = QLineEdit()
            line.setPlaceholderText(column.hint or column.title)
            made = line
        made.setAccessibleName(f"{self._title}: {column.title}")
        made.setToolTip(column.hint or column.title)
        return made

    def _finder(self, column: LineColumn, items: Callable[[], Finder]) -> FindField:
        def matches(text: str) -> list[Match]:
            found = items().find(text, limit=_MOST_FOUND) if text.strip() else []
            return [
                Match(one.entry.entry_id, _SEPARATOR.join((one.entry.code, one.entry.name)))
                for one in found
            ]

        made = FindField(matches, column.title)
        made.setPlaceholderText(column.hint or column.title)

        def take(item_id: int, _typed: str) -> None:
            entry = items().entry(item_id)
            if entry is not None:
                made.setText(_SEPARATOR.join((entry.code, entry.name)))

        made.taken.connect(take)
        return made

    def _edited(self) -> None:
        if _text(self._rows[-1][0]):
            self._add_row(("",) * len(self._columns))
        self.changed.emit()

    def _remove(self, parts: list[QWidget]) -> None:
        if parts is self._rows[-1]:
            return
        self._rows.remove(parts)
        self._drop(parts)
        self._rows[0][0].setFocus()
        self.changed.emit()

    def _drop(self, parts: list[QWidget]) -> None:
        for part in parts:
            self._grid.removeWidget(part)
            part.hide()
            part.deleteLater()


def _text(part: QWidget) -> str:
    if isinstance(part, QComboBox):
        return str(part.currentData() or "")
    if isinstance(part, FindField):
        return part.text().split(_SEPARATOR)[0].strip()
    return part.text().strip() if isinstance(part, QLineEdit) else ""


def _show(part: QWidget, value: str) -> None:
    if isinstance(part, QComboBox):
        part.setCurrentIndex(max(part.findData(value), 0))
    elif isinstance(part, QLineEdit):
        part.setText(value)

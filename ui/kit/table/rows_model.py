"""Rows under declared columns, all of them kept."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from typing_extensions import override

from app.core.reading.spans import PAGE
from ui.kit.table.columns import LABEL_ROLE, Column

__all__ = ["PAGE", "Index", "RowsModel"]

Index = QModelIndex | QPersistentModelIndex
_NOTHING = QModelIndex()
_DISPLAY = int(Qt.ItemDataRole.DisplayRole)
_ALIGN = int(Qt.ItemDataRole.TextAlignmentRole)
_TOOLTIP = int(Qt.ItemDataRole.ToolTipRole)
_FOREGROUND = int(Qt.ItemDataRole.ForegroundRole)
_LEFT = int(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter)
_RIGHT = int(Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignVCenter)


def _text(column: Column, row: Any) -> str:
    return column.text(row)


def _align(column: Column, row: Any) -> int:
    del row
    return _RIGHT if column.number else _LEFT


def _label(column: Column, row: Any) -> str | None:
    return column.label(row) if column.label else None


def _colour(column: Column, row: Any) -> Any:
    return column.colour(row) if column.colour else None


_ANSWERS = {
    _DISPLAY: _text,
    _TOOLTIP: _text,
    _ALIGN: _align,
    LABEL_ROLE: _label,
    _FOREGROUND: _colour,
}
"""What answers a role, by its number: comparing roles one by one costs more than painting."""


class RowsModel(QAbstractTableModel):
    """Rows under declared columns; more are asked for when the view nears the end.

    `more` is emitted with the last row known; the page reads on from its key and calls `add`.
    """

    more = Signal(object)

    def __init__(self, columns: Sequence[Column], parent: QObject | None = None) -> None:
        """Start empty and complete."""
        super().__init__(parent)
        self.columns = tuple(columns)
        self.rows: list[Any] = []
        self._complete = True
        self._asked = False

    def show(self, rows: Sequence[Any], *, complete: bool = True) -> None:
        """Show these rows instead; not `complete` means that more can be read."""
        self.beginResetModel()
        self.rows = list(rows)
        self._complete = complete
        self._asked = False
        self.endResetModel()

    def add(self, rows: Sequence[Any], *, complete: bool) -> None:
        """Append a page that was asked for."""
        self._asked = False
        self._complete = complete
        if rows:
            first = len(self.rows)
            self.beginInsertRows(QModelIndex(), first, first + len(rows) - 1)
            self.rows.extend(rows)
            self.endInsertRows()

    @property
    def complete(self) -> bool:
        """Tell whether every row is here."""
        return self._complete

    @override
    def rowCount(self, parent: Index = _NOTHING) -> int:
        return 0 if parent.isValid() else len(self.rows)

    @override
    def columnCount(self, parent: Index = _NOTHING) -> int:
        return 0 if parent.isValid() else len(self.columns)

    @override
    def canFetchMore(self, parent: Index) -> bool:
        return not parent.isValid() and not self._complete and not self._asked

    @override
    def fetchMore(self, parent: Index) -> None:
        if self.canFetchMore(parent) and self.rows:
            self._asked = True
            self.more.emit(self.rows[-1])

    @override
    def data(self, index: Index, role: int = _DISPLAY) -> Any:
        answer = _ANSWERS.get(role)
        if answer is None:
            return None
        return answer(self.columns[index.column()], self.rows[index.row()])

    @override
    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY) -> Any:
        if orientation != Qt.Orientation.Horizontal:
            return None
        role = int(role)
        if role == _DISPLAY:
            return self.columns[section].title
        if role == _ALIGN:
            return _RIGHT if self.columns[section].number else _LEFT
        return None

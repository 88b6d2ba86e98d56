"""Tables: declared columns over rows that arrive page by page; a million scroll as a hundred."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QSettings,
    Qt,
    Signal,
)
from PySide6.QtGui import QFont, QFontMetrics, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget
from typing_extensions import override

Index = QModelIndex | QPersistentModelIndex
_NOTHING = QModelIndex()
_DISPLAY = int(Qt.ItemDataRole.DisplayRole)
_ALIGN = int(Qt.ItemDataRole.TextAlignmentRole)
_TOOLTIP = int(Qt.ItemDataRole.ToolTipRole)
_FOREGROUND = int(Qt.ItemDataRole.ForegroundRole)
_LABEL = int(Qt.ItemDataRole.UserRole) + 1
LABEL_ROLE = _LABEL
"""Role under which a status column gives its label to the pill delegate."""
_LEFT = int(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter)
_RIGHT = int(Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignVCenter)
PAGE = 128
"""Rows read at a time."""


@dataclass(frozen=True)
class Column:
    """A column: its heading, how to write a row's value, its width in characters.

    `number` sets figures right-aligned; `stretch` takes the rest of the width; `label` gives
    the board label a pill is painted for.
    """

    title: str
    text: Callable[[Any], str]
    width: int = 12
    number: bool = False
    stretch: bool = False
    label: Callable[[Any], str] | None = None
    colour: Callable[[Any], Any] | None = None


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
        role = int(role)
        if role == _DISPLAY:
            return self.columns[index.column()].text(self.rows[index.row()])
        if role == _ALIGN:
            return _RIGHT if self.columns[index.column()].number else _LEFT
        if role == _LABEL:
            label = self.columns[index.column()].label
            return label(self.rows[index.row()]) if label else None
        if role == _FOREGROUND:
            colour = self.columns[index.column()].colour
            return colour(self.rows[index.row()]) if colour else None
        if role == _TOOLTIP:
            return self.columns[index.column()].text(self.rows[index.row()])
        return None

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


class DataTable(QTableView):
    """A calm table: whole rows, no grid, Enter opens, columns remembered by name."""

    opened = Signal(object)
    chosen = Signal(object)

    def __init__(
        self, model: RowsModel, name: str, title: str, parent: QWidget | None = None
    ) -> None:
        """Show a model; `name` keys the saved column widths, `title` is the accessible name."""
        super().__init__(parent)
        self._name = name
        self._settings: QSettings | None = None
        self.rows_model = model
        self.setModel(model)
        self.setAccessibleName(title)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.verticalHeader().hide()
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setMinimumSectionSize(40)
        self.doubleClicked.connect(lambda index: self._open(index.row()))
        self.selectionModel().currentRowChanged.connect(self._choose)
        self.resize_columns()

    def resize_columns(self) -> None:
        """Set row height and column widths from the font: once, never by contents."""
        metrics = QFontMetrics(self.font())
        self.verticalHeader().setDefaultSectionSize(metrics.height() + 18)
        header = self.horizontalHeader()
        for index, column in enumerate(self.rows_model.columns):
            wide = metrics.horizontalAdvance("0") * column.width + 24
            self.setColumnWidth(index, wide)
            mode = QHeaderView.ResizeMode
            header.setSectionResizeMode(index, mode.Stretch if column.stretch else mode.Interactive)

    def remember(self, settings: QSettings) -> None:
        """Restore the columns as last left, and keep them when they change."""
        self._settings = settings
        kept = settings.value(f"columns/{self._name}")
        if kept is not None:
            self.horizontalHeader().restoreState(kept)
        self.horizontalHeader().sectionResized.connect(lambda *_sizes: self._keep())

    def _keep(self) -> None:
        if self._settings is not None:
            self._settings.setValue(f"columns/{self._name}", self.horizontalHeader().saveState())

    def current(self) -> Any:
        """Give the current row, None when there is none."""
        row = self.currentIndex().row()
        rows = self.rows_model.rows
        return rows[row] if 0 <= row < len(rows) else None

    def select(self, row: int) -> None:
        """Make a row current."""
        if 0 <= row < self.rows_model.rowCount():
            self.setCurrentIndex(self.rows_model.index(row, 0))

    def _open(self, row: int) -> None:
        if 0 <= row < len(self.rows_model.rows):
            self.opened.emit(self.rows_model.rows[row])

    def _choose(self, current: Index, _previous: Index) -> None:
        if 0 <= current.row() < len(self.rows_model.rows):
            self.chosen.emit(self.rows_model.rows[current.row()])

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open(self.currentIndex().row())
            return
        if key == Qt.Key.Key_Home:
            self.select(0)
            return
        if key == Qt.Key.Key_End:
            self.select(self.rows_model.rowCount() - 1)
            return
        super().keyPressEvent(event)


def tabular(font: QFont) -> QFont:
    """Give a font whose figures stand under each other."""
    made = QFont(font)
    if hasattr(made, "setFeature"):
        made.setFeature(QFont.Tag("tnum"), 1)
    return made

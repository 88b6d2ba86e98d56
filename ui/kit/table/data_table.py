"""The table as people see it: whole rows, no grid, Enter opens."""

from typing import Any

from PySide6.QtCore import QSettings, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget
from typing_extensions import override

from ui.kit.table.rows_model import Index, RowsModel


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
        """Set row height and column widths from the font: once, never by contents.

        A column is never narrower than its heading.
        """
        metrics = QFontMetrics(self.font())
        self.verticalHeader().setDefaultSectionSize(metrics.height() + 18)
        header = self.horizontalHeader()
        header.ensurePolished()
        for index, column in enumerate(self.rows_model.columns):
            wide = metrics.horizontalAdvance("0") * column.width + 24
            self.setColumnWidth(index, max(wide, header.sectionSizeHint(index)))
            mode = QHeaderView.ResizeMode
            header.setSectionResizeMode(index, mode.Stretch if column.stretch else mode.Interactive)

    def remember(self, settings: QSettings) -> None:
        """Restore the columns as last left, and keep them when they change."""
        self._settings = settings
        self._recall()
        self.horizontalHeader().sectionResized.connect(lambda *_sizes: self._keep())

    def rescale(self) -> None:
        """Fit another size of letters: as last left at this size, else fresh from the font."""
        self._settings, settings = None, self._settings
        self.resize_columns()
        self._settings = settings
        self._recall()

    @property
    def _kept_as(self) -> str:
        """Give the key of the widths; those of another size of letters would cut what they show."""
        return f"columns/{self._name}@{self.font().pixelSize()}"

    def _recall(self) -> None:
        kept = self._settings.value(self._kept_as) if self._settings is not None else None
        if kept is not None:
            self.horizontalHeader().restoreState(kept)

    def _keep(self) -> None:
        if self._settings is not None:
            self._settings.setValue(self._kept_as, self.horizontalHeader().saveState())

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

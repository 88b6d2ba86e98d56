"""The table of a long list: what is current and chosen stays so, by record, whatever is kept."""

from collections.abc import Iterable
from typing import Any

from PySide6.QtCore import QEvent, QItemSelection, QItemSelectionModel, QModelIndex, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QWidget
from typing_extensions import override

from ui.kit.table.data_table import DataTable
from ui.kit.table.rows_model import Index
from ui.kit.table.window_model import Landing, WindowModel

_NOTHING = QModelIndex()
_FLAGS = QItemSelectionModel.SelectionFlag
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_UP = (Qt.Key.Key_Up, Qt.Key.Key_PageUp)
_DOWN = (Qt.Key.Key_Down, Qt.Key.Key_PageDown)
_ENDS = (Qt.Key.Key_Home, Qt.Key.Key_End)
_WAIT = (*_ENTER, *_UP, *_DOWN, *_ENDS)
"""Keys that mean rows which are still on their way, and wait for them."""


class ListTable(DataTable):
    """Shows a window of a long list as if it were whole.

    Home and End go to the real ends; the arrows and the page keys read on. The current record
    and the chosen ones are kept by id while their rows are not.
    """

    _quiet = True
    """Nothing is told and nothing forgotten while rows are moved, or the table is being built."""

    def __init__(
        self, model: WindowModel, name: str, title: str, parent: QWidget | None = None
    ) -> None:
        """Show a window; `name` keys the saved column widths, `title` is the accessible name."""
        super().__init__(model, name, title, parent)
        self.window_model = model
        self._here: Any = None
        self._here_id: Any = None
        self._away = False
        self._held: dict[Any, Any] = {}
        self._quiet = False
        self._keys: list[tuple[int, Qt.KeyboardModifier]] = []
        self._value = self._offset = 0
        model.moving.connect(self._before)
        model.dropping.connect(self._let_go)
        model.moved.connect(self._after)
        model.landed.connect(self._land)
        model.settled.connect(self._settle)
        self.verticalScrollBar().valueChanged.connect(lambda _value: self.look())

    # --- what is current and chosen -------------------------------------------------------

    @override
    def current(self) -> Any:
        found = super().current()
        return self._here if found is None else found

    @property
    def current_id(self) -> Any:
        """Give the id of the current record, whether its row is kept or not."""
        return self._here_id

    def marked(self) -> list[Any]:
        """Give the rows of all records chosen, also of those let go, in their order."""
        rows = sorted(index.row() for index in self.selectionModel().selectedRows())
        return [*self._held.values(), *(self.window_model.rows[row] for row in rows)]

    @property
    def marks(self) -> int:
        """Give how many records are chosen, without looking at them."""
        chosen = self.selectionModel().selection()
        return len(self._held) + sum(chosen.at(at).height() for at in range(chosen.size()))

    def mark_also(self, rows: Iterable[Any]) -> None:
        """Choose records besides those chosen, also such whose rows are not kept."""
        mine = {self.window_model.id_of(row): row for row in rows}
        for row in self.marked():
            mine.pop(self.window_model.id_of(row), None)
        self._held.update(mine)
        self._take_back(0, self.window_model.rowCount() - 1)

    def point_at(self, record_id: Any) -> None:
        """Make a record current without telling; None makes none current."""
        self._here, self._here_id = None, record_id
        self._held.clear()
        row = -1 if record_id is None else self.window_model.find(record_id)
        self._away = row < 0 and record_id is not None
        self._be_quiet()
        if row < 0:
            self._stand(_NOTHING, _FLAGS.Clear)
        else:
            self._stand(self.window_model.index(row, 0), _FLAGS.ClearAndSelect | _FLAGS.Rows)
        self._speak()

    def seek(self, key: tuple[Any, ...]) -> None:
        """Make the record of a key current without telling, wherever in the list it is."""
        self.point_at(key[-1])
        if self._away:
            self.window_model.leap_to(key)
        else:
            self.scrollTo(self.currentIndex())

    def _stand(self, index: QModelIndex, flags: QItemSelectionModel.SelectionFlag) -> None:
        self.selectionModel().setCurrentIndex(index, flags)

    @override
    def _choose(self, current: Index, _previous: Index) -> None:
        if self._quiet or not current.isValid():
            return
        self._here = self.window_model.rows[current.row()]
        self._here_id = self.window_model.id_of(self._here)
        self._away = False
        self.chosen.emit(self._here)

    @override
    def selectionCommand(
        self, index: Index, event: QEvent | None = None
    ) -> QItemSelectionModel.SelectionFlag:
        flags = super().selectionCommand(index, event)
        if not self._quiet and index.isValid() and flags & _FLAGS.Clear:
            self._held.clear()
        return flags

    # --- rows that come and go ------------------------------------------------------------

    def look(self) -> None:
        """Tell the model which rows are seen."""
        if not self._quiet:
            high = self.verticalHeader().defaultSectionSize()
            top = self.verticalScrollBar().value()
            self.window_model.look(top // high, (top + self.viewport().height()) // high)

    def _be_quiet(self) -> None:
        self._quiet = True
        self.setAutoScroll(False)

    def _speak(self) -> None:
        self.setAutoScroll(True)
        self._quiet = False

    def _before(self) -> None:
        self._be_quiet()
        self._value = self.verticalScrollBar().value()
        self._offset = self._value % self.verticalHeader().defaultSectionSize()

    def _let_go(self, first: int, last: int) -> None:
        rows = self.window_model.rows
        for index in self.selectionModel().selectedRows():
            if first <= index.row() <= last:
                row = rows[index.row()]
                self._held[self.window_model.id_of(row)] = row
        here = self.currentIndex().row()
        if first <= here <= last:
            self._here, self._away = rows[here], True
            self._stand(_NOTHING, _FLAGS.NoUpdate)

    def _after(self, above: int, first: int, last: int) -> None:
        self._take_back(first, last)
        self.executeDelayedItemsLayout()
        high = self.verticalHeader().defaultSectionSize()
        self.verticalScrollBar().setValue(self._value + above * high)
        self._speak()
        self._go_on()

    def _take_back(self, first: int, last: int) -> None:
        """Mark the rows of records that were current or chosen before they were let go."""
        if not self._held and not self._away:
            return
        model, back = self.window_model, QItemSelection()
        here = begun = -1
        for row in range(first, last + 1):
            record_id = model.id_of(model.rows[row])
            if self._held.pop(record_id, None) is None:
                begun = -1
            elif begun < 0:
                begun = row
                back.select(model.index(row, 0), model.index(row, 0))
            else:
                back.removeLast()
                back.select(model.index(begun, 0), model.index(row, 0))
            if self._away and record_id == self._here_id:
                here = row
        if here >= 0:
            self._away = False
            self._stand(model.index(here, 0), _FLAGS.NoUpdate)
        if not back.isEmpty():
            self.selectionModel().select(back, _FLAGS.Select | _FLAGS.Rows)

    def _land(self, landing: Landing) -> None:
        if landing.how == "again":
            for gone in landing.gone:
                self._held.pop(gone, None)
        else:
            self._held.clear()
        self._take_back(0, self.window_model.rowCount() - 1)
        self.executeDelayedItemsLayout()
        self._place(landing)
        self._speak()
        if landing.how in ("first", "last"):
            self.select(landing.row)
        elif landing.how == "found":
            self._find(landing.row)
        self._go_on()

    def _place(self, landing: Landing) -> None:
        """Scroll to where the eye was, or to where it shall be."""
        high = self.verticalHeader().defaultSectionSize()
        if landing.how == "again":
            at_top = landing.row == 0 and self._value < high
            self.verticalScrollBar().setValue(
                self._value if at_top else landing.row * high + self._offset
            )
        elif landing.how == "top":
            here = self.currentIndex()
            if here.isValid():
                self._stand(here, _FLAGS.ClearAndSelect | _FLAGS.Rows)
            self.scrollToTop()
            self.scrollTo(here)

    def _find(self, row: int) -> None:
        """Stand on the record sought; where it is not listed, on its neighbour when keys wait."""
        if not self._away:
            index = self.currentIndex()
            self._be_quiet()
            self._stand(index, _FLAGS.ClearAndSelect | _FLAGS.Rows)
            self._speak()
            self.scrollTo(index, QAbstractItemView.ScrollHint.PositionAtCenter)
        elif self._keys:
            self._keys.pop(0)
            self.select(row)
        else:
            centre = QAbstractItemView.ScrollHint.PositionAtCenter
            self.scrollTo(self.window_model.index(row, 0), centre)

    def _settle(self) -> None:
        if not self.window_model.leaping:
            self.look()
        if not self.window_model.reading:
            self._keys.clear()

    # --- keys -----------------------------------------------------------------------------

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, model = event.key(), self.window_model
        if key in _WAIT and (model.leaping or self._waits_at_edge(key)):
            self._keys.append((key, event.modifiers()))
            model.retry()
            self.look()
        elif key in _ENTER and self._away and self._here is not None:
            self.opened.emit(self._here)
        elif key in _ENDS and not event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self._to_end(last=key == Qt.Key.Key_End)
        elif key in (*_UP, *_DOWN) and self._away and self._here is not None:
            self._keys.append((key, event.modifiers()))
            model.leap_to(model.key_of(self._here))
        else:
            super().keyPressEvent(event)

    @override
    def keyboardSearch(self, search: str) -> None:
        """Find nothing among the rows that happen to be kept; the page's search finds all."""

    def _waits_at_edge(self, key: int) -> bool:
        """Tell whether a key wants rows beyond the window that are not read yet."""
        row, model = self.currentIndex().row(), self.window_model
        if key in _UP:
            return row == 0 and not model.at_first
        return key in _DOWN and row == len(model.rows) - 1 and row >= 0 and not model.at_last

    def _to_end(self, *, last: bool) -> None:
        model = self.window_model
        if model.at_last if last else model.at_first:
            self.select(model.rowCount() - 1 if last else 0)
        elif last:
            model.leap_last()
        else:
            model.leap_first()

    def _go_on(self) -> None:
        """Look on, and do what was typed while rows were on their way."""
        self.look()
        waiting, self._keys = self._keys, []
        for key, modifiers in waiting:
            self.keyPressEvent(QKeyEvent(QEvent.Type.KeyPress, key, modifiers))

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        if not self._away and not self.window_model.leaping:
            super().focusInEvent(event)
            return
        here = self.currentIndex()
        self._be_quiet()
        super().focusInEvent(event)
        self._stand(here, _FLAGS.NoUpdate)
        self._speak()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.look()

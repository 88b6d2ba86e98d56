"""Puts the rows of a file right one after the other, in place, before anything is imported."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QLineEdit, QScrollArea, QWidget
from typing_extensions import override

from app.core.messages import _
from app.exchange.preview.choices import Fix
from app.exchange.preview.preview import Preview
from app.exchange.preview.rows import PreviewRow, problem_with
from app.exchange.rules.findings import Outcome
from ui.kit.find_field import FindField, Match
from ui.kit.parts import Card, Field, button, label, row

_PER_ROW = 4
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class _Cells(QScrollArea):
    """The cells of a row: as high as wanted where there is room, lower where there is not."""

    _high = 0

    def want(self, high: int) -> None:
        """Ask for a height."""
        self._high = high
        self.setMaximumHeight(high)
        self.updateGeometry()

    @override
    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), self._high)


class FixBar(Card):
    """The wrong cell of one row to type in; Enter keeps it and goes to the next row.

    `fixed` carries the cells put right, `dropped` the number of a row to leave out, `moved` a
    step to another row (1 or -1), `item_wanted` the code and name of an item to make.
    """

    fixed = Signal(object)
    dropped = Signal(int)
    moved = Signal(int)
    left = Signal()
    item_wanted = Signal(str, str)

    def __init__(self, items: Callable[[str], list[Match]]) -> None:
        """Find items by a function from text to matches."""
        super().__init__(margin=8)
        self._items = items
        self._preview: Preview | None = None
        self._row: PreviewRow | None = None
        self._cells: dict[str, QLineEdit] = {}
        self._fields: dict[str, Field] = {}
        self._surplus: list[str] = []
        self._last = ""
        self._sentence = label("", "strong", wrap=True)
        self._inside = QWidget()
        self._inside.setObjectName("page")
        self._grid = QGridLayout(self._inside)
        self._grid.setContentsMargins(0, 0, 8, 0)
        self._area = _Cells()
        self._area.setWidgetResizable(True)
        self._area.setWidget(self._inside)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setAccessibleName(_("Cells of the row"))
        self._next = button(_("Keep and next"), self.keep, icon="check", shortcut="Return")
        self._drop = button(_("Leave this row out"), self._leave_out, shortcut="Ctrl+Del")
        self._make = button(_("Create this item"), self._create, icon="plus")
        self._join = button(_("Join with the next cell"), self.join, shortcut="Ctrl+J")
        self.body.addWidget(self._sentence)
        self.body.addWidget(self._area)
        self.body.addLayout(row(self._next, self._join, self._drop, self._make, None))

    def show_row(self, preview: Preview, chosen: PreviewRow) -> None:
        """Show a row; what is being typed into this very row stays."""
        self._preview = preview
        same = self._row is not None and _place(chosen) == _place(self._row)
        if same and self.changed():
            return
        self._row = chosen
        text = _("{file}, row {row}: {what}") if chosen.beside else _("Row {row}: {what}")
        said = text.format(file=chosen.beside, row=chosen.row, what=chosen.sentence)
        self._sentence.setText(said)
        self._drop.setVisible(not chosen.beside)
        self._fill(chosen)
        known = preview.prepared.mapping.get("item_code", "")
        unknown = "NEWITEM" in chosen.findings or (
            chosen.column == known and chosen.outcome == Outcome.REJECT
        )
        self._make.setVisible(bool(known) and unknown and bool(self._text(known)))
        self.show()

    def forget(self) -> None:
        """Let go of the row and its file."""
        self._row = self._preview = None

    def row_number(self) -> int:
        """Give the spreadsheet row shown, 0 for none."""
        return self._row.row if self._row is not None else 0

    def changed(self) -> tuple[Fix, ...]:
        """Give the cells that were typed over; every cell of a row that had too few or many."""
        chosen, preview = self._row, self._preview
        if chosen is None or preview is None:
            return ()
        header = self._header()
        before = dict(zip(header, chosen.cells, strict=False))
        typed = {name: line.text() for name, line in self._cells.items()}
        if not any(text != before.get(name, "") for name, text in typed.items()):
            return ()
        whole = len(chosen.cells) != len(header)
        return tuple(
            Fix(chosen.row, name, text, bool(chosen.beside))
            for name, text in typed.items()
            if whole or text != before.get(name, "")
        )

    def cell(self, column: str) -> QLineEdit:
        """Give the line of a column."""
        return self._cells[column]

    def take_focus(self) -> None:
        """Put the cursor into the cell that is wrong, else where the last row was put right."""
        wanted = (self._row.column if self._row is not None else "") or self._last
        line = self._cells.get(wanted) or next(iter(self._cells.values()), None)
        if line is not None:
            line.setFocus()
            line.selectAll()
            self._area.ensureWidgetVisible(line)

    def keep(self) -> None:
        """Keep what was typed and go to the next row; says at once what still cannot be."""
        changed = self.changed()
        if changed and self._surplus:
            first = next(iter(self._fields.values()))
            first.show_problem(_("There are more cells than columns; join those that were torn."))
            return
        for fix in changed:
            problem = problem_with(self._preview, fix.column, fix.text) if self._preview else ""
            self._fields[fix.column].show_problem(problem)
            if problem:
                self._cells[fix.column].setFocus()
                return
        if changed:
            self._last = next(
                (name for name, line in self._cells.items() if line.hasFocus()), self._last
            )
            self._row = None
            self.fixed.emit(changed)
        self.moved.emit(1)

    def join(self) -> None:
        """Put the next cell behind the one with the cursor: a separator had torn them apart."""
        names = list(self._header())
        lines = [self._cells[name] for name in names]
        here = next((at for at, line in enumerate(lines) if line.hasFocus()), None)
        if here is None or not self._surplus:
            return
        texts = [line.text() for line in lines] + self._surplus
        opened = self._preview.prepared.opened if self._preview is not None else ()
        form = opened[1 if self._row is not None and self._row.beside else 0].form
        texts[here : here + 2] = [(form.separator if form else ",").join(texts[here : here + 2])]
        for line, text in zip(lines, texts, strict=False):
            line.setText(text)
        self._surplus = texts[len(lines) :]
        self._join.setVisible(bool(self._surplus))

    def _leave_out(self) -> None:
        if self._row is not None and not self._row.beside:
            number, self._row = self._row.row, None
            self.dropped.emit(number)
            self.moved.emit(1)

    def _create(self) -> None:
        if self._preview is not None:
            mapping = self._preview.prepared.mapping
            code = self._text(mapping.get("item_code", ""))
            self.item_wanted.emit(code, self._text(mapping.get("item_name", "")) or code)

    def _text(self, column: str) -> str:
        line = self._cells.get(column)
        return line.text().strip() if line is not None else ""

    def _header(self) -> tuple[str, ...]:
        if self._preview is None or self._row is None:
            return ()
        opened = self._preview.prepared.opened
        return opened[1 if self._row.beside else 0].table.header

    # --- the cells -----------------------------------------------------------------------

    def _fill(self, chosen: PreviewRow) -> None:
        preview = self._preview
        header = self._header()
        mapped = set(preview.prepared.mapping.values()) if preview is not None else set()
        whole = len(chosen.cells) != len(header) or bool(chosen.beside)
        for line in self._cells.values():
            line.removeEventFilter(self)
        while self._grid.count():
            item = self._grid.takeAt(0)
            old = item.widget() if item is not None else None
            if old is not None:
                old.hide()
                old.deleteLater()
        self._cells, self._fields = {}, {}
        self._surplus = list(chosen.cells[len(header) :])
        self._join.setVisible(bool(self._surplus))
        texts = [*chosen.cells, *[""] * len(header)]
        shown = [one for one in zip(header, texts, strict=False) if whole or one[0] in mapped]
        shown.sort(key=lambda one: one[0] != chosen.column)
        for place, (name, text) in enumerate(shown):
            self._add(name, text, place)
        self._fit(2 if len(shown) > _PER_ROW else 1)
        if chosen.column in self._fields and chosen.outcome == Outcome.REJECT:
            self._cells[chosen.column].setProperty("wrong", True)

    def _fit(self, lines: int) -> None:
        """Show so many lines of cells at any size of letters, one at least; the others scroll."""
        self._inside.ensurePolished()
        high = max((one.sizeHint().height() for one in self._fields.values()), default=0)
        gaps = (lines - 1) * max(self._grid.verticalSpacing(), 0)
        edges = 2 * self._area.frameWidth()
        self._area.setMinimumHeight(high + edges)
        self._area.want(lines * high + gaps + edges)

    def _add(self, name: str, text: str, place: int) -> None:
        line = self._line(name)
        line.setText(text)
        line.setCursorPosition(0)
        line.installEventFilter(self)
        field = Field(name, line)
        self._cells[name], self._fields[name] = line, field
        self._grid.addWidget(field, place // _PER_ROW, place % _PER_ROW)

    def _line(self, name: str) -> QLineEdit:
        preview = self._preview
        if preview is None or name != preview.prepared.mapping.get("item_code"):
            return QLineEdit()
        made = FindField(self._items, name)
        made.taken.connect(lambda item_id, _typed: self._item_taken(made, item_id))
        return made

    def _item_taken(self, line: FindField, item_id: int) -> None:
        found = next((one for one in self._items(line.text()) if one.record_id == item_id), None)
        if found is not None:
            line.setText(found.text.split(" · ")[0])
            self.keep()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return super().eventFilter(watched, event)
        key, line = event.key(), watched
        finding = isinstance(line, FindField) and line.list_is_open()
        if key in _ENTER and not finding:
            self.keep()
        elif key == Qt.Key.Key_J and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.join()
        elif key == Qt.Key.Key_Delete and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._leave_out()
        elif key in (Qt.Key.Key_Down, Qt.Key.Key_Up) and not finding:
            self.moved.emit(1 if key == Qt.Key.Key_Down else -1)
        elif key == Qt.Key.Key_Escape and not finding:
            self.left.emit()
        else:
            return super().eventFilter(watched, event)
        return True


def _place(row: PreviewRow) -> tuple[str, int]:
    return row.beside, row.row

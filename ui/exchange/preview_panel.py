"""The preview of a file: figures, findings, every row, and the bar that puts rows right."""

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QHBoxLayout,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from app.core.messages import _, ngettext
from app.exchange.preview.rows import REJECTED, PreviewRow, preview_rows
from ui.exchange.choice_panel import ChoicePanel
from ui.exchange.figures import Figures
from ui.exchange.finding_list import FindingList
from ui.exchange.fix_bar import FixBar
from ui.exchange.import_work import Read, Unmapped
from ui.kit.context import Context
from ui.kit.find_field import Match
from ui.kit.parts import button, column, label, row
from ui.kit.table import Column, DataTable, RowsModel

_WINDOW = 128
_MOST_FOUND = 12
_SPACING = 8


class PreviewPanel(QWidget):
    """Shows what an import would do; `changed` carries choices to look at it again with."""

    changed = Signal(object)
    item_wanted = Signal(str, str)
    go = Signal()
    left = Signal()
    save_bad = Signal()

    def __init__(self, context: Context) -> None:
        """Build it without a file."""
        super().__init__()
        self._context = context
        self._read: Read | None = None
        self._shown_finding = ""
        self._figures = Figures()
        self.choices = ChoicePanel(self._choose)
        self.findings = FindingList(self._decide, self.filter)
        self.findings.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Ignored)
        self._build_rows()
        context.theme.changed.connect(self.table.rescale)
        self.fix_bar = FixBar(self._items)
        self.fix_bar.fixed.connect(lambda fixes: self.changed.emit({"fixes": fixes}))
        self.fix_bar.dropped.connect(lambda number: self.changed.emit({"left_out": (number,)}))
        self.fix_bar.moved.connect(self._move)
        self.fix_bar.left.connect(self.table.setFocus)
        self.fix_bar.item_wanted.connect(self.item_wanted.emit)
        self.leave_out = QCheckBox("")
        self.leave_out.toggled.connect(lambda on: self.changed.emit({"leave_out": on}))
        self.update_known = QCheckBox(_("Change what is known already"))
        self.update_known.toggled.connect(lambda on: self.changed.emit({"update": on}))
        self.go_button = button(
            _("Import"), self.go.emit, icon="check", kind="primary", shortcut="Ctrl+Return"
        )
        self.go_button.setShortcut("Ctrl+Return")
        self._save = button(_("Save rejected rows…"), self.save_bad.emit, icon="save")
        self._working = label("", "muted")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(_SPACING)
        layout.addWidget(self._figures)
        layout.addWidget(self.choices)
        self._rows_half = QWidget()
        self._rows_half.setLayout(self._middle())
        layout.addWidget(self._rows_half, 1)
        layout.addStretch(0)
        self.choices.opened.connect(self._rows_half.setHidden)
        back = button(_("Back"), self.left.emit)
        parts = (back, self._save, self._working, self.choices.short, None)
        line = row(*parts, self.update_known, self.leave_out, self.go_button)
        line.setStretchFactor(self.choices.short, 9)
        layout.addLayout(line)
        self._fitting = QTimer(self)
        self._fitting.setSingleShot(True)
        self._fitting.timeout.connect(self._fit)

    def _build_rows(self) -> None:
        self._rows = RowsModel(
            (
                Column(_("Row"), lambda one: f"{one.row:,}", 6, number=True),
                Column(_("What happens"), _what_happens, 24),
                Column(
                    _("As read"), lambda one: " · ".join(c for c in one.cells if c), stretch=True
                ),
            ),
            self,
        )
        self._rows.more.connect(self._read_on)
        self.table = DataTable(self._rows, "import_rows", _("Row by row"))
        self.table.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        self.table.chosen.connect(self._choose_row)
        self.table.opened.connect(lambda _row: self.fix_bar.take_focus())

    def _middle(self) -> QHBoxLayout:
        made = QHBoxLayout()
        made.setContentsMargins(0, 0, 0, 0)
        made.setSpacing(12)
        made.addWidget(self.findings, 6)
        rows = QWidget()
        inside = column(self.table, self.fix_bar)
        inside.setStretch(0, 1)
        rows.setLayout(inside)
        made.addWidget(rows, 7)
        return made

    # --- showing -------------------------------------------------------------------------

    def show_read(self, read: Read, *, fresh: bool) -> None:
        """Show a preview; one that is not `fresh` keeps the place among its rows."""
        self._read = read
        preview = read.preview
        self._figures.show_preview(preview)
        self.choices.show_choices(read)
        if fresh:
            self.fix_bar.forget()
            self._shown_finding = REJECTED if preview.rejected else ""
        here = self.fix_bar.row_number() or self._current_row()
        self.findings.show_findings(preview, self._shown_finding)
        self._fill(None if fresh else here)
        text = ngettext("Leave {count} row out", "Leave {count} rows out", preview.rejected).format(
            count=f"{preview.rejected:,}"
        )
        self.leave_out.setText(text)
        self.leave_out.setVisible(preview.rejected > 0)
        _set_quietly(self.leave_out, read.choices.leave_out)
        self.update_known.setVisible(preview.records is not None and preview.skipped > 0)
        _set_quietly(self.update_known, read.choices.update)
        self._save.setVisible(preview.rejected > 0)
        self.go_button.setEnabled(_brings_something(read))
        for part in (self._figures, self.findings, self.table, self.go_button):
            part.setVisible(True)
        self._fit()  # at once: what is too high would make the window grow
        self._fitting.start(0)
        if fresh:
            (self.table if preview.rejected else self.go_button).setFocus()

    def _fit(self) -> None:
        """Fold the choices when the rows and the cells to put right would be short of room."""
        table = self.table
        row_high = table.verticalHeader().defaultSectionSize()
        least = table.horizontalHeader().sizeHint().height() + row_high + 2 * table.frameWidth()
        table.setMinimumHeight(least)
        parts = (self._figures, self.fix_bar, self.go_button)
        rest = least + sum(one.sizeHint().height() for one in parts)
        gaps = 5 * _SPACING
        need = rest + gaps + self.choices.whole_height(self.width())
        self.choices.fold(folded=self._read is not None and need > self.height())

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fitting.start(0)

    def forget(self) -> None:
        """Let go of the file shown."""
        self._read = None
        self.fix_bar.forget()

    def ask_mapping(self, unmapped: Unmapped) -> None:
        """Ask which column is which; nothing can be previewed before."""
        self._read = None
        hidden = (self._figures, self.findings, self.table, self.fix_bar, self.go_button)
        for part in (*hidden, self.leave_out, self.update_known, self._save):
            part.setVisible(False)
        self.choices.ask_mapping(unmapped)
        self._fit()

    def working(self, text: str) -> None:
        """Say that it is being looked at again; an empty text takes it back."""
        self._working.setText(text)

    def filter(self, finding: str) -> None:
        """Show only the rows of a finding."""
        self._shown_finding = finding
        self._fill(None)
        self.table.setFocus()

    def _fill(self, here: int | None) -> None:
        """Show the first rows, at a spreadsheet row or at the next after it."""
        if self._read is None:
            return
        rows = preview_rows(self._read.preview, 0, _WINDOW, self._shown_finding)
        self._rows.show(rows, complete=len(rows) < _WINDOW)
        place = next((at for at, one in enumerate(rows) if here and one.row >= here), 0)
        self.fix_bar.setVisible(bool(rows))
        if not rows:
            self.fix_bar.forget()
        typing = self.fix_bar.isAncestorOf(QApplication.focusWidget() or self)
        kept = bool(self.fix_bar.changed())
        self.table.select(place)
        if typing and rows and not kept:
            self.fix_bar.take_focus()

    def _read_on(self, _last: PreviewRow) -> None:
        if self._read is not None:
            start = len(self._rows.rows)
            rows = preview_rows(self._read.preview, start, _WINDOW, self._shown_finding)
            self._rows.add(rows, complete=len(rows) < _WINDOW)

    def _current_row(self) -> int:
        chosen = self.table.current()
        return chosen.row if isinstance(chosen, PreviewRow) else 0

    # --- what the person does -------------------------------------------------------------

    def _choose(self, **changes: object) -> None:
        self.changed.emit(changes)

    def _decide(self, finding: str, action: str) -> None:
        if self._read is not None:
            self._choose(decisions={**self._read.choices.decisions, finding: action})

    def _choose_row(self, chosen: PreviewRow) -> None:
        if self._read is not None:
            self.fix_bar.show_row(self._read.preview, chosen)

    def _move(self, step: int) -> None:
        place = self.table.currentIndex().row() + step
        if place >= self._rows.rowCount() and not self._rows.complete:
            self._rows.fetchMore(self.table.rootIndex())
        if 0 <= place < self._rows.rowCount():
            self.table.select(place)
            self.fix_bar.take_focus()
        elif step > 0:
            self.go_button.setFocus()

    def _items(self, text: str) -> list[Match]:
        found = self._context.lookup.items.find(text, limit=_MOST_FOUND) if text.strip() else ()
        return [Match(one.entry.entry_id, f"{one.entry.code} · {one.entry.name}") for one in found]


def _what_happens(one: PreviewRow) -> str:
    return f"{one.beside}: {one.sentence}" if one.beside else one.sentence


def _brings_something(read: Read) -> bool:
    totals, records = read.preview.totals, read.preview.records
    changed = len(records.changed) if records else 0
    return bool(totals.lines + totals.returns + totals.adjusts + changed)


def _set_quietly(check: QCheckBox, on: bool) -> None:
    check.blockSignals(True)
    check.setChecked(on)
    check.blockSignals(False)

"""Importing a file: what it is, what will happen row by row, and then all of it or nothing."""

from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QFileDialog,
    QHBoxLayout,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from app.core.errors import DeskError
from app.core.messages import _, ngettext
from app.exchange.commands import FileImported
from app.exchange.errors import AlreadyImported, ImportCancelled, MissingColumn
from app.exchange.preview.choices import Choices, Fix
from app.exchange.preview.preview import decided, suggested
from app.exchange.preview.rows import PreviewRow, preview_rows
from ui.exchange.choice_panel import ChoicePanel
from ui.exchange.finding_list import FindingList
from ui.exchange.fix_dialog import FixDialog
from ui.exchange.import_work import Read, plan_again, read_files, save_rejected, take_in
from ui.exchange.past_imports import PastImports
from ui.kit.context import Context, Page
from ui.kit.parts import Banner, Card, PageHeader, button, label, row
from ui.kit.table import Column, DataTable, RowsModel

_WINDOW = 128


class ImportPage(Page):
    """The import page: past imports, or the preview of a chosen file."""

    shows = frozenset({"import"})

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        """Build both halves."""
        super().__init__(context, parent)
        self._paths: tuple[str, ...] = ()
        self._read: Read | None = None
        self._again = False
        self.setAcceptDrops(True)
        self._header = PageHeader(_("Import"))
        choose = button(
            _("Choose a file…"), self._choose, icon="upload", kind="primary", shortcut="Ctrl+O"
        )
        choose.setShortcut("Ctrl+O")
        self._header.add(choose)
        self._banner = Banner()
        self._steps = QStackedWidget()
        self._past = PastImports(context, self._told, self._good_news)
        self._steps.addWidget(self._past)
        self._steps.addWidget(self._preview())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        layout.addWidget(self._header)
        layout.addWidget(self._banner)
        layout.addWidget(self._steps, 1)

    @override
    def refresh(self) -> None:
        """Read the past imports again."""
        self._past.refresh()

    def _choose(self) -> None:
        kinds = _("Tables (*.csv *.tsv *.txt *.gz *.xlsx);;All files (*)")
        paths, _kind = QFileDialog.getOpenFileNames(self, _("Choose a file"), "", kinds)
        if paths:
            self.open_files(tuple(paths))

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        paths = tuple(url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile())
        if paths:
            self.open_files(paths)

    def open_files(self, paths: tuple[str, ...], choices: Choices | None = None) -> None:
        """Read files and preview them; two are order lines and their orders."""
        self._paths = paths
        self._banner.hide()
        wanted = choices or Choices()
        desk = self.context.desk
        self.context.tasks.job(
            lambda report: read_files(desk, paths, wanted, report),
            _("Reading {name}…").format(name=Path(paths[0]).name),
            self._show_preview,
            partial(self._not_read, wanted),
            self,
        )

    def _good_news(self, text: str) -> None:
        self._banner.tell("ok", text)

    def _not_read(self, choices: Choices, error: Exception) -> None:
        if isinstance(error, MissingColumn):
            self._panel.ask_mapping(self._paths, choices)
            self._steps.setCurrentIndex(1)
        self._told(error)

    def _told(self, error: Exception) -> None:
        if isinstance(error, ImportCancelled):
            self._banner.tell("info", error.message())
        elif isinstance(error, AlreadyImported):
            self._again = True
            self._banner.tell("warn", error.message(), _("Take only what is new"), self._import)
        elif isinstance(error, DeskError):
            self._banner.tell("err", error.message())
        else:
            self.context.shell.problem(error)

    def _preview(self) -> QWidget:
        self._summary = Card()
        self._figures = QHBoxLayout()
        self._figures.setSpacing(24)
        self._summary.body.addLayout(self._figures)
        self._note = label("", "muted", wrap=True)
        self._summary.body.addWidget(self._note)
        self._panel = ChoicePanel(self._change)
        self._findings = FindingList(self._decide, self._filter)
        self._rows = RowsModel(
            (
                Column(_("Row"), lambda one: f"{one.row:,}", 9, number=True),
                Column(_("What happens"), lambda one: one.sentence, stretch=True),
                Column(_("As read"), lambda one: " · ".join(c for c in one.cells if c), 46),
            ),
            self,
        )
        self._rows.more.connect(self._read_on)
        self._shown_finding = ""
        self._row_table = DataTable(self._rows, "import_rows", _("Row by row"))
        self._row_table.opened.connect(self._fix)
        self._leave_out = QCheckBox("")
        self._leave_out.toggled.connect(lambda on: self._change(leave_out=on))
        self._go = button(_("Import"), self._import, icon="check", kind="primary")
        self._save_bad = button(_("Save rejected rows…"), self._save_rejected, icon="save")
        half = QWidget()
        layout = QVBoxLayout(half)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        layout.addWidget(self._summary)
        layout.addWidget(self._panel)
        middle = QHBoxLayout()
        middle.setSpacing(12)
        middle.addWidget(self._findings, 1)
        middle.addWidget(self._row_table, 1)
        layout.addLayout(middle, 1)
        back = button(_("Back"), self._back)
        layout.addLayout(row(back, self._save_bad, None, self._leave_out, self._go))
        return half

    def _show_preview(self, read: Read) -> None:
        self._read = read
        preview = read.preview
        self._again = False
        self._header.show_subtitle(read.prepared.name)
        self._panel.show_choices(read)
        self._findings.show_findings(preview)
        self._show_figures(read)
        self._filter("")
        rejected = preview.rejected
        text = ngettext("Leave {count} row out", "Leave {count} rows out", rejected)
        self._leave_out.setText(text.format(count=f"{rejected:,}"))
        self._leave_out.setVisible(rejected > 0)
        self._leave_out.blockSignals(True)
        self._leave_out.setChecked(read.prepared.choices.leave_out)
        self._leave_out.blockSignals(False)
        self._save_bad.setVisible(rejected > 0)
        self._steps.setCurrentIndex(1)
        self._go.setFocus()

    def _show_figures(self, read: Read) -> None:
        while self._figures.count():
            item = self._figures.takeAt(0)
            old = item.widget() if item is not None else None
            if old is not None:
                old.deleteLater()
        preview, totals = read.preview, read.preview.totals
        shown = [
            (_("Orders"), f"{totals.orders:,}"),
            (_("Lines"), f"{totals.lines:,}"),
            (_("Units"), f"{totals.units:,}"),
            (_("Value"), f"{totals.value:,}"),
            (_("Returns"), f"{totals.returns:,}"),
            (_("New customers"), f"{preview.new_customers:,}"),
            (_("New items"), f"{preview.new_items:,}"),
            (_("Rejected rows"), f"{preview.rejected:,}"),
        ]
        for title, figure in shown:
            if figure != "0" or title in (_("Lines"), _("Rejected rows")):
                one = QWidget()
                inside = QVBoxLayout(one)
                inside.setContentsMargins(0, 0, 0, 0)
                inside.setSpacing(0)
                inside.addWidget(label(title, "caption"))
                inside.addWidget(label(figure, "section"))
                self._figures.addWidget(one)
        self._figures.addStretch(1)
        self._note.setText(self._explained(read))

    @staticmethod
    def _explained(read: Read) -> str:
        parts = []
        opened = sum(need.units for need in read.preview.openings)
        if opened:
            text = _(
                "{units} units of {items} items are opened first, the least that never lets "
                "stock fall below zero."
            )
            parts.append(text.format(units=f"{opened:,}", items=f"{len(read.preview.openings):,}"))
        if read.preview.questions:
            count = len(read.preview.questions)
            text = ngettext(
                "{count} question is answered as suggested unless you choose otherwise.",
                "{count} questions are answered as suggested unless you choose otherwise.",
                count,
            )
            parts.append(text.format(count=count))
        return " ".join(parts)

    def _filter(self, finding: str) -> None:
        self._shown_finding = finding
        if self._read is not None:
            rows = preview_rows(self._read.preview, 0, _WINDOW, finding)
            self._rows.show(rows, complete=len(rows) < _WINDOW)

    def _read_on(self, _last: PreviewRow) -> None:
        if self._read is not None:
            start = len(self._rows.rows)
            rows = preview_rows(self._read.preview, start, _WINDOW, self._shown_finding)
            self._rows.add(rows, complete=len(rows) < _WINDOW)

    def _change(self, **changes: object) -> None:
        """Preview again with other choices; how the file is read may change with them."""
        if self._read is None:
            self.open_files(self._paths, replace(Choices(), **changes))  # type: ignore[arg-type]
            return
        prepared = decided(self._read.prepared, **changes)
        if set(changes) <= {"decisions", "how", "opening", "leave_out", "update"}:
            desk = self.context.desk
            self.context.tasks.job(
                lambda report: plan_again(desk, prepared, report),
                _("Looking at it again…"),
                self._show_preview,
                self._told,
                self,
            )
        else:
            self.open_files(self._paths, prepared.choices)

    def _decide(self, finding: str, action: str) -> None:
        if self._read is not None:
            decisions = {**self._read.prepared.choices.decisions, finding: action}
            self._change(decisions=decisions)

    def _fix(self, chosen: PreviewRow) -> None:
        if self._read is None:
            return
        header = self._read.prepared.opened[0].table.header
        dialog = FixDialog(header, chosen, self)
        dialog.fixed.connect(self._fixed)
        dialog.open()

    def _fixed(self, fixes: tuple[Fix, ...]) -> None:
        if self._read is not None and fixes:
            self._change(fixes=(*self._read.prepared.choices.fixes, *fixes))

    def _import(self) -> None:
        if self._read is None:
            return
        read, desk, paths, again = self._read, self.context.desk, self._paths, self._again
        missing = suggested(read.preview)
        if missing:
            decisions = {**missing, **read.prepared.choices.decisions}
            read = Read(decided(read.prepared, decisions=decisions), read.preview)
        self._banner.hide()
        self.context.tasks.job(
            lambda report: take_in(desk, paths, read, report, again=again),
            _("Importing {name}…").format(name=read.prepared.name),
            self._imported,
            self._told,
            self,
        )

    def _imported(self, answer: FileImported) -> None:
        self.context.trace("imported")
        text = _("Imported: {rows} rows, {orders} orders with {lines} lines.").format(
            rows=f"{answer.rows_in:,}", orders=f"{answer.orders:,}", lines=f"{answer.lines:,}"
        )
        self._back()
        self._banner.tell("ok", text)

    def _save_rejected(self) -> None:
        if self._read is None:
            return
        name = f"{Path(self._paths[0]).stem}-rejected.csv"
        place, _kind = QFileDialog.getSaveFileName(self, _("Save"), name, "CSV (*.csv)")
        if place:
            read = self._read
            self.context.tasks.call(
                lambda: save_rejected(read, Path(place)),
                lambda _count: self._banner.tell("ok", _("Saved as {file}.").format(file=place)),
                self._told,
            )

    def _back(self) -> None:
        self._read = None
        self._again = False
        self._header.show_subtitle("")
        self._steps.setCurrentIndex(0)
        self._past.setFocus()
        self.refresh()

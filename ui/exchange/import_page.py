"""Importing a file: what it is, what will happen row by row, and then all of it or nothing."""

from dataclasses import replace
from pathlib import Path
from typing import Any

from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QFileDialog, QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from app.catalog.commands import AddItem
from app.catalog.handlers import add_item
from app.core.errors import DeskError
from app.core.messages import _
from app.exchange.commands import FileImported
from app.exchange.errors import AlreadyImported, ImportCancelled
from app.exchange.preview.choices import Choices
from app.exchange.preview.preview import decided, suggested
from app.exchange.reading.source import Source
from ui.exchange.doubt_panel import DoubtPanel
from ui.exchange.figures import imported_text
from ui.exchange.import_work import (
    Asking,
    Read,
    Result,
    Unmapped,
    answered,
    plan_again,
    read_files,
    read_opened,
    save_rejected,
    take_in,
)
from ui.exchange.past_imports import PastImports
from ui.exchange.preview_panel import PreviewPanel
from ui.exchange.recheck import Recheck
from ui.kit.context import Context, Page
from ui.kit.papers.saving import CSV, place_to_save
from ui.kit.parts import Banner, PageHeader, button

_REREAD = {"encoding", "separator", "sheet"}
_PLAN_ONLY = {"decisions", "how", "opening", "leave_out", "update"}
_IN_PLACE = {"fixes", "left_out"}
_MOST_PASTED = 50_000_000


class ImportPage(Page):
    """The import page: past imports, what is asked about a file, or its preview."""

    shows = frozenset({"import"})

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        """Build the three halves."""
        super().__init__(context, parent)
        self._sources: tuple[Source, ...] = ()
        self._paths: tuple[str, ...] = ()
        self._asking: Asking | Unmapped | None = None
        self._read: Read | None = None
        self._turn = 0
        self.setAcceptDrops(True)
        self._header = PageHeader(_("Import"))
        self._header.add(button(_("Paste rows"), self.paste, shortcut="Ctrl+V"))
        self._file = button(
            _("Choose a file…"), self._choose, icon="upload", kind="primary", shortcut="Ctrl+O"
        )
        self._file.setShortcut("Ctrl+O")
        self._header.add(self._file)
        QShortcut(QKeySequence.StandardKey.Paste, self).activated.connect(self.paste)
        self._banner = Banner()
        self._steps = QStackedWidget()
        self._past = PastImports(context, self._told, self._good_news)
        self.doubts = DoubtPanel()
        self.doubts.answered.connect(self._answered)
        self.doubts.left.connect(self._back)
        self.preview = PreviewPanel(context)
        self.preview.changed.connect(self._change)
        self.preview.item_wanted.connect(self._create_item)
        self.preview.go.connect(self._import)
        self.preview.left.connect(self._back)
        self.preview.save_bad.connect(self._save_rejected)
        self._recheck = Recheck(context, self.preview.working, self._checked_again, self._told)
        for half in (self._past, self.doubts, self.preview):
            self._steps.addWidget(half)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        layout.addWidget(self._header)
        layout.addWidget(self._banner)
        layout.addWidget(self._steps, 1)

    @override
    def enter(self) -> None:
        """Stand at the button that chooses a file, unless one is being looked at."""
        super().enter()
        if self._steps.currentWidget() is self._past:
            self._file.setFocus()

    @override
    def refresh(self) -> None:
        """Read the past imports again."""
        self._past.refresh()

    @override
    def go_to(self, **where: Any) -> None:
        """Read the files asked for."""
        if "files" in where:
            self.open_files(tuple(where["files"]))

    # --- what comes in -------------------------------------------------------------------

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

    def paste(self) -> None:
        """Read rows that were copied from a spreadsheet; they never touch the disk."""
        text = QApplication.clipboard().text()
        if "\t" not in text and "," not in text:
            self._banner.tell("info", _("Copy rows with their headings in a spreadsheet first."))
            return
        if len(text) > _MOST_PASTED:
            self._banner.tell("err", _("This is too much to paste; save it as a file."))
            return
        name = _("pasted rows") + ".tsv"
        self._open((Source(name, text.encode("utf-8")),), (name,), Choices())

    def open_files(self, paths: tuple[str, ...], choices: Choices | None = None) -> None:
        """Read files and preview them; two are order lines and their orders."""
        try:
            sources = tuple(Source.at(path) for path in paths)
        except DeskError as error:
            self._told(error)
            return
        self._open(sources, paths, choices or Choices())

    def _open(self, sources: tuple[Source, ...], paths: tuple[str, ...], choices: Choices) -> None:
        self._sources, self._paths = sources, paths
        self._banner.hide()
        self._recheck.stop()
        desk = self.context.desk
        self._work(
            lambda report: read_files(desk, sources, choices, report),
            _("Reading {name}…").format(name=sources[0].name),
        )

    def _work(self, work: Any, text: str, *, fresh: bool = True) -> None:
        """Carry out a reading; only the newest one is shown."""
        self._turn += 1
        turn = self._turn

        def show(result: Result) -> None:
            if turn == self._turn:
                self._show(result, fresh=fresh)

        self.context.tasks.job(work, text, show, self._told, self)

    # --- what is shown -------------------------------------------------------------------

    def _show(self, result: Result, *, fresh: bool) -> None:
        self._header.show_subtitle(" + ".join(one.source.name for one in result.opened))
        if isinstance(result, Read):
            self._asking = None
            self._show_preview(result, fresh=fresh)
            return
        self._read, self._asking = None, result
        if isinstance(result, Asking):
            self._steps.setCurrentWidget(self.doubts)
            self.doubts.ask(result.doubts)
            return
        self.preview.ask_mapping(result)
        self._steps.setCurrentWidget(self.preview)
        self._told(result.error)

    def _show_preview(self, read: Read, *, fresh: bool) -> None:
        before, self._read = [self._read], read
        self._steps.setCurrentWidget(self.preview)
        self.preview.show_read(read, fresh=fresh)
        self.context.tasks.call(before.clear)  # a million values go where nobody waits for it
        if fresh and read.earlier is not None:
            text = _("{file} was imported on {when}; nothing of it would be added twice.")
            self._banner.tell(
                "warn",
                text.format(file=read.earlier.file_name, when=f"{read.earlier.at:%Y-%m-%d}"),
            )
        elif fresh:
            self._banner.hide()

    def _answered(self, answers: dict[str, str]) -> None:
        if not isinstance(self._asking, Asking):
            return
        choices = answered(self._asking.choices, answers)
        if _REREAD & set(answers):
            self._open(self._sources, self._paths, choices)
        else:
            self._look_again(choices)

    def _look_again(self, choices: Choices) -> None:
        now = self._asking or self._read
        if now is None:
            return
        desk, opened = self.context.desk, now.opened
        self._work(
            lambda report: read_opened(desk, opened, choices, report), _("Looking at it again…")
        )

    def _change(self, changes: dict[str, Any]) -> None:
        """Look again with other choices; only another way of writing needs the file again."""
        now = self._asking or self._read
        if now is None:
            return
        kinds = set(changes)
        choices = self._recheck.wanted() or now.choices
        if kinds <= _IN_PLACE:
            changes = {name: (*getattr(choices, name), *new) for name, new in changes.items()}
        choices = replace(choices, **changes)
        if _REREAD & kinds:
            self._open(self._sources, self._paths, choices)
        elif self._read is not None and (kinds <= _IN_PLACE or self._recheck.busy()):
            self._recheck.look(self._read, choices)
        elif self._read is not None and kinds <= _PLAN_ONLY:
            desk, prepared = self.context.desk, decided(self._read.prepared, **changes)
            self._work(
                lambda report: plan_again(desk, prepared, report),
                _("Looking at it again…"),
                fresh=False,
            )
        else:
            self._look_again(choices)

    def _checked_again(self, result: Result) -> None:
        self._show(result, fresh=False)

    def _create_item(self, code: str, name: str) -> None:
        def made(_saved: object) -> None:
            self.context.shell.toast(_("{code} saved").format(code=code))
            if self._read is not None:
                self._change({"decisions": self._read.choices.decisions})

        self.context.tasks.run(add_item, AddItem(code=code, name=name), made, self._told)

    # --- importing -----------------------------------------------------------------------

    def _import(self) -> None:
        if self._read is None or self._recheck.busy():
            return
        read, desk, paths = self._read, self.context.desk, self._paths
        missing = suggested(read.preview)
        if missing:
            decisions = {**missing, **read.choices.decisions}
            read = replace(read, prepared=decided(read.prepared, decisions=decisions))
        self._banner.hide()
        again = read.earlier is not None
        self.context.tasks.job(
            lambda report: take_in(desk, paths, read, report, again=again),
            _("Importing {name}…").format(name=read.prepared.name),
            self._imported,
            self._told,
            self,
        )

    def _imported(self, answer: FileImported) -> None:
        self.context.trace("imported")
        self._back()
        self._banner.tell("ok", imported_text(answer.rows_in, answer.orders, answer.lines))

    def _save_rejected(self) -> None:
        if self._read is None:
            return
        name = f"{Path(self._paths[0]).stem}-rejected.csv"
        place = place_to_save(self, _("Save"), name, CSV)
        if place:
            read = self._read
            self.context.tasks.call(
                lambda: save_rejected(read, Path(place)),
                lambda _count: self._banner.tell("ok", _("Saved as {file}.").format(file=place)),
                self._told,
            )

    def _good_news(self, text: str) -> None:
        self._banner.tell("ok", text)

    def _told(self, error: Exception) -> None:
        if isinstance(error, ImportCancelled):
            self._banner.tell("info", error.message())
        elif isinstance(error, AlreadyImported):
            self._banner.tell("warn", error.message())
        elif isinstance(error, DeskError):
            self._banner.tell("err", error.message())
        else:
            self.context.shell.problem(error)

    def _back(self) -> None:
        self._turn += 1
        self._recheck.stop()
        before = [self._read]
        self._read = self._asking = None
        self.preview.forget()
        self.context.tasks.call(before.clear)
        self._banner.hide()
        self._header.show_subtitle("")
        self._steps.setCurrentWidget(self._past)
        self._past.take_focus()
        self.refresh()

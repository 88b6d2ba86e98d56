"""The work behind the import page, off the window's thread: read, plan, import."""

from dataclasses import dataclass
from pathlib import Path

from app.desk import Desk
from app.exchange.commands import FileImported, ImportFile
from app.exchange.exports import write_bad_rows
from app.exchange.handlers import watched
from app.exchange.preview.choices import Choices
from app.exchange.preview.preview import Prepared, Preview, plan, prepare
from app.exchange.preview.rows import preview_rows
from app.exchange.progress import Watch
from app.exchange.queries import known_for, remembered
from app.exchange.reading.source import Source
from app.exchange.reading.table import RowProblem
from app.exchange.rules.findings import Outcome
from ui.kit.tasks import Report

_WINDOW = 5_000


@dataclass(frozen=True)
class Read:
    """A file as read and what importing it would do."""

    prepared: Prepared
    preview: Preview


def watch_of(report: Report) -> Watch:
    """Tell a task's progress from an import's stages."""

    def watch(_stage: str, done: int, whole: int) -> bool:
        return report(done, whole)

    return watch


def read_files(desk: Desk, paths: tuple[str, ...], choices: Choices, report: Report) -> Read:
    """Read and check files, and plan them on the desk.

    Raises:
        BadFile: a file cannot be read as a table.
        MissingColumn: no column holds a needed field.
        ImportCancelled: the person stopped it.
    """
    watch = watch_of(report)
    sources = [Source.at(path) for path in paths]
    prepared = prepare(sources, choices, watch)
    if choices == Choices():
        kept = desk.read(remembered, prepared.sender, prepared.kind.value)
        if kept is not None:
            prepared = prepare(sources, kept, watch)
    return plan_again(desk, prepared, report)


def plan_again(desk: Desk, prepared: Prepared, report: Report) -> Read:
    """Plan a file that is read already, with its choices as they are now."""
    known = desk.read(known_for, prepared)
    return Read(prepared, plan(prepared, known, watch_of(report)))


def take_in(
    desk: Desk, paths: tuple[str, ...], read: Read, report: Report, *, again: bool
) -> FileImported:
    """Import what was previewed, whole or not at all.

    Raises:
        Refused: something stands in the way; nothing was imported.
    """
    command = ImportFile(
        paths=paths, choices=read.prepared.choices, sha256=read.prepared.sha256, again=again
    )
    return desk.run(watched(watch_of(report), read.prepared), command).answer


def save_rejected(read: Read, path: Path) -> int:
    """Save the rows that are not imported, as read, with their reasons; gives how many."""
    rejected, start = [], 0
    while window := preview_rows(read.preview, start, _WINDOW):
        start += len(window)
        rejected += [
            RowProblem(one.row, one.sentence, one.column, "", "", one.cells)
            for one in window
            if one.outcome == Outcome.REJECT
        ]
    return write_bad_rows(read.prepared.opened[0].table.header, rejected, path)

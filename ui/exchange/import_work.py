"""The work behind the import page, off the window's thread: read, ask, plan, import."""

from dataclasses import dataclass, replace
from pathlib import Path

from app.desk import Desk
from app.exchange.columns.dates import DayOrder
from app.exchange.columns.mapping import fingerprint
from app.exchange.commands import FileImported, ImportFile
from app.exchange.errors import MissingColumn
from app.exchange.exports import write_bad_rows
from app.exchange.handlers import watched
from app.exchange.preview.choices import Choices
from app.exchange.preview.doubts import Doubt, doubts_of_days, doubts_of_form
from app.exchange.preview.preview import (
    Prepared,
    Preview,
    open_source,
    plan,
    prepare_opened,
)
from app.exchange.preview.rows import rejected_rows
from app.exchange.progress import Watch, considerate
from app.exchange.queries import ImportRow, earlier_import, known_for, remembered
from app.exchange.reading.opening import Opened
from app.exchange.reading.source import Source
from ui.kit.tasks import Report


@dataclass(frozen=True)
class Read:
    """A file as read and what importing it would do; `earlier` is an import of the very same."""

    prepared: Prepared
    preview: Preview
    earlier: ImportRow | None = None

    @property
    def opened(self) -> tuple[Opened, ...]:
        """Give the files as they were opened."""
        return self.prepared.opened

    @property
    def choices(self) -> Choices:
        """Give the choices in force."""
        return self.prepared.choices


@dataclass(frozen=True)
class Asking:
    """Files that cannot be previewed before a person has said something about them."""

    opened: tuple[Opened, ...]
    choices: Choices
    doubts: tuple[Doubt, ...]


@dataclass(frozen=True)
class Unmapped:
    """Files of which a needed column was not recognised."""

    opened: tuple[Opened, ...]
    choices: Choices
    error: MissingColumn


Result = Read | Asking | Unmapped


def watch_of(report: Report) -> Watch:
    """Tell a task's progress from an import's stages."""

    def watch(_stage: str, done: int, whole: int) -> bool:
        return report(done, whole)

    return watch


@considerate()
def read_files(desk: Desk, sources: tuple[Source, ...], choices: Choices, report: Report) -> Result:
    """Open files, ask what is in doubt about them, and plan them on the desk.

    Raises:
        BadFile: a file cannot be read as a table.
        ImportCancelled: the person stopped it.
    """
    watch = watch_of(report)
    opened = tuple(open_source(source, choices, watch) for source in sources)
    kept = _kept(desk, opened) if choices == Choices() else None
    doubts = doubts_of_form(opened)
    if doubts and kept is not None:
        answers = {one.about: getattr(kept, one.about) for one in doubts}
        if all(answers[one.about] in _values(one) for one in doubts):
            choices = replace(choices, **answers)
            opened = tuple(open_source(source, choices, watch) for source in sources)
            doubts = ()
    if doubts:
        return Asking(opened, choices, doubts)
    return read_opened(desk, opened, choices, report)


@considerate()
def read_opened(desk: Desk, opened: tuple[Opened, ...], choices: Choices, report: Report) -> Result:
    """Check and plan files that are open already; nothing is read again.

    Raises:
        ImportCancelled: the person stopped it.
    """
    kept = _kept(desk, opened) if _untouched(choices) else None
    days = kept.day_order if kept else None
    if kept is not None:
        written = {"encoding": choices.encoding, "separator": choices.separator}
        choices = replace(kept, **written, day_order=None, left_out=())  # type: ignore[arg-type]  # texts
    try:
        prepared = prepare_opened(opened, choices, watch_of(report))
        if days is not None and prepared.asks_day_order:
            choices = replace(choices, day_order=days)
            prepared = prepare_opened(opened, choices, watch_of(report))
    except MissingColumn as error:
        return Unmapped(opened, choices, error)
    doubts = doubts_of_days(prepared)
    if doubts:
        return Asking(opened, choices, doubts)
    return plan_again(desk, prepared, report)


@considerate()
def plan_again(desk: Desk, prepared: Prepared, report: Report) -> Read:
    """Plan a file that is read already, with its choices as they are now."""
    known = desk.read(known_for, prepared)
    earlier = desk.read(earlier_import, prepared.sha256)
    return Read(prepared, plan(prepared, known, watch_of(report)).warm(), earlier)


def answered(choices: Choices, answers: dict[str, str]) -> Choices:
    """Give the choices with a person's answers to what was in doubt."""
    settled: dict[str, object] = dict(answers)
    if "day_order" in answers:
        settled["day_order"] = DayOrder(answers["day_order"])
    return replace(choices, **settled)  # type: ignore[arg-type]  # each of its field's own type


def _kept(desk: Desk, opened: tuple[Opened, ...]) -> Choices | None:
    """Find how this sender's files were read last time."""
    for one in opened:
        found = desk.read(remembered, fingerprint(one.table.header))
        if found is not None:
            return found
    return None


def _untouched(choices: Choices) -> bool:
    return replace(choices, encoding="", separator="") == Choices()


def _values(doubt: Doubt) -> set[str]:
    return {option.value for option in doubt.options}


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
    return write_bad_rows(read.opened[0].table.header, rejected_rows(read.preview), path)

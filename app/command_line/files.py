"""`import` and `export`: files in, once and whole or not at all; tables out."""

from argparse import Namespace
from pathlib import Path

from app.command_line.answers import Answers
from app.command_line.opening import WrongUse, opened
from app.core.command import new_id
from app.core.errors import ExitCode
from app.core.messages import _
from app.desk import Desk
from app.exchange.columns.fields import Kind
from app.exchange.commands import FileImported, ImportFile
from app.exchange.exporting import export_file
from app.exchange.exports import write_bad_rows
from app.exchange.handlers import watched
from app.exchange.preview.choices import Choices, How, Opening
from app.exchange.preview.preview import Preview, decided, plan, prepare, suggested
from app.exchange.preview.rows import rejected_rows
from app.exchange.preview.telling import plain_preview, tell
from app.exchange.progress import unwatched
from app.exchange.queries import earlier_import, known_for
from app.exchange.reading.source import Source
from app.exchange.rules.findings import KIND


def bring_in(asked: Namespace, out: Answers) -> ExitCode:
    """Import a file, or with `--dry-run` say what importing it would do."""
    choices = _choices(asked)
    paths = tuple(asked.files)
    with opened(asked) as desk:
        prepared = prepare([Source.at(path) for path in paths], choices)
        if asked.dry_run or asked.bad_rows or asked.suggested:
            preview = plan(prepared, desk.read(known_for, prepared))
            if asked.suggested:
                decisions = {**suggested(preview), **choices.decisions}
                prepared = decided(prepared, decisions=decisions)
                preview = plan(prepared, desk.read(known_for, prepared))
            if asked.bad_rows:
                header = prepared.opened[0].table.header
                write_bad_rows(header, rejected_rows(preview), Path(asked.bad_rows))
            if asked.dry_run:
                return _say_preview(desk, preview, out)
        command = ImportFile(
            command_id=asked.id or new_id(),
            paths=paths,
            choices=prepared.choices,
            sha256=prepared.sha256,
            again=asked.again,
        )
        answer = desk.run(watched(unwatched, prepared), command).answer
    out.say(_imported(answer), {"ok": True, **vars(answer)})
    return ExitCode.DONE


def _choices(asked: Namespace) -> Choices:
    return Choices(
        kind=Kind(asked.kind),
        mapping=_pairs(asked.map),
        encoding=asked.encoding or "",
        separator=asked.separator or "",
        sheet=asked.sheet,
        how=How(asked.how),
        opening=Opening(asked.opening),
        decisions=_decisions(asked.decide),
        leave_out=asked.leave_out,
        update=asked.update,
    )


def _pairs(words: list[str] | None) -> dict[str, str]:
    found = {}
    for word in words or ():
        name, sign, value = word.partition("=")
        if not sign:
            raise WrongUse(_("“{word}” is not NAME=VALUE.").format(word=word))
        found[name] = value
    return found


def _decisions(words: list[str] | None) -> dict[str, str]:
    found = _pairs(words)
    for name, action in found.items():
        if name not in KIND or action not in KIND[name].actions:
            known = ", ".join(f"{one.name}={'|'.join(one.actions)}" for one in KIND.values())
            raise WrongUse(
                _("“{word}” is no decision; known are: {known}.").format(
                    word=f"{name}={action}", known=known
                )
            )
    return found


def _say_preview(desk: Desk, preview: Preview, out: Answers) -> ExitCode:
    known = desk.read(earlier_import, preview.prepared.sha256) is not None
    ready = not (preview.questions or preview.must_agree())
    lines = list(tell(preview))
    if known:
        lines.append(_("This file was imported before."))
    if preview.questions:
        names = ", ".join(preview.questions)
        lines.append(
            _("Decide first (--decide FINDING=ACTION, or --suggested): {names}").format(names=names)
        )
    value = {"ok": True, "dry_run": True, "ready": ready, "known": known, **plain_preview(preview)}
    out.say("\n".join(lines), value)
    return ExitCode.DONE if ready else ExitCode.REFUSED


def _imported(answer: FileImported) -> str:
    counts = {
        _("orders"): answer.orders,
        _("lines"): answer.lines,
        _("returns"): answer.returns,
        _("adjustments"): answer.adjusts,
        _("held orders"): answer.held,
        _("new customers"): answer.customers,
        _("new items"): answer.items,
        _("changed records"): answer.changed,
        _("opened units"): answer.opened_units,
        _("documents known before"): answer.documents_known,
        _("rows left out"): answer.rows_skipped,
        _("rows that could not be imported"): answer.rows_rejected,
    }
    told = "; ".join(f"{count} {name}" for name, count in counts.items() if count)
    return _("Imported {rows} rows: {told}.").format(
        rows=answer.rows_in, told=told or _("nothing new")
    )


def send_out(asked: Namespace, out: Answers) -> ExitCode:
    """Export one kind as CSV, or as a workbook when the name ends in .xlsx."""
    with opened(asked) as desk:
        rows = desk.read(export_file, asked.kind, asked.out)
    said = _("{count} rows written to {file}.").format(count=rows, file=asked.out)
    out.say(said, {"ok": True, "rows": rows, "file": asked.out})
    return ExitCode.DONE

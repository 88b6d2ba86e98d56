"""`slip` and `report`: papers into files, whole or not at all."""

from argparse import Namespace
from pathlib import Path
from uuid import uuid4

from app.command_line.answers import Answers
from app.command_line.opening import WrongUse, opened
from app.core.errors import ExitCode
from app.core.messages import _, ngettext
from app.documents.packing_slip import packing_slips
from app.documents.page import Paper
from app.documents.report import report as report_pdf
from app.exchange.exports import write_csv, write_workbook
from app.fulfilment.commands import NotePrint
from app.fulfilment.handlers import note_print
from app.papers.figures import REPORTS
from app.papers.slips import DOCUMENT, slips_of


def slip(asked: Namespace, out: Answers) -> ExitCode:
    """Write the slips of all orders named into one PDF, in their order, and remember them."""
    with opened(asked) as desk:
        found = [one for name in asked.orders for one in desk.read(slips_of, name)]
        pdf = packing_slips([one.slip for one in found], _paper(desk.settings.paper))
        _write(asked.out, pdf)
        ids = tuple(one.shipment_id for one in found)
        desk.run(note_print, NotePrint(document=DOCUMENT, document_ids=ids))
    said = ngettext("{count} slip in {file}.", "{count} slips in {file}.", len(found))
    value = {"ok": True, "slips": len(found), "file": asked.out}
    out.say(said.format(count=len(found), file=asked.out), value)
    return ExitCode.DONE


def report(asked: Namespace, out: Answers) -> ExitCode:
    """Write a report; the file's ending says whether as PDF, CSV or workbook."""
    place = Path(asked.out)
    kind = place.suffix.lower()
    if kind not in (".pdf", ".csv", ".xlsx"):
        raise WrongUse(_("“{name}” must end in .pdf, .csv or .xlsx.").format(name=asked.out))
    with opened(asked) as desk:
        paper = REPORTS[asked.name](desk, asked.first, asked.last)
        if kind == ".pdf":
            _write(asked.out, report_pdf(paper.report, _paper(desk.settings.paper)))
        elif kind == ".csv":
            write_csv(paper.table, place)
        else:
            write_workbook(paper.table, place)
    rows = len(paper.report.rows)
    said = ngettext("{count} row in {file}.", "{count} rows in {file}.", rows)
    out.say(said.format(count=rows, file=asked.out), {"ok": True, "rows": rows, "file": asked.out})
    return ExitCode.DONE


def _paper(setting: str) -> Paper:
    return "Letter" if setting == "Letter" else "A4"


def _write(name: str, content: bytes) -> None:
    """Put a file in place in one step, so that nobody ever sees half of it."""
    place = Path(name)
    if place.exists() and not place.is_file():
        place.write_bytes(content)
        return
    half = place.with_name(f".{place.name}.{uuid4().hex}")
    try:
        half.write_bytes(content)
        half.replace(place)
    finally:
        half.unlink(missing_ok=True)

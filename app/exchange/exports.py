"""Tables out: CSV and workbooks that spreadsheets open as text and that import unchanged."""

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import BinaryIO, TextIO

from app.core.messages import _
from app.exchange.errors import NotWritten
from app.exchange.reading.table import RowProblem

Cell = str | int | date | None

_RISKY = re.compile(r"[=+\-@\t\r\n'＝＋－＠]")
_MOST_TEXT = 32_767


@dataclass(frozen=True)
class ExportColumn:
    """One column: its heading, and whether its cells are numbers (`decimals` of them)."""

    heading: str
    decimals: int | None = None


@dataclass(frozen=True)
class ExportTable:
    """What to write: columns and rows; numbers come as whole numbers scaled by `decimals`."""

    name: str
    columns: tuple[ExportColumn, ...]
    rows: Iterable[Sequence[Cell]]


def safe_cell(text: str) -> str:
    """Mark a text that a spreadsheet might run, in East Asia in full width too.

    Reading takes the mark off again.
    """
    return "'" + text if _RISKY.match(text) else text


def number_text(value: int, decimals: int) -> str:
    """Write a scaled whole number plainly: 25500 with four decimals is `2.55`."""
    if decimals == 0:
        return str(value)
    whole, rest = divmod(abs(value), 10**decimals)
    tail = f"{rest:0{decimals}d}".rstrip("0")
    return ("-" if value < 0 else "") + str(whole) + (f".{tail}" if tail else "")


def _cell_text(cell: Cell, column: ExportColumn) -> str:
    if cell is None:
        return ""
    if isinstance(cell, int):
        return number_text(cell, column.decimals or 0)
    return cell.isoformat() if isinstance(cell, date) else safe_cell(cell)


def write_csv(table: ExportTable, path: Path, *, bom: bool = True) -> int:
    """Write a table as UTF-8 CSV (with a mark for spreadsheets unless told not to); gives rows.

    Raises:
        NotWritten: the disk refuses the file.
    """
    encoding = "utf-8-sig" if bom else "utf-8"
    with _saying(path), path.open("w", encoding=encoding, newline="") as stream:
        return _write_rows(table, stream)


def _write_rows(table: ExportTable, stream: TextIO) -> int:
    writer = csv.writer(stream)
    writer.writerow([safe_cell(column.heading) for column in table.columns])
    count = 0
    for row in table.rows:
        writer.writerow(
            [_cell_text(cell, column) for cell, column in zip(row, table.columns, strict=True)]
        )
        count += 1
    return count


def write_workbook(table: ExportTable, path: Path) -> int:
    """Write a table as a workbook; texts stay texts, nothing is a formula or a link.

    Raises:
        NotWritten: the disk refuses the file.
    """
    with _saying(path), path.open("wb") as stream:
        return _write_book(table, stream)


@contextmanager
def _saying(path: Path) -> Iterator[None]:
    """Let a refusal of the disk be told with the file's name."""
    try:
        yield
    except OSError as error:
        raise NotWritten(path.name, error.strerror or str(error)) from error


def _write_book(table: ExportTable, stream: BinaryIO) -> int:
    from xlsxwriter import Workbook
    from xlsxwriter.exceptions import FileCreateError

    book = Workbook(
        stream,
        {
            "constant_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        },
    )
    try:
        sheet = book.add_worksheet(table.name[:31])
        head = book.add_format({"bold": True})
        as_text = book.add_format({"num_format": "@"})
        for place, column in enumerate(table.columns):
            sheet.write_string(0, place, column.heading, head)
        count = 0
        for count, row in enumerate(table.rows, start=1):
            for place, (cell, column) in enumerate(zip(row, table.columns, strict=True)):
                if cell is None or cell == "":
                    continue
                if isinstance(cell, int) and abs(cell) < 10**15:
                    sheet.write_number(count, place, cell / 10 ** (column.decimals or 0))
                else:
                    text = cell if isinstance(cell, str) else _cell_text(cell, column)
                    sheet.write_string(count, place, text[:_MOST_TEXT], as_text)
    finally:
        try:
            book.close()
        except FileCreateError as error:
            raise OSError(*error.args) from error
    return count


def write_bad_rows(
    header: Sequence[str], problems: Iterable[RowProblem], path: Path, *, bom: bool = True
) -> int:
    """Save the rows that could not be imported, as read, with row, reason and expectation."""
    columns = (_("Row"), _("Reason"), _("Column"), _("Value"), _("Expected"), *header)
    listed = list(problems)
    width = max((len(one.cells) for one in listed), default=0)
    extra = [""] * max(0, width - len(header))
    rows = (
        (
            f"{one.beside} {one.row}".strip(),
            one.reason,
            one.column,
            one.value,
            one.expected,
            *one.cells,
            *[""] * (len(header) + len(extra) - len(one.cells)),
        )
        for one in listed
    )
    names = tuple(ExportColumn(name) for name in (*columns, *extra))
    return write_csv(ExportTable("rows", names, rows), path, bom=bom)

"""Workbooks as tables: sizes are checked before parsing, numbers become exact text."""

import re
import zipfile
import zlib
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from io import BytesIO
from typing import BinaryIO

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, WorksheetNotFound

from app.core.messages import _
from app.exchange.errors import BadFile
from app.exchange.progress import EVERY, Watch, step, unwatched
from app.exchange.reading.source import Source
from app.exchange.reading.table import Table, TableBuilder

MOST_UNPACKED = 250_000_000
MOST_RATIO = 400
MOST_PARTS = 2_000
MOST_CELLS = 3_000_000
MOST_COLUMNS = 1_000
MOST_EXACT = 10**15
_SMALL_PART = 1_000_000
_PIECE = 1 << 20
_CELL = re.compile(rb'<c\s[^>]*?r="([A-Z]{1,3})(\d{1,7})"')
_ENTITY = re.compile(rb"<!(DOCTYPE|ENTITY)", re.IGNORECASE)
_EXPONENT = re.compile(r"[eE]")

Cell = int | float | str | bool | datetime | date | time | timedelta


def sheets_of(source: Source) -> tuple[str, ...]:
    """Name the sheets of a workbook, in its order.

    Raises:
        BadFile: not a workbook, damaged, or too large when unpacked.
    """
    return tuple(_opened(source).sheet_names)


def read_workbook(
    source: Source, sheet: str | None = None, watch: Watch = unwatched
) -> tuple[Table, str]:
    """Read one sheet of a workbook (the first with cells unless named); also gives its name.

    Raises:
        BadFile: not a workbook, damaged, empty, or too large when unpacked.
        ImportCancelled: the watcher stopped it.
    """
    book = _opened(source, watch)
    names = [sheet] if sheet is not None else book.sheet_names
    for name in names:
        try:
            area = book.get_sheet_by_name(name)
        except WorksheetNotFound as missing:
            raise BadFile(source.name, _("has no sheet “{sheet}”").format(sheet=name)) from missing
        except (CalamineError, OSError, ValueError) as damaged:
            raise BadFile(source.name, _("is damaged: a sheet cannot be read")) from damaged
        if area.total_height:
            return _table(source.name, area.iter_rows(), area.total_height, watch), name
    raise BadFile(source.name, _("is empty"))


def _opened(source: Source, watch: Watch = unwatched) -> CalamineWorkbook:
    if source.is_old_workbook:
        raise BadFile(
            source.name,
            _("is an old or a locked workbook; save it as .xlsx without a password"),
        )
    if source.size > MOST_UNPACKED:
        raise BadFile(source.name, _("is too large"))
    with source.raw() as stream:
        content = stream.read()
    _check_parts(source.name, BytesIO(content), watch)
    try:
        return CalamineWorkbook.from_filelike(BytesIO(content))
    except PasswordError as locked:
        raise BadFile(source.name, _("is locked with a password")) from locked
    except (CalamineError, OSError, ValueError) as damaged:
        raise BadFile(source.name, _("is not a workbook, or is damaged")) from damaged


def _check_parts(name: str, stream: BinaryIO, watch: Watch) -> None:
    """Unpack every part once, keeping nothing: sizes as they are, not as they claim to be."""
    try:
        with zipfile.ZipFile(stream) as packed:
            parts = packed.infolist()
            if len(parts) > MOST_PARTS:
                raise BadFile(name, _("has too many parts"))
            if sum(part.file_size for part in parts) > MOST_UNPACKED:
                raise BadFile(name, _("is too large when unpacked"))
            left = MOST_UNPACKED
            for part in parts:
                left -= _check_part(name, packed, part, left, watch)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as bad:
        raise BadFile(name, _("is not a workbook, or is damaged")) from bad


def _check_part(
    name: str, packed: zipfile.ZipFile, part: zipfile.ZipInfo, most: int, watch: Watch
) -> int:
    size = 0
    tail = b""
    is_sheet = "/worksheets/" in part.filename and part.filename.endswith(".xml")
    is_markup = part.filename.endswith((".xml", ".rels"))
    extent = _Extent(name)
    with packed.open(part) as stream:
        while piece := stream.read(_PIECE):
            size += len(piece)
            if size > most or (size > _SMALL_PART and size > part.compress_size * MOST_RATIO):
                raise BadFile(name, _("is too large when unpacked"))
            text = tail + piece
            if is_markup and _ENTITY.search(text):
                raise BadFile(name, _("holds entity definitions, which no workbook needs"))
            if is_sheet:
                extent.see(text)
            tail = piece[-64:]
            step(watch, "open", size, part.file_size)
    return size


class _Extent:
    """How far the cells of a sheet really reach, whatever its dimension says."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._rows = 0
        self._first_row = 1 << 30
        self._letters: set[bytes] = set()

    def see(self, markup: bytes) -> None:
        found = _CELL.findall(markup)
        if not found:
            return
        self._letters.update({letters for letters, _row in found})
        self._rows = max(self._rows, *(int(row) for _letters, row in found))
        columns = max(map(_column_number, self._letters))
        if columns > MOST_COLUMNS:
            raise BadFile(self._name, _("has too many columns"))
        if columns * self._rows > MOST_CELLS:
            raise BadFile(
                self._name,
                _("has too many cells ({cells}); save the sheet as CSV").format(
                    cells=columns * self._rows
                ),
            )


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def cell_text(value: Cell) -> str:
    """Write a cell as exact text: 17850.0 is `17850`, a date ISO, a truth `TRUE`."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return _number_text(value)
    if isinstance(value, datetime):
        return _moment_text(value)
    return str(value)


def _number_text(value: float) -> str:
    if value.is_integer() and abs(value) < MOST_EXACT * 1000:
        return str(int(value))
    text = repr(value)
    if _EXPONENT.search(text):
        text = f"{value:.20f}".rstrip("0")
    return text


def _moment_text(value: datetime) -> str:
    whole = value + timedelta(microseconds=500_000)
    plain = whole.replace(microsecond=0)
    if plain.time() == time():
        return plain.date().isoformat()
    return plain.isoformat(sep=" ")


def _table(name: str, rows: Iterable[list[Cell]], height: int, watch: Watch) -> Table:
    builder: TableBuilder | None = None
    width = 0
    numbers: list[int] = []
    texts: list[list[str]] = []
    for row, cells in enumerate(rows, start=1):
        if builder is None:
            if not any(cell != "" for cell in cells):
                continue
            header = [cell_text(cell) for cell in cells]
            width = len(header)
            builder = TableBuilder(name, header)
            continue
        text = [cell if type(cell) is str else cell_text(cell) for cell in cells]
        if any(text) and not _lost_digits(builder, row, cells, text):
            numbers.append(row)
            texts.append(text)
        if len(texts) == EVERY:
            builder.add(numbers, texts)
            numbers, texts = [], []
            step(watch, "read", row, height)
    if builder is None or not width:
        raise BadFile(name, _("is empty"))
    builder.add(numbers, texts)
    return builder.finish()


def _lost_digits(builder: TableBuilder, row: int, cells: list[Cell], texts: list[str]) -> bool:
    """Refuse a row whose long number the spreadsheet has already rounded."""
    for place, cell in enumerate(cells):
        if type(cell) is float and abs(cell) >= MOST_EXACT:
            builder.refuse(
                row,
                texts,
                _("a number of more than 15 digits was rounded by the spreadsheet"),
                value=texts[place],
                expected=_("format the column as text before typing"),
            )
            return True
    return False

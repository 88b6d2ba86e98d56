"""Delimited text as a table: CSV and TSV in any of our encodings; odd rows are named."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from app.core.messages import _
from app.exchange.errors import BadFile
from app.exchange.progress import EVERY, Watch, step, unwatched
from app.exchange.reading.encodings import ENCODINGS, Guess, guess_encoding
from app.exchange.reading.source import Source
from app.exchange.reading.table import Table, TableBuilder

SEPARATORS = (",", "\t", ";", "|")
MOST_FIELD = 131_072
MOST_PROBLEMS = 100_000
MOST_COLUMNS = 1_000
_PROBE_ROWS = 60
_SAYS_SOMETHING = re.compile(rb"[^\xef\xbb\xbf\xff\xfe\0 \t\r\n]")
_TEXT_FORMULA = re.compile(r'="((?:[^"]|"")*)"')
_QUOTED = re.compile(r"'(?=[=+\-@\t\r\n'＝＋－＠\d])")


@dataclass(frozen=True)
class Form:
    """How a delimited file is written, and what else it could be, best first.

    `ask_encoding` and `ask_separator` tell that a person must say which it is.
    """

    encoding: str
    separator: str
    ask_encoding: bool = False
    others: tuple[str, ...] = ()
    ask_separator: bool = False
    separators: tuple[str, ...] = ()

    @property
    def ask(self) -> bool:
        """Tell whether anything about it is in doubt."""
        return self.ask_encoding or self.ask_separator

    def sentence(self) -> str:
        """Say it for the person: `UTF-8, comma`."""
        return f"{ENCODINGS[self.encoding]}, {separator_name(self.separator)}"


def separator_name(separator: str) -> str:
    """Name a separator for the person."""
    return {",": _("comma"), "\t": _("tab"), ";": _("semicolon"), "|": _("bar")}[separator]


def plain_cell(text: str) -> str:
    """Unwrap the two ways spreadsheets mark text in CSV: `="00123"` and a leading apostrophe."""
    if text.startswith("="):
        formula = _TEXT_FORMULA.fullmatch(text)
        return formula[1].replace('""', '"') if formula else text
    return text[1:] if _QUOTED.match(text) else text


def guess_form(content: bytes) -> Form:
    """Find encoding and separator of a delimited file."""
    guess: Guess = guess_encoding(content)
    start = content[:200_000].decode(guess.encoding, "replace").removeprefix("\ufeff")
    separator, *others = _separators(start)
    return Form(guess.encoding, separator, guess.ask, guess.others, bool(others), tuple(others))


def _separators(start: str) -> tuple[str, ...]:
    """Give the separator that fits best, and those that fit just as well."""
    scored = []
    for rank, separator in enumerate(SEPARATORS):
        reader = csv.reader(io.StringIO(start, newline=""), delimiter=separator)
        widths = [len(fields) for _row, fields in zip(range(_PROBE_ROWS), reader, strict=False)]
        widths = [width for width in widths if width]
        if not widths or widths[0] == 1:
            continue
        share = Counter(widths)[widths[0]] / len(widths)
        scored.append((share, widths[0], -rank, separator))
    if not scored:
        return (",",)
    best = max(scored)
    alike = [one for one in sorted(scored, reverse=True) if one[:2] == best[:2]]
    return tuple(one[3] for one in alike)


def read_delimited(
    source: Source, form: Form | None = None, watch: Watch = unwatched
) -> tuple[Table, Form]:
    """Read a delimited file whole; rows that do not fit the header are left out and named.

    Raises:
        BadFile: empty, wrongly decoded, or a quote is opened and never closed.
        ImportCancelled: the watcher stopped it.
    """
    csv.field_size_limit(MOST_FIELD)
    content = source.content(watch)
    chosen = form or guess_form(content)
    if _SAYS_SOMETHING.search(content) is None:
        raise BadFile(source.name, _("is empty"))
    size = len(content)
    encoding = "utf-16" if content[:2] in {b"\xff\xfe", b"\xfe\xff"} else chosen.encoding
    del content  # read again piece by piece: its rows take as much
    try:
        with source.opened() as stream:
            text = io.TextIOWrapper(stream, encoding=encoding, newline="")
            return _Walk(source.name, text, chosen.separator, watch).of(stream, size), chosen
    except UnicodeDecodeError as wrong:
        raise BadFile(
            source.name,
            _("is not written in {encoding}; choose another encoding").format(
                encoding=ENCODINGS[chosen.encoding]
            ),
        ) from wrong


class _Walk:
    """One pass over the records of a file."""

    def __init__(self, name: str, text: io.TextIOWrapper, separator: str, watch: Watch) -> None:
        self._name = name
        self._reader = csv.reader(text, delimiter=separator, strict=True)
        self._stream: BinaryIO = io.BytesIO()
        self._size = 0
        self._watch = watch
        self._row = 0

    def of(self, stream: BinaryIO, size: int) -> Table:
        """Read header and rows; the stream tells how far it is."""
        self._stream, self._size = stream, size
        header = self._header()
        builder = TableBuilder(self._name, header)
        width = len(header)
        numbers: list[int] = []
        rows: list[list[str]] = []
        for fields in self._records(builder):
            if len(fields) == width:
                if any(fields):
                    numbers.append(self._row)
                    rows.append(fields)
                if len(rows) == EVERY:
                    self._take(builder, numbers, rows)
                    numbers, rows = [], []
            elif fields:
                self._ragged(builder, fields, width)
        self._take(builder, numbers, rows)
        return builder.finish(plain_cell)

    def _header(self) -> list[str]:
        try:
            for fields in self._reader:
                self._row += 1
                if any(cell.strip() for cell in fields):
                    break
            else:
                raise BadFile(self._name, _("is empty"))
        except csv.Error as wrong:
            raise BadFile(self._name, _("the header cannot be read"), 1) from wrong
        if len(fields) > MOST_COLUMNS:
            raise BadFile(self._name, _("has too many columns"), 1)
        return [plain_cell(cell) for cell in fields]

    def _records(self, builder: TableBuilder) -> Iterator[list[str]]:
        """Give records; a broken one is named and skipped, a runaway quote stops everything."""
        reader = self._reader
        while True:
            begun = reader.line_num
            try:
                for fields in reader:
                    self._row += 1
                    yield fields
                    begun = reader.line_num
            except csv.Error as wrong:
                self._row += 1
                self._broken(builder, str(wrong), reader.line_num - begun)
            else:
                return

    def _broken(self, builder: TableBuilder, what: str, lines: int) -> None:
        if "unexpected end" in what or lines > 1:
            raise BadFile(self._name, _("a quote is opened here and never closed"), self._row)
        if "field limit" in what:
            reason = _("a field is longer than {limit} characters").format(limit=MOST_FIELD)
        else:
            reason = _("a quote stands inside the text; quotes in text must be doubled")
        self._refuse(builder, (), reason)

    def _ragged(self, builder: TableBuilder, fields: list[str], width: int) -> None:
        self._refuse(
            builder,
            fields,
            _("the row has {found} fields, the header {width}").format(
                found=len(fields), width=width
            ),
            expected=_(
                "{width} fields are expected; a field with a separator must be quoted"
            ).format(width=width),
        )

    def _refuse(
        self, builder: TableBuilder, cells: "list[str] | tuple[str, ...]", reason: str, **more: str
    ) -> None:
        if len(builder.problems) >= MOST_PROBLEMS:
            raise BadFile(self._name, _("has too many broken rows"), self._row)
        builder.refuse(self._row, cells, reason, **more)

    def _take(self, builder: TableBuilder, numbers: list[int], rows: list[list[str]]) -> None:
        if rows and any("\0" in cell for cell in map("".join, rows)):
            numbers, rows = self._without_nul(builder, numbers, rows)
        builder.add(numbers, rows)
        step(self._watch, "read", self._stream.tell(), self._size)

    def _without_nul(
        self, builder: TableBuilder, numbers: list[int], rows: list[list[str]]
    ) -> tuple[list[int], list[list[str]]]:
        good_numbers, good_rows = [], []
        for number, fields in zip(numbers, rows, strict=True):
            if any("\0" in cell for cell in fields):
                builder.refuse(number, fields, _("the row holds a NUL character"))
            else:
                good_numbers.append(number)
                good_rows.append(fields)
        return good_numbers, good_rows

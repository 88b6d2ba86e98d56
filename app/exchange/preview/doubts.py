"""What a person must say before a file can be previewed, with samples read each way."""

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass

from app.core.messages import _
from app.exchange.columns.dates import DayOrder, day_of
from app.exchange.preview.preview import Prepared
from app.exchange.reading.delimited import Form, separator_name
from app.exchange.reading.encodings import ENCODINGS, decodes
from app.exchange.reading.opening import Opened

_MOST_SAMPLES = 3
_LONGEST = 60
_BEGINNING = 20_000


@dataclass(frozen=True)
class Option:
    """One way to read a file: its value for `Choices`, its name, and samples read that way."""

    value: str
    title: str
    samples: tuple[str, ...]


@dataclass(frozen=True)
class Doubt:
    """One question: `about` is the field of `Choices` it settles; the first option is likeliest."""

    about: str
    question: str
    options: tuple[Option, ...]


def doubts_of_form(opened: Iterable[Opened]) -> tuple[Doubt, ...]:
    """Ask how files are written, where that is in doubt; each thing is asked once."""
    found: dict[str, Doubt] = {}
    for one in opened:
        if one.form is None or not one.form.ask:
            continue
        content = one.source.content()
        if one.form.ask_encoding:
            found.setdefault("encoding", _encoding(one.source.name, one.form, content))
        if one.form.ask_separator:
            found.setdefault("separator", _separator(one.source.name, one.form, content))
    return tuple(doubt for doubt in found.values() if len(doubt.options) > 1)


def _encoding(name: str, form: Form, content: bytes) -> Doubt:
    fitting = [one for one in (form.encoding, *form.others) if decodes(content, one)]
    options = (
        Option(one, ENCODINGS[one], _read_as(content, one, form.separator)) for one in fitting
    )
    return Doubt(
        "encoding",
        _("How is {file} written? Choose where the texts make sense.").format(file=name),
        tuple(options),
    )


def _read_as(content: bytes, encoding: str, separator: str) -> tuple[str, ...]:
    """Give cells that look different in another encoding."""
    found: dict[str, None] = {}
    for line in content.splitlines():
        if line.isascii():
            continue
        for cell in _cells(line.decode(encoding, "replace"), separator):
            if not cell.isascii():
                found[cell.strip()[:_LONGEST]] = None
        if len(found) >= _MOST_SAMPLES:
            break
    return tuple(found)[:_MOST_SAMPLES]


def _separator(name: str, form: Form, content: bytes) -> Doubt:
    start = content[:_BEGINNING].decode(form.encoding, "replace").removeprefix("\ufeff")
    lines = start.splitlines()[:_MOST_SAMPLES]
    options = (
        Option(one, separator_name(one), tuple(" ┃ ".join(_cells(line, one)) for line in lines))
        for one in (form.separator, *form.separators)
    )
    return Doubt(
        "separator",
        _("What stands between the columns of {file}?").format(file=name),
        tuple(options),
    )


def _cells(line: str, separator: str) -> list[str]:
    return next(csv.reader(io.StringIO(line, newline=""), delimiter=separator), [])


def doubts_of_days(prepared: Prepared) -> tuple[Doubt, ...]:
    """Ask whether the day or the month comes first, where no date tells."""
    if not prepared.asks_day_order:
        return ()
    columns = prepared.unsure_days
    texts = [text for known in columns.values() for text in known if _is_open(text)]
    if not texts:
        return ()
    titles = {
        DayOrder.DAY_FIRST: _("The day comes first"),
        DayOrder.MONTH_FIRST: _("The month comes first"),
    }
    options = tuple(
        Option(order.value, title, _dates(texts, order)) for order, title in titles.items()
    )
    question = _("Which dates does the column {columns} mean?")
    return (Doubt("day_order", question.format(columns=", ".join(columns)), options),)


def _is_open(text: str) -> bool:
    """Tell whether a text means another date when it is read the other way."""
    first, second = day_of(text, DayOrder.DAY_FIRST), day_of(text, DayOrder.MONTH_FIRST)
    return first is not None and second is not None and first != second


def _dates(texts: list[str], order: DayOrder) -> tuple[str, ...]:
    read = ((text, day_of(text, order)) for text in texts[:_MOST_SAMPLES])
    sample = _("{text} is the {day}. day of month {month}, {year}")
    return tuple(
        sample.format(text=text, day=day.day, month=day.month, year=day.year)
        for text, day in read
        if day is not None
    )

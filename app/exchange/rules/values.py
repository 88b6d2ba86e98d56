"""Texts of a file read as values, each different text once; what cannot be read is named."""

import re
from array import array
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from app.core.errors import BadValue
from app.core.messages import _
from app.core.money import FULL_SHARE, decimal_of, price_of
from app.core.quantity import MOST, quantity_of
from app.core.text import clean
from app.exchange.columns.dates import DayOrder, day_of, day_order
from app.exchange.columns.fields import Field, Shape
from app.exchange.reading.table import Column

EMPTY_WORDS = frozenset({"", "NULL", "null", "\\N", "#N/A"})
_WHOLE = re.compile(r"(\d+)\.0+")
_YES = frozenset(["1", "y", "yes", "true", "x", "是", "有", "停用", "停产"])

Value = int | str | date | None


@dataclass
class Values:
    """One field of every row: `codes` number the different values; `wrong` says which fail.

    `wrong` maps the number of a text to what was expected instead of it.
    """

    spec: Field
    column: Column
    values: list[Value]
    wrong: dict[int, str] = field(default_factory=dict)

    @property
    def codes(self) -> "array[int]":
        """Give the number of the value of each row."""
        return self.column.codes

    def at(self, index: int) -> Value:
        """Give the value of one row (counted from 0)."""
        return self.values[self.column.codes[index]]


def read_values(spec: Field, column: Column, order: DayOrder | None = None) -> Values:
    """Read a column as the field's shape asks; `order` settles day and month."""
    column = column.mapped(_without_empty_words)
    if spec.shape is Shape.CODE:
        return _codes(spec, column)
    if spec.shape is Shape.TEXT:
        cleaned = column.mapped(clean)
        return Values(spec, cleaned, list(cleaned.values))
    reader = _reader(spec, column, order)
    values: list[Value] = []
    wrong: dict[int, str] = {}
    for number, text in enumerate(column.values):
        if not text.strip():
            values.append(None)
            continue
        try:
            values.append(reader(text))
        except BadValue as bad:
            values.append(None)
            wrong[number] = bad.expected
    return Values(spec, column, values, wrong)


def _without_empty_words(text: str) -> str:
    return "" if text in EMPTY_WORDS else text


def _postcode(text: str) -> str:
    """Take off the apostrophe some shops put before every postcode; names may begin with one."""
    return clean(text).removeprefix("'")


def _codes(spec: Field, column: Column) -> Values:
    """Keep codes as text; a column of 17850.0 throughout has lost its type, not its digits."""
    column = column.mapped(_postcode if spec.name.endswith("postcode") else clean)
    if all(not text or _WHOLE.fullmatch(text) for text in column.values):
        column = column.mapped(lambda text: _WHOLE.sub(r"\1", text))
    return Values(spec, column, list(column.values))


def _reader(spec: Field, column: Column, order: DayOrder | None) -> Callable[[str], Value]:
    if spec.shape is Shape.DAY:
        settled = order or day_order(column.values)
        return lambda text: _day(spec, text, settled)
    return {
        Shape.QUANTITY: lambda text: quantity_of(_half_width(text), spec.name, -MOST),
        Shape.NUMBER: lambda text: quantity_of(_half_width(text), spec.name, 0),
        Shape.PRICE: lambda text: price_of(text, spec.name),
        Shape.SHARE: lambda text: _share(spec, text),
        Shape.YES_NO: lambda text: int(clean(text).casefold() in _YES),
    }[spec.shape]


def _half_width(text: str) -> str:
    return text.replace("\u00a0", "").replace("−", "-").replace("－", "-")


def _day(spec: Field, text: str, order: DayOrder) -> date:
    found = day_of(text, order)
    if found is None:
        expected = (
            _("say whether the day or the month comes first")
            if order is DayOrder.UNSURE
            else _("a date such as 2026-11-22 is expected")
        )
        raise BadValue(spec.name, text, expected)
    return found


def _share(spec: Field, text: str) -> int:
    """Read a share: 0.15 and 15 % are both 1500 basis points."""
    plain = text.strip()
    percent = plain.endswith(("%", "％"))
    number = decimal_of(plain.rstrip("%％"), spec.name)
    scaled = number * 100 if percent or number > 1 else number * FULL_SHARE
    if scaled != scaled.to_integral_value() or not 0 <= scaled <= FULL_SHARE:
        raise BadValue(spec.name, text, _("a share such as 0.15 or 15 % is expected"))
    return int(scaled)

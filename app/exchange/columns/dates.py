"""Dates as files write them; day and month order is decided over the whole column."""

import re
from collections.abc import Iterable
from datetime import date
from enum import StrEnum

_ISO = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[T ].*)?")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_PARTS = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4}|\d{2})(?:[T ].*)?")
_MOST_MONTH = 12
_CENTURY = 100
_PIVOT = 70


class DayOrder(StrEnum):
    """Which comes first in dates such as 3/4/2011."""

    DAY_FIRST = "day first"
    MONTH_FIRST = "month first"
    UNSURE = "unsure"


def day_order(texts: Iterable[str]) -> DayOrder:
    """Decide over a whole column; unsure when no date has a part above twelve."""
    day_first = month_first = seen = False
    for text in texts:
        found = _PARTS.fullmatch(text.strip())
        if found:
            seen = True
            day_first = day_first or int(found[1]) > _MOST_MONTH
            month_first = month_first or int(found[2]) > _MOST_MONTH
    if not seen or day_first != month_first:
        return DayOrder.MONTH_FIRST if month_first else DayOrder.DAY_FIRST
    return DayOrder.UNSURE


def day_of(text: str, order: DayOrder) -> date | None:
    """Read a date; None when it is none, or when day and month cannot be told apart."""
    plain = text.strip()
    found = _ISO.fullmatch(plain) or _COMPACT.fullmatch(plain)
    if found:
        return _day(int(found[1]), int(found[2]), int(found[3]))
    found = _PARTS.fullmatch(plain)
    if not found:
        return None
    first, second, year = int(found[1]), int(found[2]), int(found[3])
    if year < _CENTURY:
        year += 1900 if year >= _PIVOT else 2000
    if order is DayOrder.UNSURE and first != second:
        return None
    if order is DayOrder.MONTH_FIRST:
        first, second = second, first
    return _day(year, second, first)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None

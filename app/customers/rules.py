"""Choices of the customers room: numbers, what is alike, which address is usual."""

import re
from collections.abc import Iterable, Mapping

from app.core.text import fold

ALIKE = 90
_ROUGHLY = 70
_NEAR = 200
_LEGAL_FORMS = re.compile(
    r"\b(ltd|limited|inc|llc|plc|gmbh|co|corp|company|sa|bv|srl)\b\.?|有限公司|股份|有限责任公司"
)


def customer_number(count: int) -> str:
    """Give the customer number of a count: C00042."""
    return f"C{count:05d}"


def plain_name(name: str) -> str:
    """Give a name without case, marks and legal form, for comparing."""
    folded = _LEGAL_FORMS.sub(" ", fold(name).replace("&", " and "))
    words = re.sub(r"[^\w]+", " ", folded).split()
    return " ".join(words) or fold(name).strip()


def alike_names(name: str, others: Mapping[int, str], most: int = 5) -> list[tuple[int, int]]:
    """Give the ids whose names are alike and how much (0 to 100), the likest first.

    A quick look over all names as they are leaves few to be compared plainly.
    """
    from rapidfuzz import fuzz, process

    plain = plain_name(name)
    if not plain:
        return []
    lower = {one: other.lower() for one, other in others.items()}
    near = process.extract(
        plain, lower, scorer=fuzz.token_set_ratio, limit=_NEAR, score_cutoff=_ROUGHLY
    )
    alike = [
        (one, int(fuzz.token_sort_ratio(plain, plain_name(others[one]))))
        for _other, _score, one in near
    ]
    return sorted((pair for pair in alike if pair[1] >= ALIKE), key=lambda pair: -pair[1])[:most]


def first_true(flags: Iterable[bool]) -> int:
    """Give the place of the first flag that is set; the first place when none is."""
    return next((place for place, flag in enumerate(flags) if flag), 0)

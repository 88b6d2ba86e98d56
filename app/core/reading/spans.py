"""Stretches of an ordered list, named by the key where they begin and never by counting."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

PAGE = 128
"""Rows a list reads at a time."""


class PageKey(NamedTuple):
    """Name a row of a list by text: the text it is sorted by, and its id."""

    text: str
    record_id: int


@dataclass(frozen=True)
class Span:
    """Some rows of an ordered list, at most `limit`, always given in the order of the list.

    Without a `key` they are the first rows, or the last ones when `backwards`. With the key of a
    row they are those that follow it, or those just before it when `backwards`; `inclusive` takes
    the row of the key with them. A key need not belong to a row that still exists.
    """

    key: tuple[Any, ...] | None = None
    backwards: bool = False
    inclusive: bool = False
    limit: int = PAGE


FIRST = Span()
"""The first page of a list."""

LAST = Span(backwards=True)
"""The last page of a list."""


def read_spans(
    connection: Any,
    /,
    query: Callable[..., Sequence[Any]],
    spans: Sequence[Span],
    **question: Any,
) -> tuple[tuple[Any, ...], ...]:
    """Answer a list query for several spans on one connection; one statement per span."""
    return tuple(tuple(query(connection, span=one, **question)) for one in spans)

"""Puts plain SQL with named values to a connection, whichever the engine."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Date, TextClause, bindparam, text


def asking(connection: Connection) -> Callable[..., Iterable[Sequence[Any]]]:
    """Give what asks this connection: a question and its values by name to its rows."""

    def ask(question: str, values: Mapping[str, object]) -> Iterable[Sequence[Any]]:
        days = tuple(name for name, value in values.items() if isinstance(value, date))
        return connection.execute(_prepared(question, days), values)

    return ask


@lru_cache(maxsize=64)
def _prepared(question: str, days: tuple[str, ...]) -> TextClause:
    """Parse a question once; days are typed, since drivers store them differently."""
    return text(question).bindparams(*(bindparam(name, type_=Date) for name in days))

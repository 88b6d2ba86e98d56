"""Asks for rows of several ids: an array on a server, a list in the statement of a file."""

from collections.abc import Callable
from typing import Any, TypeVar

from sqlalchemy import ARRAY, BigInteger, BindParameter, ColumnElement, bindparam, func

Among = Callable[[Any], ColumnElement[bool]]
Statement = TypeVar("Statement")


def on_each_engine(make: Callable[[Among], Statement], name: str) -> dict[str, Statement]:
    """Make a statement for each engine; `make` is given what asks a column for the ids in `name`.

    With an array the statement stays the same however many there are: the server keeps its plan,
    and nobody writes it anew. A file plans in no time, and better for a list.
    """
    several: BindParameter[Any] = bindparam(name, expanding=True)
    array: BindParameter[Any] = bindparam(name, type_=ARRAY(BigInteger))
    return {
        "sqlite": make(lambda column: column.in_(several)),
        "postgresql": make(lambda column: column == func.any(array)),
    }

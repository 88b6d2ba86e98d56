"""The declarative base of every table, and the guards declared beside them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, MetaData
from sqlalchemy.orm import DeclarativeBase

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """Base of all tables."""

    metadata = MetaData(naming_convention=NAMING)


def followed(moves: Mapping[str, frozenset[str]], before: str | None, after: str) -> str:
    """Give the state after one before, which may also be itself; a new record takes any.

    Raises:
        ValueError: the table of moves knows no such step; a fault of the program's own.
    """
    if before not in {None, after} and after not in moves[str(before)]:
        raise ValueError(before, after)
    return after


@dataclass(frozen=True)
class Guard:
    """Statements that make one database guard (trigger, function), for each engine.

    A guard lives in `guards.py` of the room whose tables it protects; `all_guards` in
    `app/bootstrap.py` lists them in order, migrations make them.
    """

    name: str
    sqlite: tuple[str, ...]
    postgresql: tuple[str, ...]


def make_guards(connection: Connection, guards: Sequence[Guard]) -> None:
    """Make triggers and functions, in order, in the words of the engine in use."""
    local = connection.dialect.name == "sqlite"
    for guard in guards:
        _run(connection, guard.sqlite if local else guard.postgresql)


def _run(connection: Connection, statements: Sequence[str]) -> None:
    for statement in statements:
        connection.exec_driver_sql(statement, execution_options={"no_parameters": True})

"""The declarative base of every table, and the guards declared beside them."""

from collections.abc import Sequence
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


@dataclass(frozen=True)
class Guard:
    """Statements that make and drop one database guard (trigger, function), for each engine.

    A guard lives in `guards.py` of the room whose tables it protects; `all_guards` in
    `app/bootstrap.py` lists them in order, migrations make them.
    """

    name: str
    sqlite: tuple[str, ...]
    postgresql: tuple[str, ...]
    drop_sqlite: tuple[str, ...]
    drop_postgresql: tuple[str, ...]


def make_guards(connection: Connection, guards: Sequence[Guard]) -> None:
    """Make triggers and functions, in order, in the words of the engine in use."""
    local = connection.dialect.name == "sqlite"
    for guard in guards:
        _run(connection, guard.sqlite if local else guard.postgresql)


def drop_guards(connection: Connection, guards: Sequence[Guard]) -> None:
    """Drop triggers and functions, last made first."""
    local = connection.dialect.name == "sqlite"
    for guard in reversed(guards):
        _run(connection, guard.drop_sqlite if local else guard.drop_postgresql)


def _run(connection: Connection, statements: Sequence[str]) -> None:
    for statement in statements:
        connection.exec_driver_sql(statement, execution_options={"no_parameters": True})

"""Makes and drops the guards that rooms declare beside their tables."""

from collections.abc import Sequence

from sqlalchemy import Connection

from app.db.base import Guard


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

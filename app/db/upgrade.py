"""Brings a desk's tables from the step it is at to the newest one."""

from collections.abc import Sequence

from sqlalchemy import Connection

from app.db.base import Base, Guard
from app.db.guards import make_guards

HEAD = "0001"
"""The newest step; a test keeps it equal to the last script in `migrations/versions`."""

_VERSION_TABLE = "CREATE TABLE IF NOT EXISTS alembic_version (version_num VARCHAR(32) NOT NULL,"
_VERSION_KEY = " CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num))"


def create_schema(connection: Connection, guards: Sequence[Guard]) -> None:
    """Make every table and guard at once on an empty desk, as the newest step describes them."""
    Base.metadata.create_all(connection)
    make_guards(connection, guards)
    connection.exec_driver_sql(_VERSION_TABLE + _VERSION_KEY)
    connection.exec_driver_sql(f"INSERT INTO alembic_version VALUES ('{HEAD}')")

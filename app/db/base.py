"""The declarative base of every table, and the guards declared beside them."""

from dataclasses import dataclass

from sqlalchemy import MetaData
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
    `app/db/guards.py` lists them in order, migrations make them.
    """

    name: str
    sqlite: tuple[str, ...]
    postgresql: tuple[str, ...]
    drop_sqlite: tuple[str, ...]
    drop_postgresql: tuple[str, ...]

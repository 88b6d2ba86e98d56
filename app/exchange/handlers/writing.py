"""Many rows written at once: ids reserved beforehand, tuples handed to the driver as they are."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from itertools import islice
from typing import cast

from sqlalchemy import Table, func, select, text
from sqlalchemy.orm import DeclarativeBase

from app.core.clock import stamp
from app.db.unit_of_work import UnitOfWork

CHUNK = 2_000

Cell = str | int | bool | date | datetime | None


def table_of(model: type[DeclarativeBase]) -> Table:
    """Give the table of a mapped class."""
    return cast("Table", model.__table__)


def reserve_ids(unit: UnitOfWork, model: type[DeclarativeBase], count: int) -> range | list[int]:
    """Give `count` ids nobody else gets: the next ones of the file, or of the sequence."""
    table = table_of(model)
    if unit.engine_kind == "sqlite":
        last = unit.connection.execute(select(func.max(table.c.id))).scalar() or 0
        return range(last + 1, last + 1 + count)
    rows = unit.connection.execute(
        text(
            f"SELECT nextval(pg_get_serial_sequence('{table.name}', 'id')) "
            "FROM generate_series(1, :count)"
        ),
        {"count": count},
    )
    return [int(number) for number in rows.scalars()]


class Inserter:
    """Inserts tuples into one table; columns that are not named get their defaults."""

    def __init__(
        self, unit: UnitOfWork, model: type[DeclarativeBase], names: Sequence[str], tail: str = ""
    ) -> None:
        """Take the columns in the order of the tuples to come; `tail` ends the statement."""
        table = table_of(model)
        self._unit = unit
        self._local = unit.engine_kind == "sqlite"
        self._days: dict[date, str] = {}
        mark = "?" if self._local else "%s"
        rest = [column for column in table.columns if column.name not in names]
        said = {column.name: _default(column.default) for column in rest}
        values = [mark] * len(names)
        values += [_literal(value) for value in said.values() if value is not None]
        columns = [*names, *(name for name, value in said.items() if value is not None)]
        self._statement = (
            f"INSERT INTO {table.name} ({', '.join(columns)}) VALUES ({', '.join(values)}) {tail}"
        )

    def add(self, rows: Iterable[tuple[Cell, ...]]) -> None:
        """Insert rows, two thousand at a time."""
        waiting = iter(rows)
        while piece := list(islice(waiting, CHUNK)):
            self._unit.connection.exec_driver_sql(self._statement, piece)

    def day(self, day: date | None) -> Cell:
        """Write a date as this engine stores it."""
        if day is None or not self._local:
            return day
        return self._days.get(day) or self._days.setdefault(day, day.isoformat())

    def moment(self, moment: datetime | None) -> Cell:
        """Write a moment as this engine stores it."""
        return stamp(moment) if moment is not None and self._local else moment


def _default(default: object) -> Cell:
    value = getattr(default, "arg", None)
    return None if callable(value) else cast("Cell", value)


def _literal(value: Cell) -> str:
    """Write a default of our own tables as SQL: a number, a truth or a short text."""
    if isinstance(value, bool):
        return str(value).lower()
    return str(value) if isinstance(value, int) else "'" + str(value).replace("'", "''") + "'"


def adding(table: str, keys: Sequence[str], summed: Sequence[str], kept: Sequence[str]) -> str:
    """Write the end of an insert that adds to the row that is already there."""
    changes = [f"{name} = {table}.{name} + excluded.{name}" for name in summed]
    changes += [f"{name} = excluded.{name}" for name in kept]
    return f"ON CONFLICT ({', '.join(keys)}) DO UPDATE SET {', '.join(changes)}"

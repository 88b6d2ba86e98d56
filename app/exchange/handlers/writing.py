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
        mark = "?" if self._local else "%s"
        rest = [column for column in table.columns if column.name not in names]
        rest = [column for column in rest if _default(column.default) is not None]
        self._rest = tuple(_default(column.default) for column in rest)
        columns = [*names, *(column.name for column in rest)]
        self._statement = (
            f"INSERT INTO {table.name} ({', '.join(columns)}) "
            f"VALUES ({', '.join([mark] * len(columns))}) {tail}"
        )

    def add(self, rows: Iterable[tuple[Cell, ...]]) -> None:
        """Insert rows, two thousand at a time."""
        rest = self._rest
        waiting = iter(rows)
        while piece := [(*row, *rest) for row in islice(waiting, CHUNK)]:
            self._unit.connection.exec_driver_sql(self._statement, piece)

    def day(self, day: date | None) -> Cell:
        """Write a date as this engine stores it."""
        return day.isoformat() if day is not None and self._local else day

    def moment(self, moment: datetime | None) -> Cell:
        """Write a moment as this engine stores it."""
        return stamp(moment) if moment is not None and self._local else moment


def _default(default: object) -> Cell:
    value = getattr(default, "arg", None)
    return None if callable(value) else cast("Cell", value)


def adding(table: str, keys: Sequence[str], summed: Sequence[str], kept: Sequence[str]) -> str:
    """Write the end of an insert that adds to the row that is already there."""
    changes = [f"{name} = {table}.{name} + excluded.{name}" for name in summed]
    changes += [f"{name} = excluded.{name}" for name in kept]
    return f"ON CONFLICT ({', '.join(keys)}) DO UPDATE SET {', '.join(changes)}"

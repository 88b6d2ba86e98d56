"""Inserts several rows: on a server by one statement given them all, in a file row by row."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import JSON, Connection, Insert, Table, Text, bindparam, cast, column, func, select
from sqlalchemy.dialects.postgresql import Insert as ServerInsert
from sqlalchemy.dialects.postgresql import insert as server_insert
from sqlalchemy.dialects.sqlite import Insert as FileInsert
from sqlalchemy.dialects.sqlite import insert as file_insert


def file_rows(table: Table) -> FileInsert:
    """Give the insert of a file: prepared once, run for each row."""
    return file_insert(table)


def server_rows(table: Table, columns: Sequence[str]) -> ServerInsert:
    """Give the insert of a server: the rows come as one text of JSON and go in in their order."""
    shape = [column(name, table.c[name].type) for name in columns]
    given = func.json_to_recordset(cast(bindparam("rows", type_=Text), JSON))
    rows = given.table_valued(*shape, name="one_row").render_derived(with_types=True)
    return server_insert(table).from_select(list(columns), select(*rows.c))


def several(table: Table, columns: Sequence[str]) -> dict[str, Insert]:
    """Give the insert of rows that have these columns, by kind of engine."""
    return {"sqlite": file_rows(table), "postgresql": server_rows(table, columns)}


def put(
    connection: Connection, statements: Mapping[str, Insert], rows: Sequence[Mapping[str, Any]]
) -> None:
    """Insert rows by the statement of this engine; all rows have the same columns."""
    if not rows:
        return
    kind = connection.dialect.name
    if kind == "postgresql":
        given = json.dumps(rows, ensure_ascii=False, default=str)
        connection.execute(statements[kind], {"rows": given})
    else:
        connection.execute(statements[kind], list(rows))

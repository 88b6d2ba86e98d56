"""Rows put in together: what comes back is the same on a file and on a server."""

from datetime import UTC, datetime
from typing import cast

from sqlalchemy import Table, select

from app.db.plain.several import put, several
from app.desk import Desk
from app.orders.models import OrderDraft

_DRAFTS = cast("Table", OrderDraft.__table__)
_COLUMNS = ("id", "person_id", "at", "parked", "title", "content")
_AT = datetime(2026, 11, 22, 9, 30, 15, 123456, tzinfo=UTC)


def draft(name: str, *, parked: bool, person_id: int | None) -> dict[str, object]:
    return {
        "id": name,
        "person_id": person_id,
        "at": _AT,
        "parked": parked,
        "title": f'{name}: 門把手 "6×½", it\'s \\ %(x)s :y',
        "content": '{"a": [1, "二"]}',
    }


def test_rows_put_in_together_come_back_as_they_were(desk: Desk) -> None:
    statements = several(_DRAFTS, _COLUMNS)
    wanted = [draft("a", parked=True, person_id=None), draft("b", parked=False, person_id=1)]
    with desk.engine.begin() as connection:
        put(connection, statements, wanted)
        put(connection, statements, [])
        found = connection.execute(select(_DRAFTS).order_by(_DRAFTS.c.id)).mappings().all()
    assert [{name: row[name] for name in _COLUMNS} for row in found] == wanted

"""Reads of the people room."""

from sqlalchemy import Connection, Row, bindparam, select

from app.core.permissions import Role
from app.db.unit_of_work import PersonRow
from app.people.models import Person

_COLUMNS = select(Person.id, Person.name, Person.role, Person.active, Person.language)
_BY_ID = _COLUMNS.where(Person.id == bindparam("person_id"))
_BY_NAME = _COLUMNS.where(Person.name == bindparam("name"))
_ALL = _COLUMNS.order_by(Person.name)


def _row(found: Row[int, str, str, bool, str]) -> PersonRow:
    return PersonRow(found.id, found.name, Role(found.role), found.active, found.language)


def person_by_id(connection: Connection, person_id: int) -> PersonRow | None:
    """Give one person; one statement."""
    found = connection.execute(_BY_ID, {"person_id": person_id}).one_or_none()
    return _row(found) if found else None


def person_by_name(connection: Connection, name: str) -> PersonRow | None:
    """Give the person of that name; one statement."""
    found = connection.execute(_BY_NAME, {"name": name}).one_or_none()
    return _row(found) if found else None


def people(connection: Connection) -> tuple[PersonRow, ...]:
    """Give everybody, active or not, by name; one statement."""
    return tuple(_row(found) for found in connection.execute(_ALL))

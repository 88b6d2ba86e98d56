"""One function per command of the people room."""

from dataclasses import dataclass

from sqlalchemy import insert, update

from app.core.clock import business_date
from app.core.errors import BadValue, NotFound
from app.core.messages import N_, _
from app.core.permissions import Role
from app.db.models import announce_facts, save_settings
from app.db.unit_of_work import UnitOfWork
from app.people.commands import AddPerson, ChangePerson, ChangeSettings
from app.people.errors import BooksNeedToday, LastOwner, NameTaken
from app.people.models import Person
from app.people.queries import people, person_by_id, person_by_name


@dataclass(frozen=True)
class PersonSaved:
    """Who was saved."""

    person_id: int


@dataclass(frozen=True)
class SettingsSaved:
    """That the settings were saved."""

    shop_name: str


def change_settings(unit: UnitOfWork, command: ChangeSettings) -> SettingsSaved:
    """Save the shop's settings; every desk knows them at its next command.

    Raises:
        BooksNeedToday: the books would be closed up to today or beyond.
    """
    closed = command.settings.closed_until
    if closed is not None and closed >= business_date(unit.now, command.settings.zone):
        raise BooksNeedToday(closed.isoformat())
    save_settings(unit.connection, command.settings)
    unit.touch("settings", 1)
    return SettingsSaved(command.settings.shop_name)


def add_person(unit: UnitOfWork, command: AddPerson) -> PersonSaved:
    """Take somebody on.

    Raises:
        BadValue: the name is empty.
        NameTaken: somebody else is called that.
    """
    name = _free_name(unit, command.name)
    made = unit.connection.execute(
        insert(Person)
        .values(name=name, role=command.role.value, active=True, language=command.language)
        .returning(Person.id)
    ).scalar_one()
    unit.touch("person", made)
    announce_facts(unit.connection)
    return PersonSaved(made)


def change_person(unit: UnitOfWork, command: ChangePerson) -> PersonSaved:
    """Change a person's name, role or language, or make one inactive.

    Raises:
        NotFound: there is no such person.
        BadValue: the name is empty.
        NameTaken: somebody else is called that.
        LastOwner: no active owner would be left.
    """
    before = person_by_id(unit.connection, command.person_id)
    if before is None:
        raise NotFound(N_("person"), command.person_id)
    name = before.name if command.name == before.name else _free_name(unit, command.name)
    stays_owner = command.active and command.role is Role.OWNER
    if not stays_owner and not _another_owner(unit, command.person_id):
        raise LastOwner
    unit.connection.execute(
        update(Person)
        .where(Person.id == command.person_id)
        .values(
            name=name,
            role=command.role.value,
            active=command.active,
            language=command.language,
        )
    )
    unit.touch("person", command.person_id)
    announce_facts(unit.connection)
    return PersonSaved(command.person_id)


def _free_name(unit: UnitOfWork, typed: str) -> str:
    name = " ".join(typed.split())
    if not name:
        raise BadValue("name", typed, _("a name is expected"))
    if person_by_name(unit.connection, name) is not None:
        raise NameTaken(name)
    return name


def _another_owner(unit: UnitOfWork, person_id: int) -> bool:
    return any(
        other.active and other.role is Role.OWNER and other.person_id != person_id
        for other in people(unit.connection)
    )

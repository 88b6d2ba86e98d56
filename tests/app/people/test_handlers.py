"""Taking people on and changing them."""

import pytest

from app.core.errors import BadValue, NotFound
from app.core.permissions import Role
from app.desk import Desk
from app.people.commands import AddPerson, ChangePerson
from app.people.errors import LastOwner, NameTaken
from app.people.handlers import add_person, change_person
from app.people.queries import person_by_id
from tests.support.desks import OWNER


def test_a_person_taken_on_is_active_and_keeps_role_and_language(desk: Desk) -> None:
    command = AddPerson(name="  Zoe   Lin ", role=Role.PICKER, language="zh_TW")
    saved = desk.run(add_person, command).answer
    row = desk.read(person_by_id, saved.person_id)
    assert row is not None
    assert (row.name, row.role, row.active, row.language) == (
        "Zoe Lin",
        Role.PICKER,
        True,
        "zh_TW",
    )


def test_two_people_cannot_have_one_name(desk: Desk) -> None:
    with pytest.raises(NameTaken, match="Mona"):
        desk.run(add_person, AddPerson(name="Mona", role=Role.CLERK))


def test_a_person_without_a_name_is_refused(desk: Desk) -> None:
    with pytest.raises(BadValue):
        desk.run(add_person, AddPerson(name="  ", role=Role.CLERK))


def test_the_last_owner_cannot_be_lowered_or_made_inactive(desk: Desk) -> None:
    for role, active in ((Role.CLERK, True), (Role.OWNER, False)):
        command = ChangePerson(person_id=OWNER, name="Olive", role=role, active=active)
        with pytest.raises(LastOwner):
            desk.run(change_person, command)


def test_a_renamed_person_is_found_by_the_new_name(desk: Desk) -> None:
    command = ChangePerson(person_id=OWNER, name="Olivia", role=Role.OWNER)
    desk.run(change_person, command)
    assert desk.person is not None
    assert desk.person.name == "Olivia"


def test_changing_somebody_unknown_is_refused(desk: Desk) -> None:
    with pytest.raises(NotFound):
        desk.run(change_person, ChangePerson(person_id=99, name="X", role=Role.CLERK))

"""Taking people on and changing them, and the settings of the shop."""

from dataclasses import replace
from datetime import date

import pytest

from app.core.errors import BadValue, NotFound
from app.core.permissions import Role
from app.desk import Desk
from app.people.commands import AddPerson, ChangePerson, ChangeSettings
from app.people.errors import BooksNeedToday, LastOwner, NameTaken
from app.people.handlers import add_person, change_person, change_settings
from app.people.queries import person_by_id
from tests.support.desks import OWNER, SetClock


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


@pytest.mark.parametrize("day", [date(2026, 11, 2), date(2026, 12, 31)])
def test_books_closed_up_to_today_or_later_are_refused_and_nothing_is_saved(
    desk: Desk, day: date
) -> None:
    wanted = replace(desk.settings, shop_name="Other", closed_until=day)
    with pytest.raises(BooksNeedToday, match=f"up to {day} would refuse"):
        desk.run(change_settings, ChangeSettings(settings=wanted))
    assert (desk.settings.shop_name, desk.settings.closed_until) == ("Bell Street Brass", None)


def test_books_may_be_closed_up_to_yesterday_of_the_warehouse_s_calendar(
    desk: Desk, clock: SetClock
) -> None:
    clock.moment = clock.moment.replace(hour=16, minute=30)
    taipei = replace(desk.settings, zone="Asia/Taipei", closed_until=date(2026, 11, 2))
    desk.run(change_settings, ChangeSettings(settings=taipei))
    assert desk.settings.closed_until == date(2026, 11, 2)
    london = replace(desk.settings, zone="Europe/London")
    with pytest.raises(BooksNeedToday):
        desk.run(change_settings, ChangeSettings(settings=london))

"""The one door: rights, doing things once, trouble, and who is told."""

import dataclasses
import threading
from pathlib import Path

import pytest
from sqlalchemy import text

from app.core.errors import NotAllowed, NotFound, Trouble
from app.core.permissions import Role
from app.core.settings import ShopSettings
from app.db.errors import CommandIdTaken, DeskBusy
from app.db.models import save_settings
from app.db.unit_of_work import Changes, UnitOfWork
from app.desk import Desk
from app.people.commands import AddPerson, ChangePerson
from app.people.errors import NameTaken
from app.people.handlers import PersonSaved, add_person, change_person
from app.people.queries import people, person_by_name
from tests.support.desks import OWNER, SetClock, local_desk, shared_database, shared_desk
from tests.support.postgres import PostgresServer


def _names(desk: Desk) -> list[str]:
    return [row.name for row in desk.read(people)]


def test_a_command_sent_twice_gives_the_first_answer_and_is_done_once(desk: Desk) -> None:
    command = AddPerson(name="Zoe", role=Role.CLERK)
    first = desk.run(add_person, command)
    second = desk.run(add_person, command)
    assert second.answer == first.answer
    assert (first.repeated, second.repeated) == (False, True)
    assert second.changes.touched == frozenset()
    assert _names(desk).count("Zoe") == 1


def test_an_id_used_for_something_else_is_refused(desk: Desk) -> None:
    added = AddPerson(name="Zoe", role=Role.CLERK)
    saved = desk.run(add_person, added).answer
    other = ChangePerson(
        command_id=added.command_id, person_id=saved.person_id, name="Zed", role=Role.CLERK
    )
    with pytest.raises(CommandIdTaken):
        desk.run(change_person, other)
    assert "Zoe" in _names(desk)


def test_an_id_used_by_another_person_is_refused(desk: Desk) -> None:
    added = AddPerson(name="Zoe", role=Role.OWNER)
    desk.sign_in(desk.run(add_person, added).answer.person_id)
    with pytest.raises(CommandIdTaken):
        desk.run(add_person, added)


def test_a_handler_that_fails_leaves_nothing_behind(desk: Desk) -> None:
    def halfway(unit: UnitOfWork, command: AddPerson) -> PersonSaved:
        saved = add_person(unit, command)
        assert unit.next_number("SO") == 1
        raise NotFound("person", saved.person_id)

    command = AddPerson(name="Zoe", role=Role.CLERK)
    with pytest.raises(NotFound):
        desk.run(halfway, command)
    assert "Zoe" not in _names(desk)
    assert not desk.run(add_person, command).repeated


def test_numbers_of_a_series_have_no_gap(desk: Desk) -> None:
    given: list[int] = []

    def numbered(unit: UnitOfWork, command: AddPerson) -> PersonSaved:
        given.append(unit.next_number("SO"))
        return add_person(unit, command)

    desk.run(numbered, AddPerson(name="Ann", role=Role.CLERK))
    with pytest.raises(NameTaken):
        desk.run(numbered, AddPerson(name="Ann", role=Role.CLERK))
    desk.run(numbered, AddPerson(name="Bob", role=Role.CLERK))
    assert given == [1, 2, 2]


def test_a_clerk_may_not_add_people(desk: Desk) -> None:
    clerk = desk.read(person_by_name, "Carl")
    assert clerk is not None
    desk.sign_in(clerk.person_id)
    with pytest.raises(NotAllowed) as refused:
        desk.run(add_person, AddPerson(name="Zoe", role=Role.CLERK))
    assert "clerk" in refused.value.message()


def test_somebody_made_inactive_cannot_sign_in_or_go_on(desk: Desk) -> None:
    mona = desk.read(person_by_name, "Mona")
    assert mona is not None
    gone = ChangePerson(person_id=mona.person_id, name="Mona", role=Role.MANAGER, active=False)
    desk.run(change_person, gone)
    with pytest.raises(NotFound):
        desk.sign_in(mona.person_id)


def test_everybody_who_listens_is_told_once_of_what_was_touched(desk: Desk) -> None:
    told: list[Changes] = []
    stop = desk.listen(told.append)
    saved = desk.run(add_person, AddPerson(name="Zoe", role=Role.CLERK)).answer
    stop()
    desk.run(add_person, AddPerson(name="Bob", role=Role.CLERK))
    assert [change.touched for change in told] == [{("person", saved.person_id)}]


def test_a_unit_of_work_kept_beyond_its_command_refuses(desk: Desk) -> None:
    kept: list[UnitOfWork] = []

    def keeping(unit: UnitOfWork, command: AddPerson) -> PersonSaved:
        assert unit.session.connection() is not None
        kept.append(unit)
        return add_person(unit, command)

    desk.run(keeping, AddPerson(name="Zoe", role=Role.CLERK))
    with pytest.raises(RuntimeError):
        _ = kept[0].connection
    with pytest.raises(RuntimeError):
        _ = kept[0].session


def test_changed_settings_are_known_at_once(desk: Desk) -> None:
    wanted = dataclasses.replace(desk.settings, shop_name="Neu", freight_free_from=5000)

    def change(unit: UnitOfWork, command: AddPerson) -> PersonSaved:
        save_settings(unit.connection, wanted)
        unit.touch("settings", 0)
        return PersonSaved(0)

    desk.run(change, AddPerson(name="x", role=Role.CLERK))
    assert desk.settings == wanted


def _learned(first: Desk, second: Desk) -> tuple[str, bool]:
    """Give the shop's name as the second desk sees it, and whether a right lost is refused it."""
    seen: list[tuple[ShopSettings, Role]] = []

    def change(unit: UnitOfWork, command: AddPerson) -> PersonSaved:
        save_settings(unit.connection, dataclasses.replace(unit.settings, shop_name="Neu"))
        return PersonSaved(0)

    def look(unit: UnitOfWork, command: AddPerson) -> PersonSaved:
        seen.append((unit.settings, unit.person.role))
        return PersonSaved(0)

    extra = first.run(add_person, AddPerson(name="Second", role=Role.OWNER)).answer.person_id
    second.sign_in(extra)
    first.run(change, AddPerson(name="x", role=Role.CLERK))
    second.run(look, AddPerson(name="x", role=Role.CLERK))
    lowered = ChangePerson(person_id=extra, name="Second", role=Role.CLERK)
    first.run(change_person, lowered)
    try:
        second.run(look, AddPerson(name="y", role=Role.CLERK))
    except NotAllowed:
        return seen[0][0].shop_name, True
    return seen[0][0].shop_name, False


def test_a_second_desk_on_the_file_learns_of_settings_and_lost_rights(tmp_path: Path) -> None:
    first, second = local_desk(tmp_path), local_desk(tmp_path)
    assert _learned(first, second) == ("Neu", True)
    first.close()
    second.close()


def test_a_second_desk_on_the_server_learns_of_settings_and_lost_rights(
    postgres_server: PostgresServer,
) -> None:
    with shared_database(postgres_server) as address:
        first, second = shared_desk(address), shared_desk(address)
        assert _learned(first, second) == ("Neu", True)
        first.close()
        second.close()


def test_the_same_command_from_two_desks_at_once_is_done_once(
    postgres_server: PostgresServer,
) -> None:
    with shared_database(postgres_server) as address:
        desks = [shared_desk(address) for _ in range(4)]
        command = AddPerson(name="Zoe", role=Role.CLERK)
        start = threading.Barrier(len(desks))
        answers: list[PersonSaved] = []

        def counted(unit: UnitOfWork, wish: AddPerson) -> PersonSaved:
            return PersonSaved(unit.next_number("race"))

        def send(desk: Desk) -> None:
            start.wait()
            answers.append(desk.run(counted, command).answer)

        threads = [threading.Thread(target=send, args=(desk,)) for desk in desks]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        for desk in desks:
            desk.close()
    assert answers == [PersonSaved(1)] * len(desks)


def test_reading_goes_on_while_a_command_is_being_written(desk: Desk) -> None:
    seen: list[int] = []

    def slow(unit: UnitOfWork, command: AddPerson) -> PersonSaved:
        saved = add_person(unit, command)
        seen.append(len(desk.read(people)))
        return saved

    before = len(desk.read(people))
    desk.run(slow, AddPerson(name="Zoe", role=Role.CLERK))
    assert seen == [before]


def test_many_threads_may_use_one_desk(desk: Desk) -> None:
    def add(number: int) -> None:
        desk.run(add_person, AddPerson(name=f"P{number}", role=Role.CLERK))
        assert f"P{number}" in _names(desk)

    threads = [threading.Thread(target=add, args=(n,)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(name.startswith("P") and name != "Pia" for name in _names(desk)) == 8


def test_a_reading_connection_cannot_write(desk: Desk) -> None:
    with pytest.raises(Trouble):
        desk.read(lambda c: c.execute(text("UPDATE person SET name = 'x'")))
    assert "Olive" in _names(desk)


def test_a_server_that_restarts_between_two_commands_is_not_noticed(
    postgres_server: PostgresServer,
) -> None:
    with shared_database(postgres_server) as address:
        desk = shared_desk(address)
        desk.run(add_person, AddPerson(name="Zoe", role=Role.CLERK))
        desk.read(people)
        postgres_server.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            f"WHERE datname = '{address.rsplit('/', 1)[1]}'"
        )
        assert "Zoe" in _names(desk)
        desk.run(add_person, AddPerson(name="Bob", role=Role.CLERK))
        assert "Bob" in _names(desk)
        desk.close()


def test_a_line_cut_in_the_middle_of_a_command_is_mended_and_the_command_done_once(
    postgres_server: PostgresServer,
) -> None:
    cuts: list[int] = []

    def cut_once(unit: UnitOfWork, command: AddPerson) -> PersonSaved:
        saved = add_person(unit, command)
        if not cuts:
            cuts.append(unit.connection.execute(text("SELECT pg_backend_pid()")).scalar_one())
            postgres_server.execute(f"SELECT pg_terminate_backend({cuts[0]}, 5000)")
        return saved

    with shared_database(postgres_server) as address:
        desk = shared_desk(address)
        desk.run(cut_once, AddPerson(name="Zoe", role=Role.CLERK))
        assert len(cuts) == 1
        assert _names(desk).count("Zoe") == 1
        desk.close()


def test_a_lock_held_by_another_station_says_busy_and_keeps_the_command(
    postgres_server: PostgresServer,
) -> None:
    with shared_database(postgres_server) as address:
        desk, other = shared_desk(address), shared_desk(address)
        command = AddPerson(name="Zoe", role=Role.CLERK)

        def impatient(unit: UnitOfWork, wish: AddPerson) -> PersonSaved:
            unit.connection.execute(text("SET LOCAL lock_timeout = '50ms'"))
            unit.connection.execute(text("LOCK TABLE person IN EXCLUSIVE MODE"))
            return add_person(unit, wish)

        with other.engine.begin() as holding:
            holding.execute(text("LOCK TABLE person IN EXCLUSIVE MODE"))
            with pytest.raises(DeskBusy):
                desk.run(impatient, command)
        assert not desk.run(impatient, command).repeated
        desk.close()
        other.close()


def test_the_moment_and_the_business_date_come_from_the_desks_clock(
    desk: Desk, clock: SetClock
) -> None:
    seen: list[UnitOfWork] = []

    def look(unit: UnitOfWork, command: AddPerson) -> PersonSaved:
        seen.append(unit)
        return PersonSaved(unit.person.person_id)

    answer = desk.run(look, AddPerson(name="x", role=Role.CLERK)).answer
    assert (seen[0].now, seen[0].today) == (clock.moment, clock.moment.date())
    assert answer == PersonSaved(OWNER)

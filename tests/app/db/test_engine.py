"""The encrypted file: what it lets in, what it says when it does not, what it keeps."""

import secrets
import sqlite3
import subprocess
import sys
import textwrap
import threading
from pathlib import Path
from threading import Timer

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from app.core.permissions import Role
from app.db.engine import (
    checkpoint,
    damage_of,
    local_engine,
    shared_engine,
    without_time_limit,
)
from app.db.errors import (
    DeskBusy,
    DeskExists,
    DeskMissing,
    NoSpace,
    NotADesk,
    Unreachable,
    WrongKey,
    trouble_of,
)
from app.db.plain.cipher import td_hash
from app.people.commands import AddPerson
from app.people.handlers import add_person
from app.people.queries import people
from tests.support.desks import KEY, local_desk
from tests.support.postgres import _free_port


def _made(folder: Path) -> Path:
    local_desk(folder).close()
    return folder / "desk.tally"


def test_the_file_is_opened_with_the_settings_that_keep_orders_safe(tmp_path: Path) -> None:
    engine = local_engine(_made(tmp_path), KEY)
    with engine.begin() as connection:
        found = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar_one()
            for name in (
                "journal_mode",
                "synchronous",
                "foreign_keys",
                "recursive_triggers",
                "temp_store",
                "busy_timeout",
            )
        }
    engine.dispose()
    assert found == {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "recursive_triggers": 1,
        "temp_store": 2,
        "busy_timeout": 5000,
    }


def test_a_missing_file_is_never_made(tmp_path: Path) -> None:
    path = tmp_path / "none.tally"
    with pytest.raises(DeskMissing):
        local_engine(path, KEY)
    assert not path.exists()


def test_an_existing_file_is_never_overwritten(tmp_path: Path) -> None:
    path = _made(tmp_path)
    before = path.read_bytes()
    with pytest.raises(DeskExists):
        local_engine(path, KEY, create=True)
    assert path.read_bytes() == before


def test_a_wrong_key_says_so_on_no_console_and_changes_nothing(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    path = _made(tmp_path)
    before = path.read_bytes()
    with pytest.raises(WrongKey):
        local_engine(path, secrets.token_bytes(32))
    assert path.read_bytes() == before
    assert capfd.readouterr().err == ""


def test_a_plain_database_and_an_empty_file_are_not_desks(tmp_path: Path) -> None:
    plain = tmp_path / "plain.tally"
    with sqlite3.connect(plain) as connection:
        connection.execute("CREATE TABLE t (a)")
    connection.close()
    with pytest.raises(NotADesk):
        local_engine(plain, KEY)
    empty = tmp_path / "empty.tally"
    empty.touch()
    with pytest.raises(NotADesk):
        local_engine(empty, KEY)


def test_names_with_spaces_signs_and_chinese_can_be_opened(tmp_path: Path) -> None:
    folder = tmp_path / "a b%20#?& 店"
    folder.mkdir()
    desk = local_desk(folder, name="100% déjà?.tally")
    assert len(desk.read(people)) == 4
    desk.close()
    assert [p.name for p in folder.iterdir()] == ["100% déjà?.tally"]


def test_nothing_typed_can_be_read_in_the_file_or_its_log(tmp_path: Path) -> None:
    canary = "Canary Wharfinger 4711"
    desk = local_desk(tmp_path)
    desk.run(add_person, AddPerson(name=canary, role=Role.CLERK))
    contents = {p.name: p.read_bytes() for p in tmp_path.iterdir()}
    desk.close()
    contents["closed"] = (tmp_path / "desk.tally").read_bytes()
    assert "desk.tally-wal" in contents
    for name, content in contents.items():
        if not name.endswith("-shm"):
            assert canary.encode() not in content, name
            assert b"CREATE TABLE" not in content, name


def test_a_closed_desk_leaves_one_file(tmp_path: Path) -> None:
    desk = local_desk(tmp_path)
    desk.run(add_person, AddPerson(name="Zoe", role=Role.CLERK))
    desk.rest()
    desk.run(add_person, AddPerson(name="Bob", role=Role.CLERK))
    desk.close()
    assert [p.name for p in tmp_path.iterdir()] == ["desk.tally"]
    assert len(local_engine(tmp_path / "desk.tally", KEY).connect().execute(text("SELECT 1")).all())


def test_the_hash_of_the_triggers_is_the_applications(tmp_path: Path) -> None:
    engine = local_engine(_made(tmp_path), KEY)
    with engine.begin() as connection:
        found = connection.exec_driver_sql("SELECT td_hash('阿')").scalar_one()
    engine.dispose()
    assert found == td_hash("阿")
    assert len(found) == 64


def test_a_writer_looks_often_whether_it_is_his_turn_and_is_as_patient_as_before_elsewhere(
    tmp_path: Path,
) -> None:
    path = _made(tmp_path)
    first, second = local_engine(path, KEY), local_engine(path, KEY)
    holding, waiting = first.connect(), second.connect()
    turn = holding.begin()
    holding.exec_driver_sql("UPDATE counter SET last = last")
    driver = waiting.connection.driver_connection
    assert driver is not None
    asked: list[str] = []
    driver.set_trace_callback(asked.append)
    Timer(0.2, turn.commit).start()
    with waiting.begin():
        assert asked.count("BEGIN IMMEDIATE") > 3
    assert driver.execute("PRAGMA busy_timeout").fetchone() == (5000,)
    for one in (holding, waiting):
        one.close()
    first.dispose()
    second.dispose()


def test_a_writer_waits_for_another_and_then_says_busy(tmp_path: Path) -> None:
    path = _made(tmp_path)
    first, second = local_engine(path, KEY), local_engine(path, KEY)
    with first.begin() as holding:
        holding.exec_driver_sql("UPDATE counter SET last = last")
        impatient = second.connect()
        driver = impatient.connection.driver_connection
        assert driver is not None
        driver.execute("PRAGMA busy_timeout = 50")
        with pytest.raises(OperationalError) as caught, impatient.begin():
            pass
        impatient.close()
    assert isinstance(trouble_of(caught.value), DeskBusy)
    first.dispose()
    second.dispose()


def test_a_full_disk_is_said_and_nothing_of_the_command_stays(tmp_path: Path) -> None:
    desk = local_desk(tmp_path)
    desk.run(add_person, AddPerson(name="Zoe", role=Role.CLERK))
    raw = desk.engine.raw_connection() if desk._writing is None else desk._writing.connection
    driver = raw.driver_connection
    assert driver is not None
    pages = driver.execute("PRAGMA page_count").fetchone()[0]
    driver.execute(f"PRAGMA max_page_count = {pages}")
    big = AddPerson(name="x" * 500_000, role=Role.CLERK)
    with pytest.raises(NoSpace) as refused:
        desk.run(add_person, big)
    assert "full" in refused.value.message()
    assert len(desk.read(people)) == 5
    assert not desk.run(add_person, big).repeated
    desk.close()


def test_a_changed_byte_is_found_by_the_full_check(tmp_path: Path) -> None:
    path = _made(tmp_path)
    engine = local_engine(path, KEY)
    assert damage_of(engine, path) is None
    engine.dispose()
    content = bytearray(path.read_bytes())
    content[-2000] ^= 1
    path.write_bytes(content)
    engine = local_engine(path, KEY)
    try:
        found = damage_of(engine, path)
    except Exception as error:  # noqa: BLE001 - either way of noticing will do
        found = trouble_of(error, str(path))  # type: ignore[assignment]  # any trouble will do
    assert isinstance(found, NotADesk)
    engine.dispose()


def test_a_server_that_is_not_there_is_unreachable() -> None:
    engine = shared_engine(f"postgresql://nobody@127.0.0.1:{_free_port()}/none")
    with pytest.raises(OperationalError) as caught:
        engine.connect()
    assert isinstance(trouble_of(caught.value), Unreachable)


def test_what_was_acknowledged_survives_a_killed_process(tmp_path: Path) -> None:
    _made(tmp_path)
    script = """
        import sys
        from pathlib import Path
        from app.core.permissions import Role
        from app.people.commands import AddPerson
        from app.people.handlers import add_person
        from tests.support.desks import local_desk
        desk = local_desk(Path(sys.argv[1]))
        for number in range(100_000):
            desk.run(add_person, AddPerson(name=f"P{number}", role=Role.CLERK))
            print(f"P{number}", flush=True)
    """
    for _kill in range(3):
        process = subprocess.Popen(
            [sys.executable, "-c", textwrap.dedent(script), str(tmp_path)],
            stdout=subprocess.PIPE,
            text=True,
        )
        assert process.stdout is not None
        acknowledged = [process.stdout.readline().strip() for _ in range(20)]
        process.kill()
        acknowledged += process.stdout.read().split("\n")[:-1]
        process.wait()
        process.stdout.close()
        desk = local_desk(tmp_path)
        names = {row.name for row in desk.read(people)}
        assert set(acknowledged) <= names
        assert len(names) - 4 - len(acknowledged) in {0, 1}
        desk.close()
        (tmp_path / "desk.tally").unlink()
        _made(tmp_path)


def test_several_desks_on_one_file_may_write_at_once_and_none_is_lost(tmp_path: Path) -> None:
    desks = [local_desk(tmp_path) for _ in range(4)]

    def work(number: int) -> None:
        for turn in range(10):
            desks[number].run(add_person, AddPerson(name=f"D{number}.{turn}", role=Role.CLERK))

    threads = [threading.Thread(target=work, args=(n,)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(desks[0].read(people)) == 44
    checkpoint(desks[0].engine)
    for desk in desks:
        desk.close()


def test_only_work_that_must_be_whole_may_take_longer_than_a_statement_may(
    postgres_url: str,
) -> None:
    engine = shared_engine(postgres_url)
    limit = "SHOW statement_timeout"
    with engine.begin() as connection:
        without_time_limit(connection)
        assert connection.exec_driver_sql(limit).scalar_one() == "0"
    with engine.begin() as connection:
        assert connection.exec_driver_sql(limit).scalar_one() == "15s"
    engine.dispose()


@pytest.mark.parametrize("reads_only", [False, True])
def test_a_connection_to_a_file_keeps_few_pages_in_memory(
    tmp_path: Path, *, reads_only: bool
) -> None:
    path = tmp_path / "shop.tally"
    local_engine(path, KEY, create=True).dispose()
    engine = local_engine(path, KEY, reads_only=reads_only)
    with engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA cache_size").scalar_one() == -4096
    engine.dispose()


def test_the_connection_used_last_reads_again_with_its_pages_at_hand(tmp_path: Path) -> None:
    path = tmp_path / "shop.tally"
    local_engine(path, KEY, create=True).dispose()
    readers = local_engine(path, KEY, reads_only=True)
    with readers.connect() as first, readers.connect() as second:
        used_last = first.connection.driver_connection
        second.close()
    with readers.connect() as again:
        assert again.connection.driver_connection is used_last
    readers.dispose()

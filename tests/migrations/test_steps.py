"""Every step of the schema, up and down, on both engines, and the newest against the models."""

import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, insert

from app import paths
from app.bootstrap import all_guards, all_models
from app.db.engine import local_engine, shared_engine
from app.db.errors import NewerDesk, NotADesk
from app.db.upgrade import HEAD, create_schema, migrate, revision_of, upgrade
from app.desk import Desk
from app.people.models import Person
from app.people.queries import people
from tests.support.desks import KEY, local_desk, shared_database
from tests.support.postgres import PostgresServer, fresh_database

_LOCAL_SCHEMA = "SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL"
_SERVER_SCHEMA = """
SELECT 'column', table_name || '.' || column_name,
       data_type || ' ' || is_nullable || ' ' || coalesce(column_default, '')
  FROM information_schema.columns WHERE table_schema = 'public'
UNION ALL SELECT 'index', indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'
UNION ALL SELECT 'constraint', conrelid::regclass || '.' || conname, pg_get_constraintdef(oid)
  FROM pg_constraint WHERE connamespace = 'public'::regnamespace
UNION ALL SELECT 'trigger', tgname, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal
UNION ALL SELECT 'function', proname, pg_get_functiondef(oid)
  FROM pg_proc WHERE pronamespace = 'public'::regnamespace
"""


def _schema(connection: Connection) -> dict[tuple[str, str], list[str]]:
    """Give everything the database was told to keep; white space and order do not count."""
    local = connection.dialect.name == "sqlite"
    rows = connection.exec_driver_sql(_LOCAL_SCHEMA if local else _SERVER_SCHEMA).all()
    return {
        (kind, name): sorted(re.split(r",|\)$", re.sub(r"\s+", "", said)))
        for kind, name, said in rows
    }


def _steps() -> list[str]:
    config = Config()
    config.set_main_option("script_location", str(paths.migrations()))
    walked = ScriptDirectory.from_config(config).walk_revisions()
    return [step.revision for step in walked][::-1]


@contextmanager
def _empty(kind: str, request: pytest.FixtureRequest, folder: Path) -> Iterator[Engine]:
    if kind == "sqlite":
        engine = local_engine(folder / f"{len(list(folder.iterdir()))}.tally", KEY, create=True)
        yield engine
        engine.dispose()
        return
    with fresh_database(request.getfixturevalue("postgres_server")) as address:
        engine = shared_engine(address)
        yield engine
        engine.dispose()


@pytest.fixture(params=["sqlite", "postgresql"])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    all_models()
    with _empty(request.param, request, tmp_path) as made:
        yield made


def test_the_program_knows_its_newest_step() -> None:
    assert _steps()[-1] == HEAD


def test_the_newest_step_equals_the_models(engine: Engine) -> None:
    with engine.begin() as connection:
        migrate(connection, HEAD)
    with engine.begin() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, all_models().metadata) == []


def test_a_desk_made_at_once_equals_one_made_step_by_step(
    engine: Engine, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    with engine.begin() as connection:
        migrate(connection, HEAD)
        stepped = _schema(connection)
    with _empty(engine.dialect.name, request, tmp_path) as other, other.begin() as connection:
        create_schema(connection, all_guards())
        at_once = _schema(connection)
        assert revision_of(connection) == HEAD
    assert stepped.keys() == at_once.keys()
    assert {key for key in stepped if stepped[key] != at_once[key]} == set()


def test_every_step_goes_up_down_and_up_again(engine: Engine) -> None:
    seen: dict[str, dict[tuple[str, str], list[str]]] = {}
    for step in _steps():
        with engine.begin() as connection:
            migrate(connection, step)
            seen[step] = _schema(connection)
    for step in _steps()[-2::-1]:
        with engine.begin() as connection:
            migrate(connection, step)
            assert _schema(connection) == seen[step]
    with engine.begin() as connection:
        migrate(connection, "base")
        left = _schema(connection)
    assert {name.split(".")[0] for _kind, name in left} <= {
        "alembic_version",
        "alembic_version_pkc",
    }
    with engine.begin() as connection:
        migrate(connection, HEAD)
        assert _schema(connection) == seen[HEAD]


def test_a_step_that_fails_leaves_the_schema_as_it_was(engine: Engine) -> None:
    with engine.begin() as connection:
        migrate(connection, _steps()[0])
        before = _schema(connection)

    def broken() -> None:
        with engine.begin() as connection:
            connection.exec_driver_sql("CREATE TABLE shipment (id INTEGER)")
            migrate(connection, HEAD)

    with pytest.raises(Exception, match="already exists"):
        broken()
    with engine.begin() as connection:
        assert _schema(connection) == before
        assert revision_of(connection) == _steps()[0]


def test_an_older_file_is_copied_aside_and_brought_up_with_its_rows(tmp_path: Path) -> None:
    path = tmp_path / "old.tally"
    engine = local_engine(path, KEY, create=True)
    with engine.begin() as connection:
        migrate(connection, _steps()[0])
        connection.execute(insert(Person).values(name="Olive", role="owner", active=True))
    aside = upgrade(engine, path, all_models)
    assert aside is not None
    copy = local_engine(aside, KEY, reads_only=True)
    with copy.begin() as connection:
        assert revision_of(connection) == _steps()[0]
        assert [row.name for row in people(connection)] == ["Olive"]
    copy.dispose()
    desk = Desk(engine, local_engine(path, KEY, reads_only=True))
    assert desk.read(revision_of) == HEAD
    assert [row.name for row in desk.read(people)] == ["Olive"]
    desk.close()
    assert upgrade(engine, path, all_models) is None
    engine.dispose()


_KILLED = """
import os, signal, sys
from pathlib import Path
from sqlalchemy import event
from app.bootstrap import all_models
from app.db.engine import local_engine
from app.db.upgrade import upgrade
path, left = Path(sys.argv[1]), [int(sys.argv[2])]
engine = local_engine(path, bytes(range(32)))
def count(*_):
    left[0] -= 1
    if left[0] == 0:
        os.kill(os.getpid(), signal.SIGKILL)
event.listen(engine, "before_cursor_execute", count)
upgrade(engine, path, all_models)
"""


@pytest.mark.parametrize("statement", [8, 40, 80])
def test_a_program_killed_within_a_step_leaves_the_old_schema_and_a_copy(
    tmp_path: Path, statement: int
) -> None:
    path = tmp_path / "old.tally"
    engine = local_engine(path, KEY, create=True)
    with engine.begin() as connection:
        migrate(connection, _steps()[0])
        before = _schema(connection)
    engine.dispose()
    done = subprocess.run(
        [sys.executable, "-c", _KILLED, str(path), str(statement)],
        cwd=paths.base(),
        check=False,
        timeout=60,
    )
    assert done.returncode == -signal.SIGKILL
    assert len(list(tmp_path.glob("old.before-*.tally"))) == 1
    engine = local_engine(path, KEY)
    with engine.begin() as connection:
        assert _schema(connection) == before
    assert upgrade(engine, path, all_models) is not None
    engine.dispose()


def test_an_older_server_is_brought_up_with_its_rows(postgres_url: str) -> None:
    all_models()
    engine = shared_engine(postgres_url)
    with engine.begin() as connection:
        migrate(connection, _steps()[0])
        connection.execute(insert(Person).values(name="Olive", role="owner", active=True))
    assert upgrade(engine, None, all_models) is None
    with engine.begin() as connection:
        assert revision_of(connection) == HEAD
        assert [row.name for row in people(connection)] == ["Olive"]
    engine.dispose()


def test_a_newer_desk_is_refused_and_stays_as_it_is(tmp_path: Path) -> None:
    desk = local_desk(tmp_path)
    with desk.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    desk.close()
    path = tmp_path / "desk.tally"
    before = path.read_bytes()
    engine = local_engine(path, KEY)
    with pytest.raises(NewerDesk, match="9999"):
        upgrade(engine, path, all_models)
    engine.dispose()
    assert path.read_bytes() == before
    assert [p.name for p in tmp_path.iterdir()] == ["desk.tally"]


def test_a_desk_at_the_newest_step_is_left_alone(
    tmp_path: Path, postgres_server: PostgresServer
) -> None:
    def never() -> None:
        pytest.fail("nothing is due")

    desk = local_desk(tmp_path)
    assert upgrade(desk.engine, tmp_path / "desk.tally", never) is None
    desk.close()
    assert [p.name for p in tmp_path.iterdir()] == ["desk.tally"]
    with shared_database(postgres_server) as address:
        engine = shared_engine(address)
        assert upgrade(engine, None, never) is None
        engine.dispose()


def test_a_database_without_a_desk_is_refused(engine: Engine) -> None:
    with pytest.raises(NotADesk):
        upgrade(engine, None, all_models)

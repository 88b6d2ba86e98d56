"""Real desks for tests: an encrypted file or a database, made once and copied for each test."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import Connection, create_engine, insert

from app.bootstrap import all_guards, all_models
from app.core.clock import Clock
from app.core.permissions import Role
from app.core.settings import ShopSettings
from app.db.engine import local_engine, server_url, shared_engine
from app.db.models import DeskInfo, save_settings
from app.db.upgrade import create_schema
from app.desk import Desk
from app.people.models import Person

KEY = bytes(range(32))
OWNER = 1
SETTINGS = ShopSettings(shop_name="Bell Street Brass", country="GB", currency="GBP")
MADE_AT = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)


class SetClock:
    """A clock that stands still until a test moves it; Monday 2026-11-02 09:00 UTC."""

    def __init__(self, moment: datetime = MADE_AT) -> None:
        """Stand at a moment."""
        self.moment = moment

    def now(self) -> datetime:
        """Give the moment it stands at."""
        return self.moment


def fill(connection: Connection) -> None:
    """Make the schema of an empty desk, with an owner, a manager, a clerk and a picker."""
    all_models()
    create_schema(connection, all_guards())
    connection.execute(
        insert(DeskInfo).values(id=1, desk_id=str(uuid4()), made_at=MADE_AT, kind="shop")
    )
    people = (("Olive", Role.OWNER), ("Mona", Role.MANAGER), ("Carl", Role.CLERK))
    for name, role in (*people, ("Pia", Role.PICKER)):
        connection.execute(insert(Person).values(name=name, role=role.value, active=True))
    save_settings(connection, SETTINGS)


@cache
def _template() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="tallydesk-tests-"))
    path = folder / "template.tally"
    engine = local_engine(path, KEY, create=True)
    with engine.begin() as connection:
        fill(connection)
    engine.dispose()
    return path


def local_desk(folder: Path, clock: Clock | None = None, name: str = "desk.tally") -> Desk:
    """Open a fresh encrypted desk in a folder, or the one of that name already there."""
    path = folder / name
    if not path.exists():
        shutil.copyfile(_template(), path)
    return _signed_in(
        Desk(
            local_engine(path, KEY),
            local_engine(path, KEY, reads_only=True),
            clock or SetClock(),
            str(path),
        )
    )


@contextmanager
def _admin(address: str) -> Iterator[Connection]:
    engine = create_engine(server_url(address), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        yield connection
    engine.dispose()


@cache
def _server_template(address: str) -> str:
    name = f"tally_template_{uuid4().hex[:12]}"
    with _admin(address) as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {name}")
    engine = shared_engine(_address(address, name))
    with engine.begin() as connection:
        fill(connection)
    engine.dispose()
    return name


def _address(address: str, database: str) -> str:
    return server_url(address).set(database=database).render_as_string(hide_password=False)


def new_database(address: str, template: str = "template1") -> str:
    """Make a database of its own on the test server and give its address."""
    name = f"tally_{uuid4().hex[:12]}"
    with _admin(address) as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {name} TEMPLATE {template}")
    return _address(address, name)


def postgres_desk(address: str, clock: Clock | None = None) -> Desk:
    """Open a fresh desk in a database of its own on the test server."""
    return shared_desk(new_database(address, _server_template(address)), clock)


def shared_desk(address: str, clock: Clock | None = None) -> Desk:
    """Open one more desk on a database that is already a desk."""
    engine = shared_engine(address)
    return _signed_in(Desk(engine, engine, clock or SetClock(), str(engine.url)))


def _signed_in(desk: Desk) -> Desk:
    desk.sign_in(OWNER)
    return desk


@pytest.fixture
def clock() -> SetClock:
    """Give the clock of the test's desk."""
    return SetClock()


@pytest.fixture(params=["sqlite", "postgresql"])
def desk(request: pytest.FixtureRequest, tmp_path: Path, clock: SetClock) -> Iterator[Desk]:
    """Give a fresh desk, once on each engine."""
    if request.param == "sqlite":
        opened = local_desk(tmp_path, clock)
    else:
        opened = postgres_desk(request.getfixturevalue("postgres_url"), clock)
    yield opened
    opened.close()

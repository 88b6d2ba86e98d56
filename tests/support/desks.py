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
from sqlalchemy import Connection, insert

from app.bootstrap import furnish
from app.core.clock import Clock
from app.core.permissions import Role
from app.core.settings import ShopSettings
from app.db.engine import local_engine, shared_engine, shared_readers
from app.db.models import DeskInfo
from app.desk import Desk
from app.people.models import Person
from tests.support.postgres import PostgresServer

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
    info = DeskInfo(desk_id=str(uuid4()), made_at=MADE_AT, kind="shop")
    furnish(connection, info, SETTINGS, "Olive")
    for name, role in (("Mona", Role.MANAGER), ("Carl", Role.CLERK), ("Pia", Role.PICKER)):
        connection.execute(insert(Person).values(name=name, role=role.value, active=True))


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


@cache
def server_template(server: PostgresServer) -> str:
    """Make the database that every shared test desk is a copy of, once per process."""
    name = server.create_database()
    engine = shared_engine(server.url(name))
    with engine.begin() as connection:
        fill(connection)
    engine.dispose()
    return name


@contextmanager
def shared_database(server: PostgresServer) -> Iterator[str]:
    """Lend the address of a database that is an empty desk; dropped afterwards."""
    name = server.create_database(server_template(server))
    try:
        yield server.url(name)
    finally:
        server.drop_database(name)


def shared_desk(address: str, clock: Clock | None = None) -> Desk:
    """Open one more desk on a database that is already one (see `shared_database`)."""
    engine = shared_engine(address)
    return _signed_in(Desk(engine, shared_readers(engine), clock or SetClock(), str(engine.url)))


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
        yield opened
        opened.close()
        return
    with shared_database(request.getfixturevalue("postgres_server")) as address:
        opened = shared_desk(address, clock)
        yield opened
        opened.close()

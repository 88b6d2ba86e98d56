"""A PostgreSQL server of our own for one test run, and an empty database for each test."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest
from PySide6.QtCore import QLockFile

from tests.support.quiet import go_without

OWNER = "tallydesk"
_WATCH = Path(__file__).with_name("postgres_watch.py")
# Nothing here outlives the run, so nothing needs to reach the disk.
_FAST = (
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "wal_level=minimal",
    "max_wal_senders=0",
    "shared_buffers=64MB",
    "max_connections=100",
    "autovacuum=off",
    "listen_addresses=127.0.0.1",
    "unix_socket_directories=",
    "log_min_messages=fatal",
)


@dataclass(frozen=True)
class PostgresServer:
    """A running server on loopback that trusts everybody who reaches it."""

    port: int
    folder: str
    watcher: int

    def url(self, database: str) -> str:
        """Give the address of one database as the program takes it."""
        return f"postgresql+psycopg://{OWNER}@127.0.0.1:{self.port}/{database}"

    def create_database(self, template: str = "template1") -> str:
        """Create a database with a name of its own, empty or a copy, and give the name."""
        name = f"t{uuid.uuid4().hex[:12]}"
        self.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}" STRATEGY file_copy')
        return name

    def drop_database(self, name: str) -> None:
        """Drop a database, whoever is still connected."""
        self.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    def execute(self, statement: str) -> None:
        """Run one statement outside any transaction, as the owner of everything."""
        address = f"host=127.0.0.1 port={self.port} user={OWNER} dbname=postgres"
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute(statement.encode())

    def answers(self) -> bool:
        """Tell whether anything listens at its port."""
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0

    def wait_until_gone(self) -> None:
        """Wait until nothing answers any more."""
        _wait_until(lambda: not self.answers(), "the test server does not stop")
        _wait_until(lambda: not Path(self.folder).exists(), "its folder is not cleared")

    def stop(self) -> None:
        """End the server and wait until it is gone."""
        with suppress(ProcessLookupError):
            os.kill(self.watcher, signal.SIGTERM)
        self.wait_until_gone()


def shared_server(run_folder: Path, watched: int) -> PostgresServer:
    """Give the server of this test run; the first caller starts it, workers share it."""
    state = run_folder / "postgres.json"
    lock = QLockFile(str(run_folder / "postgres.lock"))
    lock.setStaleLockTime(0)
    lock.lock()
    try:
        if not state.exists():
            server = start_server(watched)
            state.write_text(json.dumps(vars(server)), encoding="utf-8")
        return PostgresServer(**json.loads(state.read_text(encoding="utf-8")))
    finally:
        lock.unlock()


def stop_shared_server(run_folder: Path) -> None:
    """Stop the server of this test run, if it was ever started."""
    state = run_folder / "postgres.json"
    if state.exists():
        PostgresServer(**json.loads(state.read_text(encoding="utf-8"))).stop()


def start_server(watched: int) -> PostgresServer:
    """Start a server of its own; it ends with the process `watched` at the latest."""
    if os.name == "nt":
        pytest.skip("the tests start their own PostgreSQL on Linux and macOS only")
    user = _unprivileged_user()
    folder = tempfile.mkdtemp(prefix="tallydesk-postgres-")
    data = os.path.join(folder, "data")  # noqa: PTH118 - handed to another program as text
    if user >= 0:
        os.chown(folder, user, -1)
    _init(data, user)
    port = _free_port()
    command = [binary("postgres"), "-D", data, "-p", str(port)]
    command += [word for setting in _FAST for word in ("-c", setting)]
    with open(os.path.join(folder, "log"), "wb") as log:  # noqa: PTH118, PTH123 - the folder came as a text
        watcher = subprocess.Popen(
            [sys.executable, str(_WATCH), str(watched), str(user), folder, *command],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    server = PostgresServer(port=port, folder=folder, watcher=watcher.pid)
    _wait_until(lambda: _ready(server), f"the test server does not start, see {folder}/log")
    watcher.returncode = 0  # it outlives this object on purpose
    return server


def binary(name: str) -> str:
    """Find one of PostgreSQL's programs; skip the test, or fail it in CI, when there is none."""
    places = [os.environ.get("PATH", os.defpath)]
    folders = Path("/usr/lib/postgresql").glob("*/bin")
    places += [str(f) for f in sorted(folders, key=lambda f: -int(f.parent.name))]
    found = shutil.which(name, path=os.pathsep.join(places))
    if not found:
        go_without(f"PostgreSQL's server programs are not installed ({name} not found)")
    return found


def _init(data: str, user: int) -> None:
    words = [binary("initdb"), "-D", data, "-U", OWNER, "-A", "trust", "-E", "UTF8", "--no-sync"]
    done = subprocess.run(
        [*words, "--locale=C", "--no-instructions"],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
        cwd="/",
        user=user if user >= 0 else None,
    )
    if done.returncode:
        pytest.fail(f"initdb failed: {done.stderr.decode(errors='replace')}")


def _unprivileged_user() -> int:
    """Give the user to run as; the server refuses root. -1 stands for ourselves."""
    if os.geteuid() != 0:
        return -1
    import pwd

    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name).pw_uid
        except KeyError:
            continue
    pytest.fail("PostgreSQL does not run as root, and there is no user postgres or nobody")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _ready(server: PostgresServer) -> bool:
    try:
        server.execute("SELECT 1")
    except psycopg.OperationalError:
        return False
    return True


def _wait_until(done: Callable[[], bool], trouble: str, timeout_s: float = 30.0) -> None:
    end = time.monotonic() + timeout_s
    while not done():
        if time.monotonic() > end:
            pytest.fail(trouble)
        time.sleep(0.05)


@contextmanager
def fresh_database(server: PostgresServer) -> Iterator[str]:
    """Lend one empty database: its address inside, nothing left afterwards."""
    name = server.create_database()
    try:
        yield server.url(name)
    finally:
        server.drop_database(name)

"""Opens the encrypted file or the shared server, with the settings that keep orders safe."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic
from typing import Any

import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlalchemy.pool import QueuePool

from app.db.errors import Damaged, DeskExists, DeskMissing, WrongKey, trouble_of
from app.db.plain.cipher import opener_of

_KEY_BYTES = 32
_READERS = 4
_WRITE = "BEGIN IMMEDIATE"
_STEP_MS = 3


def local_engine(
    path: Path, key: bytes, *, create: bool = False, reads_only: bool = False
) -> Engine:
    """Open an encrypted desk file by its raw key; a missing file is never made by accident.

    Args:
        path: the desk's file.
        key: the 32 random bytes that encrypt it.
        create: make a new file; refused when one is there.
        reads_only: connections of this engine refuse to write and never wait for a writer.

    Raises:
        DeskMissing: there is no such file.
        DeskExists: `create` and the file is there.
        WrongKey: the key does not open it, or its first page is damaged.
        NotADesk: it is not an encrypted desk.
    """
    if len(key) != _KEY_BYTES:
        raise WrongKey
    if create:
        _reserve(path)
    elif not path.is_file():
        raise DeskMissing(str(path))
    opener = opener_of(path, key, create=create, reads_only=reads_only)
    opener().close()
    if create:
        opener = opener_of(path, key, create=False, reads_only=reads_only)
    engine = create_engine(
        "sqlite://",
        module=sqlcipher,
        creator=opener,
        poolclass=QueuePool,
        hide_parameters=True,
        pool_size=_READERS if reads_only else 1,
        max_overflow=4,
        pool_timeout=10,
        pool_use_lifo=True,  # the connection used last has its pages ready
    )
    event.listen(engine, "begin", _begin_to_read if reads_only else _begin_to_write)
    return engine


def _begin_to_read(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN")


def _begin_to_write(connection: Connection) -> None:
    """Wait in short steps for the one turn to write that a file has.

    The database's own steps grow to a tenth of a second: of eight who write, the one who has
    waited longest would look least often, and the file would rest while all of them sleep.
    """
    driver: Any = connection.connection.driver_connection
    patience_ms = driver.execute("PRAGMA busy_timeout").fetchone()[0]
    end = monotonic() + patience_ms / 1_000
    driver.execute(f"PRAGMA busy_timeout = {min(_STEP_MS, patience_ms)}")
    try:
        while not _begins(driver) and monotonic() < end:
            pass
        if not driver.in_transaction:
            connection.exec_driver_sql(_WRITE)  # says what stands in the way
    finally:
        driver.execute(f"PRAGMA busy_timeout = {patience_ms}")


def _begins(driver: Any) -> bool:
    """Try to begin to write; False when another writes just now."""
    try:
        driver.execute(_WRITE)
    except sqlcipher.Error as error:
        code = int(error.sqlite_errorcode) & 0xFF
        return bool(code != sqlcipher.SQLITE_BUSY)
    return True


def _reserve(path: Path) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600, exist_ok=False)
    except FileExistsError as exists:
        raise DeskExists(str(path)) from exists
    except OSError as broken:
        raise trouble_of(broken) or broken from broken


def damage_of(engine: Engine, path: Path) -> Damaged | None:
    """Read every page of a local desk and check its structure; a server looks after its own."""
    if engine.dialect.name != "sqlite":
        return None
    with engine.connect() as connection:
        broken = connection.exec_driver_sql("PRAGMA cipher_integrity_check").all()
        found = connection.exec_driver_sql("PRAGMA integrity_check(1)").scalar_one()
    return None if found == "ok" and not broken else Damaged(str(path))


def touch_samples(engine: Engine, rows: int = 50) -> None:
    """Read the first and last rows of every table, so that damage shows at opening.

    Every page read is authenticated by the cipher; a changed bit raises.
    """
    with engine.begin() as connection:
        tables = connection.exec_driver_sql(
            "SELECT name, wr FROM pragma_table_list WHERE schema = 'main' AND type = 'table'"
        ).all()
        for table, without_rowid in tables:
            ends = ("",) if without_rowid else ("ORDER BY rowid", "ORDER BY rowid DESC")
            for end in ends:
                connection.exec_driver_sql(f'SELECT * FROM "{table}" {end} LIMIT {rows}').all()


def checkpoint(engine: Engine, *, close: bool = False) -> None:
    """Carry the write-ahead log into the file; `close` also empties the log."""
    if engine.dialect.name != "sqlite":
        return
    raw = engine.raw_connection()
    try:
        driver: Any = raw.driver_connection
        driver.execute(f"PRAGMA wal_checkpoint({'TRUNCATE' if close else 'PASSIVE'})").fetchall()
    finally:
        raw.close()


def server_url(address: str | URL) -> URL:
    """Read a PostgreSQL address in any usual spelling and name the driver.

    Raises:
        ArgumentError: it is no PostgreSQL address.
    """
    url = make_url(address)
    if url.get_backend_name() not in {"postgresql", "postgres"}:
        raise ArgumentError(url.get_backend_name())
    return url.set(drivername="postgresql+psycopg")


def shared_engine(address: str | URL) -> Engine:
    """Prepare connections to a shared desk; nothing is opened yet.

    Statements end after 15 s, waiting for a lock after 5 s, a silent line after 8 s.
    """
    limits = {
        "statement_timeout": "15s",
        "lock_timeout": "5s",
        "idle_in_transaction_session_timeout": "10s",
        "timezone": "UTC",
    }
    from app.db.piping import PatientCursor, connect_patiently, listen_for_errors

    engine = create_engine(
        server_url(address),
        isolation_level="READ COMMITTED",
        hide_parameters=True,
        pool_size=4,
        max_overflow=4,
        pool_timeout=10,
        connect_args={
            "options": " ".join(f"-c {name}={value}" for name, value in limits.items()),
            "connect_timeout": 5,
            "keepalives": 1,
            "keepalives_idle": 5,
            "keepalives_interval": 2,
            "keepalives_count": 2,
            "tcp_user_timeout": 8000,
            "application_name": "tallydesk",
            "cursor_factory": PatientCursor,
        },
    )
    engine.dialect.supports_sane_multi_rowcount = False  # nobody waits to hear it
    connect_patiently(engine)
    listen_for_errors(engine)
    return engine


def without_time_limit(connection: Connection) -> None:
    """Let this transaction's statements on a shared desk take as long as they need."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("SET LOCAL statement_timeout = 0")


@contextmanager
def together(connection: Connection) -> Iterator[None]:
    """Let statements wait for each other on the server, not on the way there and back.

    What one of them did wrong is told at the next one whose rows are read, at the latest by
    the commit, which the server then leaves out: the transaction is ended here. A file has
    nothing to gain and works as always.
    """
    driver: Any = connection.connection.driver_connection
    if connection.dialect.name == "sqlite" or driver.closed:
        yield
        return
    said: Any = connection.dialect.loaded_dbapi
    try:
        with driver.together():
            yield
    except said.Error as error:
        raise DBAPIError.instance(None, None, error, said.Error, True) from error  # noqa: FBT003 - the library's own order


def shared_readers(engine: Engine) -> Engine:
    """Give the same server for reading: all of one query is of one moment, nothing is written."""
    return engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)

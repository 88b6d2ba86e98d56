"""Opens the encrypted file itself, with the settings every connection has."""

import sqlite3
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

import sqlcipher3.dbapi2 as sqlcipher

from app.db.errors import DeskMissing, NotADesk, ReadOnly, WrongKey, trouble_of

if TYPE_CHECKING:
    RawConnection = sqlite3.Connection
else:
    RawConnection = sqlcipher.Connection

APPLICATION_ID = 0x54414C59
"""What the header of every desk says: "TALY"."""

_PLAIN_HEADER = b"SQLite format 3\x00"
_SETTINGS = (
    "PRAGMA foreign_keys = ON",
    "PRAGMA recursive_triggers = ON",
    "PRAGMA temp_store = MEMORY",
    "PRAGMA synchronous = FULL",
    "PRAGMA wal_autocheckpoint = 4000",
    "PRAGMA cache_size = -4096",
)


def td_hash(content: str) -> str:
    """Give the SHA-256 of a text as hexadecimal; the database's triggers call it."""
    return sha256(content.encode()).hexdigest()


def opener_of(
    path: Path, key: bytes, *, create: bool, reads_only: bool
) -> Callable[[], RawConnection]:
    """Give what opens one more connection to a desk's file by its raw key.

    Raises, when called:
        WrongKey: the key does not open it, or its first page is damaged.
        NotADesk: it is not an encrypted desk.
        DeskMissing: there is no such file.
    """
    uri = f"{path.absolute().as_uri()}?mode=rw"
    secret = f"x'{key.hex()}'"

    def connect() -> RawConnection:
        try:
            raw: RawConnection = sqlcipher.connect(
                uri, uri=True, timeout=5, isolation_level=None, check_same_thread=False
            )
        except sqlcipher.OperationalError as broken:
            raise (ReadOnly() if path.is_file() else DeskMissing(str(path))) from broken
        try:
            _unlock(raw, path, secret, create=create)
            _arrange(raw, reads_only=reads_only)
        except BaseException:
            raw.close()
            raise
        return raw

    return connect


def _unlock(raw: RawConnection, path: Path, secret: str, *, create: bool) -> None:
    raw.execute("PRAGMA cipher_log_level = NONE")
    raw.execute(f'PRAGMA key = "{secret}"')
    try:
        if create:
            raw.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        raw.execute("PRAGMA journal_mode = WAL").fetchall()
        found = raw.execute("PRAGMA application_id").fetchone()[0]
    except sqlcipher.DatabaseError as broken:
        if getattr(broken, "sqlite_errorname", "") == "SQLITE_NOTADB":
            raise _unreadable(path) from broken
        raise trouble_of(broken, str(path)) or broken from broken
    if found != APPLICATION_ID:
        raise NotADesk(str(path))


def _unreadable(path: Path) -> WrongKey | NotADesk:
    with path.open("rb") as file:
        header = file.read(len(_PLAIN_HEADER))
    if header == _PLAIN_HEADER or not header:
        return NotADesk(str(path))
    return WrongKey()


def _arrange(raw: RawConnection, *, reads_only: bool) -> None:
    for statement in _SETTINGS:
        raw.execute(statement)
    raw.create_function("td_hash", 1, td_hash, deterministic=True)
    if reads_only:
        raw.execute("PRAGMA query_only = ON")

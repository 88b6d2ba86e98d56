"""What drivers raise, recognised in one place, and what callers without a window learn of it."""

import errno

import psycopg.errors
import pytest

from app.core.errors import ExitCode, Trouble
from app.db.errors import (
    CloudFolder,
    Damaged,
    DeskBusy,
    DeskExists,
    DeskMissing,
    DiskFault,
    KeyFileDamaged,
    KeyNeeded,
    NewerDesk,
    NoSpace,
    NotADesk,
    ReadOnly,
    Unreachable,
    WrongKey,
    WrongLogin,
    WrongPassphrase,
    trouble_of,
)


class _FromFile(Exception):
    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.sqlite_errorname = name


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("SQLITE_BUSY", DeskBusy),
        ("SQLITE_BUSY_SNAPSHOT", DeskBusy),
        ("SQLITE_LOCKED", DeskBusy),
        ("SQLITE_FULL", NoSpace),
        ("SQLITE_IOERR_FSYNC", DiskFault),
        ("SQLITE_READONLY_DIRECTORY", ReadOnly),
        ("SQLITE_NOTADB", Damaged),
        ("SQLITE_CORRUPT", Damaged),
        ("SQLITE_CANTOPEN", DeskMissing),
    ],
)
def test_trouble_with_the_file_is_recognised_by_its_name(name: str, kind: type[Trouble]) -> None:
    assert type(trouble_of(_FromFile(name), "shop.tally")) is kind


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (psycopg.errors.DiskFull(), NoSpace),
        (psycopg.errors.LockNotAvailable(), DeskBusy),
        (psycopg.errors.DeadlockDetected(), DeskBusy),
        (psycopg.errors.SerializationFailure(), DeskBusy),
        (psycopg.errors.QueryCanceled(), DeskBusy),
        (psycopg.errors.TooManyConnections(), DeskBusy),
        (psycopg.errors.AdminShutdown(), Unreachable),
        (psycopg.errors.IdleInTransactionSessionTimeout(), Unreachable),
        (psycopg.errors.ReadOnlySqlTransaction(), Unreachable),
        (psycopg.errors.InvalidPassword(), WrongLogin),
        (psycopg.errors.InvalidCatalogName(), NotADesk),
        (psycopg.OperationalError("server closed the connection unexpectedly"), Unreachable),
        (psycopg.OperationalError("password authentication failed for user"), WrongLogin),
    ],
)
def test_trouble_with_the_server_is_recognised_by_its_state(
    error: Exception, kind: type[Trouble]
) -> None:
    assert type(trouble_of(error, "server/shop")) is kind


def test_trouble_with_the_disk_is_recognised_by_its_number() -> None:
    assert type(trouble_of(OSError(errno.ENOSPC, ""))) is NoSpace
    assert type(trouble_of(OSError(errno.EROFS, ""))) is ReadOnly
    assert type(trouble_of(OSError(errno.EIO, ""))) is DiskFault


@pytest.mark.parametrize(
    "bug",
    [
        ValueError("x"),
        _FromFile("SQLITE_CONSTRAINT_CHECK"),
        _FromFile("SQLITE_ERROR"),
        psycopg.errors.UndefinedColumn(),
        psycopg.errors.RaiseException("TD001"),
    ],
)
def test_bugs_and_guards_are_not_taken_for_trouble(bug: Exception) -> None:
    assert trouble_of(bug) is None


@pytest.mark.parametrize(
    ("trouble", "code"),
    [
        (WrongKey(), ExitCode.WRONG_KEY),
        (WrongPassphrase(), ExitCode.WRONG_KEY),
        (WrongLogin(), ExitCode.WRONG_KEY),
        (KeyNeeded(""), ExitCode.WRONG_KEY),
        (KeyNeeded("it is locked"), ExitCode.WRONG_KEY),
        (NotADesk("d"), ExitCode.NOT_A_DESK),
        (Damaged("d"), ExitCode.NOT_A_DESK),
        (KeyFileDamaged("d"), ExitCode.NOT_A_DESK),
        (DeskMissing("d"), ExitCode.NOT_A_DESK),
        (NewerDesk("0042"), ExitCode.NEWER_DESK),
        (DeskBusy(), ExitCode.BUSY),
        (NoSpace(), ExitCode.NO_SPACE),
        (DiskFault(), ExitCode.NO_SPACE),
        (ReadOnly(), ExitCode.NO_SPACE),
        (Unreachable(), ExitCode.UNREACHABLE),
        (DeskExists("d"), ExitCode.USAGE),
        (CloudFolder("d", "Dropbox"), ExitCode.USAGE),
    ],
)
def test_each_trouble_has_its_own_sentence_and_code(trouble: Trouble, code: ExitCode) -> None:
    assert trouble.exit_code is code
    assert trouble.message().endswith(".")
    assert "{" not in trouble.message()

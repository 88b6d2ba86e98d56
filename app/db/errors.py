"""Trouble with the file, the key or the server, and the one place that recognises it."""

import errno

from typing_extensions import override

from app.core.errors import ExitCode, Refused, Trouble
from app.core.messages import _


class WrongKey(Trouble):
    """The key does not open this desk."""

    exit_code = ExitCode.WRONG_KEY

    @override
    def message(self) -> str:
        """Say that the key is wrong and that nothing was changed."""
        return _(
            "The key does not open this desk. Nothing was changed; check that key file and "
            "desk belong together, or use the recovery sheet."
        )


class WrongPassphrase(WrongKey):
    """The passphrase is not the one that wraps the key."""

    @override
    def message(self) -> str:
        """Say that the passphrase is wrong and what else opens the desk."""
        return _("The passphrase is not right. Try again, or use the recovery sheet.")


class WrongLogin(WrongKey):
    """The server refuses the name or the password."""

    @override
    def message(self) -> str:
        """Say that name or password is wrong, not which."""
        return _("The server does not accept this name and password.")


class NotADesk(Trouble):
    """The file or database is something else."""

    exit_code = ExitCode.NOT_A_DESK

    def __init__(self, name: str) -> None:
        """Keep the file's or database's name."""
        super().__init__(name)
        self.desk = name

    @override
    def message(self) -> str:
        """Say which file is not a desk."""
        return _("“{name}” is not a desk of this program. Nothing was changed.").format(
            name=self.desk
        )


class Damaged(NotADesk):
    """The key is right and the content is not readable."""

    @override
    def message(self) -> str:
        """Say that the file is damaged and that it stays where it is."""
        return _(
            "The key is right, but “{name}” is damaged. Nothing was deleted; "
            "restore the last copy beside it."
        ).format(name=self.desk)


class KeyFileDamaged(NotADesk):
    """The key file beside a desk is missing or not readable; the recovery sheet still opens it."""

    @override
    def message(self) -> str:
        """Say what else opens the desk."""
        return _(
            "The key file “{name}” is missing or damaged. The desk itself is untouched: "
            "open it with the recovery sheet."
        ).format(name=self.desk)


class KeyNeeded(WrongKey):
    """The keyring does not open the desk; passphrase or recovery sheet will."""

    def __init__(self, reason: str) -> None:
        """Keep why the keyring did not help (translated; may be empty)."""
        super().__init__(reason)
        self.reason = reason

    @override
    def message(self) -> str:
        """Ask for the passphrase and say why."""
        if not self.reason:
            return _("Type the passphrase of this desk, or use the recovery sheet.")
        return _("Type the passphrase of this desk: {reason}.").format(reason=self.reason)


class NewerDesk(Trouble):
    """The desk was written by a later version of the program."""

    exit_code = ExitCode.NEWER_DESK

    def __init__(self, revision: str) -> None:
        """Keep the revision the desk is at."""
        super().__init__(revision)
        self.revision = revision

    @override
    def message(self) -> str:
        """Say that the program must be brought up to date."""
        return _(
            "This desk was written by a newer version of the program (step {revision}). "
            "Nothing was changed; bring this computer's program up to date."
        ).format(revision=self.revision)


class DeskBusy(Trouble):
    """Somebody else holds what is needed; three more tries did not help."""

    exit_code = ExitCode.BUSY

    @override
    def message(self) -> str:
        """Say that another station is busy."""
        return _("Another station is busy. Nothing is lost; press Save again in a moment.")


class NoSpace(Trouble):
    """The disk is full or fails."""

    exit_code = ExitCode.NO_SPACE

    @override
    def message(self) -> str:
        """Say that nothing was saved and how to go on."""
        return _("Not saved: the disk is full. Free some space, then press Save again.")


class DiskFault(NoSpace):
    """Reading or writing the file fails; whether the last change was kept is not yet known."""

    @override
    def message(self) -> str:
        """Say that the disk does not answer and that saving again is safe."""
        return _(
            "The disk does not read or write as it should. Press Save again: "
            "the same change is never made twice."
        )


class ReadOnly(NoSpace):
    """The file or its folder may not be written."""

    @override
    def message(self) -> str:
        """Say which permission lacks."""
        return _("The desk's file or folder is write-protected. Nothing was changed.")


class Unreachable(Trouble):
    """The server does not answer."""

    exit_code = ExitCode.UNREACHABLE

    @override
    def message(self) -> str:
        """Say that the state is unknown and that trying again is safe."""
        return _(
            "The server does not answer. Check the network; trying again is safe, "
            "the same change is never made twice."
        )


class DeskMissing(Trouble):
    """There is no desk at that place."""

    exit_code = ExitCode.NOT_A_DESK

    def __init__(self, name: str) -> None:
        """Keep the path."""
        super().__init__(name)
        self.desk = name

    @override
    def message(self) -> str:
        """Say where no desk was found."""
        return _("There is no desk at “{name}”. None was made.").format(name=self.desk)


class DeskExists(Trouble):
    """A desk, its key file or its keyring entry is already there; none is ever overwritten."""

    exit_code = ExitCode.USAGE

    def __init__(self, name: str) -> None:
        """Keep what exists."""
        super().__init__(name)
        self.desk = name

    @override
    def message(self) -> str:
        """Say what exists and what to do."""
        return _("“{name}” already exists and is left as it is. Choose another name.").format(
            name=self.desk
        )


class CloudFolder(Trouble):
    """A local desk would lie on a network drive or in a folder that is synchronised."""

    exit_code = ExitCode.USAGE

    def __init__(self, name: str, reason: str) -> None:
        """Keep the path and what is wrong with its folder (a file system or a service)."""
        super().__init__(name, reason)
        self.desk = name
        self.reason = reason

    @override
    def message(self) -> str:
        """Say why and what to do instead."""
        return _(
            "“{name}” lies in a network or synchronised folder ({reason}), which can damage "
            "a desk in use. Choose a folder on this computer; for several computers "
            "use a shared desk."
        ).format(name=self.desk, reason=self.reason)


class CommandIdTaken(Refused):
    """The id of a command was used before for something else or by somebody else."""

    @override
    def message(self) -> str:
        """Say that nothing was done."""
        return _("This form was already used for something else. Open a new one.")


_SQLITE: tuple[tuple[str, type[Trouble]], ...] = (
    ("SQLITE_BUSY", DeskBusy),
    ("SQLITE_LOCKED", DeskBusy),
    ("SQLITE_FULL", NoSpace),
    ("SQLITE_IOERR", DiskFault),
    ("SQLITE_READONLY", ReadOnly),
)
_WITH_NAME: tuple[tuple[str, type[NotADesk] | type[DeskMissing]], ...] = (
    ("SQLITE_NOTADB", Damaged),
    ("SQLITE_CORRUPT", Damaged),
    ("SQLITE_CANTOPEN", DeskMissing),
)
_STATES: tuple[tuple[str, type[Trouble]], ...] = (
    ("53100", NoSpace),
    ("58", DiskFault),
    ("28", WrongLogin),
    ("08", Unreachable),
    ("57P", Unreachable),
    ("25006", Unreachable),
    ("25P03", Unreachable),
    ("53", DeskBusy),
    ("55P03", DeskBusy),
    ("40", DeskBusy),
    ("57014", DeskBusy),
)


_DISK: dict[int, type[Trouble]] = {
    errno.ENOSPC: NoSpace,
    errno.EDQUOT: NoSpace,
    errno.EACCES: ReadOnly,
    errno.EPERM: ReadOnly,
    errno.EROFS: ReadOnly,
}


def trouble_of(error: BaseException, name: str = "") -> Trouble | None:
    """Recognise trouble outside the program; None when the error is a bug or a guard's refusal.

    Args:
        error: what SQLAlchemy, a driver or the operating system raised.
        name: the desk's path or address without password, for the sentence.
    """
    from sqlalchemy.exc import DBAPIError
    from sqlalchemy.exc import TimeoutError as PoolTimeout

    if isinstance(error, PoolTimeout):
        return DeskBusy()
    if isinstance(error, OSError):
        return _DISK.get(error.errno or 0, DiskFault)()
    origin = error.orig if isinstance(error, DBAPIError) else error
    errorname = getattr(origin, "sqlite_errorname", None)
    if errorname is not None:
        return _sqlite_trouble(str(errorname), name)
    if type(origin).__module__.startswith("psycopg"):
        return _server_trouble(origin, name)
    return None


def _sqlite_trouble(errorname: str, name: str) -> Trouble | None:
    for start, kind in _SQLITE:
        if errorname.startswith(start):
            return kind()
    for start, named in _WITH_NAME:
        if errorname.startswith(start):
            return named(name)
    return None


def _server_trouble(origin: BaseException | None, name: str) -> Trouble | None:
    state = getattr(origin, "sqlstate", None)
    if state is not None:
        found = next((kind for start, kind in _STATES if str(state).startswith(start)), None)
        if found is not None:
            return found()
        return NotADesk(name) if state == "3D000" else None
    if type(origin).__name__ not in {"OperationalError", "InterfaceError", "ConnectionTimeout"}:
        return None
    text = str(origin)
    if "authentication failed" in text or "no password supplied" in text:
        return WrongLogin()
    if "does not exist" in text and "database" in text:
        return NotADesk(name)
    return Unreachable()

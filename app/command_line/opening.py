"""The way to a desk: its place, the passphrase from a file, a prompt or the keyring, the person."""

import getpass
import sys
from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from typing_extensions import override

from app import paths
from app.bootstrap import is_address, open_desk
from app.core.clock import Clock, ShiftedClock, SystemClock
from app.core.errors import ExitCode, NotFound, Refused
from app.core.messages import N_, _
from app.db.errors import KeyNeeded
from app.desk import Desk
from app.people.queries import person_by_name

USUAL_NAME = "desk.tally"


class WrongUse(Refused):
    """The command line cannot be understood as it was typed."""

    exit_code = ExitCode.USAGE

    def __init__(self, sentence: str) -> None:
        """Keep the sentence (translated)."""
        super().__init__(sentence)
        self.sentence = sentence

    @override
    def message(self) -> str:
        """Give the sentence."""
        return self.sentence


def place_of_new_desk(asked: Namespace) -> str:
    """Give the file or address that was named, else the usual file of this profile."""
    return str(asked.desk or paths.profile(asked.profile) / USUAL_NAME)


def place_of_desk(asked: Namespace) -> str:
    """Give the desk that was named, else the one the window opened last, else the usual file."""
    last = "" if asked.desk else paths.last_desk(paths.profile(asked.profile))
    return last or place_of_new_desk(asked)


def clock_of(asked: Namespace) -> Clock:
    """Give the computer's clock, or one whose today is another day."""
    return ShiftedClock(asked.today) if asked.today else SystemClock()


@contextmanager
def opened(asked: Namespace) -> Iterator[Desk]:
    """Open the desk that was named, let the person sign in, and close it in the end.

    Raises:
        KeyNeeded: there is no passphrase file, no terminal to ask at and nothing in the keyring.
        NotFound: there is no such person.
        Trouble: the desk cannot be opened.
    """
    desk = _open(place_of_desk(asked), asked)
    try:
        _sign_in(desk, asked.person)
        yield desk
    finally:
        desk.close()


def passphrase_from(name: str) -> str:
    """Read the first line of a passphrase file.

    Raises:
        WrongUse: the file cannot be read, or is empty.
    """
    try:
        lines = Path(name).read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        text = _("The passphrase file “{name}” cannot be read.").format(name=name)
        raise WrongUse(text) from error
    if not lines or not lines[0]:
        raise WrongUse(_("The passphrase file “{name}” is empty.").format(name=name))
    return lines[0]


def new_passphrase(asked: Namespace) -> str:
    """Give the passphrase of a new desk, from a file or typed twice.

    Raises:
        WrongUse: there is neither a file nor a terminal, or both typings differ.
    """
    if asked.passphrase_file:
        return passphrase_from(asked.passphrase_file)
    if not sys.stdin.isatty():
        raise WrongUse(_("Give the new desk a passphrase: --passphrase-file FILE."))
    first = getpass.getpass(_("New passphrase: "))
    if first != getpass.getpass(_("Once more: ")):
        raise WrongUse(_("The two passphrases differ. Nothing was made."))
    return first


def _open(place: str, asked: Namespace) -> Desk:
    clock = clock_of(asked)
    if is_address(place):
        return open_desk(place, clock=clock)
    if asked.passphrase_file:
        return open_desk(place, passphrase=passphrase_from(asked.passphrase_file), clock=clock)
    from app.demo import demo_recovery

    recovery = demo_recovery(Path(place))
    if recovery is not None:
        return open_desk(place, recovery=recovery, clock=clock)
    try:
        return open_desk(place, clock=clock)
    except KeyNeeded:
        if not sys.stdin.isatty():
            raise
    return open_desk(place, passphrase=getpass.getpass(_("Passphrase: ")), clock=clock)


def _sign_in(desk: Desk, name: str | None) -> None:
    if not name:
        return
    person = desk.read(person_by_name, name)
    if person is None:
        raise NotFound(N_("person"), name)
    desk.sign_in(person.person_id)

"""Kinds of trouble, each with its data: a rule says no, a fault outside; and the trail of one."""

import traceback
from enum import IntEnum

from typing_extensions import override

from app.core.messages import _


class ExitCode(IntEnum):
    """What a headless command reports to its caller."""

    DONE = 0
    REFUSED = 1
    USAGE = 2
    WRONG_KEY = 3
    NOT_A_DESK = 4
    NEWER_DESK = 5
    BUSY = 6
    NO_SPACE = 7
    UNREACHABLE = 8


class DeskError(Exception):
    """Anything the program can say in one sentence: what happened and what to do."""

    exit_code = ExitCode.REFUSED

    def message(self) -> str:
        """Give the sentence for the person, in the language in force."""
        return str(self.args[0]) if self.args else type(self).__name__

    @override
    def __str__(self) -> str:
        """Give the same sentence as `message`."""
        return self.message()

    @property
    def name(self) -> str:
        """Give the kind as a word machines can rely on."""
        return type(self).__name__


class Refused(DeskError):
    """A rule of the trade says no; `field` names where, `line` counts order lines from 1.

    `area` names the list of a record that was saved as one whole, "" its own fields.
    """

    field: str = ""
    line: int = 0
    area: str = ""


class Trouble(DeskError):
    """Disk, lock, key or server; nothing was done, or it is not yet known whether it was."""


class NotAllowed(Refused):
    """The person signed in has no right to do this."""

    def __init__(self, action: str, role: str) -> None:
        """Keep the action and the role that lacks it."""
        super().__init__(action, role)
        self.action = action
        self.role = role

    @override
    def message(self) -> str:
        """Say who may."""
        return _("Your role ({role}) may not do this. Ask a manager or the owner.").format(
            role=_(self.role)
        )


class NotFound(Refused):
    """Something named does not exist."""

    def __init__(self, kind: str, name: object) -> None:
        """Keep the kind ("order", "item" ...) and the name it was looked for by."""
        super().__init__(kind, name)
        self.kind = kind
        self.looked_for = str(name)

    @override
    def message(self) -> str:
        """Say what was not found."""
        return _("There is no {kind} “{name}”. Check the spelling.").format(
            kind=_(self.kind), name=self.looked_for
        )


class Stale(Refused):
    """Somebody saved the same record in the meantime; nothing was overwritten."""

    def __init__(self, kind: str, record_id: int) -> None:
        """Keep which record."""
        super().__init__(kind, record_id)
        self.kind = kind
        self.record_id = record_id

    @override
    def message(self) -> str:
        """Say that both versions are kept."""
        return _(
            "Somebody else changed this {kind} in the meantime. Nothing was overwritten; "
            "compare both and save again."
        ).format(kind=_(self.kind))


class BadValue(Refused):
    """A typed value cannot be used; says the field, the value and what was expected."""

    def __init__(self, field: str, value: object, expected: str, line: int = 0) -> None:
        """Keep the field's name, the value as typed and the expectation (translated)."""
        super().__init__(field, value, expected)
        self.field = field
        self.value = str(value)
        self.expected = expected
        self.line = line

    @override
    def message(self) -> str:
        """Say what was typed and what is expected."""
        if not self.value.strip():
            return _("{field}: {expected}.").format(field=_(self.field), expected=self.expected)
        return _("{field}: “{value}” cannot be used; {expected}.").format(
            field=_(self.field), value=self.value[:80], expected=self.expected
        )


def trail_of(error: BaseException) -> str:
    """Say what kind of fault it is and the way to it, without the data in its message."""
    told: BaseException | None = error
    lines: list[str] = []
    while told is not None:
        frames = traceback.extract_tb(told.__traceback__)
        way = [f"  {frame.filename}:{frame.lineno} {frame.name}" for frame in frames]
        lines += [type(told).__qualname__, *way]
        told = told.__cause__ or (None if told.__suppress_context__ else told.__context__)
    return "\n".join(lines)

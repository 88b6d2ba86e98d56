"""What every wish shares: an id made when the form opens, so that sending twice does it once."""

from dataclasses import dataclass, field
from typing import ClassVar
from uuid import uuid4

from app.core.permissions import Right


def new_id() -> str:
    """Make a command id: a random UUID as text."""
    return str(uuid4())


@dataclass(frozen=True, kw_only=True)
class Command:
    """Base of all commands; subclasses name the right they need in `right`."""

    right: ClassVar[Right] = Right.ADMINISTER
    command_id: str = field(default_factory=new_id)

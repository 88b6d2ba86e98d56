"""What somebody may want of the people room."""

from dataclasses import dataclass
from typing import ClassVar

from app.core.command import Command
from app.core.permissions import Right, Role
from app.core.settings import ShopSettings


@dataclass(frozen=True, kw_only=True)
class AddPerson(Command):
    """Take somebody on."""

    right: ClassVar[Right] = Right.ADMINISTER
    name: str
    role: Role
    language: str = ""


@dataclass(frozen=True, kw_only=True)
class ChangePerson(Command):
    """Give somebody another name, role, language, or make inactive."""

    right: ClassVar[Right] = Right.ADMINISTER
    person_id: int
    name: str
    role: Role
    active: bool = True
    language: str = ""


@dataclass(frozen=True, kw_only=True)
class ChangeSettings(Command):
    """Change the shop's settings as a whole."""

    right: ClassVar[Right] = Right.ADMINISTER
    settings: ShopSettings

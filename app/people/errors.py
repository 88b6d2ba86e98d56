"""What can be wrong with people, as types that carry data."""

from typing_extensions import override

from app.core.errors import Refused
from app.core.messages import _


class NameTaken(Refused):
    """Two people cannot carry the same name."""

    field = "name"

    def __init__(self, name: str) -> None:
        """Keep the name."""
        super().__init__(name)
        self.person_name = name

    @override
    def message(self) -> str:
        """Say which name is taken."""
        return _("There is already somebody called “{name}”. Add an initial.").format(
            name=self.person_name
        )


class LastOwner(Refused):
    """A shop without an active owner could never be administered again."""

    field = "role"

    @override
    def message(self) -> str:
        """Say that one owner must stay."""
        return _("The shop needs at least one active owner.")

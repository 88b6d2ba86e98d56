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


class BooksNeedToday(Refused):
    """Books closed up to today or later would refuse every shipment, receipt and payment."""

    field = "closed_until"

    def __init__(self, day: str) -> None:
        """Keep the day that was typed."""
        super().__init__(day)
        self.day = day

    @override
    def message(self) -> str:
        """Say what would happen and which day is possible."""
        return _(
            "Books closed up to {day} would refuse everything that is booked today. "
            "Choose yesterday or an earlier day."
        ).format(day=self.day)

"""What can be wrong with customers."""

from typing_extensions import override

from app.core.errors import Refused
from app.core.messages import _


class NumberTaken(Refused):
    """Another customer has this number."""

    field = "number"

    def __init__(self, number: str) -> None:
        """Keep the number."""
        super().__init__(number)
        self.number = number

    @override
    def message(self) -> str:
        """Say which number and what to do."""
        return _(
            "There is already a customer {number}. Leave the number empty for a new one."
        ).format(number=self.number)


class UnknownPriceList(Refused):
    """A customer was put on a price list that does not exist."""

    field = "price_list_id"

    @override
    def message(self) -> str:
        """Say what to do."""
        return _("This price list does not exist any more. Choose another.")

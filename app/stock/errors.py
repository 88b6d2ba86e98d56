"""What can be wrong with stock, as types that carry data."""

from typing_extensions import override

from app.core.errors import Refused
from app.core.messages import _, ngettext


class NotEnoughStock(Refused):
    """More is wanted than can be reserved or taken; says how much there is."""

    field = "quantity"

    def __init__(self, item: str, wanted: int, available: int, line: int = 0) -> None:
        """Keep the item's code, what was wanted and what there is, in base units."""
        super().__init__(item, wanted, available)
        self.item = item
        self.wanted = wanted
        self.available = available
        self.line = line

    @override
    def message(self) -> str:
        """Say how many are there and what can be done."""
        return ngettext(
            "{item}: {wanted} wanted, {available} is available. "
            "Lower the quantity, back-order the rest or choose a substitute.",
            "{item}: {wanted} wanted, {available} are available. "
            "Lower the quantity, back-order the rest or choose a substitute.",
            self.available,
        ).format(item=self.item, wanted=self.wanted, available=self.available)


class StockGuard(Refused):
    """The database refused a change of stock that would break an invariant."""

    field = "quantity"

    def __init__(self, code: str) -> None:
        """Keep the guard's code."""
        super().__init__(code)
        self.code = code

    @override
    def message(self) -> str:
        """Say what the guard protects."""
        return {
            "not_negative": _(
                "There is less at that place than would be taken. Nothing was changed; "
                "count the place or choose another."
            ),
            "reserved": _(
                "Those units are reserved for orders. Nothing was changed; "
                "release a reservation first."
            ),
            "TD002": _("Nothing lies at that place to reserve. Nothing was changed."),
            "TD003": _("The ledger changed in the meantime. Nothing was changed; try again."),
            "TD004": _("The ledger cannot be changed; post a correction instead."),
            "TD005": _("A settled reservation cannot be changed."),
        }.get(self.code, _("The stock would not add up. Nothing was changed."))


class ClosedPeriod(Refused):
    """The date lies in a closed period or after today."""

    field = "date"

    def __init__(self, day: str, closed_until: str) -> None:
        """Keep the day asked for and the last closed day ("" when the day is in the future)."""
        super().__init__(day, closed_until)
        self.day = day
        self.closed_until = closed_until

    @override
    def message(self) -> str:
        """Say which days may be used."""
        if not self.closed_until:
            return _("{day} is after today. Choose today or an earlier day.").format(day=self.day)
        return _("The books are closed up to {until}. Choose a later day than {day}.").format(
            until=self.closed_until, day=self.day
        )


class AlreadyReversed(Refused):
    """A move was reversed before."""

    def __init__(self, sequence: int) -> None:
        """Keep the move's number."""
        super().__init__(sequence)
        self.sequence = sequence

    @override
    def message(self) -> str:
        """Say that it was done."""
        return _("Move {sequence} was reversed before; nothing was changed.").format(
            sequence=self.sequence
        )


class WrongPlace(Refused):
    """A place cannot be used for this."""

    field = "place"

    def __init__(self, code: str, reason: str) -> None:
        """Keep the place's code and why not (translated)."""
        super().__init__(code, reason)
        self.code = code
        self.reason = reason

    @override
    def message(self) -> str:
        """Say which place and why."""
        return _("Place {code}: {reason}").format(code=self.code, reason=self.reason)


def error_of_guard(text: str) -> Refused | None:
    """Turn the text of a database refusal into a sentence; None when it is not a guard's."""
    for code in ("TD002", "TD003", "TD004", "TD005"):
        if code in text:
            return StockGuard(code)
    if "ck_balance_not_negative" in text:
        return StockGuard("not_negative")
    if "ck_item_stock_reserved" in text or "ck_balance_reserved" in text:
        return StockGuard("reserved")
    return None

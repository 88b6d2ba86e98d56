"""What can be wrong with an order, as types that carry data."""

from typing_extensions import override

from app.core.errors import Refused
from app.core.messages import _
from app.orders.findings import Finding
from app.orders.states import LABELS
from app.stock.errors import NotEnoughStock


class OrderBlocked(Refused):
    """Checks found something that must be put right first."""

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        """Keep the blocking findings."""
        super().__init__(findings)
        self.findings = findings
        self.line = findings[0].line
        self.field = findings[0].field

    @override
    def message(self) -> str:
        """Say every finding in turn."""
        return " ".join(finding.message() for finding in self.findings)


class MayNotBeShort(NotEnoughStock):
    """Lines that were to be refused when something is missing miss something."""

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        """Keep the findings of the stock check; the first one names item and line."""
        values = dict(findings[0].values)
        wanted, available = (int(values[name].replace(",", "")) for name in ("wanted", "available"))
        super().__init__(values["item"], wanted, available, findings[0].line)
        self.findings = findings

    @override
    def message(self) -> str:
        """Say every finding in turn."""
        return " ".join(finding.message() for finding in self.findings)

    @property
    @override
    def name(self) -> str:
        """Be the same word for machines: there is not enough."""
        return NotEnoughStock.__name__


class AnswerNeeded(Refused):
    """Checks ask something first; send the command again with the keys answered."""

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        """Keep the findings that ask."""
        super().__init__(findings)
        self.findings = findings
        self.line = findings[0].line
        self.field = findings[0].field

    @override
    def message(self) -> str:
        """Say every question in turn."""
        return " ".join(finding.message() for finding in self.findings)


class WrongState(Refused):
    """An order or shipment is in a state that does not allow this."""

    def __init__(self, name: str, state: str) -> None:
        """Keep the document's number and its state."""
        super().__init__(name, state)
        self.document = name
        self.state = state

    @override
    def message(self) -> str:
        """Say the state."""
        return _("{name} is “{state}”; this cannot be done now.").format(
            name=self.document, state=_(LABELS.get(self.state, self.state))
        )


class OnHold(Refused):
    """A hold stands in the way."""

    def __init__(self, name: str, kinds: tuple[str, ...]) -> None:
        """Keep the order's number and the kinds of hold."""
        super().__init__(name, kinds)
        self.document = name
        self.kinds = kinds

    @override
    def message(self) -> str:
        """Say which holds and what to do."""
        return _("{name} is on hold ({kinds}). Release the hold first.").format(
            name=self.document, kinds=", ".join(_(kind) for kind in self.kinds)
        )


class AlreadyShipped(Refused):
    """A line cannot fall below what has shipped, nor an order be cancelled after shipping."""

    field = "quantity"

    def __init__(self, name: str, shipped: int, line: int = 0) -> None:
        """Keep the item or order and the units that shipped."""
        super().__init__(name, shipped)
        self.document = name
        self.shipped = shipped
        self.line = line

    @override
    def message(self) -> str:
        """Say how many have shipped."""
        return _("{name}: {shipped} have shipped already; that cannot be undone here.").format(
            name=self.document, shipped=self.shipped
        )


class BeingPicked(Refused):
    """Units are on a shipment that is being worked on."""

    field = "quantity"

    def __init__(self, name: str, units: int, line: int = 0) -> None:
        """Keep the item or order and the units."""
        super().__init__(name, units)
        self.document = name
        self.units = units
        self.line = line

    @override
    def message(self) -> str:
        """Say what to do."""
        return _(
            "{name}: {units} are on a shipment being picked. Cancel that shipment first."
        ).format(name=self.document, units=self.units)

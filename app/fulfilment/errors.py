"""What can be wrong with shipments."""

from typing_extensions import override

from app.core.errors import Refused
from app.core.messages import _
from app.fulfilment.states import SHIPMENT_LABELS


class NothingToShip(Refused):
    """An order has nothing reserved that could leave."""

    def __init__(self, name: str) -> None:
        """Keep the order's number."""
        super().__init__(name)
        self.document = name

    @override
    def message(self) -> str:
        """Say why and what to do."""
        return _("{name}: nothing is reserved that could be shipped. Reserve stock first.").format(
            name=self.document
        )


class WrongStep(Refused):
    """A shipment cannot take this step from where it is."""

    def __init__(self, name: str, state: str, wanted: str) -> None:
        """Keep the shipment's number, its state and the step wanted."""
        super().__init__(name, state, wanted)
        self.document = name
        self.state = state
        self.wanted = wanted

    @override
    def message(self) -> str:
        """Say both states."""
        return _("{name} is “{state}” and cannot become “{wanted}” now.").format(
            name=self.document,
            state=_(SHIPMENT_LABELS[self.state]),
            wanted=_(SHIPMENT_LABELS[self.wanted]),
        )


class TooMuch(Refused):
    """More is picked or received than the shipment has."""

    field = "quantity"

    def __init__(self, name: str, units: int, most: int) -> None:
        """Keep the item, what was given and the most possible."""
        super().__init__(name, units, most)
        self.document = name
        self.units = units
        self.most = most

    @override
    def message(self) -> str:
        """Say the most."""
        return _("{name}: {units} is more than {most}.").format(
            name=self.document, units=self.units, most=self.most
        )

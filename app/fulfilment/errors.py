"""What can be wrong with shipments."""

from typing_extensions import override

from app.core.errors import Refused
from app.core.messages import N_, _, ngettext
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


_FIRST_STEPS = {
    "hold": N_("A hold stands in the way: release it first"),
    "confirm": N_("Confirm it first"),
    "reserve": N_("Nothing is reserved for it: reserve its goods first"),
    "release": N_("Release it to pick first"),
}
"""What an order without a shipment needs next."""


class NoShipmentYet(Refused):
    """An order has no shipment, so there is nothing a packing slip could go with."""

    def __init__(self, name: str, step: str = "") -> None:
        """Keep the order's number and the step it needs next, "" when it sends nothing."""
        super().__init__(name, step)
        self.document = name
        self.step = step
        self.keys = ""
        """The keys that take the step; only a window has any."""

    @override
    def message(self) -> str:
        """Say that no slip was made and what comes before it."""
        if not self.step:
            text = _("{name} has nothing to send, so it gets no packing slip.")
            return text.format(name=self.document)
        first = _(_FIRST_STEPS[self.step])
        if not self.keys:
            text = _("{name} has no shipment yet, so no packing slip was made. {first}.")
        else:
            text = _("{name} has no shipment yet, so no packing slip was made. {first} ({keys}).")
        return text.format(name=self.document, first=first, keys=self.keys)


class NoShipmentsYet(Refused):
    """None of several orders has a shipment."""

    def __init__(self, count: int) -> None:
        """Keep how many there are."""
        super().__init__(count)
        self.count = count

    @override
    def message(self) -> str:
        """Say that no slip was made and what comes before it."""
        text = ngettext(
            "{count} order has no shipment yet, so no packing slip was made. "
            "Release it to pick first.",
            "None of the {count} orders has a shipment yet, so no packing slip was made. "
            "Release them to pick first.",
            self.count,
        )
        return text.format(count=f"{self.count:,}")


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

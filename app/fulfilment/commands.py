"""What somebody wants of shipments; quantities are whole base units."""

from dataclasses import dataclass
from typing import ClassVar

from app.core.command import Command
from app.core.permissions import Right


@dataclass(frozen=True, kw_only=True)
class ReleaseOrder(Command):
    """Send what an order has reserved to be picked: makes and releases one shipment."""

    right: ClassVar[Right] = Right.MOVE_GOODS
    order_id: int


@dataclass(frozen=True, kw_only=True)
class StartPicking(Command):
    """Begin to pick a released shipment."""

    right: ClassVar[Right] = Right.MOVE_GOODS
    shipment_id: int


@dataclass(frozen=True, kw_only=True)
class Picked:
    """What was picked of one shipment line; less than planned needs a reason."""

    shipment_line_id: int
    quantity: int
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class FinishPicking(Command):
    """Record what was picked; lines not named were picked in full."""

    right: ClassVar[Right] = Right.MOVE_GOODS
    shipment_id: int
    picked: tuple[Picked, ...] = ()


@dataclass(frozen=True, kw_only=True)
class PackShipment(Command):
    """Pack what was picked."""

    right: ClassVar[Right] = Right.MOVE_GOODS
    shipment_id: int
    packages: int = 1


@dataclass(frozen=True, kw_only=True)
class ShipShipment(Command):
    """Hand a packed shipment to the carrier: reservations are consumed and moves posted."""

    right: ClassVar[Right] = Right.MOVE_GOODS
    shipment_id: int
    carrier: str = ""
    tracking: str = ""


@dataclass(frozen=True, kw_only=True)
class ShipOrder(Command):
    """Release, pick in full, pack and ship what an order has reserved, in one go.

    `quantities` (order line, units) ships only a part of those lines.
    """

    right: ClassVar[Right] = Right.MOVE_GOODS
    order_id: int
    carrier: str = ""
    tracking: str = ""
    quantities: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, kw_only=True)
class ReleaseOrders(Command):
    """Send what several orders have reserved to be picked, in one go."""

    right: ClassVar[Right] = Right.MOVE_GOODS
    order_ids: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class ShipOrders(Command):
    """Release, pick in full, pack and ship what several orders have reserved, in one go."""

    right: ClassVar[Right] = Right.MOVE_GOODS
    order_ids: tuple[int, ...]
    carrier: str = ""


@dataclass(frozen=True, kw_only=True)
class Arrived:
    """What arrived of one shipment line, and in which condition."""

    shipment_line_id: int
    quantity: int
    condition: str = ""


@dataclass(frozen=True, kw_only=True)
class ReceiveShipment(Command):
    """Record that the customer has the goods: who, when and how; differences open claims."""

    right: ClassVar[Right] = Right.READ
    shipment_id: int
    received_by: str
    how: str = "told"
    arrived: tuple[Arrived, ...] = ()


@dataclass(frozen=True, kw_only=True)
class StepBack(Command):
    """Take a shipment one step back: packed, picked, picking, released."""

    right: ClassVar[Right] = Right.MOVE_GOODS
    shipment_id: int


@dataclass(frozen=True, kw_only=True)
class ReverseShipment(Command):
    """Take a shipment that left today back to packed, by reversing moves."""

    right: ClassVar[Right] = Right.APPROVE
    shipment_id: int
    reason: str


@dataclass(frozen=True, kw_only=True)
class CancelShipment(Command):
    """Cancel a shipment that has not left; its units stay reserved for the order."""

    right: ClassVar[Right] = Right.MOVE_GOODS
    shipment_id: int


@dataclass(frozen=True, kw_only=True)
class ReturnShipment(Command):
    """Book a refused or undeliverable shipment back into quarantine."""

    right: ClassVar[Right] = Right.MOVE_GOODS
    shipment_id: int
    reason: str


@dataclass(frozen=True, kw_only=True)
class NotePrint(Command):
    """Remember that a paper was made; a second one is marked as a reprint."""

    right: ClassVar[Right] = Right.READ
    document: str
    document_ids: tuple[int, ...]
    version: int = 1


@dataclass(frozen=True)
class ShipmentStep:
    """Where a shipment and its order stand after a step."""

    shipment_id: int
    number: str
    state: str
    order_id: int
    order_label: str


@dataclass(frozen=True)
class NotSent:
    """An order that could not go with the others, and the sentence that says why."""

    order_id: int
    name: str
    why: str


@dataclass(frozen=True)
class OrdersSent:
    """What became of several orders: the steps taken, and the orders refused."""

    steps: tuple[ShipmentStep, ...]
    refused: tuple[NotSent, ...]

"""What somebody wants of the stock; quantities are whole base units."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from app.core.command import Command
from app.core.permissions import Right


@dataclass(frozen=True, kw_only=True)
class AddPlace(Command):
    """Add a warehouse, zone, bin or quarantine; `parent_id` is the place around it."""

    right: ClassVar[Right] = Right.ADJUST
    code: str
    name: str = ""
    kind: str = "bin"
    parent_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class StockWanted:
    """Units of an item at a place, with what one cost (ten-thousandths) where known."""

    item_id: int
    quantity: int
    place_id: int | None = None
    lot: str = ""
    unit_cost: int | None = None


@dataclass(frozen=True, kw_only=True)
class OpenStock(Command):
    """Enter what lies in the house when the program starts to count."""

    right: ClassVar[Right] = Right.ADJUST
    lines: tuple[StockWanted, ...]
    on: date | None = None


@dataclass(frozen=True, kw_only=True)
class ReceiveGoods(Command):
    """Book goods from a supplier into a bin, without or outside a purchase."""

    right: ClassVar[Right] = Right.ADJUST
    lines: tuple[StockWanted, ...]
    supplier: str = ""
    on: date | None = None


@dataclass(frozen=True, kw_only=True)
class AdjustStock(Command):
    """Correct what lies at a place by a difference, with a reason; below zero takes away."""

    right: ClassVar[Right] = Right.ADJUST
    item_id: int
    difference: int
    reason: str
    place_id: int | None = None
    lot: str = ""
    scrap: bool = False
    on: date | None = None


@dataclass(frozen=True, kw_only=True)
class MoveStock(Command):
    """Carry units from one place of ours to another."""

    right: ClassVar[Right] = Right.MOVE_GOODS
    item_id: int
    quantity: int
    from_place_id: int
    to_place_id: int
    lot: str = ""


@dataclass(frozen=True, kw_only=True)
class OverrideStock(Command):
    """Carry more from a place than the books say lies there; the owner's alone."""

    right: ClassVar[Right] = Right.ADMINISTER
    item_id: int
    quantity: int
    from_place_id: int
    to_place_id: int
    reason: str
    lot: str = ""


@dataclass(frozen=True, kw_only=True)
class ReverseMove(Command):
    """Post the opposite of one move, linked to it."""

    right: ClassVar[Right] = Right.ADJUST
    sequence: int
    reason: str


@dataclass(frozen=True, kw_only=True)
class PurchaseWanted:
    """One item to order from a supplier."""

    item_id: int
    quantity: int
    unit_cost: int | None = None


@dataclass(frozen=True, kw_only=True)
class OrderPurchase(Command):
    """Order goods from a supplier: they count as incoming from now on."""

    right: ClassVar[Right] = Right.ADJUST
    lines: tuple[PurchaseWanted, ...]
    supplier: str = ""
    expected_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class PurchaseArrived:
    """Units that arrived of one purchase line."""

    purchase_line_id: int
    quantity: int
    place_id: int | None = None
    lot: str = ""


@dataclass(frozen=True, kw_only=True)
class ReceivePurchase(Command):
    """Book what arrived of a purchase."""

    right: ClassVar[Right] = Right.ADJUST
    purchase_id: int
    arrived: tuple[PurchaseArrived, ...]


@dataclass(frozen=True, kw_only=True)
class ClosePurchase(Command):
    """Expect nothing more of a purchase; the rest is no longer incoming."""

    right: ClassVar[Right] = Right.ADJUST
    purchase_id: int


@dataclass(frozen=True, kw_only=True)
class StartCount(Command):
    """Open a stock count."""

    right: ClassVar[Right] = Right.COUNT
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class EnterCount(Command):
    """Write down what was counted of an item at a place; a second entry replaces the first."""

    right: ClassVar[Right] = Right.COUNT
    count_id: int
    item_id: int
    counted: int
    place_id: int | None = None
    lot: str = ""


@dataclass(frozen=True, kw_only=True)
class PostCount(Command):
    """Post the differences of a count to the ledger."""

    right: ClassVar[Right] = Right.ADJUST
    count_id: int


@dataclass(frozen=True, kw_only=True)
class VoidCount(Command):
    """Drop a count without posting it."""

    right: ClassVar[Right] = Right.COUNT
    count_id: int


@dataclass(frozen=True)
class MovesPosted:
    """The first and last number of the moves a command posted (0 when there were none)."""

    first: int
    last: int


@dataclass(frozen=True)
class Made:
    """The record a command made: its id and the name people know it by."""

    record_id: int
    name: str

"""What somebody wants of orders; prices are ten-thousandths, money whole minor units."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from app.core.command import Command
from app.core.permissions import Right
from app.orders.findings import Finding


@dataclass(frozen=True, kw_only=True)
class LineWanted:
    """One line of an order form.

    `price` None takes the price list's; a given one is marked manual and survives. `shortage`
    says what to do when there is too little: backorder, available or refuse; "" takes the
    order's. `line_id` names the line an amendment changes.
    """

    item_id: int
    quantity: int
    price: int | None = None
    discount: int = 0
    shortage: str = ""
    line_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class ShipTo:
    """An address typed for one order only."""

    name: str = ""
    street: str = ""
    city: str = ""
    region: str = ""
    postcode: str = ""
    country: str = ""
    phone: str = ""


@dataclass(frozen=True, kw_only=True)
class PlaceOrder(Command):
    """Take an order: checked, and confirmed and reserved at once when nothing stands in the way.

    `answers` are keys of findings the person has answered with yes. `on_question` is "ask"
    (refuse and ask) or "hold" (keep the order for review). `confirm` False stops at submitted.
    """

    right: ClassVar[Right] = Right.TAKE_ORDERS
    customer_id: int
    lines: tuple[LineWanted, ...]
    address_id: int | None = None
    ship_to: ShipTo | None = None
    reference: str = ""
    note: str = ""
    due_on: date | None = None
    discount: int | None = None
    freight: int | None = None
    answers: tuple[str, ...] = ()
    shortage: str = "backorder"
    on_question: str = "ask"
    draft_id: str = ""
    entry_ms: int | None = None
    channel: str = "typed"
    confirm: bool = True


@dataclass(frozen=True)
class OrderPlaced:
    """What became of an order: `name` is its number, or its review name until confirmed."""

    order_id: int
    name: str
    state: str
    label: str
    total: int
    holds: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ConfirmOrder(Command):
    """Approve a submitted order: checks run again, number and reservations are made."""

    right: ClassVar[Right] = Right.TAKE_ORDERS
    order_id: int
    answers: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class AmendOrder(Command):
    """Change a submitted or confirmed order as a whole; `lines` are all lines it shall have.

    `revision` is the one the form was opened with.
    """

    right: ClassVar[Right] = Right.TAKE_ORDERS
    order_id: int
    revision: int
    lines: tuple[LineWanted, ...]
    address_id: int | None = None
    ship_to: ShipTo | None = None
    reference: str = ""
    note: str = ""
    due_on: date | None = None
    discount: int | None = None
    freight: int | None = None
    answers: tuple[str, ...] = ()
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class CancelOrder(Command):
    """Cancel an order of which nothing has shipped."""

    right: ClassVar[Right] = Right.TAKE_ORDERS
    order_id: int
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class CloseRest(Command):
    """Close an order by hand: what has not shipped becomes cancelled quantity."""

    right: ClassVar[Right] = Right.APPROVE
    order_id: int
    reason: str


@dataclass(frozen=True, kw_only=True)
class ReopenOrder(Command):
    """Open a closed or cancelled order again; checks run again."""

    right: ClassVar[Right] = Right.APPROVE
    order_id: int
    reason: str
    answers: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class PlaceHold(Command):
    """Put an order on hold by hand."""

    right: ClassVar[Right] = Right.TAKE_ORDERS
    order_id: int
    kind: str = "manual"
    reason: str = ""
    blocks: str = ""
    keeps_reservation: bool | None = None
    until: date | None = None


@dataclass(frozen=True, kw_only=True)
class ReleaseHold(Command):
    """Release a hold with a reason; the order goes on by itself when it was the last."""

    right: ClassVar[Right] = Right.APPROVE
    hold_id: int
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class TurnDay(Command):
    """Let an order follow a new day: holds that end, goods that are reserved some days before.

    A desk asks it by itself, whoever is signed in.
    """

    right: ClassVar[Right] = Right.READ
    order_id: int


@dataclass(frozen=True, kw_only=True)
class ReserveOrder(Command):
    """Reserve what there is now for the open lines of an order."""

    right: ClassVar[Right] = Right.TAKE_ORDERS
    order_id: int


@dataclass(frozen=True, kw_only=True)
class SaveDraft(Command):
    """Keep an order form as it stands; `content` is the form's own JSON."""

    right: ClassVar[Right] = Right.TAKE_ORDERS
    draft_id: str
    title: str
    content: str
    parked: bool = False


@dataclass(frozen=True, kw_only=True)
class DropDraft(Command):
    """Throw a draft away."""

    right: ClassVar[Right] = Right.TAKE_ORDERS
    draft_id: str


@dataclass(frozen=True, kw_only=True)
class RecordPayment(Command):
    """Book money received for an order; below zero is a refund."""

    right: ClassVar[Right] = Right.TAKE_ORDERS
    order_id: int
    amount: int
    method: str = ""
    on: date | None = None


@dataclass(frozen=True, kw_only=True)
class InvoiceOrder(Command):
    """Invoice what has shipped of an order and is not invoiced yet."""

    right: ClassVar[Right] = Right.TAKE_ORDERS
    order_id: int


@dataclass(frozen=True)
class Done:
    """The id and name of what a command dealt with."""

    record_id: int
    name: str

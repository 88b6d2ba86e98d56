"""What can be done with an order now: names, the states they fit, and the commands they send."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from app.core.command import Command
from app.core.messages import N_, _
from app.core.permissions import Right
from app.fulfilment.commands import (
    CancelShipment,
    FinishPicking,
    PackShipment,
    ReceiveShipment,
    ReleaseOrder,
    ReturnShipment,
    ReverseShipment,
    ShipOrder,
    ShipShipment,
    StepBack,
)
from app.fulfilment.handlers import (
    cancel_order,
    cancel_shipment,
    close_rest,
    finish_picking,
    pack_shipment,
    receive_shipment,
    release_order,
    return_shipment,
    reverse_shipment,
    ship_order,
    ship_shipment,
    step_back,
)
from app.fulfilment.queries import ShipmentRow
from app.orders.commands import (
    CancelOrder,
    CloseRest,
    ConfirmOrder,
    InvoiceOrder,
    ReopenOrder,
    ReserveOrder,
)
from app.orders.handlers import (
    confirm_order,
    invoice_order,
    reopen_order,
    reserve_order,
)
from app.orders.queries import OrderDetail

Handler = Callable[..., Any]


@dataclass(frozen=True)
class Deed:
    """One thing to do: `question` is asked first when it is not empty; `undo` takes it back."""

    name: str
    make: Callable[[str], Command]
    handler: Handler
    question: str = ""
    undo: tuple[Handler, Command] | None = None
    main: bool = False

    @property
    def right(self) -> Right:
        """Give the right it needs."""
        return self.make("").right


@dataclass(frozen=True)
class Ask:
    """A form to open: `form` is pick, hold, release, change or pay, for the record it names."""

    name: str
    form: str
    right: Right
    record_id: int = 0
    main: bool = False
    keys: str = ""


Offer = Deed | Ask
_FIRST = (
    "Release hold…",
    "Confirm",
    "Shipped",
    "Packed",
    "Picked in full",
    "Picked less…",
    "Release to pick",
    "Reserve now",
    "Received",
    "Invoice",
)
"""Names of the usual next steps: what is nearest to the customer comes first."""


def deeds(order: OrderDetail, shipments: Sequence[ShipmentRow]) -> list[Offer]:
    """Give what an order and its shipments allow now, the usual next step first."""
    found = [
        *_of_holds(order, shipments),
        *_of_shipments(order, shipments),
        *_of_order(order, shipments),
        *_forms(order),
    ]
    most = len(_FIRST)
    return sorted(
        found,
        key=lambda one: _FIRST.index(one.name) if one.main and one.name in _FIRST else most,
    )


def _stops(order: OrderDetail) -> set[str]:
    return {one.blocks for one in order.holds if one.released_at is None}


def _of_holds(order: OrderDetail, shipments: Sequence[ShipmentRow]) -> list[Offer]:
    """Offer to release holds: first of all when one of them stands before the next step."""
    stops = _stops(order)
    if not stops:
        return []
    picking = any(one.state in ("released", "picking", "picked") for one in shipments)
    main = order.state == "submitted" or order.stage == "packed"
    main = main or (bool(stops & {"confirm", "release"}) and not picking)
    return [Ask(N_("Release hold…"), "release", Right.APPROVE, main=main)]


def _forms(order: OrderDetail) -> list[Offer]:
    found: list[Offer] = []
    if order.state in ("submitted", "confirmed"):
        found.append(Ask(N_("Change order…"), "change", Right.TAKE_ORDERS, keys="Ctrl+E"))
        found.append(Ask(N_("Put on hold…"), "hold", Right.TAKE_ORDERS, keys="Ctrl+H"))
    found.append(Ask(N_("Book a payment…"), "pay", Right.TAKE_ORDERS))
    return found


def _of_shipments(order: OrderDetail, shipments: Sequence[ShipmentRow]) -> list[Offer]:
    found: list[Offer] = []
    stops = _stops(order)
    for one in shipments:
        steps = _steps(one.shipment_id, one.state)
        found += [step for step in steps if not (stops and step.name == "Shipped")]
    reserved = order.fulfilment in ("reserved", "part reserved")
    if order.state == "confirmed" and reserved and not stops & {"confirm", "release"}:
        oid = order.order_id
        found.append(
            Deed(
                N_("Release to pick"),
                lambda _text: ReleaseOrder(order_id=oid),
                release_order,
                main=True,
            )
        )
        if not stops:
            found.append(
                Deed(N_("Ship at once"), lambda _text: ShipOrder(order_id=oid), ship_order)
            )
    return found


def _steps(shipment_id: int, state: str) -> list[Offer]:
    back = Deed(N_("Step back"), lambda _t: StepBack(shipment_id=shipment_id), step_back)
    drop = Deed(
        N_("Cancel shipment"), lambda _t: CancelShipment(shipment_id=shipment_id), cancel_shipment
    )
    undo = (step_back, StepBack(shipment_id=shipment_id))
    less = Ask(N_("Picked less…"), "pick", Right.MOVE_GOODS, shipment_id, main=True)
    steps: dict[str, list[Offer]] = {
        "released": [_picked(shipment_id, undo), less, drop],
        "picking": [_picked(shipment_id, undo), less, back, drop],
        "picked": [
            Deed(
                N_("Packed"),
                lambda text: PackShipment(
                    shipment_id=shipment_id, packages=int(text) if text.isdigit() else 1
                ),
                pack_shipment,
                question=N_("How many packages?"),
                undo=undo,
                main=True,
            ),
            back,
            drop,
        ],
        "packed": [
            Deed(
                N_("Shipped"),
                lambda text: ShipShipment(shipment_id=shipment_id, tracking=text),
                ship_shipment,
                question=N_("Tracking number (may be empty)"),
                undo=(
                    reverse_shipment,
                    ReverseShipment(shipment_id=shipment_id, reason="taken back at once"),
                ),
                main=True,
            ),
            back,
            drop,
        ],
        "shipped": _after_shipping(shipment_id),
    }
    return steps.get(state, [])


def _after_shipping(shipment_id: int) -> list[Offer]:
    return [
        Deed(
            N_("Received"),
            lambda text: ReceiveShipment(shipment_id=shipment_id, received_by=text),
            receive_shipment,
            question=N_("Who received it?"),
            main=True,
        ),
        Deed(
            N_("Came back"),
            lambda text: ReturnShipment(shipment_id=shipment_id, reason=text),
            return_shipment,
            question=N_("Why did it come back?"),
        ),
        Deed(
            N_("Take shipment back"),
            lambda text: ReverseShipment(shipment_id=shipment_id, reason=text),
            reverse_shipment,
            question=N_("Why is it taken back?"),
        ),
    ]


def _picked(shipment_id: int, undo: tuple[Handler, Command]) -> Deed:
    return Deed(
        N_("Picked in full"),
        lambda _text: FinishPicking(shipment_id=shipment_id),
        finish_picking,
        undo=undo,
        main=True,
    )


def _of_order(order: OrderDetail, shipments: Sequence[ShipmentRow]) -> list[Offer]:
    oid = order.order_id
    found: list[Offer] = []
    if order.state == "submitted" and not any(one.released_at is None for one in order.holds):
        found.append(
            Deed(N_("Confirm"), lambda _text: ConfirmOrder(order_id=oid), confirm_order, main=True)
        )
    if order.state == "confirmed":
        keeps = all(one.keeps_reservation for one in order.holds if one.released_at is None)
        if keeps and any(line.back_ordered for line in order.lines):
            found.append(
                Deed(
                    N_("Reserve now"),
                    lambda _text: ReserveOrder(order_id=oid),
                    reserve_order,
                    main=True,
                )
            )
        found.append(
            Deed(
                N_("Close the rest"),
                lambda text: CloseRest(order_id=oid, reason=text),
                close_rest,
                question=N_("Why is the rest not delivered?"),
            )
        )
    gone = any(one.state in ("shipped", "received") for one in shipments)
    if order.state in ("submitted", "confirmed") and not gone:
        found.append(
            Deed(
                N_("Cancel order"),
                lambda text: CancelOrder(order_id=oid, reason=text),
                cancel_order,
                question=N_("Why is it cancelled?"),
                undo=(reopen_order, ReopenOrder(order_id=oid, reason=_("cancelled by mistake"))),
            )
        )
    if order.state in ("closed", "cancelled"):
        found.append(
            Deed(
                N_("Open again"),
                lambda text: ReopenOrder(order_id=oid, reason=text),
                reopen_order,
                question=N_("Why is it opened again?"),
            )
        )
    services = order.state == "confirmed" and all(line.kind == "service" for line in order.lines)
    invoices = services or any(line.shipped for line in order.lines)
    if order.payment == "not invoiced" and invoices:
        make_invoice = Deed(
            N_("Invoice"), lambda _text: InvoiceOrder(order_id=oid), invoice_order, main=True
        )
        found.append(make_invoice)
    return found

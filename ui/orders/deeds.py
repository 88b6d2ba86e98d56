"""What can be done with an order now: names, the states they fit, and the commands they send."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from app.core.command import Command
from app.core.messages import N_
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
    PlaceHold,
    ReopenOrder,
    ReserveOrder,
)
from app.orders.handlers import (
    confirm_order,
    invoice_order,
    place_hold,
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


def deeds(order: OrderDetail, shipments: Sequence[ShipmentRow]) -> list[Deed]:
    """Give what an order and its newest open shipment allow now, the usual next step first."""
    return [*_of_shipment(order, shipments), *_of_order(order, shipments)]


def _of_shipment(order: OrderDetail, shipments: Sequence[ShipmentRow]) -> list[Deed]:
    found = []
    for one in shipments:
        found += _steps(one.shipment_id, one.state)
    if order.state == "confirmed" and order.fulfilment in ("reserved", "part reserved"):
        oid = order.order_id
        found.append(
            Deed(
                N_("Release to pick"),
                lambda _text: ReleaseOrder(order_id=oid),
                release_order,
                main=True,
            )
        )
        found.append(Deed(N_("Ship at once"), lambda _text: ShipOrder(order_id=oid), ship_order))
    return found


def _steps(shipment_id: int, state: str) -> list[Deed]:
    back = Deed(N_("Step back"), lambda _t: StepBack(shipment_id=shipment_id), step_back)
    drop = Deed(
        N_("Cancel shipment"), lambda _t: CancelShipment(shipment_id=shipment_id), cancel_shipment
    )
    undo = (step_back, StepBack(shipment_id=shipment_id))
    steps: dict[str, list[Deed]] = {
        "released": [_picked(shipment_id, undo), drop],
        "picking": [_picked(shipment_id, undo), back, drop],
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


def _after_shipping(shipment_id: int) -> list[Deed]:
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


def _of_order(order: OrderDetail, shipments: Sequence[ShipmentRow]) -> list[Deed]:
    oid = order.order_id
    found = []
    if order.state == "submitted" and not any(one.released_at is None for one in order.holds):
        found.append(
            Deed(N_("Confirm"), lambda _text: ConfirmOrder(order_id=oid), confirm_order, main=True)
        )
    if order.state == "confirmed":
        if any(line.back_ordered for line in order.lines):
            found.append(
                Deed(N_("Reserve now"), lambda _text: ReserveOrder(order_id=oid), reserve_order)
            )
        found.append(
            Deed(
                N_("Close the rest"),
                lambda text: CloseRest(order_id=oid, reason=text),
                close_rest,
                question=N_("Why is the rest not delivered?"),
            )
        )
    if order.state in ("submitted", "confirmed"):
        found.append(
            Deed(
                N_("Put on hold"),
                lambda text: PlaceHold(order_id=oid, reason=text),
                place_hold,
                question=N_("Why is it put on hold?"),
            )
        )
        if not any(one.state in ("shipped", "received") for one in shipments):
            found.append(
                Deed(
                    N_("Cancel order"),
                    lambda text: CancelOrder(order_id=oid, reason=text),
                    cancel_order,
                    question=N_("Why is it cancelled?"),
                )
            )
    if order.state == "closed":
        found.append(
            Deed(
                N_("Open again"),
                lambda text: ReopenOrder(order_id=oid, reason=text),
                reopen_order,
                question=N_("Why is it opened again?"),
            )
        )
    if order.payment == "not invoiced" and any(line.shipped for line in order.lines):
        found.append(Deed(N_("Invoice"), lambda _text: InvoiceOrder(order_id=oid), invoice_order))
    return found

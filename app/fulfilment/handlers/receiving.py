"""What the customer has: received with who and how, claims for differences, goods returned."""

from sqlalchemy import insert, select

from app.core.errors import BadValue, NotFound
from app.core.messages import N_, _
from app.db.unit_of_work import UnitOfWork
from app.fulfilment.commands import ReceiveShipment, ReturnShipment, ShipmentStep
from app.fulfilment.errors import TooMuch
from app.fulfilment.handlers.shipping import count_shipped
from app.fulfilment.handlers.steps import lines_of_shipment, load_shipment, settle, take_step
from app.fulfilment.models import Claim, Shipment, ShipmentLine
from app.fulfilment.states import RECEIVED_HOW
from app.orders.handlers.tracking import lines_of, parts_of
from app.orders.rules import kits_covered
from app.stock.handlers.ledger import NewMove, post_moves
from app.stock.handlers.places import outside
from app.stock.models import Place


def receive_shipment(unit: UnitOfWork, command: ReceiveShipment) -> ShipmentStep:
    """Record who received the goods and how it is known; a difference opens a claim.

    Raises:
        NotFound: no such shipment or line.
        WrongStep: it has not left.
        BadValue: nobody is named, or an unknown way.
        TooMuch: more arrived than left.
    """
    shipment, order = load_shipment(unit, command.shipment_id)
    if not command.received_by.strip():
        raise BadValue("received_by", "", _("say who received it"))
    if command.how not in RECEIVED_HOW:
        raise BadValue("how", command.how, _("a known way is expected"))
    take_step(unit, shipment, "received")
    shipment.received_at = unit.now
    shipment.received_by = command.received_by.strip()
    shipment.received_how = command.how
    lines = {line.id: line for line in lines_of_shipment(unit, shipment.id)}
    for line in lines.values():
        line.received = line.shipped
    for arrived in command.arrived:
        line_or_none = lines.get(arrived.shipment_line_id)
        if line_or_none is None:
            raise NotFound(N_("shipment line"), arrived.shipment_line_id)
        _claim(unit, line_or_none, arrived.quantity, arrived.condition)
    unit.session.flush()
    _count_received(unit, shipment)
    return settle(unit, shipment, order)


def _claim(unit: UnitOfWork, line: ShipmentLine, quantity: int, condition: str) -> None:
    if not 0 <= quantity <= line.shipped:
        raise TooMuch(f"#{line.item_id}", quantity, line.shipped)
    line.received = quantity
    line.condition = condition
    if quantity < line.shipped or condition:
        unit.connection.execute(
            insert(Claim).values(
                shipment_line_id=line.id,
                shipped=line.shipped,
                received=quantity,
                condition=condition,
                state="open",
                made_at=unit.now,
            )
        )


def _count_received(unit: UnitOfWork, shipment: Shipment) -> None:
    """Sum what arrived per order line, kits by their scarcest part."""
    sums: dict[tuple[int, int], int] = {}
    for line_id, item_id, units in unit.session.execute(
        select(ShipmentLine.order_line_id, ShipmentLine.item_id, ShipmentLine.received)
        .join(Shipment, Shipment.id == ShipmentLine.shipment_id)
        .where(Shipment.order_id == shipment.order_id)
    ):
        sums[line_id, item_id] = sums.get((line_id, item_id), 0) + units
    lines = lines_of(unit, shipment.order_id)
    parts = parts_of(unit, lines)
    for line in lines:
        if line.kind == "kit":
            line.received = kits_covered(
                (sums.get((line.id, part.item_id), 0), part.per_unit)
                for part in parts.get(line.id, ())
            )
        elif line.kind == "stock":
            line.received = sums.get((line.id, line.item_id), 0)


def return_shipment(unit: UnitOfWork, command: ReturnShipment) -> ShipmentStep:
    """Book a refused or undeliverable shipment into quarantine; the order is open again.

    Raises:
        NotFound: there is no such shipment.
        WrongStep: it has not left or was received.
        BadValue: no reason.
    """
    shipment, order = load_shipment(unit, command.shipment_id)
    if not command.reason.strip():
        raise BadValue("reason", command.reason, _("say why it came back"))
    take_step(unit, shipment, "returned")
    if order.state == "closed":
        order.state = "confirmed"
    customer = outside(unit, "customer")
    quarantine = unit.connection.execute(
        select(Place.id).where(Place.kind == "quarantine").order_by(Place.id).limit(1)
    ).scalar_one()
    lines = [line for line in lines_of_shipment(unit, shipment.id) if line.shipped]
    post_moves(
        unit,
        [
            NewMove(
                line.item_id,
                line.shipped,
                customer,
                quarantine,
                "return",
                lot=line.lot,
                document="shipment",
                document_id=shipment.id,
                line_id=line.order_line_id,
                reason=command.reason.strip(),
            )
            for line in lines
        ],
    )
    count_shipped(unit, shipment, lines, -1)
    for line in lines:
        line.shipped = 0
    return settle(unit, shipment, order)

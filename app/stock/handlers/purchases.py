"""Purchases: what is incoming, and booking it when it arrives."""

from sqlalchemy import insert, update

from app.core.errors import BadValue, NotFound
from app.core.messages import _
from app.db.unit_of_work import UnitOfWork
from app.stock.commands import ClosePurchase, Made, MovesPosted, OrderPurchase, ReceivePurchase
from app.stock.handlers.goods import inside, positive
from app.stock.handlers.ledger import NewMove, post_moves
from app.stock.handlers.places import outside, usual_bin
from app.stock.handlers.reserving import lock_items, lock_levels
from app.stock.models import ItemStock, Purchase, PurchaseLine


def order_purchase(unit: UnitOfWork, command: OrderPurchase) -> Made:
    """Record a purchase; its units are incoming from now on.

    Raises:
        BadValue: no line, or a quantity below 1.
    """
    if not command.lines:
        raise BadValue("lines", "", _("at least one line is needed"))
    lock_levels(unit, [line.item_id for line in command.lines])
    number = f"PO-{unit.next_number('purchase'):06d}"
    purchase = Purchase(
        number=number,
        supplier=command.supplier,
        state="ordered",
        made_at=unit.now,
        expected_on=command.expected_on,
    )
    unit.session.add(purchase)
    unit.session.flush()
    for position, line in enumerate(command.lines, 1):
        positive(line.quantity, position)
        unit.connection.execute(
            insert(PurchaseLine).values(
                purchase_id=purchase.id,
                item_id=line.item_id,
                ordered=line.quantity,
                received=0,
                cancelled=0,
                unit_cost=line.unit_cost,
            )
        )
        _incoming(unit, line.item_id, line.quantity)
    unit.touch("purchase", purchase.id)
    return Made(purchase.id, number)


def _incoming(unit: UnitOfWork, item_id: int, units: int) -> None:
    unit.connection.execute(
        update(ItemStock)
        .where(ItemStock.item_id == item_id)
        .values(incoming=ItemStock.incoming + units)
    )
    unit.touch("stock", item_id)


def receive_purchase(unit: UnitOfWork, command: ReceivePurchase) -> MovesPosted:
    """Book what arrived: on hand rises and incoming falls by the same units.

    Raises:
        NotFound: no such purchase or line.
        BadValue: more arrives than is still expected, or the purchase is closed.
    """
    purchase = _open_purchase(unit, command.purchase_id)
    supplier, usual = outside(unit, "supplier"), usual_bin(unit)
    lines = {line.id: line for line in _lines(unit, purchase.id)}
    lock_levels(unit, [line.item_id for line in lines.values()])
    moves = []
    for position, arrived in enumerate(command.arrived, 1):
        line = lines.get(arrived.purchase_line_id)
        if line is None:
            raise NotFound("purchase line", arrived.purchase_line_id)
        positive(arrived.quantity, position)
        expected = line.ordered - line.received - line.cancelled
        if arrived.quantity > expected:
            text = _("at most {most} is still expected").format(most=expected)
            raise BadValue("quantity", arrived.quantity, text, position)
        line.received += arrived.quantity
        place_id = arrived.place_id or usual
        inside(unit, place_id)
        _incoming(unit, line.item_id, -arrived.quantity)
        moves.append(
            NewMove(
                line.item_id,
                arrived.quantity,
                supplier,
                place_id,
                "receipt",
                lot=arrived.lot,
                document="purchase",
                document_id=purchase.id,
                line_id=line.id,
                unit_cost=line.unit_cost,
            )
        )
    whole = all(line.ordered == line.received + line.cancelled for line in lines.values())
    purchase.state = "received" if whole else "part received"
    unit.session.flush()
    unit.touch("purchase", purchase.id)
    return post_moves(unit, moves)


def purchase_of_line(unit: UnitOfWork, purchase_line_id: int) -> tuple[Purchase, PurchaseLine]:
    """Load a line with its purchase and keep others from changing them until the end.

    Raises:
        BadValue: the purchase is closed.
    """
    line = unit.session.get_one(PurchaseLine, purchase_line_id)
    purchase = _open_purchase(unit, line.purchase_id)
    unit.session.refresh(line)
    return purchase, line


def unreceive(unit: UnitOfWork, purchase: Purchase, line: PurchaseLine, units: int) -> None:
    """Expect units of a purchase again whose receipt is reversed; its item is locked."""
    line.received -= units
    _incoming(unit, line.item_id, units)
    unit.session.flush()
    some = any(one.received for one in _lines(unit, purchase.id))
    purchase.state = "part received" if some else "ordered"
    unit.session.flush()
    unit.touch("purchase", purchase.id)


def close_purchase(unit: UnitOfWork, command: ClosePurchase) -> Made:
    """Cancel what is still expected of a purchase.

    Raises:
        NotFound: no such purchase.
        BadValue: it is closed already.
    """
    purchase = _open_purchase(unit, command.purchase_id)
    received = 0
    lines = _lines(unit, purchase.id)
    lock_items(unit, [line.item_id for line in lines])
    for line in lines:
        rest = line.ordered - line.received - line.cancelled
        line.cancelled += rest
        received += line.received
        if rest:
            _incoming(unit, line.item_id, -rest)
    purchase.state = "closed" if received else "cancelled"
    unit.session.flush()
    unit.touch("purchase", purchase.id)
    return Made(purchase.id, purchase.number)


def _open_purchase(unit: UnitOfWork, purchase_id: int) -> Purchase:
    purchase = unit.session.get(Purchase, purchase_id, with_for_update=True)
    if purchase is None:
        raise NotFound("purchase", purchase_id)
    if purchase.state in ("closed", "cancelled"):
        raise BadValue("purchase", purchase.number, _("it is closed"))
    return purchase


def _lines(unit: UnitOfWork, purchase_id: int) -> list[PurchaseLine]:
    return (
        unit.session.query(PurchaseLine)
        .filter(PurchaseLine.purchase_id == purchase_id)
        .order_by(PurchaseLine.id)
        .all()
    )

"""The owner vouches for goods the books do not know of: found, carried, and to be counted."""

from sqlalchemy import select

from app.core.errors import BadValue
from app.core.messages import _
from app.db.unit_of_work import UnitOfWork
from app.stock.commands import MovesPosted, MoveStock, OverrideStock, StartCount
from app.stock.handlers.counts import start_count
from app.stock.handlers.goods import inside, move_stock, positive
from app.stock.handlers.ledger import NewMove, post_moves
from app.stock.handlers.places import outside
from app.stock.handlers.reserving import lock_items
from app.stock.models import Balance


def override_stock(unit: UnitOfWork, command: OverrideStock) -> MovesPosted:
    """Carry units from a place that holds fewer by the books; no place falls below zero.

    What is missing is booked as found there first, with the owner's reason, and a count of the
    place is opened for the discrepancy: all in one transaction.

    Source: DOMAIN.md, ledger 8.

    Raises:
        NotFound: there is no such place.
        BadValue: a quantity below 1, no reason, or the place holds enough.
        WrongPlace: a place stands for the world outside.
        StockGuard: what lies there is reserved for others.
    """
    positive(command.quantity)
    reason = command.reason.strip()
    if not reason:
        raise BadValue("reason", command.reason, _("say why the books are overridden"))
    place = inside(unit, command.from_place_id)
    lock_items(unit, [command.item_id])
    missing = command.quantity - _on_hand(unit, command)
    if missing <= 0:
        raise BadValue("quantity", command.quantity, _("the place holds that much; just move it"))
    count = start_count(unit, StartCount(note=reason))
    place.to_count = True
    unit.touch("place", place.id)
    found = NewMove(
        command.item_id,
        missing,
        outside(unit, "lost"),
        place.id,
        "adjust",
        lot=command.lot,
        document="count",
        document_id=count.record_id,
        reason=reason,
    )
    first = post_moves(unit, [found]).first
    carried = MoveStock(
        item_id=command.item_id,
        quantity=command.quantity,
        from_place_id=command.from_place_id,
        to_place_id=command.to_place_id,
        lot=command.lot,
    )
    return MovesPosted(first, move_stock(unit, carried).last)


def _on_hand(unit: UnitOfWork, command: OverrideStock) -> int:
    found = unit.connection.scalar(
        select(Balance.on_hand).where(
            Balance.item_id == command.item_id,
            Balance.place_id == command.from_place_id,
            Balance.lot == command.lot,
        )
    )
    return found or 0

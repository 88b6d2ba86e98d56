"""Taking a move back: its opposite is posted and linked to it."""

from sqlalchemy import select

from app.core.errors import BadValue, NotFound
from app.core.messages import _
from app.db.unit_of_work import UnitOfWork
from app.stock.commands import MovesPosted, ReverseMove
from app.stock.errors import AlreadyReversed
from app.stock.handlers.ledger import NewMove, post_moves
from app.stock.handlers.places import place_of
from app.stock.handlers.purchases import purchase_of_line, unreceive
from app.stock.handlers.reserving import lock_levels, shed
from app.stock.models import Move

_OF_SHIPMENTS = ("ship", "unship", "return")


def reverse_move(unit: UnitOfWork, command: ReverseMove) -> MovesPosted:
    """Post the opposite of a correction, receipt or transfer, linked to it.

    Units of a purchase that are taken back are expected again.

    Raises:
        NotFound: there is no such move.
        AlreadyReversed: it was reversed before.
        BadValue: no reason, a move of a shipment or a reversal, or the purchase is closed.
        StockGuard: the goods are no longer there, or another order has them.
    """
    if not command.reason.strip():
        raise BadValue("reason", command.reason, _("say why the move is reversed"))
    row = unit.connection.execute(
        select(Move).where(Move.sequence == command.sequence)
    ).one_or_none()
    if row is None:
        raise NotFound("move", command.sequence)
    if row.kind in _OF_SHIPMENTS:
        raise BadValue("move", command.sequence, _("reverse the shipment instead"))
    if row.kind == "reversal":
        raise BadValue("move", command.sequence, _("a reversal is not reversed; post it anew"))
    of_purchase = row.document == "purchase" and row.line_id is not None
    bought = purchase_of_line(unit, row.line_id) if of_purchase else None
    lock_levels(unit, [row.item_id])
    taken = select(Move.sequence).where(Move.reverses == command.sequence)
    if unit.connection.scalar(taken) is not None:
        raise AlreadyReversed(command.sequence)
    if place_of(unit, row.to_place_id).physical and not place_of(unit, row.from_place_id).pickable:
        shed(unit, row.item_id, row.to_place_id, row.lot, row.quantity)
    if bought is not None:
        unreceive(unit, *bought, row.quantity)
    move = NewMove(
        row.item_id,
        row.quantity,
        row.to_place_id,
        row.from_place_id,
        "reversal",
        lot=row.lot,
        reason=command.reason.strip(),
        reverses=row.sequence,
    )
    return post_moves(unit, [move])

"""Goods in, out and about: opening stock, receipts, corrections, transfers."""

from app.core.errors import BadValue
from app.core.messages import _
from app.db.unit_of_work import UnitOfWork
from app.stock.commands import (
    AdjustStock,
    MovesPosted,
    MoveStock,
    OpenStock,
    ReceiveGoods,
    StockWanted,
)
from app.stock.errors import WrongPlace
from app.stock.handlers.ledger import NewMove, post_moves
from app.stock.handlers.places import outside, place_of, usual_bin
from app.stock.handlers.reserving import shed
from app.stock.models import Place


def open_stock(unit: UnitOfWork, command: OpenStock) -> MovesPosted:
    """Post opening stock.

    Raises:
        BadValue: a quantity below 1.
        ClosedPeriod: the date may not be used.
    """
    source = outside(unit, "opening")
    return _bring_in(
        unit, command.lines, source, NewMove(0, 1, source, 0, "opening", day=command.on)
    )


def receive_goods(unit: UnitOfWork, command: ReceiveGoods) -> MovesPosted:
    """Post goods that came from a supplier.

    Raises:
        BadValue: a quantity below 1.
        ClosedPeriod: the date may not be used.
    """
    source = outside(unit, "supplier")
    like = NewMove(0, 1, source, 0, "receipt", reason=command.supplier, day=command.on)
    return _bring_in(unit, command.lines, source, like)


def _bring_in(
    unit: UnitOfWork, lines: tuple[StockWanted, ...], source: int, like: NewMove
) -> MovesPosted:
    usual = usual_bin(unit)
    moves = []
    for number, line in enumerate(lines, 1):
        positive(line.quantity, number)
        place_id = line.place_id or usual
        inside(unit, place_id)
        moves.append(
            NewMove(
                line.item_id,
                line.quantity,
                source,
                place_id,
                like.kind,
                lot=line.lot,
                unit_cost=line.unit_cost,
                reason=like.reason,
                day=like.day,
            )
        )
    return post_moves(unit, moves)


def positive(quantity: int, line: int = 0) -> None:
    """Refuse a quantity below one.

    Raises:
        BadValue: it is zero or negative.
    """
    if quantity < 1:
        raise BadValue(
            "quantity", quantity, _("at least {least} is expected").format(least=1), line
        )


def inside(unit: UnitOfWork, place_id: int) -> Place:
    """Load a place where goods of ours may lie.

    Raises:
        NotFound: there is none with this id.
        WrongPlace: it stands for the world outside.
    """
    place = place_of(unit, place_id)
    if not place.physical:
        raise WrongPlace(place.code, _("no goods of ours can lie there"))
    return place


def adjust_stock(unit: UnitOfWork, command: AdjustStock) -> MovesPosted:
    """Post a correction with its reason; reservations that cannot stand are released.

    Raises:
        BadValue: no difference or no reason.
        StockGuard: more is taken away than lies there.
    """
    if command.difference == 0:
        raise BadValue("difference", 0, _("a difference other than zero is expected"))
    if not command.reason.strip():
        raise BadValue("reason", command.reason, _("say why the stock is corrected"))
    place_id = command.place_id or usual_bin(unit)
    inside(unit, place_id)
    other = outside(unit, "scrap" if command.scrap else "lost")
    units = abs(command.difference)
    away = command.difference < 0
    if away:
        shed(unit, command.item_id, place_id, command.lot, units)
    move = NewMove(
        command.item_id,
        units,
        place_id if away else other,
        other if away else place_id,
        "scrap" if command.scrap else "adjust",
        lot=command.lot,
        reason=command.reason.strip(),
        day=command.on,
    )
    return post_moves(unit, [move])


def move_stock(unit: UnitOfWork, command: MoveStock) -> MovesPosted:
    """Post a transfer between two places of ours; it is never counted as delivered.

    Raises:
        BadValue: a quantity below 1, or twice the same place.
        WrongPlace: a place stands for the world outside.
        StockGuard: the place holds less, or it is reserved there.
    """
    positive(command.quantity)
    if command.from_place_id == command.to_place_id:
        raise BadValue("place", command.to_place_id, _("another place is expected"))
    inside(unit, command.from_place_id)
    target = inside(unit, command.to_place_id)
    if not target.pickable:
        shed(unit, command.item_id, command.from_place_id, command.lot, command.quantity)
    move = NewMove(
        command.item_id,
        command.quantity,
        command.from_place_id,
        command.to_place_id,
        "transfer",
        lot=command.lot,
    )
    return post_moves(unit, [move])

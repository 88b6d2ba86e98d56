"""Stock counts: what was counted against what was expected at that very moment."""

from sqlalchemy import select

from app.core.errors import BadValue, NotFound
from app.core.messages import _
from app.db.unit_of_work import UnitOfWork
from app.stock.commands import (
    EnterCount,
    Made,
    MovesPosted,
    PostCount,
    StartCount,
    VoidCount,
)
from app.stock.handlers.goods import inside
from app.stock.handlers.ledger import NewMove, post_moves
from app.stock.handlers.places import outside, usual_bin
from app.stock.handlers.reserving import lock_levels, shed
from app.stock.models import Balance, CountLine, Place, StockCount


def start_count(unit: UnitOfWork, command: StartCount) -> Made:
    """Open a count."""
    number = f"CT-{unit.next_number('count'):06d}"
    count = StockCount(number=number, state="open", made_at=unit.now, note=command.note)
    unit.session.add(count)
    unit.session.flush()
    unit.touch("count", count.id)
    return Made(count.id, number)


def enter_count(unit: UnitOfWork, command: EnterCount) -> Made:
    """Keep what was counted and what the ledger says now, so that later moves stay right.

    Raises:
        NotFound: no such count or place.
        BadValue: the count is closed, or a number below zero.
    """
    count = _open_count(unit, command.count_id)
    if command.counted < 0:
        raise BadValue(
            "counted", command.counted, _("at least {least} is expected").format(least=0)
        )
    place = inside(unit, command.place_id or usual_bin(unit))
    lock_levels(unit, [command.item_id])
    expected = _on_hand(unit, command.item_id, place.id, command.lot)
    line = _line_of(unit, command, place.id) or CountLine(
        count_id=count.id, item_id=command.item_id, place_id=place.id, lot=command.lot
    )
    line.expected = expected
    line.counted = command.counted
    line.counted_at = unit.now
    line.person_id = unit.person.person_id
    unit.session.add(line)
    unit.session.flush()
    unit.touch("count", count.id)
    return Made(line.id, count.number)


def _line_of(unit: UnitOfWork, command: EnterCount, place_id: int) -> CountLine | None:
    return unit.session.scalars(
        select(CountLine).where(
            CountLine.count_id == command.count_id,
            CountLine.item_id == command.item_id,
            CountLine.place_id == place_id,
            CountLine.lot == command.lot,
        )
    ).one_or_none()


def post_count(unit: UnitOfWork, command: PostCount) -> MovesPosted:
    """Post counted less expected for every line; a difference of zero stays recorded too.

    Where less lies by now than the count would take away, all that is there is posted and the
    place is marked to be counted again.

    Raises:
        NotFound: no such count.
        BadValue: it is not open.
    """
    count = _open_count(unit, command.count_id)
    lost = outside(unit, "lost")
    lines = list(
        unit.session.scalars(
            select(CountLine).where(CountLine.count_id == count.id).order_by(CountLine.id)
        )
    )
    lock_levels(unit, [line.item_id for line in lines])
    posted = MovesPosted(0, 0)
    again: set[int] = set()
    for line in lines:
        difference = line.counted - line.expected
        there = _on_hand(unit, line.item_id, line.place_id, line.lot)
        if difference + there < 0:
            again.add(line.place_id)
            difference = -there
        if difference == 0:
            continue
        one = _post_line(unit, count, line, difference, lost)
        line.posted_sequence = one.last
        posted = MovesPosted(posted.first or one.first, one.last)
    for place in unit.session.scalars(
        select(Place).where(Place.id.in_({line.place_id for line in lines}))
    ):
        place.to_count = place.id in again
        unit.touch("place", place.id)
    count.state = "posted"
    count.posted_at = unit.now
    unit.session.flush()
    unit.touch("count", count.id)
    return posted


def _post_line(
    unit: UnitOfWork, count: StockCount, line: CountLine, difference: int, lost: int
) -> MovesPosted:
    away = difference < 0
    if away:
        shed(unit, line.item_id, line.place_id, line.lot, -difference)
    move = NewMove(
        line.item_id,
        abs(difference),
        line.place_id if away else lost,
        lost if away else line.place_id,
        "count",
        lot=line.lot,
        document="count",
        document_id=count.id,
        line_id=line.id,
        reason=count.number,
    )
    return post_moves(unit, [move])


def _on_hand(unit: UnitOfWork, item_id: int, place_id: int, lot: str) -> int:
    found = unit.connection.scalar(
        select(Balance.on_hand).where(
            Balance.item_id == item_id, Balance.place_id == place_id, Balance.lot == lot
        )
    )
    return found or 0


def void_count(unit: UnitOfWork, command: VoidCount) -> Made:
    """Drop a count.

    Raises:
        NotFound: no such count.
        BadValue: it is not open.
    """
    count = _open_count(unit, command.count_id)
    count.state = "void"
    unit.session.flush()
    unit.touch("count", count.id)
    return Made(count.id, count.number)


def _open_count(unit: UnitOfWork, count_id: int) -> StockCount:
    count = unit.session.get(StockCount, count_id, with_for_update=True)
    if count is None:
        raise NotFound("count", count_id)
    if count.state != "open":
        raise BadValue("count", count.number, _("it is closed"))
    return count

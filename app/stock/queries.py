"""Reads of the stock room: every page, report and alert takes its quantities from here."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, and_, or_, select
from sqlalchemy.orm import aliased

from app.catalog.models import Barcode, Item
from app.core.reading.spans import FIRST, Span
from app.db.plain.asking import asking
from app.db.reading.keyset import in_order, spanned
from app.people.models import Person
from app.stock.glance import count_low
from app.stock.models import (
    Balance,
    CountLine,
    ItemStock,
    Move,
    Place,
    Purchase,
    PurchaseLine,
    Reservation,
    StockCount,
)


@dataclass(frozen=True)
class StockRow:
    """What there is of one item, in base units."""

    item_id: int
    code: str
    name: str
    unit: str
    state: str
    on_hand: int
    reserved: int
    available: int
    incoming: int
    reorder_point: int | None

    @property
    def is_low(self) -> bool:
        """Tell whether the item should be ordered: available and incoming reach the point."""
        return self.reorder_point is not None and (
            self.available + self.incoming <= self.reorder_point
        )


@dataclass(frozen=True)
class BinRow:
    """What lies of an item at one place and lot."""

    place_id: int
    code: str
    name: str
    kind: str
    lot: str
    on_hand: int
    reserved: int
    pickable: bool
    to_count: bool


@dataclass(frozen=True)
class MoveRow:
    """One move of an item, newest first in lists; `quantity` is signed for our own places."""

    sequence: int
    at: datetime
    business_date: date
    kind: str
    quantity: int
    from_place: str
    to_place: str
    lot: str
    document: str
    document_id: int | None
    person: str
    reason: str


@dataclass(frozen=True)
class ReservedRow:
    """Units of an item kept for one order line."""

    order_line_id: int
    place: str
    quantity: int


@dataclass(frozen=True)
class IncomingRow:
    """Units of an item still expected from a purchase."""

    purchase_id: int
    number: str
    supplier: str
    expected_on: date | None
    quantity: int


@dataclass(frozen=True)
class StockDetail:
    """Everything about the stock of one item: the four figures and what they are made of."""

    row: StockRow
    bins: tuple[BinRow, ...]
    moves: tuple[MoveRow, ...]
    reserved_for: tuple[ReservedRow, ...]
    expected: tuple[IncomingRow, ...]


@dataclass(frozen=True)
class PlaceRow:
    """A place of ours."""

    place_id: int
    parent_id: int | None
    code: str
    name: str
    kind: str
    pickable: bool


_AVAILABLE = (ItemStock.pickable - ItemStock.reserved).label("available")
_STOCK = (
    Item.id,
    Item.code,
    Item.name,
    Item.unit,
    Item.state,
    ItemStock.on_hand,
    ItemStock.reserved,
    _AVAILABLE,
    ItemStock.incoming,
    Item.reorder_point,
)
_FREE = select(ItemStock.item_id, ItemStock.pickable - ItemStock.reserved)
_AT_A_TIME = 1000
_SOURCE, _TARGET = aliased(Place), aliased(Place)
_LOW = and_(
    Item.reorder_point.is_not(None),
    Item.state == "active",
    ItemStock.pickable - ItemStock.reserved + ItemStock.incoming <= Item.reorder_point,
)


def _any(rows: Iterable[Any]) -> Iterable[Any]:
    return rows


def stock_page(
    connection: Connection,
    *,
    view: str = "all",
    text: str = "",
    span: Span = FIRST,
) -> tuple[StockRow, ...]:
    """Give a span of the stock by item code, a row per item; keys are (code, id); one statement.

    `view` is all, low, out or reserved.
    """
    statement = (
        select(*_STOCK).join(ItemStock, ItemStock.item_id == Item.id).where(Item.kind == "stock")
    )
    if view == "low":
        statement = statement.where(_LOW)
    elif view == "out":
        statement = statement.where(ItemStock.pickable - ItemStock.reserved <= 0)
    elif view == "reserved":
        statement = statement.where(ItemStock.reserved > 0)
    if text.strip():
        escaped = text.strip().replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
        statement = statement.where(
            or_(
                Item.code.ilike(f"{escaped}%", escape="\\"),
                Item.name.ilike(f"%{escaped}%", escape="\\"),
                Item.id.in_(select(Barcode.item_id).where(Barcode.code == text.strip())),
            )
        )
    rows = connection.execute(spanned(statement, (Item.code, Item.id), span))
    return in_order((StockRow(*row) for row in _any(rows)), span)


def stock_of(connection: Connection, item_ids: tuple[int, ...]) -> dict[int, StockRow]:
    """Give the stock of some items by id; one statement."""
    rows: Iterable[Any] = connection.execute(
        select(*_STOCK).join(ItemStock, ItemStock.item_id == Item.id).where(Item.id.in_(item_ids))
    )
    return {row[0]: StockRow(*row) for row in rows}


def available_everywhere(connection: Connection) -> dict[int, int]:
    """Give what is available of every item by id, for the order form's index; one statement."""
    return _pairs(connection.execute(_FREE))


def available_of(connection: Connection, item_ids: Sequence[int]) -> dict[int, int]:
    """Give what is available of some items by id; one statement for each thousand of them."""
    found: dict[int, int] = {}
    for first in range(0, len(item_ids), _AT_A_TIME):
        some = item_ids[first : first + _AT_A_TIME]
        found.update(_pairs(connection.execute(_FREE.where(ItemStock.item_id.in_(some)))))
    return found


def _pairs(rows: Iterable[Any]) -> dict[int, int]:
    return {row[0]: row[1] for row in rows}


def low_count(connection: Connection) -> int:
    """Count the items to be ordered now, at most 10,000; one statement."""
    return count_low(asking(connection))


def stock_detail(connection: Connection, item_id: int, moves: int = 50) -> StockDetail | None:
    """Give everything about one item's stock, None for an unknown item; five statements."""
    found = stock_of(connection, (item_id,)).get(item_id)
    if found is None:
        return None
    return StockDetail(
        found,
        bins_of(connection, item_id),
        moves_of(connection, item_id, span=Span(limit=moves)),
        _reserved_for(connection, item_id),
        _expected(connection, item_id),
    )


def bins_of(connection: Connection, item_id: int) -> tuple[BinRow, ...]:
    """Give where an item lies, in walking order; one statement."""
    rows: Iterable[Any] = connection.execute(
        select(
            Place.id,
            Place.code,
            Place.name,
            Place.kind,
            Balance.lot,
            Balance.on_hand,
            Balance.reserved,
            Balance.pickable,
            Place.to_count,
        )
        .join(Place, Place.id == Balance.place_id)
        .where(Balance.item_id == item_id, Balance.physical == 1, Balance.on_hand != 0)
        .order_by(Place.sort_key, Place.id, Balance.lot)
    )
    return tuple(BinRow(*_bin(row)) for row in rows)


def _bin(row: Any) -> tuple[Any, ...]:
    return (*row[:7], bool(row[7]), bool(row[8]))


def moves_of(connection: Connection, item_id: int, *, span: Span = FIRST) -> tuple[MoveRow, ...]:
    """Give a span of an item's moves, newest first; keys are (sequence,); one statement."""
    statement = (
        select(
            Move.sequence,
            Move.at,
            Move.business_date,
            Move.kind,
            Move.quantity,
            _SOURCE.code,
            _TARGET.code,
            Move.lot,
            Move.document,
            Move.document_id,
            Person.name,
            Move.reason,
            _SOURCE.physical,
            _TARGET.physical,
        )
        .join(_SOURCE, _SOURCE.id == Move.from_place_id)
        .join(_TARGET, _TARGET.id == Move.to_place_id)
        .outerjoin(Person, Person.id == Move.person_id)
        .where(Move.item_id == item_id)
    )
    rows = connection.execute(spanned(statement, (Move.sequence,), span, newest=True))
    return in_order((_move(row) for row in rows), span)


def _move(row: Any) -> MoveRow:
    goes_out = row[12] and not row[13]
    signed = -row[4] if goes_out else row[4]
    known: tuple[Any, ...] = (*row[:4], signed, *row[5:10], row[10] or "", row[11])
    return MoveRow(*known)


def _reserved_for(connection: Connection, item_id: int) -> tuple[ReservedRow, ...]:
    rows: Iterable[Any] = connection.execute(
        select(Reservation.order_line_id, Place.code, Reservation.quantity)
        .outerjoin(Place, Place.id == Reservation.place_id)
        .where(Reservation.item_id == item_id, Reservation.state == "active")
        .order_by(Reservation.id)
        .limit(200)
    )
    return tuple(ReservedRow(row[0], row[1] or "", row[2]) for row in rows)


def _expected(connection: Connection, item_id: int) -> tuple[IncomingRow, ...]:
    rest = PurchaseLine.ordered - PurchaseLine.received - PurchaseLine.cancelled
    rows: Iterable[Any] = connection.execute(
        select(Purchase.id, Purchase.number, Purchase.supplier, Purchase.expected_on, rest)
        .join(Purchase, Purchase.id == PurchaseLine.purchase_id)
        .where(PurchaseLine.item_id == item_id, rest > 0)
        .order_by(Purchase.expected_on.is_(None), Purchase.expected_on, Purchase.id)
    )
    return tuple(IncomingRow(*row) for row in rows)


def places(connection: Connection) -> tuple[PlaceRow, ...]:
    """Give our own places in walking order; one statement."""
    rows: Iterable[Any] = connection.execute(
        select(Place.id, Place.parent_id, Place.code, Place.name, Place.kind, Place.pickable)
        .where(Place.physical)
        .order_by(Place.sort_key, Place.id)
    )
    return tuple(PlaceRow(*row) for row in rows)


def place_by_code(connection: Connection, code: str) -> PlaceRow | None:
    """Find a place of ours by its code, as typed or scanned; one statement."""
    row = connection.execute(
        select(Place.id, Place.parent_id, Place.code, Place.name, Place.kind, Place.pickable)
        .where(Place.physical, Place.code.ilike(code.strip()))
        .limit(1)
    ).one_or_none()
    return PlaceRow(*row) if row is not None else None


@dataclass(frozen=True)
class CountRow:
    """A stock count with how many lines it has and how many of them differ."""

    count_id: int
    number: str
    state: str
    made_at: datetime
    lines: int
    differing: int


def counts(connection: Connection, limit: int = 50) -> tuple[CountRow, ...]:
    """Give the newest counts, newest first; two statements."""
    heads = connection.execute(
        select(StockCount.id, StockCount.number, StockCount.state, StockCount.made_at)
        .order_by(StockCount.id.desc())
        .limit(limit)
    ).all()
    lines: dict[int, list[bool]] = {}
    for count_id, expected, counted in connection.execute(
        select(CountLine.count_id, CountLine.expected, CountLine.counted).where(
            CountLine.count_id.in_([head.id for head in heads])
        )
    ):
        lines.setdefault(count_id, []).append(expected != counted)
    return tuple(
        CountRow(*head, len(lines.get(head.id, ())), sum(lines.get(head.id, ()))) for head in heads
    )

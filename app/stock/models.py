"""Tables of the stock room; quantities are whole base units of the item."""

from datetime import date, datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, Text, text
from sqlalchemy.orm import Mapped, mapped_column, validates

from app.db.base import Base, followed
from app.db.types import BigId, Moment
from app.stock.states import COUNT_MOVES, PURCHASE_MOVES


class Place(Base):
    """A warehouse, zone or bin of ours, or one of the places that stand for the world outside.

    `physical`: goods there are ours to count. `pickable`: orders may be served from there.
    """

    __tablename__ = "place"

    id: Mapped[int] = mapped_column(primary_key=True)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("place.id"))
    code: Mapped[str] = mapped_column(Text, unique=True)
    name: Mapped[str] = mapped_column(Text)
    kind: Mapped[str] = mapped_column(Text)
    physical: Mapped[bool]
    pickable: Mapped[bool]
    sort_key: Mapped[str] = mapped_column(Text, default="")
    to_count: Mapped[bool] = mapped_column(default=False)


class Move(Base):
    """One row of the ledger: insert only, chained by hash, refused to change by the database."""

    __tablename__ = "move"
    __table_args__ = (
        CheckConstraint("quantity > 0", name="positive"),
        CheckConstraint("from_place_id <> to_place_id", name="goes_somewhere"),
        Index(None, "item_id", "sequence"),
    )

    sequence: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    item_id: Mapped[int] = mapped_column(ForeignKey("item.id"))
    lot: Mapped[str] = mapped_column(Text, default="")
    quantity: Mapped[int] = mapped_column(BigInteger)
    from_place_id: Mapped[int] = mapped_column(ForeignKey("place.id"))
    to_place_id: Mapped[int] = mapped_column(ForeignKey("place.id"))
    kind: Mapped[str] = mapped_column(Text)
    document: Mapped[str] = mapped_column(Text, default="")
    document_id: Mapped[int | None] = mapped_column(BigInteger)
    line_id: Mapped[int | None] = mapped_column(BigInteger)
    person_id: Mapped[int | None]
    device: Mapped[str] = mapped_column(Text, default="")
    at: Mapped[datetime] = mapped_column(Moment)
    business_date: Mapped[date]
    unit_cost: Mapped[int | None] = mapped_column(BigInteger)
    command_id: Mapped[str] = mapped_column(Text)
    reason: Mapped[str] = mapped_column(Text, default="")
    reverses: Mapped[int | None] = mapped_column(BigInteger, unique=True)
    previous_hash: Mapped[str] = mapped_column(Text)
    hash: Mapped[str] = mapped_column(Text)


class LedgerHead(Base):
    """The single row that says where the chain of moves ends; locked by whoever adds to it."""

    __tablename__ = "ledger_head"

    id: Mapped[int] = mapped_column(primary_key=True)
    sequence: Mapped[int] = mapped_column(BigInteger)
    hash: Mapped[str] = mapped_column(Text)


class Balance(Base):
    """What lies where: a cache of the ledger, written by the database together with each move.

    `reserved` is the sum of active reservations pinned to this place and lot.
    """

    __tablename__ = "balance"
    __table_args__ = (
        CheckConstraint("physical = 0 OR on_hand >= 0", name="not_negative"),
        CheckConstraint("reserved >= 0", name="reserved_not_negative"),
        CheckConstraint("reserved = 0 OR reserved <= on_hand", name="reserved_is_there"),
        {"sqlite_with_rowid": False},
    )

    item_id: Mapped[int] = mapped_column(ForeignKey("item.id"), primary_key=True)
    place_id: Mapped[int] = mapped_column(ForeignKey("place.id"), primary_key=True)
    lot: Mapped[str] = mapped_column(Text, primary_key=True)
    physical: Mapped[int]
    pickable: Mapped[int]
    on_hand: Mapped[int] = mapped_column(BigInteger)
    reserved: Mapped[int] = mapped_column(BigInteger, default=0)


class ItemStock(Base):
    """One row per item: what we hold, may pick, have reserved and expect.

    `on_hand`, `pickable` and `reserved` are kept by triggers, `incoming` with purchases.
    """

    __tablename__ = "item_stock"
    __table_args__ = (
        CheckConstraint("reserved >= 0", name="reserved_not_negative"),
        CheckConstraint("reserved <= pickable", name="reserved_can_be_picked"),
        CheckConstraint("incoming >= 0", name="incoming_not_negative"),
    )

    item_id: Mapped[int] = mapped_column(
        ForeignKey("item.id"), primary_key=True, autoincrement=False
    )
    on_hand: Mapped[int] = mapped_column(BigInteger, default=0)
    pickable: Mapped[int] = mapped_column(BigInteger, default=0)
    reserved: Mapped[int] = mapped_column(BigInteger, default=0)
    incoming: Mapped[int] = mapped_column(BigInteger, default=0)


class Reservation(Base):
    """Units of an item kept for an order line, at any place or pinned to one place and lot."""

    __tablename__ = "reservation"
    __table_args__ = (
        CheckConstraint("quantity > 0", name="positive"),
        CheckConstraint("state IN ('active', 'consumed', 'released')", name="known_state"),
        Index(None, "order_line_id"),
        Index(
            "ix_reservation_active_item",
            "item_id",
            sqlite_where=text("state = 'active'"),
            postgresql_where=text("state = 'active'"),
        ),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    order_line_id: Mapped[int] = mapped_column(BigInteger)
    item_id: Mapped[int] = mapped_column(ForeignKey("item.id"))
    place_id: Mapped[int | None] = mapped_column(ForeignKey("place.id"))
    lot: Mapped[str] = mapped_column(Text, default="")
    quantity: Mapped[int] = mapped_column(BigInteger)
    state: Mapped[str] = mapped_column(Text, default="active")


class Purchase(Base):
    """Goods ordered from a supplier."""

    __tablename__ = "purchase"

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(Text, unique=True)
    supplier: Mapped[str] = mapped_column(Text, default="")
    state: Mapped[str] = mapped_column(Text)
    made_at: Mapped[datetime] = mapped_column(Moment)
    expected_on: Mapped[date | None]

    @validates("state")
    def _step(self, _name: str, state: str) -> str:
        return followed(PURCHASE_MOVES, self.state, state)


class PurchaseLine(Base):
    """One item of a purchase: incoming is ordered - received - cancelled."""

    __tablename__ = "purchase_line"
    __table_args__ = (
        CheckConstraint("received + cancelled <= ordered", name="not_over"),
        Index(None, "item_id"),
        Index(None, "purchase_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    purchase_id: Mapped[int] = mapped_column(ForeignKey("purchase.id"))
    item_id: Mapped[int] = mapped_column(ForeignKey("item.id"))
    ordered: Mapped[int] = mapped_column(BigInteger)
    received: Mapped[int] = mapped_column(BigInteger, default=0)
    cancelled: Mapped[int] = mapped_column(BigInteger, default=0)
    unit_cost: Mapped[int | None] = mapped_column(BigInteger)


class StockCount(Base):
    """A stock count: open, posted or void."""

    __tablename__ = "stock_count"

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(Text, unique=True)
    state: Mapped[str] = mapped_column(Text)
    made_at: Mapped[datetime] = mapped_column(Moment)
    posted_at: Mapped[datetime | None] = mapped_column(Moment)
    note: Mapped[str] = mapped_column(Text, default="")

    @validates("state")
    def _step(self, _name: str, state: str) -> str:
        return followed(COUNT_MOVES, self.state, state)


class CountLine(Base):
    """What was counted of an item at a place, beside what was expected at that moment."""

    __tablename__ = "count_line"
    __table_args__ = (Index(None, "count_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    count_id: Mapped[int] = mapped_column(ForeignKey("stock_count.id"))
    item_id: Mapped[int] = mapped_column(ForeignKey("item.id"))
    place_id: Mapped[int] = mapped_column(ForeignKey("place.id"))
    lot: Mapped[str] = mapped_column(Text, default="")
    expected: Mapped[int] = mapped_column(BigInteger)
    counted: Mapped[int] = mapped_column(BigInteger)
    counted_at: Mapped[datetime] = mapped_column(Moment)
    person_id: Mapped[int | None]
    posted_sequence: Mapped[int | None] = mapped_column(BigInteger)

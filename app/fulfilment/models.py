"""Tables of the fulfilment room."""

from datetime import date, datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.db.base import Base
from app.db.types import BigId, Moment


class Shipment(Base):
    """Goods of one order that leave together; `state` is one of states.SHIPMENT_STATES."""

    __tablename__ = "shipment"
    __table_args__ = (
        Index(None, "order_id"),
        CheckConstraint(
            "state IN ('planned', 'released', 'picking', 'picked', 'packed', 'shipped',"
            " 'received', 'returned', 'cancelled')",
            name="known_state",
        ),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    number: Mapped[str] = mapped_column(Text, unique=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("sales_order.id"))
    state: Mapped[str] = mapped_column(Text)
    carrier: Mapped[str] = mapped_column(Text, default="")
    tracking: Mapped[str] = mapped_column(Text, default="")
    packages: Mapped[int] = mapped_column(default=1)
    made_at: Mapped[datetime] = mapped_column(Moment)
    shipped_at: Mapped[datetime | None] = mapped_column(Moment)
    shipped_on: Mapped[date | None]
    received_at: Mapped[datetime | None] = mapped_column(Moment)
    received_by: Mapped[str] = mapped_column(Text, default="")
    received_how: Mapped[str] = mapped_column(Text, default="")
    revision: Mapped[int] = mapped_column(default=1)


class ShipmentLine(Base):
    """One item from one bin in a shipment, for one order line."""

    __tablename__ = "shipment_line"
    __table_args__ = (
        CheckConstraint("picked >= 0 AND picked <= planned", name="picked_was_planned"),
        Index(None, "shipment_id"),
        Index(None, "order_line_id"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    shipment_id: Mapped[int] = mapped_column(ForeignKey("shipment.id"))
    order_line_id: Mapped[int] = mapped_column(ForeignKey("order_line.id"))
    item_id: Mapped[int] = mapped_column(ForeignKey("item.id"))
    place_id: Mapped[int] = mapped_column(ForeignKey("place.id"))
    lot: Mapped[str] = mapped_column(Text, default="")
    planned: Mapped[int] = mapped_column(BigInteger)
    picked: Mapped[int] = mapped_column(BigInteger, default=0)
    shipped: Mapped[int] = mapped_column(BigInteger, default=0)
    received: Mapped[int] = mapped_column(BigInteger, default=0)
    condition: Mapped[str] = mapped_column(Text, default="")
    short_reason: Mapped[str] = mapped_column(Text, default="")


class Claim(Base):
    """A difference between what was shipped and what the customer says arrived."""

    __tablename__ = "claim"

    id: Mapped[int] = mapped_column(primary_key=True)
    shipment_line_id: Mapped[int] = mapped_column(ForeignKey("shipment_line.id"))
    shipped: Mapped[int] = mapped_column(BigInteger)
    received: Mapped[int] = mapped_column(BigInteger)
    condition: Mapped[str] = mapped_column(Text, default="")
    state: Mapped[str] = mapped_column(Text, default="open")
    made_at: Mapped[datetime] = mapped_column(Moment)


class DocumentPrint(Base):
    """One time a paper was made for an order or shipment: a second one is a reprint."""

    __tablename__ = "document_print"
    __table_args__ = (Index(None, "document", "document_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    document: Mapped[str] = mapped_column(Text)
    document_id: Mapped[int] = mapped_column(BigInteger)
    version: Mapped[int]
    at: Mapped[datetime] = mapped_column(Moment)
    person_id: Mapped[int | None]

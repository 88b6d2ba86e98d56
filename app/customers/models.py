"""Tables of the customers room; money is whole minor units, shares are basis points."""

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.db.base import Base


class Customer(Base):
    """Somebody who buys; no credit limit means any amount, a blocked reason means no orders."""

    __tablename__ = "customer"
    __table_args__ = (
        CheckConstraint("terms_days >= 0", name="terms"),
        Index(None, "name", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(Text, unique=True)
    name: Mapped[str] = mapped_column(Text)
    initials: Mapped[str] = mapped_column(Text, default="")
    terms_days: Mapped[int] = mapped_column(default=30)
    credit_limit: Mapped[int | None] = mapped_column(BigInteger)
    tax_class: Mapped[str] = mapped_column(Text, default="standard")
    price_list_id: Mapped[int | None] = mapped_column(ForeignKey("price_list.id"))
    discount: Mapped[int] = mapped_column(default=0)
    blocked_reason: Mapped[str | None] = mapped_column(Text)
    email: Mapped[str] = mapped_column(Text, default="")
    note: Mapped[str] = mapped_column(Text, default="")
    version: Mapped[int] = mapped_column(default=1)


class Address(Base):
    """One place a customer lives, takes delivery or is billed at; retired, never deleted."""

    __tablename__ = "address"
    __table_args__ = (
        CheckConstraint("state IN ('active', 'retired')", name="known_state"),
        Index(None, "customer_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    customer_id: Mapped[int] = mapped_column(ForeignKey("customer.id"))
    label: Mapped[str] = mapped_column(Text, default="")
    recipient: Mapped[str] = mapped_column(Text, default="")
    street: Mapped[str] = mapped_column(Text, default="")
    city: Mapped[str] = mapped_column(Text, default="")
    region: Mapped[str] = mapped_column(Text, default="")
    postcode: Mapped[str] = mapped_column(Text, default="")
    country: Mapped[str] = mapped_column(Text, default="")
    is_ship_default: Mapped[bool] = mapped_column(default=False)
    is_bill_default: Mapped[bool] = mapped_column(default=False)
    state: Mapped[str] = mapped_column(Text, default="active")


class Phone(Base):
    """A phone as typed, and in E.164 when it could be read."""

    __tablename__ = "phone"
    __table_args__ = (Index(None, "customer_id"), Index(None, "number_e164"))

    id: Mapped[int] = mapped_column(primary_key=True)
    customer_id: Mapped[int] = mapped_column(ForeignKey("customer.id"))
    number_e164: Mapped[str | None] = mapped_column(Text)
    typed: Mapped[str] = mapped_column(Text)
    label: Mapped[str] = mapped_column(Text, default="")

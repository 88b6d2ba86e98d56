"""Tables of the orders room; money is whole minor units, prices ten-thousandths."""

from datetime import date, datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, Text, false, text
from sqlalchemy.orm import Mapped, mapped_column, validates

from app.db.base import Base, followed
from app.db.types import BigId, Moment
from app.orders.states import ORDER_MOVES


class SalesOrder(Base):
    """A sales order: its stored state, what it costs, and sums kept with every change.

    `version` counts amendments a customer would notice; `revision` counts every save.
    `label` is the derived word of the board (states.LABELS), kept so that lists can filter;
    `stage` is how far the shipments are: "", picking, packed, shipped or received;
    `reserve_tried` tells whether reserving was tried since its goods were last given back.
    """

    __tablename__ = "sales_order"
    __table_args__ = (
        Index(None, "label", "id"),
        Index(None, "customer_id", "id"),
        Index(
            "ix_sales_order_reference",
            "reference",
            "id",
            sqlite_where=text("reference <> ''"),
            postgresql_where=text("reference <> ''"),
        ),
        Index(
            "ix_sales_order_unpaid",
            "customer_id",
            sqlite_where=text("invoiced > paid"),
            postgresql_where=text("invoiced > paid"),
        ),
        CheckConstraint(
            "state IN ('draft', 'submitted', 'confirmed', 'closed', 'cancelled')",
            name="known_state",
        ),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    number: Mapped[str | None] = mapped_column(Text, unique=True)
    state: Mapped[str] = mapped_column(Text)
    label: Mapped[str] = mapped_column(Text)
    customer_id: Mapped[int] = mapped_column(ForeignKey("customer.id"))
    reference: Mapped[str] = mapped_column(Text, default="")
    note: Mapped[str] = mapped_column(Text, default="")
    channel: Mapped[str] = mapped_column(Text, default="typed")
    ordered_on: Mapped[date]
    due_on: Mapped[date | None]
    made_at: Mapped[datetime] = mapped_column(Moment)
    confirmed_at: Mapped[datetime | None] = mapped_column(Moment)
    person_id: Mapped[int | None]
    import_id: Mapped[int | None]
    entry_ms: Mapped[int | None]
    version: Mapped[int] = mapped_column(default=1)
    revision: Mapped[int] = mapped_column(default=1)
    ship_name: Mapped[str] = mapped_column(Text, default="")
    ship_street: Mapped[str] = mapped_column(Text, default="")
    ship_city: Mapped[str] = mapped_column(Text, default="")
    ship_region: Mapped[str] = mapped_column(Text, default="")
    ship_postcode: Mapped[str] = mapped_column(Text, default="")
    ship_country: Mapped[str] = mapped_column(Text, default="")
    ship_phone: Mapped[str] = mapped_column(Text, default="")
    stage: Mapped[str] = mapped_column(Text, default="")
    prices_with_tax: Mapped[bool] = mapped_column(default=False)
    freight_tax: Mapped[int] = mapped_column(default=0)
    discount: Mapped[int] = mapped_column(default=0)
    goods: Mapped[int] = mapped_column(BigInteger, default=0)
    discount_amount: Mapped[int] = mapped_column(BigInteger, default=0)
    freight: Mapped[int] = mapped_column(BigInteger, default=0)
    tax: Mapped[int] = mapped_column(BigInteger, default=0)
    total: Mapped[int] = mapped_column(BigInteger, default=0)
    invoiced: Mapped[int] = mapped_column(BigInteger, default=0)
    paid: Mapped[int] = mapped_column(BigInteger, default=0)
    lines: Mapped[int] = mapped_column(default=0)
    units: Mapped[int] = mapped_column(BigInteger, default=0)
    cancelled_units: Mapped[int] = mapped_column(BigInteger, default=0)
    reserved_units: Mapped[int] = mapped_column(BigInteger, default=0)
    shipped_units: Mapped[int] = mapped_column(BigInteger, default=0)
    received_units: Mapped[int] = mapped_column(BigInteger, default=0)
    holds: Mapped[int] = mapped_column(default=0)
    reserve_tried: Mapped[bool] = mapped_column(default=False, server_default=false())

    @validates("state")
    def _step(self, _name: str, state: str) -> str:
        return followed(ORDER_MOVES, self.state, state)


class OrderLine(Base):
    """One item of an order; open = quantity - cancelled - shipped."""

    __tablename__ = "order_line"
    __table_args__ = (
        CheckConstraint("quantity > 0", name="positive"),
        CheckConstraint("shipped >= 0 AND shipped + cancelled <= quantity", name="not_over"),
        CheckConstraint("received >= 0 AND received <= shipped", name="received_was_shipped"),
        Index(None, "order_id", "position"),
        Index(
            "ix_order_line_open_item",
            "item_id",
            sqlite_where=text("is_open = 1"),
            postgresql_where=text("is_open = 1"),
        ),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("sales_order.id"))
    position: Mapped[int]
    item_id: Mapped[int] = mapped_column(ForeignKey("item.id"))
    kind: Mapped[str] = mapped_column(Text)
    code: Mapped[str] = mapped_column(Text)
    name: Mapped[str] = mapped_column(Text)
    quantity: Mapped[int] = mapped_column(BigInteger)
    cancelled: Mapped[int] = mapped_column(BigInteger, default=0)
    reserved: Mapped[int] = mapped_column(BigInteger, default=0)
    shipped: Mapped[int] = mapped_column(BigInteger, default=0)
    received: Mapped[int] = mapped_column(BigInteger, default=0)
    price: Mapped[int] = mapped_column(BigInteger)
    price_manual: Mapped[bool] = mapped_column(default=False)
    discount: Mapped[int] = mapped_column(default=0)
    amount: Mapped[int] = mapped_column(BigInteger)
    tax_share: Mapped[int] = mapped_column(default=0)
    tax: Mapped[int] = mapped_column(BigInteger, default=0)
    is_open: Mapped[int] = mapped_column(default=0)


class LinePart(Base):
    """A component of a kit line: `per_unit` of `item_id` for each kit."""

    __tablename__ = "line_part"
    __table_args__ = (Index(None, "line_id"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    line_id: Mapped[int] = mapped_column(ForeignKey("order_line.id"))
    item_id: Mapped[int] = mapped_column(ForeignKey("item.id"))
    per_unit: Mapped[int] = mapped_column(BigInteger)
    shipped: Mapped[int] = mapped_column(BigInteger, default=0)


class OrderHold(Base):
    """Something that keeps an order from going on, until somebody releases it."""

    __tablename__ = "order_hold"
    __table_args__ = (Index(None, "order_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("sales_order.id"))
    kind: Mapped[str] = mapped_column(Text)
    rule: Mapped[str] = mapped_column(Text, default="")
    blocks: Mapped[str] = mapped_column(Text)
    keeps_reservation: Mapped[bool]
    until: Mapped[date | None]
    line_position: Mapped[int] = mapped_column(default=0)
    details: Mapped[str] = mapped_column(Text, default="{}")
    placed_by: Mapped[int | None]
    placed_at: Mapped[datetime] = mapped_column(Moment)
    released_by: Mapped[int | None]
    released_at: Mapped[datetime | None] = mapped_column(Moment)
    release_reason: Mapped[str] = mapped_column(Text, default="")


class OrderVersion(Base):
    """What an order said before an amendment, whole, as JSON."""

    __tablename__ = "order_version"
    __table_args__ = (Index(None, "order_id", "version", unique=True),)

    id: Mapped[int] = mapped_column(primary_key=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("sales_order.id"))
    version: Mapped[int]
    at: Mapped[datetime] = mapped_column(Moment)
    person_id: Mapped[int | None]
    content: Mapped[str] = mapped_column(Text)


class OrderEvent(Base):
    """One thing that happened to an order: kind and details as JSON (events.py)."""

    __tablename__ = "order_event"
    __table_args__ = (Index(None, "order_id"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("sales_order.id"))
    at: Mapped[datetime] = mapped_column(Moment)
    person_id: Mapped[int | None]
    kind: Mapped[str] = mapped_column(Text)
    details: Mapped[str] = mapped_column(Text, default="{}")


class OrderDraft(Base):
    """An order form as it stands while it is typed: survives a crash, belongs to a person."""

    __tablename__ = "order_draft"

    id: Mapped[str] = mapped_column(Text, primary_key=True)
    person_id: Mapped[int | None]
    at: Mapped[datetime] = mapped_column(Moment)
    parked: Mapped[bool] = mapped_column(default=False)
    title: Mapped[str] = mapped_column(Text, default="")
    content: Mapped[str] = mapped_column(Text)


class Invoice(Base):
    """A demand for money for what was shipped of an order."""

    __tablename__ = "invoice"
    __table_args__ = (Index(None, "order_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(Text, unique=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("sales_order.id"))
    shipment_id: Mapped[int | None] = mapped_column(BigInteger)
    amount: Mapped[int] = mapped_column(BigInteger)
    invoiced_on: Mapped[date]
    due_on: Mapped[date]


class Payment(Base):
    """Money received for an order; a refund is negative."""

    __tablename__ = "payment"
    __table_args__ = (Index(None, "order_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("sales_order.id"))
    amount: Mapped[int] = mapped_column(BigInteger)
    paid_on: Mapped[date]
    method: Mapped[str] = mapped_column(Text, default="")
    person_id: Mapped[int | None]


class CustomerAccount(Base):
    """What a customer owes: the sum of confirmed orders less payments, kept with every change."""

    __tablename__ = "customer_account"

    customer_id: Mapped[int] = mapped_column(
        ForeignKey("customer.id"), primary_key=True, autoincrement=False
    )
    owed: Mapped[int] = mapped_column(BigInteger, default=0)
    orders: Mapped[int] = mapped_column(BigInteger, default=0)
    last_order_id: Mapped[int | None] = mapped_column(BigInteger)


class CustomerItem(Base):
    """What a customer usually buys: kept when orders are confirmed."""

    __tablename__ = "customer_item"
    __table_args__ = ({"sqlite_with_rowid": False},)

    customer_id: Mapped[int] = mapped_column(ForeignKey("customer.id"), primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("item.id"), primary_key=True)
    orders: Mapped[int] = mapped_column(BigInteger)
    units: Mapped[int] = mapped_column(BigInteger)
    last_quantity: Mapped[int] = mapped_column(BigInteger)
    last_on: Mapped[date]


class DaySales(Base):
    """Confirmed orders of one business day: kept with every change, rebuilt on demand."""

    __tablename__ = "day_sales"

    day: Mapped[date] = mapped_column(primary_key=True)
    orders: Mapped[int] = mapped_column(BigInteger)
    lines: Mapped[int] = mapped_column(BigInteger)
    units: Mapped[int] = mapped_column(BigInteger)
    amount: Mapped[int] = mapped_column(BigInteger)


class MonthItem(Base):
    """Units and amount of an item confirmed in one month ("2026-11")."""

    __tablename__ = "month_item"
    __table_args__ = ({"sqlite_with_rowid": False},)

    month: Mapped[str] = mapped_column(Text, primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("item.id"), primary_key=True)
    units: Mapped[int] = mapped_column(BigInteger)
    amount: Mapped[int] = mapped_column(BigInteger)

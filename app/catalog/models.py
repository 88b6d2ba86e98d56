"""Tables of the catalog room; prices are ten-thousandths per base unit, shares basis points."""

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from app.db.base import Base


class Item(Base):
    """Something we sell: goods on a shelf, a service, or a kit made of other items.

    `code` is exact text and unique; `code_fold` is the same without case, for lookups and
    lists, and is not unique because real catalogues hold codes that differ in case only.
    `initials` are the pinyin initials of a Chinese name. `version` counts saves.
    """

    __tablename__ = "item"
    __table_args__ = (
        CheckConstraint("kind IN ('stock', 'service', 'kit')", name="known_kind"),
        CheckConstraint("state IN ('active', 'discontinued')", name="known_state"),
        Index(None, "code_fold", "id"),
        Index(None, "name", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(Text, unique=True)
    code_fold: Mapped[str] = mapped_column(Text)
    name: Mapped[str] = mapped_column(Text)
    initials: Mapped[str] = mapped_column(Text, default="")
    kind: Mapped[str] = mapped_column(Text, default="stock")
    state: Mapped[str] = mapped_column(Text, default="active")
    unit: Mapped[str] = mapped_column(Text, default="each")
    tax_class: Mapped[str] = mapped_column(Text, default="standard")
    price: Mapped[int] = mapped_column(BigInteger, default=0)
    cost: Mapped[int | None] = mapped_column(BigInteger)
    reorder_point: Mapped[int | None] = mapped_column(BigInteger)
    reorder_quantity: Mapped[int | None] = mapped_column(BigInteger)
    weight_g: Mapped[int | None]
    category: Mapped[str] = mapped_column(Text, default="")
    note: Mapped[str] = mapped_column(Text, default="")
    version: Mapped[int] = mapped_column(default=1)


class Pack(Base):
    """A named pack of an item: an exact number of base units."""

    __tablename__ = "pack"
    __table_args__ = (
        CheckConstraint("quantity > 0", name="positive"),
        UniqueConstraint("item_id", "name"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("item.id"))
    name: Mapped[str] = mapped_column(Text)
    quantity: Mapped[int] = mapped_column(BigInteger)


class Barcode(Base):
    """A code a scanner reads: of one base unit, or of a pack. Kept in upper case."""

    __tablename__ = "barcode"
    __table_args__ = (Index(None, "item_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("item.id"))
    code: Mapped[str] = mapped_column(Text, unique=True)
    pack_id: Mapped[int | None] = mapped_column(ForeignKey("pack.id"))


class PriceList(Base):
    """A named set of prices that customers can be put on."""

    __tablename__ = "price_list"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(Text, unique=True)


class PriceBreak(Base):
    """The price from a quantity on, for one price list or (no list) for everyone."""

    __tablename__ = "price_break"
    __table_args__ = (
        CheckConstraint("least_quantity > 0", name="positive"),
        UniqueConstraint("item_id", "price_list_id", "least_quantity"),
        Index(
            "uq_price_break_everyone",
            "item_id",
            "least_quantity",
            unique=True,
            sqlite_where=text("price_list_id IS NULL"),
            postgresql_where=text("price_list_id IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    price_list_id: Mapped[int | None] = mapped_column(ForeignKey("price_list.id"))
    item_id: Mapped[int] = mapped_column(ForeignKey("item.id"))
    least_quantity: Mapped[int] = mapped_column(BigInteger, default=1)
    price: Mapped[int] = mapped_column(BigInteger)


class Substitute(Base):
    """An item to offer instead of another; the lowest rank first."""

    __tablename__ = "substitute"

    item_id: Mapped[int] = mapped_column(
        ForeignKey("item.id"), primary_key=True, autoincrement=False
    )
    substitute_id: Mapped[int] = mapped_column(
        ForeignKey("item.id"), primary_key=True, autoincrement=False
    )
    rank: Mapped[int]


class KitPart(Base):
    """How many of an item one kit holds."""

    __tablename__ = "kit_part"
    __table_args__ = (CheckConstraint("quantity > 0", name="positive"),)

    kit_id: Mapped[int] = mapped_column(
        ForeignKey("item.id"), primary_key=True, autoincrement=False
    )
    part_id: Mapped[int] = mapped_column(
        ForeignKey("item.id"), primary_key=True, autoincrement=False
    )
    quantity: Mapped[int] = mapped_column(BigInteger)


class TaxRate(Base):
    """The tax on a class of items for a class of customers."""

    __tablename__ = "tax_rate"
    __table_args__ = (UniqueConstraint("item_class", "customer_class"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    item_class: Mapped[str] = mapped_column(Text)
    customer_class: Mapped[str] = mapped_column(Text)
    share: Mapped[int]
    name: Mapped[str] = mapped_column(Text, default="")

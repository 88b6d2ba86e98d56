"""What somebody may want of the catalog."""

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from app.core.command import Command
from app.core.money import BasisPoints, Price
from app.core.permissions import Right


class ItemKind(StrEnum):
    """Goods on a shelf, work done, or a set of other items."""

    STOCK = "stock"
    SERVICE = "service"
    KIT = "kit"


@dataclass(frozen=True)
class PackEntry:
    """A pack by name and how many base units it holds."""

    name: str
    quantity: int


@dataclass(frozen=True)
class BarcodeEntry:
    """A barcode of one base unit, or of the pack of that name."""

    code: str
    pack: str = ""


@dataclass(frozen=True)
class PriceEntry:
    """A price from a quantity on, for one price list or for everyone."""

    least_quantity: int
    price: Price
    price_list_id: int | None = None


@dataclass(frozen=True)
class KitPartEntry:
    """How many of an item one kit holds."""

    part_id: int
    quantity: int


@dataclass(frozen=True, kw_only=True)
class ItemFields(Command):
    """What is typed about an item, new or known."""

    right: ClassVar[Right] = Right.KEEP_CATALOG
    code: str
    name: str
    kind: ItemKind = ItemKind.STOCK
    unit: str = "each"
    tax_class: str = "standard"
    price: Price = Price(0)
    cost: Price | None = None
    reorder_point: int | None = None
    reorder_quantity: int | None = None
    weight_g: int | None = None
    category: str = ""
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class AddItem(ItemFields):
    """Take a new item into the catalog, with its packs and barcodes."""

    packs: tuple[PackEntry, ...] = ()
    barcodes: tuple[BarcodeEntry, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ChangeItem(ItemFields):
    """Replace what is kept about an item, unless somebody saved it after `version`."""

    item_id: int
    version: int


@dataclass(frozen=True, kw_only=True)
class SaveItem(ItemFields):
    """Keep an item and its lists as one whole, new or known; a list that is None stays as it is.

    `item_id` 0 means a new item; a known one must not have been saved after `version`.
    """

    item_id: int = 0
    version: int = 0
    packs: tuple[PackEntry, ...] | None = None
    barcodes: tuple[BarcodeEntry, ...] | None = None
    prices: tuple[PriceEntry, ...] | None = None
    substitutes: tuple[int, ...] | None = None
    parts: tuple[KitPartEntry, ...] | None = None


@dataclass(frozen=True, kw_only=True)
class _OfItem(Command):
    right: ClassVar[Right] = Right.KEEP_CATALOG
    item_id: int
    version: int | None = None


@dataclass(frozen=True, kw_only=True)
class SetPacks(_OfItem):
    """Let an item have exactly these packs."""

    packs: tuple[PackEntry, ...]


@dataclass(frozen=True, kw_only=True)
class SetBarcodes(_OfItem):
    """Let an item have exactly these barcodes."""

    barcodes: tuple[BarcodeEntry, ...]


@dataclass(frozen=True, kw_only=True)
class SetPrices(_OfItem):
    """Let an item have exactly these prices by list and quantity, beside its own price."""

    prices: tuple[PriceEntry, ...]


@dataclass(frozen=True, kw_only=True)
class SetKit(_OfItem):
    """Let a kit hold exactly these parts."""

    parts: tuple[KitPartEntry, ...]


@dataclass(frozen=True, kw_only=True)
class SetSubstitutes(_OfItem):
    """Offer these items, in this order, when an item cannot be had."""

    substitutes: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class DiscontinueItem(_OfItem):
    """Stop selling an item; what is in stock may still go."""


@dataclass(frozen=True, kw_only=True)
class ResumeItem(_OfItem):
    """Sell a discontinued item again."""


@dataclass(frozen=True, kw_only=True)
class AddPriceList(Command):
    """Make a price list that customers can be put on."""

    right: ClassVar[Right] = Right.KEEP_CATALOG
    name: str


@dataclass(frozen=True, kw_only=True)
class SetTaxRate(Command):
    """Set the tax on a class of items for a class of customers."""

    right: ClassVar[Right] = Right.KEEP_CATALOG
    item_class: str
    customer_class: str
    share: BasisPoints
    name: str = ""

"""Rows of the catalog: frozen, one per item unless said otherwise."""

from dataclasses import dataclass
from typing import Literal

from app.catalog.rules import PriceBreakRow
from app.core.money import BasisPoints, Price


@dataclass(frozen=True)
class ItemRow:
    """An item as lists and forms show it."""

    item_id: int
    code: str
    name: str
    kind: str
    state: str
    unit: str
    tax_class: str
    price: Price
    cost: Price | None
    reorder_point: int | None
    reorder_quantity: int | None
    weight_g: int | None
    category: str
    version: int


@dataclass(frozen=True)
class PackRow:
    """A pack of an item."""

    pack_id: int
    name: str
    quantity: int


@dataclass(frozen=True)
class BarcodeRow:
    """A barcode and the pack it stands for; no pack means one base unit."""

    code: str
    pack_id: int | None


@dataclass(frozen=True)
class PartRow:
    """An item within a kit, or (quantity 1) a substitute."""

    item_id: int
    code: str
    name: str
    state: str
    quantity: int


@dataclass(frozen=True)
class ItemDetailRow:
    """Everything kept about one item."""

    item: ItemRow
    note: str
    barcodes: tuple[BarcodeRow, ...]
    packs: tuple[PackRow, ...]
    breaks: tuple[PriceBreakRow, ...]
    parts: tuple[PartRow, ...]
    substitutes: tuple[PartRow, ...]


@dataclass(frozen=True)
class ScannedRow:
    """What a scan means: an item, and how many base units one scan stands for."""

    item: ItemRow
    quantity: int


@dataclass(frozen=True)
class KitPartRow:
    """How many of a part one kit holds."""

    part_id: int
    quantity: int


@dataclass(frozen=True)
class PricingRow:
    """What an order line needs of an item; breaks are everyone's and the asked list's only."""

    item_id: int
    code: str
    name: str
    kind: str
    state: str
    unit: str
    tax_class: str
    price: Price
    cost: Price | None
    breaks: tuple[PriceBreakRow, ...]
    packs: tuple[PackRow, ...]
    parts: tuple[KitPartRow, ...]


@dataclass(frozen=True)
class PriceListRow:
    """A price list."""

    price_list_id: int
    name: str


@dataclass(frozen=True)
class TaxRateRow:
    """The tax on a class of items for a class of customers."""

    tax_rate_id: int
    item_class: str
    customer_class: str
    share: BasisPoints
    name: str


ItemOrder = Literal["code", "name"]


@dataclass(frozen=True)
class ItemFilter:
    """Which items a page shows; empty means all. `text` is looked for in code and name."""

    text: str = ""
    state: str = ""
    kind: str = ""
    category: str = ""

"""What a scanned code means: an item with its stock, or a place with what lies there."""

from dataclasses import dataclass

from app.catalog.queries import ItemRow, item_by_barcode
from app.desk import Desk
from app.stock.contents import ContentRow, contents_of
from app.stock.queries import BinRow, PlaceRow, StockRow, bins_of, place_by_code, stock_of


@dataclass(frozen=True)
class ItemFound:
    """An item by its code or barcode; no stock for services and kits."""

    code: str
    item: ItemRow
    units: int
    stock: StockRow | None
    bins: tuple[BinRow, ...]


@dataclass(frozen=True)
class PlaceFound:
    """A place by its code."""

    code: str
    place: PlaceRow
    contents: tuple[ContentRow, ...]


@dataclass(frozen=True)
class NothingFound:
    """A code nobody knows."""

    code: str


ScanAnswer = ItemFound | PlaceFound | NothingFound


def look_up(desk: Desk, code: str) -> ScanAnswer:
    """Say what a code means; letter case does not matter."""
    scanned = desk.read(item_by_barcode, code)
    if scanned is not None:
        item = scanned.item
        stock = desk.read(stock_of, (item.item_id,)).get(item.item_id)
        bins = desk.read(bins_of, item.item_id)
        shown = stock if item.kind == "stock" else None
        return ItemFound(code, item, scanned.quantity, shown, bins)
    place = desk.read(place_by_code, code)
    if place is not None:
        return PlaceFound(code, place, desk.read(contents_of, place.place_id))
    return NothingFound(code)

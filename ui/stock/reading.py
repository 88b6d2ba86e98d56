"""Everything the stock windows show of one item, read in one go off the window's thread."""

from dataclasses import dataclass

from app.catalog.queries import ItemDetailRow, item_detail
from app.desk import Desk
from app.orders.standing import OrderOfLineRow, orders_of_lines
from app.stock.purchases import PurchaseLineRow, purchase_lines_of
from app.stock.queries import PlaceRow, StockDetail, places, stock_detail

MOVES = 50
"""Moves shown at first, newest first."""


@dataclass(frozen=True)
class ItemStock:
    """One item: its record, its stock, who waits for it, what is to come, and all places."""

    item: ItemDetailRow
    stock: StockDetail
    orders: dict[int, OrderOfLineRow]
    purchases: tuple[PurchaseLineRow, ...]
    places: tuple[PlaceRow, ...]

    @property
    def moves_are_all(self) -> bool:
        """Tell whether every move of the item is among those read."""
        return len(self.stock.moves) < MOVES


def item_stock(desk: Desk, item_id: int) -> ItemStock | None:
    """Read everything about an item's stock, None for an unknown or unstocked item."""
    item = desk.read(item_detail, item_id)
    stock = desk.read(stock_detail, item_id, MOVES)
    if item is None or stock is None:
        return None
    lines = [row.order_line_id for row in stock.reserved_for]
    return ItemStock(
        item,
        stock,
        desk.read(orders_of_lines, lines),
        desk.read(purchase_lines_of, item_id),
        desk.read(places),
    )

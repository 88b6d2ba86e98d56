"""One function per command of the stock room."""

from app.stock.handlers.counts import enter_count, post_count, start_count, void_count
from app.stock.handlers.goods import (
    adjust_stock,
    move_stock,
    open_stock,
    receive_goods,
)
from app.stock.handlers.overriding import override_stock
from app.stock.handlers.places import add_place
from app.stock.handlers.purchases import close_purchase, order_purchase, receive_purchase
from app.stock.handlers.reversing import reverse_move

__all__ = [
    "add_place",
    "adjust_stock",
    "close_purchase",
    "enter_count",
    "move_stock",
    "open_stock",
    "order_purchase",
    "override_stock",
    "post_count",
    "receive_goods",
    "receive_purchase",
    "reverse_move",
    "start_count",
    "void_count",
]

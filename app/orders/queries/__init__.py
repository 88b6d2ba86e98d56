"""Reads of the orders room: lists by key, never by offset; rows are frozen."""

from app.orders.queries.detail import (
    EventRow,
    HoldRow,
    OrderDetail,
    OrderLineRow,
    VersionRow,
    holds_of,
    order_detail,
    order_lines,
)
from app.orders.queries.forms import UsualRow, drafts, entry_times, last_order_id, usuals
from app.orders.queries.lists import (
    board_cards,
    board_figures,
    count_of_labels,
    order_id_of,
)
from app.orders.queries.pages import order_page, orders_of
from app.orders.rows import BoardFigures, DraftRow, OrderRow

__all__ = [
    "BoardFigures",
    "DraftRow",
    "EventRow",
    "HoldRow",
    "OrderDetail",
    "OrderLineRow",
    "OrderRow",
    "UsualRow",
    "VersionRow",
    "board_cards",
    "board_figures",
    "count_of_labels",
    "drafts",
    "entry_times",
    "holds_of",
    "last_order_id",
    "order_detail",
    "order_id_of",
    "order_lines",
    "order_page",
    "orders_of",
    "usuals",
]

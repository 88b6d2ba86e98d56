"""One function per command of the orders room."""

from app.orders.handlers.amending import amend_order
from app.orders.handlers.confirming import confirm_order
from app.orders.handlers.drafts import drop_draft, save_draft
from app.orders.handlers.ending import reopen_order
from app.orders.handlers.holding import place_hold, release_hold, turn_day
from app.orders.handlers.paying import invoice_order, record_payment
from app.orders.handlers.placing import place_order
from app.orders.handlers.tracking import follow_lines, reserve_order

__all__ = [
    "amend_order",
    "confirm_order",
    "drop_draft",
    "follow_lines",
    "invoice_order",
    "place_hold",
    "place_order",
    "record_payment",
    "release_hold",
    "reopen_order",
    "reserve_order",
    "save_draft",
    "turn_day",
]

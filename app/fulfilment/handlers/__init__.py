"""One function per command of the fulfilment room."""

from app.fulfilment.handlers.ending import cancel_order, cancel_shipment, close_rest
from app.fulfilment.handlers.many import release_orders, ship_orders
from app.fulfilment.handlers.picking import (
    finish_picking,
    pack_shipment,
    release_order,
    start_picking,
    step_back,
)
from app.fulfilment.handlers.printing import note_print
from app.fulfilment.handlers.receiving import receive_shipment, return_shipment
from app.fulfilment.handlers.shipping import reverse_shipment, ship_order, ship_shipment

__all__ = [
    "cancel_order",
    "cancel_shipment",
    "close_rest",
    "finish_picking",
    "note_print",
    "pack_shipment",
    "receive_shipment",
    "release_order",
    "release_orders",
    "return_shipment",
    "reverse_shipment",
    "ship_order",
    "ship_orders",
    "ship_shipment",
    "start_picking",
    "step_back",
]

"""What comes next for an order, in one sentence beside the button that does it."""

from collections.abc import Sequence

from app.core.messages import _, ngettext
from app.fulfilment.queries import ShipmentRow
from app.orders.queries import OrderDetail
from ui.orders.front.deeds import Offer


def next_words(order: OrderDetail, shipments: Sequence[ShipmentRow], offer: Offer | None) -> str:
    """Say where the order stands and what its main button does; never empty."""
    if offer is None:
        return _at_rest(order)
    short = sum(line.back_ordered for line in order.lines)
    if offer.name == "Reserve now" and order.label == "confirmed":
        return _("Nothing is reserved yet. Reserve it when its goods shall be kept.")
    if offer.name == "Reserve now":
        text = ngettext(
            "{count} unit is missing. Reserve it once it has come.",
            "{count} units are missing. Reserve them once they have come.",
            short,
        )
        return text.format(count=f"{short:,}")
    words = {
        "Release hold…": _("A hold stands in the way. See why above, then release it."),
        "Confirm": _("Checked and in order. Confirm it to reserve its goods."),
        "Release to pick": _("Goods are reserved. Send them to the warehouse to be picked."),
        "Picked in full": _("{shipment} is with the pickers. Say what was picked."),
        "Packed": _("{shipment} is picked. Pack it."),
        "Shipped": _("{shipment} is packed. Hand it to the carrier."),
        "Received": _("{shipment} is on its way. Note when the customer has it."),
        "Invoice": _("All that left can be invoiced."),
    }
    states = {
        "Picked in full": ("released", "picking"),
        "Packed": ("picked",),
        "Shipped": ("packed",),
        "Received": ("shipped",),
    }.get(offer.name, ())
    number = next((one.number for one in shipments if one.state in states), "")
    return words.get(offer.name, "").format(shipment=number)


def _at_rest(order: OrderDetail) -> str:
    if order.state == "cancelled":
        return _("This order is cancelled. Nothing is left to do.")
    if order.state == "closed":
        return _("This order is complete. Nothing is left to do.")
    return _("Nothing can be done now: see the shipments above.")

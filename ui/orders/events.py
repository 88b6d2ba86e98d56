"""The history of an order in plain words."""

from app.core.messages import N_, _
from app.fulfilment.states import SHIPMENT_LABELS
from app.orders.queries import EventRow

_WORDS: dict[str, str] = {
    "OrderPlaced": N_("order taken"),
    "OrderConfirmed": N_("confirmed as {number}"),
    "OrderAmended": N_("changed: version {version} {reason}"),
    "OrderCancelled": N_("cancelled {reason}"),
    "OrderClosed": N_("closed by itself: everything has arrived"),
    "RestClosed": N_("rest closed, {units} cancelled: {reason}"),
    "OrderReopened": N_("opened again: {reason}"),
    "HoldPlaced": N_("put on hold ({kind}) {reason}"),
    "HoldReleased": N_("hold released ({kind}) {reason}"),
    "ShipmentPlanned": N_("shipment {shipment} made"),
    "ShipmentMoved": N_("{shipment}: {state}"),
    "PaymentRecorded": N_("payment booked"),
    "OrderInvoiced": N_("invoice {number}"),
}
HOLD_WORDS: dict[str, str] = {
    "credit": N_("credit"),
    "stock": N_("stock"),
    "price": N_("price"),
    "address": N_("address"),
    "duplicate": N_("entered twice?"),
    "payment": N_("payment"),
    "manual": N_("by hand"),
    "review": N_("review"),
    "until": N_("until a date"),
}


class _Known(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return ""


def event_text(event: EventRow) -> str:
    """Write one thing that happened; an unknown kind is shown by its name."""
    details = {name: str(value) for name, value in event.details.items()}
    if "state" in details and event.kind == "ShipmentMoved":
        details["state"] = _(SHIPMENT_LABELS.get(details["state"], details["state"]))
    if "kind" in details:
        details["kind"] = _(HOLD_WORDS.get(details["kind"], details["kind"]))
    text = _(_WORDS[event.kind]) if event.kind in _WORDS else event.kind
    return text.format_map(_Known(details)).strip()

"""States of a shipment and the moves allowed between them (DOMAIN.md section 1)."""

from app.core.messages import N_

SHIPMENT_MOVES: dict[str, frozenset[str]] = {
    "planned": frozenset({"released", "cancelled"}),
    "released": frozenset({"picking", "cancelled"}),
    "picking": frozenset({"picked", "released", "cancelled"}),
    "picked": frozenset({"packed", "picking", "cancelled"}),
    "packed": frozenset({"shipped", "picked", "cancelled"}),
    "shipped": frozenset({"received", "returned", "packed"}),
    "received": frozenset(),
    "returned": frozenset(),
    "cancelled": frozenset(),
}
"""State to the states it may take next; shipped to packed only as a same-day reversal."""

STEPS_BACK: dict[str, str] = {
    "shipped": "packed",
    "packed": "picked",
    "picked": "picking",
    "picking": "released",
}
"""State to the state one step back: only on purpose, never by doing the earlier step again."""

SHIPMENT_LABELS: dict[str, str] = {
    "planned": N_("Planned"),
    "released": N_("Released"),
    "picking": N_("Picking"),
    "picked": N_("Picked"),
    "packed": N_("Packed"),
    "shipped": N_("Shipped"),
    "received": N_("Received"),
    "returned": N_("Returned"),
    "cancelled": N_("Cancelled"),
}
OPEN_STATES = ("planned", "released", "picking", "picked", "packed")
"""States in which the goods are still with us."""

RECEIVED_HOW = ("code", "signature", "carrier", "automatic", "told")
"""How it is known that goods arrived."""

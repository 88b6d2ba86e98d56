"""States of an order, labels of the board, kinds of hold: data (DOMAIN.md section 1)."""

from app.core.messages import N_

DRAFT = "draft"
SUBMITTED = "submitted"
CONFIRMED = "confirmed"
CLOSED = "closed"
CANCELLED = "cancelled"

ORDER_MOVES: dict[str, frozenset[str]] = {
    DRAFT: frozenset({SUBMITTED, CANCELLED}),
    SUBMITTED: frozenset({CONFIRMED, CANCELLED}),
    CONFIRMED: frozenset({CLOSED, CANCELLED}),
    CLOSED: frozenset({CONFIRMED}),
    CANCELLED: frozenset({CONFIRMED, SUBMITTED}),
}
"""State to the states it may take next."""

LABELS: dict[str, str] = {
    "cancelled": N_("Cancelled"),
    "closed": N_("Closed"),
    "hold": N_("On hold"),
    "received": N_("Received"),
    "shipped": N_("Shipped"),
    "part_shipped": N_("Partly shipped"),
    "packed": N_("Packed"),
    "picking": N_("Picking"),
    "ready": N_("Ready"),
    "short": N_("Short"),
    "confirmed": N_("Confirmed"),
    "review": N_("In review"),
    "draft": N_("Draft"),
}
"""Derived word of the board to its English name; the first that matches wins."""

FILTERS: dict[str, tuple[str, ...]] = {
    "not shipped": ("hold", "packed", "picking", "ready", "short", "confirmed", "review"),
    "partly shipped": ("part_shipped",),
    "shipped": ("shipped",),
    "received": ("received",),
    "closed": ("closed",),
}
"""Fulfilment filters of the order list to the labels they show (DOMAIN.md test 18)."""

OPEN_LABELS = (*FILTERS["not shipped"], "part_shipped", "shipped", "received")

HOLDS: dict[str, tuple[str, bool]] = {
    "credit": ("confirm", True),
    "stock": ("release", True),
    "price": ("confirm", True),
    "address": ("release", True),
    "duplicate": ("confirm", False),
    "payment": ("ship", True),
    "manual": ("release", False),
    "review": ("confirm", True),
    "until": ("release", False),
}
"""Kind of hold to what it blocks, and whether the order keeps its reservation meanwhile."""

"""Kinds of place, states of purchases and counts, and the moves allowed between them."""

OUTSIDE = ("supplier", "customer", "lost", "scrap", "opening", "transit")
"""Places that stand for the world outside: one of each, made with the desk."""

INSIDE = ("warehouse", "zone", "bin", "quarantine")

PURCHASE_MOVES: dict[str, frozenset[str]] = {
    "ordered": frozenset({"part received", "received", "cancelled"}),
    "part received": frozenset({"received", "closed", "ordered"}),
    "received": frozenset({"closed", "part received", "ordered"}),
    "closed": frozenset(),
    "cancelled": frozenset(),
}
"""State of a purchase to the states it may take next; back only by reversing a receipt."""

COUNT_MOVES: dict[str, frozenset[str]] = {
    "open": frozenset({"posted", "void"}),
    "posted": frozenset(),
    "void": frozenset(),
}

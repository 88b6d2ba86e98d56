"""Says what each of the four figures of an item is made of."""

from collections.abc import Callable
from dataclasses import dataclass

from app.core.messages import N_, _
from app.stock.queries import MoveRow
from ui.stock.reading import ItemStock

FIGURES: tuple[tuple[str, str], ...] = (
    ("on_hand", N_("On hand")),
    ("reserved", N_("Reserved")),
    ("available", N_("Available")),
    ("incoming", N_("Incoming")),
)
"""The four figures in order, with their names (message ids)."""

KINDS: dict[str, str] = {
    "opening": N_("Opening stock"),
    "receipt": N_("Received"),
    "ship": N_("Shipped"),
    "unship": N_("Shipment undone"),
    "return": N_("Returned"),
    "count": N_("Counted"),
    "adjust": N_("Corrected"),
    "transfer": N_("Moved"),
    "scrap": N_("Scrapped"),
    "reversal": N_("Reversed"),
}
"""Kinds of move and how people call them (message ids)."""


@dataclass(frozen=True)
class Part:
    """One part of a figure: what it is, its units, and the order it leads to, if any."""

    text: str
    units: int
    order_id: int | None = None
    note: str = ""


@dataclass(frozen=True)
class Explanation:
    """A figure explained: one sentence and the parts that add up to it."""

    sentence: str
    parts: tuple[Part, ...]


def explain(figure: str, whole: ItemStock) -> Explanation:
    """Explain one of the four figures."""
    return _EXPLAINERS[figure](whole)


def change_of(move: MoveRow, inside: frozenset[str]) -> int:
    """Give what a move changed on hand: nothing when it stayed among our own places."""
    comes = move.to_place in inside
    goes = move.from_place in inside
    if comes == goes:
        return 0
    return abs(move.quantity) if comes else -abs(move.quantity)


def signed(units: int) -> str:
    """Write a change with its sign."""
    return f"{units:+,}".replace("-", "−")


def inside_of(whole: ItemStock) -> frozenset[str]:
    """Give the codes of our own places."""
    return frozenset(place.code for place in whole.places)


def _on_hand(whole: ItemStock) -> Explanation:
    bins = tuple(
        Part(
            _("In {place}").format(place=_place(row.code, row.lot)),
            row.on_hand,
            note=_("count again") if row.to_count else "",
        )
        for row in whole.stock.bins
    )
    on_hand = whole.stock.row.on_hand
    if not whole.moves_are_all:
        sentence = _("{units} lie in the places below; the sum of all moves is the same.")
        return Explanation(sentence.format(units=f"{on_hand:,}"), bins)
    sums: dict[str, int] = {}
    inside = inside_of(whole)
    for move in whole.stock.moves:
        change = change_of(move, inside)
        if change:
            sums[move.kind] = sums.get(move.kind, 0) + change
    said = ", ".join(f"{_(KINDS[kind])} {signed(units)}" for kind, units in reversed(sums.items()))
    sentence = _("{units} lie in the places below. Moves: {moves}.").format(
        units=f"{on_hand:,}", moves=said or _("none yet")
    )
    return Explanation(sentence, bins)


def _reserved(whole: ItemStock) -> Explanation:
    parts = []
    for row in whole.stock.reserved_for:
        order = whole.orders.get(row.order_line_id)
        text = f"{order.name} · {order.customer}" if order else _("an order")
        parts.append(Part(text, row.quantity, order.order_id if order else None, row.place))
    sentence = _("{units} are kept for these orders.") if parts else _("No order holds units.")
    return Explanation(sentence.format(units=f"{whole.stock.row.reserved:,}"), tuple(parts))


def _available(whole: ItemStock) -> Explanation:
    row = whole.stock.row
    pickable = row.available + row.reserved
    parts = [Part(_("On hand"), row.on_hand)]
    if row.on_hand != pickable:
        parts.append(Part(_("In places nobody picks from"), pickable - row.on_hand))
    parts.append(Part(_("Reserved"), -row.reserved))
    sentence = _("{pickable} can be picked, {reserved} of them are reserved: {available} are left.")
    said = sentence.format(
        pickable=f"{pickable:,}", reserved=f"{row.reserved:,}", available=f"{row.available:,}"
    )
    return Explanation(said, tuple(parts))


def _incoming(whole: ItemStock) -> Explanation:
    parts = tuple(
        Part(
            " · ".join(part for part in (line.number, line.supplier) if part),
            line.expected,
            note=str(line.expected_on or _("no date")),
        )
        for line in whole.purchases
    )
    sentence = _("{units} are still to come.") if parts else _("Nothing is on order.")
    return Explanation(sentence.format(units=f"{whole.stock.row.incoming:,}"), parts)


def _place(code: str, lot: str) -> str:
    return _("{place}, lot {lot}").format(place=code, lot=lot) if lot else code


_EXPLAINERS: dict[str, Callable[[ItemStock], Explanation]] = {
    "on_hand": _on_hand,
    "reserved": _reserved,
    "available": _available,
    "incoming": _incoming,
}

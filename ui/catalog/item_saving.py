"""Makes one command of everything typed about an item: all of it is kept or nothing."""

from typing import Any

from app.catalog.commands import BarcodeEntry, KitPartEntry, PackEntry, PriceEntry, SaveItem
from app.catalog.queries import ItemDetailRow
from ui.catalog.item_form import ItemTyped

_ORDERED = ("barcodes", "substitutes")
"""Lists whose order says something."""


def save_of(typed: ItemTyped, known: ItemDetailRow | None) -> SaveItem:
    """Give the command that makes an item what was typed; lists that stay are left alone."""
    kept = _lists(known)
    changed: dict[str, Any] = {}
    for name, before in kept.items():
        now = getattr(typed, name)
        same = (
            now == before if name in _ORDERED else sorted(now, key=str) == sorted(before, key=str)
        )
        if not same:
            changed[name] = now
    if not typed.parts:
        changed.pop("parts", None)
    if "packs" in changed:
        changed["barcodes"] = typed.barcodes
    return SaveItem(
        **typed.fields,
        **changed,
        item_id=known.item.item_id if known else 0,
        version=known.item.version if known else 0,
    )


def _lists(known: ItemDetailRow | None) -> dict[str, tuple[Any, ...]]:
    """Write the lists of an item as it is kept in the words of commands."""
    if known is None:
        return dict.fromkeys(("packs", "barcodes", "prices", "substitutes", "parts"), ())
    names = {pack.pack_id: pack.name for pack in known.packs}
    return {
        "packs": tuple(PackEntry(one.name, one.quantity) for one in known.packs),
        "barcodes": tuple(
            BarcodeEntry(one.code, names.get(one.pack_id or 0, "")) for one in known.barcodes
        ),
        "prices": tuple(
            PriceEntry(one.least_quantity, one.price, one.price_list_id) for one in known.breaks
        ),
        "substitutes": tuple(one.item_id for one in known.substitutes),
        "parts": tuple(KitPartEntry(one.item_id, one.quantity) for one in known.parts),
    }

"""A whole item in one go: its record and every list that changed, or nothing."""

from collections.abc import Callable, Iterator
from dataclasses import fields, replace

from app.catalog.commands import (
    AddItem,
    ChangeItem,
    ItemFields,
    SaveItem,
    SetBarcodes,
    SetKit,
    SetPacks,
    SetPrices,
    SetSubstitutes,
)
from app.catalog.handlers.items import (
    add_item,
    change_item,
    set_barcodes,
    set_kit,
    set_packs,
    set_substitutes,
)
from app.catalog.handlers.prices import set_prices
from app.catalog.handlers.saving import ItemSaved
from app.core.errors import Refused
from app.db.unit_of_work import UnitOfWork

_FIELDS = tuple(one.name for one in fields(ItemFields))
Step = tuple[str, Callable[[], ItemSaved]]


def save_item(unit: UnitOfWork, command: SaveItem) -> ItemSaved:
    """Keep an item and its lists; what is refused says in `area` which list it is about.

    Raises:
        NotFound: there is no such item, pack, substitute or part.
        Stale: it was saved after the version that was seen.
        BadValue: a value of the record or of a list cannot be.
        CodeTaken: another item has exactly this code.
        BarcodeTaken: another item has one of the barcodes.
        KindFixed: it has parts, or is part of a kit, and cannot change its kind so.
        NotAKit: parts are given for what is no kit.
        NotAKitPart: a part is a kit itself.
    """
    saved = _record(unit, command)
    found, other_case = saved.findings, saved.other_case
    for area, carry_out in _steps(unit, command, saved.item_id):
        try:
            saved = carry_out()
        except Refused as refused:
            refused.area = area
            raise
        found += saved.findings
    return replace(saved, findings=found, other_case=other_case)


def _record(unit: UnitOfWork, command: SaveItem) -> ItemSaved:
    typed = {name: getattr(command, name) for name in _FIELDS}
    if not command.item_id:
        return add_item(unit, AddItem(**typed))
    return change_item(unit, ChangeItem(**typed, item_id=command.item_id, version=command.version))


def _steps(unit: UnitOfWork, command: SaveItem, item_id: int) -> Iterator[Step]:
    """Give what to do about each list; barcodes let go of their packs before packs change."""
    packs, barcodes, prices = command.packs, command.barcodes, command.prices
    if packs is not None and barcodes is not None:
        nothing = SetBarcodes(item_id=item_id, barcodes=())
        yield "barcodes", lambda: set_barcodes(unit, nothing)
    if packs is not None:
        set_of_packs = SetPacks(item_id=item_id, packs=packs)
        yield "packs", lambda: set_packs(unit, set_of_packs)
    if barcodes is not None:
        set_of_codes = SetBarcodes(item_id=item_id, barcodes=barcodes)
        yield "barcodes", lambda: set_barcodes(unit, set_of_codes)
    if prices is not None:
        set_of_prices = SetPrices(item_id=item_id, prices=prices)
        yield "prices", lambda: set_prices(unit, set_of_prices)
    if command.parts is not None:
        kit = SetKit(item_id=item_id, parts=command.parts)
        yield "parts", lambda: set_kit(unit, kit)
    if command.substitutes is not None:
        offered = SetSubstitutes(item_id=item_id, substitutes=command.substitutes)
        yield "substitutes", lambda: set_substitutes(unit, offered)

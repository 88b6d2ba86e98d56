"""Keeping an item with all its lists: everything or nothing, on both engines."""

from typing import Any

import pytest

from app.catalog.commands import (
    BarcodeEntry,
    ItemKind,
    KitPartEntry,
    PackEntry,
    PriceEntry,
    SaveItem,
)
from app.catalog.errors import BarcodeTaken, NotAKitPart
from app.catalog.handlers import save_item
from app.catalog.queries import ItemDetailRow, ItemFilter, item_detail, item_page
from app.core.errors import BadValue, NotFound, Refused, Stale
from app.core.money import Price
from app.desk import Desk

EAN = "8076809570787"


def _detail(desk: Desk, item_id: int) -> ItemDetailRow:
    found = desk.read(item_detail, item_id)
    assert found is not None
    return found


def _nut(desk: Desk) -> int:
    wanted = SaveItem(
        code="NUT",
        name="Brass nut",
        packs=(PackEntry("box", 12),),
        barcodes=(BarcodeEntry(EAN, "box"),),
        prices=(PriceEntry(10, Price(900)),),
        substitutes=(),
    )
    return desk.run(save_item, wanted).answer.item_id


def test_a_new_item_is_kept_with_all_its_lists_by_one_command(desk: Desk) -> None:
    other = desk.run(save_item, SaveItem(code="BOLT", name="Bolt")).answer.item_id
    wanted = SaveItem(
        code="SET",
        name="Set",
        kind=ItemKind.KIT,
        parts=(KitPartEntry(other, 4),),
        substitutes=(other,),
        prices=(PriceEntry(5, Price(100)),),
    )
    outcome = desk.run(save_item, wanted)
    kept = _detail(desk, outcome.answer.item_id)
    assert [(one.item_id, one.quantity) for one in kept.parts] == [(other, 4)]
    assert [one.item_id for one in kept.substitutes] == [other]
    assert [one.price for one in kept.breaks] == [100]
    assert kept.item.version == outcome.answer.version
    assert desk.run(save_item, wanted).repeated


def test_a_pack_leaves_with_its_barcode_in_one_save(desk: Desk) -> None:
    item_id = _nut(desk)
    version = _detail(desk, item_id).item.version
    change = SaveItem(
        item_id=item_id,
        version=version,
        code="NUT",
        name="Brass nut M8",
        packs=(PackEntry("crate", 144),),
        barcodes=(BarcodeEntry(EAN, "crate"),),
    )
    desk.run(save_item, change)
    kept = _detail(desk, item_id)
    assert [(pack.name, pack.quantity) for pack in kept.packs] == [("crate", 144)]
    assert [(one.code, one.pack_id) for one in kept.barcodes] == [(EAN, kept.packs[0].pack_id)]
    assert [one.price for one in kept.breaks] == [900]


@pytest.mark.parametrize(
    ("lists", "refusal", "area"),
    [
        ({"barcodes": (BarcodeEntry(EAN),)}, BarcodeTaken, "barcodes"),
        ({"packs": (PackEntry("box", 6), PackEntry("bag", 0))}, BadValue, "packs"),
        ({"barcodes": (BarcodeEntry("123", "sack"),)}, NotFound, "barcodes"),
        ({"prices": (PriceEntry(1, Price(-1)),)}, BadValue, "prices"),
        ({"substitutes": (987,)}, NotFound, "substitutes"),
        ({"kind": ItemKind.KIT, "parts": (KitPartEntry(987, 1),)}, NotFound, "parts"),
    ],
)
def test_what_one_list_refuses_keeps_nothing_of_the_item(
    desk: Desk, lists: dict[str, Any], refusal: type[Refused], area: str
) -> None:
    _nut(desk)
    wanted = SaveItem(code="NEW", name="New", **lists)
    with pytest.raises(refusal) as refused:
        desk.run(save_item, wanted)
    assert refused.value.area == area
    assert [row.code for row in desk.read(item_page, ItemFilter())] == ["NUT"]


def test_a_refused_list_leaves_the_known_record_untouched(desk: Desk) -> None:
    item_id = _nut(desk)
    kit = SaveItem(code="SET", name="Set", kind=ItemKind.KIT, parts=(KitPartEntry(item_id, 1),))
    kit_id = desk.run(save_item, kit).answer.item_id
    before = _detail(desk, kit_id)
    change = SaveItem(
        item_id=kit_id,
        version=before.item.version,
        code="SET2",
        name="Other",
        kind=ItemKind.KIT,
        parts=(KitPartEntry(kit_id, 1),),
    )
    with pytest.raises(NotAKitPart):
        desk.run(save_item, change)
    assert _detail(desk, kit_id) == before


def test_a_whole_save_of_what_somebody_else_saved_is_refused(desk: Desk) -> None:
    item_id = _nut(desk)
    version = _detail(desk, item_id).item.version
    change = SaveItem(item_id=item_id, version=version, code="NUT", name="Theirs")
    desk.run(save_item, change)
    mine = SaveItem(item_id=item_id, version=version, code="NUT", name="Mine", packs=())
    with pytest.raises(Stale):
        desk.run(save_item, mine)
    kept = _detail(desk, item_id)
    assert (kept.item.name, len(kept.packs)) == ("Theirs", 1)

"""Keeping items: what is saved, what is refused, on both engines."""

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import Connection, event

from app.catalog.commands import (
    AddItem,
    AddPriceList,
    BarcodeEntry,
    ChangeItem,
    DiscontinueItem,
    ItemKind,
    KitPartEntry,
    PackEntry,
    PriceEntry,
    ResumeItem,
    SetBarcodes,
    SetKit,
    SetPacks,
    SetPrices,
    SetSubstitutes,
    SetTaxRate,
)
from app.catalog.errors import (
    BarcodeTaken,
    CodeTaken,
    KindFixed,
    NotAKit,
    NotAKitPart,
    PackInUse,
    PriceListTaken,
)
from app.catalog.handlers import (
    NewItem,
    add_item,
    add_items_bulk,
    add_price_list,
    change_item,
    discontinue_item,
    resume_item,
    set_barcodes,
    set_kit,
    set_packs,
    set_prices,
    set_substitutes,
    set_tax_rate,
)
from app.catalog.queries import (
    ItemDetailRow,
    ItemFilter,
    categories,
    item_by_barcode,
    item_by_code,
    item_detail,
    item_finder_entries,
    item_page,
    items_by_codes,
    page_key,
    pricing_of,
    tax_shares,
)
from app.catalog.rules import price_for, tax_share_for
from app.core.errors import BadValue, NotFound, Stale
from app.core.finder import Finder
from app.core.money import BasisPoints, Price
from app.core.reading.spans import Span
from app.db.unit_of_work import UnitOfWork
from app.desk import Desk

EAN = "8076809570787"


def _add(desk: Desk, code: str, name: str = "Brass nut", **more: Any) -> int:
    wanted = replace(AddItem(code=code, name=name), **more)
    return desk.run(add_item, wanted).answer.item_id


def _detail(desk: Desk, item_id: int) -> ItemDetailRow:
    found = desk.read(item_detail, item_id)
    assert found is not None
    return found


def test_an_item_keeps_what_was_typed_and_its_zeros(desk: Desk) -> None:
    item_id = _add(
        desk,
        " 00123 ",
        "黄铜螺母  M8",
        price=Price(25_501),
        cost=Price(10_000),
        packs=(PackEntry("case", 12),),
        barcodes=(BarcodeEntry(EAN), BarcodeEntry("00036000291452", "case")),
        note="keep\ndry",
    )
    row = _detail(desk, item_id)
    assert (row.item.code, row.item.name, row.item.price) == ("00123", "黄铜螺母 M8", 25_501)
    assert [(pack.name, pack.quantity) for pack in row.packs] == [("case", 12)]
    assert [code.code for code in row.barcodes] == [EAN, "00036000291452"]
    assert row.note == "keep\ndry"


def test_codes_that_differ_in_case_only_live_side_by_side(desk: Desk) -> None:
    lower = _add(desk, "85123a")
    answer = desk.run(add_item, AddItem(code="85123A", name="Other")).answer
    assert answer.other_case == ("85123a",)
    exact = desk.read(item_by_code, "85123a")
    assert exact is not None
    assert exact.item_id == lower
    with pytest.raises(CodeTaken):
        _add(desk, "85123A")
    assert desk.read(item_by_code, "85123Á") is None


def test_a_code_is_found_in_another_case_where_only_one_fits(desk: Desk) -> None:
    item_id = _add(desk, "Nut-8")
    found = desk.read(item_by_code, "NUT-8")
    assert found is not None
    assert found.item_id == item_id


def test_a_stale_save_is_refused_and_changes_nothing(desk: Desk) -> None:
    item_id = _add(desk, "N1")
    change = ChangeItem(item_id=item_id, version=1, code="N1", name="Nut, brass")
    assert desk.run(change_item, change).answer.version == 2
    late = ChangeItem(item_id=item_id, version=1, code="N1", name="Late")
    with pytest.raises(Stale):
        desk.run(change_item, late)
    with pytest.raises(NotFound):
        desk.run(change_item, ChangeItem(item_id=999, version=1, code="X", name="Y"))
    assert _detail(desk, item_id).item.name == "Nut, brass"


def test_the_same_command_twice_adds_one_item(desk: Desk) -> None:
    wanted = AddItem(code="ONCE", name="Once", barcodes=(BarcodeEntry("8076809570788"),))
    first = desk.run(add_item, wanted)
    again = desk.run(add_item, wanted)
    assert again.repeated
    assert again.answer == first.answer


@pytest.mark.parametrize("wrong", [{"code": " "}, {"name": "\t"}, {"price": Price(-1)}])
def test_an_item_without_code_name_or_price_is_refused(desk: Desk, wrong: dict[str, Any]) -> None:
    with pytest.raises(BadValue):
        desk.run(add_item, replace(AddItem(code="A", name="B"), **wrong))


def test_a_barcode_belongs_to_one_item_and_an_odd_one_is_told(desk: Desk) -> None:
    first, second = _add(desk, "A"), _add(desk, "B")
    wrong = (BarcodeEntry("8076809570788"), BarcodeEntry("36000291452"))
    answer = desk.run(set_barcodes, SetBarcodes(item_id=first, barcodes=wrong)).answer
    assert [finding.kind for finding in answer.findings] == ["check digit", "lost zeros"]
    assert answer.findings[1].suggestion == "036000291452"
    with pytest.raises(BarcodeTaken) as refused:
        desk.run(set_barcodes, SetBarcodes(item_id=second, barcodes=wrong[:1]))
    assert "“A”" in refused.value.message()


def test_a_scan_means_an_item_in_any_case_and_a_pack_counts_its_units(desk: Desk) -> None:
    item_id = _add(
        desk,
        "A-1",
        packs=(PackEntry("case", 24),),
        barcodes=(BarcodeEntry("abc-77"), BarcodeEntry("036000291452", "case")),
    )
    for scan, quantity in (("ABC-77", 1), ("0036000291452", 24), (" a-1", 1)):
        found = desk.read(item_by_barcode, scan)
        assert found is not None, scan
        assert (found.item.item_id, found.quantity) == (item_id, quantity)
    assert desk.read(item_by_barcode, "8076809570787") is None


def test_a_pack_with_a_barcode_cannot_go(desk: Desk) -> None:
    item_id = _add(desk, "A", packs=(PackEntry("case", 6),), barcodes=(BarcodeEntry("X1", "case"),))
    with pytest.raises(PackInUse):
        desk.run(set_packs, SetPacks(item_id=item_id, packs=()))
    desk.run(set_packs, SetPacks(item_id=item_id, packs=(PackEntry("case", 8),)))
    found = desk.read(item_by_barcode, "x1")
    assert found is not None
    assert found.quantity == 8


def test_prices_by_list_and_quantity_reach_the_order_form(desk: Desk) -> None:
    trade = desk.run(add_price_list, AddPriceList(name="Trade")).answer.price_list_id
    other = desk.run(add_price_list, AddPriceList(name="Staff")).answer.price_list_id
    with pytest.raises(PriceListTaken):
        desk.run(add_price_list, AddPriceList(name="Trade "))
    item_id = _add(desk, "A", price=Price(30_000))
    prices = (
        PriceEntry(100, Price(25_000)),
        PriceEntry(10, Price(28_000)),
        PriceEntry(10, Price(20_000), trade),
        PriceEntry(1, Price(1), other),
    )
    desk.run(set_prices, SetPrices(item_id=item_id, prices=prices))
    row = desk.read(pricing_of, [item_id, item_id], trade)[item_id]
    assert len(row.breaks) == 3
    chosen = [price_for(row.price, row.breaks, trade, quantity) for quantity in (1, 10, 100)]
    assert chosen == [30_000, 20_000, 20_000]
    everyone = desk.read(pricing_of, [item_id])[item_id]
    assert price_for(everyone.price, everyone.breaks, None, 100) == 25_000


def test_two_prices_for_the_same_quantity_are_refused(desk: Desk) -> None:
    item_id = _add(desk, "A")
    twice = (PriceEntry(1, Price(1)), PriceEntry(1, Price(2)))
    with pytest.raises(BadValue) as refused:
        desk.run(set_prices, SetPrices(item_id=item_id, prices=twice))
    assert refused.value.line == 2


def test_a_kit_holds_parts_but_no_kit(desk: Desk) -> None:
    nut, bolt = _add(desk, "NUT"), _add(desk, "BOLT")
    kit = _add(desk, "SET", kind=ItemKind.KIT)
    parts = (KitPartEntry(nut, 2), KitPartEntry(bolt, 1))
    desk.run(set_kit, SetKit(item_id=kit, parts=parts))
    row = desk.read(pricing_of, [kit])[kit]
    assert {(part.part_id, part.quantity) for part in row.parts} == {(nut, 2), (bolt, 1)}
    assert [part.code for part in _detail(desk, kit).parts] == ["BOLT", "NUT"]
    with pytest.raises(NotAKit):
        desk.run(set_kit, SetKit(item_id=nut, parts=parts[1:]))
    with pytest.raises(NotAKitPart):
        desk.run(set_kit, SetKit(item_id=kit, parts=(KitPartEntry(kit, 1),)))
    with pytest.raises(KindFixed):
        desk.run(
            change_item,
            ChangeItem(item_id=nut, version=1, code="NUT", name="Nut", kind=ItemKind.KIT),
        )


def test_a_discontinued_item_offers_its_substitutes_in_order(desk: Desk) -> None:
    old, first, second = (_add(desk, code) for code in ("OLD", "Z", "A"))
    desk.run(set_substitutes, SetSubstitutes(item_id=old, substitutes=(first, second)))
    desk.run(discontinue_item, DiscontinueItem(item_id=old))
    row = _detail(desk, old)
    assert row.item.state == "discontinued"
    assert [offer.code for offer in row.substitutes] == ["Z", "A"]
    desk.run(resume_item, ResumeItem(item_id=old, version=row.item.version))
    assert _detail(desk, old).item.state == "active"
    with pytest.raises(BadValue):
        desk.run(set_substitutes, SetSubstitutes(item_id=old, substitutes=(old,)))


def test_a_tax_rate_is_set_again_not_twice(desk: Desk) -> None:
    rate = SetTaxRate(
        item_class="standard", customer_class="standard", share=BasisPoints(2000), name="VAT"
    )
    desk.run(set_tax_rate, rate)
    desk.run(set_tax_rate, replace(rate, share=BasisPoints(500), command_id="second"))
    shares = desk.read(tax_shares)
    assert shares == {("standard", "standard"): 500}
    assert tax_share_for(shares, "standard", "export") == 0
    wrong = replace(rate, share=BasisPoints(10_001), command_id="third")
    with pytest.raises(BadValue):
        desk.run(set_tax_rate, wrong)


def _bulk(unit: UnitOfWork, command: AddItem) -> int:
    rows = [
        NewItem(f"B{number:05d}", f"不锈钢螺栓 {number}" if number % 2 else "Bolt", price=number)
        for number in range(10_000)
    ]
    rows[7] = replace(rows[7], barcodes=(EAN,), category="bolts")
    return len(add_items_bulk(unit, rows))


def test_an_order_form_asks_the_catalog_twice_however_many_items(desk: Desk) -> None:
    ids = [_add(desk, f"I{number}") for number in range(12)]
    said: list[str] = []

    def counted(connection: Connection) -> int:
        event.listen(connection, "before_cursor_execute", lambda *given: said.append(given[2]))
        return len(pricing_of(connection, ids))

    assert desk.read(counted) == 12
    assert len(said) == 2


def test_ten_thousand_items_come_in_at_once_and_page_by_key(desk: Desk) -> None:
    assert desk.run(_bulk, AddItem(code="-", name="-")).answer == 10_000
    assert len(desk.read(items_by_codes, [f"B{n:05d}" for n in range(-1, 7000)])) == 7_000
    first = desk.read(item_page, span=Span(limit=60))
    second = desk.read(item_page, span=Span(page_key(first[-1]), limit=60))
    assert [row.code for row in (*first, *second)] == [f"B{n:05d}" for n in range(120)]
    chinese = desk.read(item_page, ItemFilter(text="螺栓 00011"), order="name")
    assert [row.code for row in chinese] == ["B00011"]
    assert desk.read(categories) == ("bolts",)
    finder = Finder(desk.read(item_finder_entries))
    best = finder.best("bxgls 9999")
    assert best is not None
    assert best.code == "B09999"
    scanned = finder.best(EAN)
    assert scanned is not None
    assert scanned.code == "B00007"
    with pytest.raises(CodeTaken):
        desk.run(_bulk, AddItem(code="-", name="-"))

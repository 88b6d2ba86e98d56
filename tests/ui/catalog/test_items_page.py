"""Tests of the items page, with real key events on an encrypted desk."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from app.catalog.commands import ChangeItem, ItemKind, PackEntry, SaveItem
from app.catalog.handlers import change_item, save_item
from app.catalog.queries import ItemDetailRow, item_by_code, item_detail
from app.core.money import Price
from tests.support.shops import Shop, open_shop
from tests.support.windows import HeardShell, idle, press_save, shown, type_into
from ui.catalog.items_page import ItemsPage
from ui.kit.context import Context


@pytest.fixture
def shop(context: Context) -> Shop:
    """Give a shop with two items."""
    made = open_shop(context.desk)
    made.item("NUT", packs=(12,))
    made.item("BOLT")
    return made


@pytest.fixture
def page(shop: Shop, context: Context, qtbot: QtBot) -> ItemsPage:
    """Give the page, shown, with its first item."""
    del shop
    return shown(ItemsPage(context), qtbot)


def show(page: ItemsPage, item_id: int, qtbot: QtBot) -> None:
    """Show an item."""
    page.go_to(item_id=item_id)
    idle(qtbot, page.context)


def save(page: ItemsPage, qtbot: QtBot) -> None:
    """Press Ctrl+S in the form."""
    press_save(qtbot, page.context, page.panel.form.line("name"))


def kept(page: ItemsPage, code: str) -> ItemDetailRow:
    """Read an item by its code."""
    row = page.context.desk.read(item_by_code, code)
    assert row is not None
    found = page.context.desk.read(item_detail, row.item_id)
    assert found is not None
    return found


def test_another_view_shows_an_item_of_its_own_unless_one_is_being_changed(
    page: ItemsPage, shop: Shop, qtbot: QtBot
) -> None:
    shop.item("FITTING", kind=ItemKind.SERVICE)
    show(page, shop.items["NUT"], qtbot)
    page.chips["service"].click()
    idle(qtbot, page.context)
    assert page.panel.form.line("code").text() == "FITTING"
    type_into(qtbot, page.panel.form.line("name"), "Fitting at home")
    page.chips["all"].click()
    idle(qtbot, page.context)
    assert page.panel.form.line("code").text() == "FITTING"


def test_a_new_item_is_typed_and_kept_whole(page: ItemsPage, qtbot: QtBot) -> None:
    qtbot.keyClick(page.table, Qt.Key.Key_Insert)
    idle(qtbot, page.context)
    form = page.panel.form
    for name, text in (("code", "HINGE"), ("name", "Hinge, left"), ("price", "2.5525")):
        type_into(qtbot, form.line(name), text)
    type_into(qtbot, form.lists["packs"].cell(0, 0), "box")
    type_into(qtbot, form.lists["packs"].cell(0, 1), "10")
    type_into(qtbot, form.lists["barcodes"].cell(0, 0), "4006381333931")
    type_into(qtbot, form.lists["barcodes"].cell(0, 1), "box")
    type_into(qtbot, form.lists["prices"].cell(0, 0), "100")
    type_into(qtbot, form.lists["prices"].cell(0, 1), "2.10")
    save(page, qtbot)
    found = kept(page, "HINGE")
    assert found.item.price == 25_525
    assert [(one.name, one.quantity) for one in found.packs] == [("box", 10)]
    assert found.barcodes[0].pack_id == found.packs[0].pack_id
    assert [(one.least_quantity, one.price) for one in found.breaks] == [(100, 21_000)]
    assert not page.panel.busy()


def test_a_price_that_is_no_number_is_said_at_the_price(
    page: ItemsPage, shop: Shop, qtbot: QtBot
) -> None:
    show(page, shop.items["NUT"], qtbot)
    type_into(qtbot, page.panel.form.line("price"), "two")
    save(page, qtbot)
    assert "a number such as 12.50" in page.panel.form.line("price").accessibleDescription()
    assert kept(page, "NUT").item.price == 25_000
    assert page.panel.form.line("price").text() == "two"


def test_a_taken_code_is_said_at_the_code(page: ItemsPage, shop: Shop, qtbot: QtBot) -> None:
    show(page, shop.items["NUT"], qtbot)
    type_into(qtbot, page.panel.form.line("code"), "BOLT")
    save(page, qtbot)
    assert "already" in page.panel.form.line("code").accessibleDescription()


def test_a_wrong_check_digit_is_told_while_typing(
    page: ItemsPage, shop: Shop, qtbot: QtBot
) -> None:
    show(page, shop.items["NUT"], qtbot)
    barcodes = page.panel.form.lists["barcodes"]
    type_into(qtbot, barcodes.cell(0, 0), "4006381333932")
    assert "check digit" in barcodes.hint()


def test_what_was_typed_survives_that_somebody_else_saved(
    page: ItemsPage, shop: Shop, qtbot: QtBot
) -> None:
    show(page, shop.items["NUT"], qtbot)
    type_into(qtbot, page.panel.form.line("name"), "Brass nut")
    row = kept(page, "NUT").item
    theirs = ChangeItem(
        item_id=row.item_id, version=row.version, code="NUT", name="Item NUT", price=Price(30_000)
    )
    shop.run(change_item, theirs)
    idle(qtbot, page.context)
    save(page, qtbot)
    assert page.panel.form.line("name").text() == "Brass nut"
    assert page.panel.form.line("price").text() == "3.00"
    assert "Somebody else" in page.panel.banner.text()
    save(page, qtbot)
    assert kept(page, "NUT").item.name == "Brass nut"
    assert kept(page, "NUT").item.price == 30_000


def test_yours_and_theirs_stand_side_by_side_field_by_field(
    page: ItemsPage, shop: Shop, qtbot: QtBot
) -> None:
    show(page, shop.items["NUT"], qtbot)
    type_into(qtbot, page.panel.form.line("name"), "Mine")
    type_into(qtbot, page.panel.form.line("category"), "Mine too")
    item_id, version = shop.items["NUT"], kept(page, "NUT").item.version
    theirs = SaveItem(
        item_id=item_id,
        version=version,
        code="NUT",
        name="Theirs",
        category="Theirs too",
        packs=(PackEntry("box", 10),),
    )
    shop.run(save_item, theirs)
    idle(qtbot, page.context)
    save(page, qtbot)
    beside = page.panel.theirs
    assert beside.isVisible()
    assert beside.choice("name", theirs=False).isChecked()
    assert beside.choice("packs", theirs=True).isChecked()
    qtbot.keyClick(beside.choice("category", theirs=True), Qt.Key.Key_Space)
    assert page.panel.form.line("category").text() == "Theirs too"
    save(page, qtbot)
    found = kept(page, "NUT")
    assert (found.item.name, found.item.category) == ("Mine", "Theirs too")
    assert [(one.name, one.quantity) for one in found.packs] == [("box", 10)]
    assert not beside.isVisible()


def test_a_refused_list_keeps_nothing_and_has_the_cursor(
    page: ItemsPage, shop: Shop, qtbot: QtBot
) -> None:
    show(page, shop.items["NUT"], qtbot)
    before = kept(page, "NUT")
    form = page.panel.form
    type_into(qtbot, form.line("name"), "Brass nut")
    prices = form.lists["prices"]
    type_into(qtbot, prices.cell(0, 0), "10")
    type_into(qtbot, prices.cell(0, 1), "0.90")
    type_into(qtbot, prices.cell(1, 0), "10")
    type_into(qtbot, prices.cell(1, 1), "0.80")
    save(page, qtbot)
    assert kept(page, "NUT") == before
    assert "each may be named once" in prices.problem()
    assert prices.cell(1, 0).hasFocus()
    assert form.line("name").text() == "Brass nut"
    type_into(qtbot, prices.cell(1, 0), "20")
    save(page, qtbot)
    found = kept(page, "NUT")
    assert (found.item.name, len(found.breaks)) == ("Brass nut", 2)


def test_going_to_another_item_asks_before_anything_typed_is_lost(
    page: ItemsPage, shop: Shop, qtbot: QtBot
) -> None:
    show(page, shop.items["BOLT"], qtbot)
    type_into(qtbot, page.panel.form.line("name"), "Zinc bolt")
    page.table.setFocus()
    qtbot.keyClick(page.table, Qt.Key.Key_Down)
    idle(qtbot, page.context)
    assert page.panel.form.line("name").text() == "Zinc bolt"
    assert page.panel.unsaved.isVisible()
    page.panel.save()
    idle(qtbot, page.context)
    assert kept(page, "BOLT").item.name == "Zinc bolt"
    assert page.panel.form.line("code").text() == "NUT"


def test_escape_on_typed_values_asks_and_on_none_goes_back(
    page: ItemsPage, shop: Shop, qtbot: QtBot
) -> None:
    show(page, shop.items["NUT"], qtbot)
    line = page.panel.form.line("name")
    line.setFocus()
    qtbot.keyClick(line, Qt.Key.Key_Escape)
    assert page.table.hasFocus()
    type_into(qtbot, line, "Other")
    qtbot.keyClick(line, Qt.Key.Key_Escape)
    assert page.panel.unsaved.isVisible()
    page.panel.discard()
    idle(qtbot, page.context)
    assert page.panel.form.line("name").text() == "Item NUT"


def test_a_pack_goes_together_with_its_barcode(page: ItemsPage, shop: Shop, qtbot: QtBot) -> None:
    show(page, shop.items["NUT"], qtbot)
    lists = page.panel.form.lists
    type_into(qtbot, lists["barcodes"].cell(0, 0), "CASE1")
    type_into(qtbot, lists["barcodes"].cell(0, 1), "pack")
    save(page, qtbot)
    lists = page.panel.form.lists
    for name in ("barcodes", "packs"):
        cell = lists[name].cell(0, 0)
        assert isinstance(cell, QLineEdit)
        cell.clear()
    save(page, qtbot)
    assert (kept(page, "NUT").packs, kept(page, "NUT").barcodes) == ((), ())


def test_a_kit_and_a_substitute_are_found_by_typing(
    page: ItemsPage, shop: Shop, qtbot: QtBot
) -> None:
    show(page, shop.items["NUT"], qtbot)
    form = page.panel.form
    form.kind.setCurrentIndex(form.kind.findData(ItemKind.KIT))
    part = form.lists["parts"].cell(0, 0)
    type_into(qtbot, part, "bol")
    qtbot.keyClick(part, Qt.Key.Key_Return)
    type_into(qtbot, form.lists["parts"].cell(0, 1), "4")
    other = form.lists["substitutes"].cell(0, 0)
    type_into(qtbot, other, "bolt")
    qtbot.keyClick(other, Qt.Key.Key_Return)
    save(page, qtbot)
    found = kept(page, "NUT")
    assert [(one.code, one.quantity) for one in found.parts] == [("BOLT", 4)]
    assert [one.code for one in found.substitutes] == ["BOLT"]


def test_a_discontinued_item_can_be_sold_again(page: ItemsPage, shop: Shop, qtbot: QtBot) -> None:
    show(page, shop.items["NUT"], qtbot)
    page.panel._switch_sale()
    idle(qtbot, page.context)
    assert kept(page, "NUT").item.state == "discontinued"
    shell = page.context.shell
    assert isinstance(shell, HeardShell)
    assert shell.undo is not None
    shell.undo()
    idle(qtbot, page.context)
    assert kept(page, "NUT").item.state == "active"


def test_escape_from_a_new_item_goes_back_to_the_one_shown_before(
    page: ItemsPage, shop: Shop, qtbot: QtBot
) -> None:
    show(page, shop.items["NUT"], qtbot)
    qtbot.keyClick(page.table, Qt.Key.Key_Insert)
    idle(qtbot, page.context)
    assert page.panel.form.line("code").text() == ""
    qtbot.keyClick(page.panel.form.line("code"), Qt.Key.Key_Escape)
    idle(qtbot, page.context)
    assert page.panel.form.line("code").text() == "NUT"
    assert page.table.current_id == shop.items["NUT"]


def test_a_new_item_typed_and_discarded_goes_back_to_the_one_shown_before(
    page: ItemsPage, shop: Shop, qtbot: QtBot
) -> None:
    show(page, shop.items["NUT"], qtbot)
    page.new_record()
    idle(qtbot, page.context)
    type_into(qtbot, page.panel.form.line("code"), "X")
    qtbot.keyClick(page.panel.form.line("code"), Qt.Key.Key_Escape)
    assert page.panel.unsaved.isVisible()
    page.panel.discard()
    idle(qtbot, page.context)
    assert page.panel.form.line("code").text() == "NUT"


def test_what_may_stand_in_a_narrow_cell_is_told_on_hovering(page: ItemsPage) -> None:
    cell = page.panel.form.lists["barcodes"].cell(0, 1)
    assert cell.toolTip() == "pack, or one"


def test_a_name_of_three_hundred_rare_letters_is_kept_and_leaves_room_for_the_form(
    page: ItemsPage, shop: Shop, qtbot: QtBot
) -> None:
    show(page, shop.items["NUT"], qtbot)
    high, wide = page.minimumSizeHint().height(), page.minimumSizeHint().width()
    page.panel.form.line("name").setText("龘" * 300)
    save(page, qtbot)
    assert kept(page, "NUT").item.name == "龘" * 300
    assert page.panel._title.text().endswith("…")
    assert page.panel._title.height() < 2 * page.panel._title.fontMetrics().height()
    assert page.minimumSizeHint().height() < high + page.fontMetrics().height()
    assert page.minimumSizeHint().width() <= wide

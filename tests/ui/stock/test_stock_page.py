"""Tests of the stock page, with real key events on an encrypted desk."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from app.core.reading.spans import Span
from app.stock.commands import OrderPurchase, PurchaseWanted
from app.stock.handlers import order_purchase
from app.stock.queries import moves_of, stock_page
from tests.support.desks import SetClock
from tests.support.filling.many import many_items, many_moves
from tests.support.shops import CLERK, Shop, open_shop
from tests.support.windows import heard_shell, idle, shown
from ui.kit.context import Context
from ui.stock.detail_card import FigureButton
from ui.stock.stock_dialog import StockDialog
from ui.stock.stock_page import StockPage


@pytest.fixture
def shop(context: Context, clock: SetClock) -> Shop:
    """Give a shop with plenty of one item, little of another and none of a third."""
    del clock
    made = open_shop(context.desk)
    made.item("NUT", stock=40, reorder_point=10)
    made.item("BOLT", stock=5, reorder_point=10)
    made.item("RIVET")
    return made


@pytest.fixture
def page(shop: Shop, context: Context, qtbot: QtBot) -> StockPage:
    """Give the page, shown, with its first item."""
    del shop
    return shown(StockPage(context), qtbot)


def codes(page: StockPage) -> list[str]:
    """Give the codes in the list."""
    return [row.code for row in page.table.rows_model.rows]


def choose(page: StockPage, item_id: int, qtbot: QtBot) -> None:
    """Show an item."""
    page.go_to(item_id=item_id)
    idle(qtbot, page.context)


def dialog_of(page: StockPage) -> StockDialog:
    """Give the dialog that is open."""
    found = page.findChildren(StockDialog)
    assert found
    return found[-1]


def fill(qtbot: QtBot, field: QLineEdit, text: str) -> None:
    """Type into a field from empty."""
    field.selectAll()
    qtbot.keyClicks(field, text)


def test_the_low_view_shows_what_is_to_be_ordered(
    page: StockPage, context: Context, qtbot: QtBot
) -> None:
    assert codes(page) == ["BOLT", "NUT", "RIVET"]
    page.go_to(view="low")
    idle(qtbot, context)
    assert codes(page) == ["BOLT"]


def test_another_view_shows_an_item_of_its_own_and_an_empty_one_shows_none(
    shop: Shop, page: StockPage, context: Context, qtbot: QtBot
) -> None:
    def shown_item() -> int | None:
        return page.card.whole.item.item.item_id if page.card.whole else None

    choose(page, shop.items["NUT"], qtbot)
    page.chips["out"].click()
    idle(qtbot, context)
    assert shown_item() == shop.items["RIVET"]
    page.chips["reserved"].click()
    idle(qtbot, context)
    assert codes(page) == []
    assert shown_item() is None
    assert not page.card.isVisible()
    page.chips["all"].click()
    idle(qtbot, context)
    assert shown_item() == shop.items["BOLT"]


def test_the_search_key_finds_by_the_name(page: StockPage, context: Context, qtbot: QtBot) -> None:
    page.activateWindow()
    page.table.setFocus()
    qtbot.keyClick(page.table, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClicks(page.search, "item nut")
    qtbot.keyClick(page.search, Qt.Key.Key_Return)
    idle(qtbot, context)
    assert codes(page) == ["NUT"]


def test_end_goes_to_the_last_of_many_items_and_home_back(
    shop: Shop, page: StockPage, qtbot: QtBot
) -> None:
    many_items(shop.desk, 600)
    page.refresh()
    idle(qtbot, page.context)
    assert len(codes(page)) < 600
    page.table.setFocus()
    qtbot.keyClick(page.table, Qt.Key.Key_End)
    idle(qtbot, page.context)
    whole = [row.code for row in shop.desk.read(stock_page, span=Span(limit=1_000))]
    assert page.table.current().code == whole[-1]
    assert page.card.whole is not None
    assert page.card.whole.item.item.code == whole[-1]
    qtbot.keyClick(page.table, Qt.Key.Key_Home)
    idle(qtbot, page.context)
    assert page.table.current().code == whole[0]


def test_all_moves_of_an_item_are_read_on(shop: Shop, page: StockPage, qtbot: QtBot) -> None:
    moved = many_moves(shop.desk, 200)
    page.go_to(item_id=moved)
    idle(qtbot, page.context)
    moves = page.card.moves
    moves.setFocus()
    assert moves.rows_model.rows[0].quantity == 200
    qtbot.keyClick(moves, Qt.Key.Key_End)
    idle(qtbot, page.context)
    assert moves.current().quantity == 1
    page.go_to(item_id=shop.items["NUT"])
    idle(qtbot, page.context)
    assert {move.sequence for move in moves.rows_model.rows}.isdisjoint(
        move.sequence for move in shop.desk.read(moves_of, moved, span=Span(limit=1_000))
    )


def test_every_figure_says_what_it_is_made_of(shop: Shop, page: StockPage, qtbot: QtBot) -> None:
    nut = shop.items["NUT"]
    order = shop.order((nut, 6))
    purchase = OrderPurchase(
        lines=(PurchaseWanted(item_id=nut, quantity=20),),
        supplier="Nut & Bolt",
        expected_on=date(2026, 11, 9),
    )
    shop.run(order_purchase, purchase)
    choose(page, nut, qtbot)
    said = {}
    for name, figure in page.card.figures.items():
        qtbot.keyClick(figure, Qt.Key.Key_Space)
        said[name] = [(part.text, part.units) for part in page.card.parts.rows_model.rows]
    assert said["on_hand"] == [("In STOCK", 40)]
    assert said["reserved"] == [(f"{order.name} · Harbour Lights", 6)]
    assert said["available"] == [("On hand", 40), ("Reserved", -6)]
    assert said["incoming"] == [("PO-000001 · Nut & Bolt", 20)]


@pytest.mark.parametrize(("wide", "rows"), [(800, 2), (1118, 1), (1900, 1)])
def test_the_words_of_every_figure_are_seen_whole_at_every_width(
    shop: Shop, page: StockPage, qtbot: QtBot, wide: int, rows: int
) -> None:
    page.resize(wide, 640)
    figures = page.findChildren(FigureButton)
    for name in ("NUT", "RIVET", "BOLT"):
        choose(page, shop.items[name], qtbot)
        qtbot.waitUntil(lambda: all(one.width() >= one.needed_px() for one in figures))
    assert len({one.y() for one in figures}) == rows


def test_a_figure_is_written_alike_on_its_tile_and_in_its_sentence(
    shop: Shop, page: StockPage, qtbot: QtBot
) -> None:
    item_id = shop.item("WASHER", stock=11_325)
    choose(page, item_id, qtbot)
    qtbot.keyClick(page.card.figures["on_hand"], Qt.Key.Key_Space)
    words = [one.text() for one in page.card.figures["on_hand"].findChildren(QLabel)]
    assert words[1:] == ["11,325", "in 1 place"]
    assert page.card.explained().startswith("11,325 lie ")


def test_enter_on_an_order_of_the_explanation_goes_there(
    shop: Shop, page: StockPage, qtbot: QtBot
) -> None:
    order = shop.order((shop.items["NUT"], 6))
    choose(page, shop.items["NUT"], qtbot)
    page.card.figures["reserved"].click()
    page.card.parts.select(0)
    qtbot.keyClick(page.card.parts, Qt.Key.Key_Return)
    assert heard_shell(page.context).went[-1] == ("orders", {"order_id": order.order_id})


def test_goods_received_by_keys_are_on_hand_and_can_be_taken_back(
    shop: Shop, page: StockPage, qtbot: QtBot
) -> None:
    nut = shop.items["NUT"]
    choose(page, nut, qtbot)
    qtbot.keyClick(page.card.acts["receive"], Qt.Key.Key_Space)
    dialog = dialog_of(page)
    field = dialog.focusWidget()
    assert isinstance(field, QLineEdit)
    qtbot.keyClicks(field, "12")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    idle(qtbot, page.context)
    assert shop.level(nut).on_hand == 52
    shell = heard_shell(page.context)
    assert shell.undo is not None
    shell.undo()
    idle(qtbot, page.context)
    assert shop.level(nut).on_hand == 40
    assert shop.differences() == ()


def test_an_adjustment_without_a_reason_is_refused_at_the_reason(
    shop: Shop, page: StockPage, qtbot: QtBot
) -> None:
    nut = shop.items["NUT"]
    choose(page, nut, qtbot)
    page.card.acts["adjust"].click()
    dialog = dialog_of(page)
    fill(qtbot, dialog.difference, "-3")  # type: ignore[attr-defined]  # of the adjust dialog
    dialog.submit()
    assert dialog.isVisible()
    focus = dialog.focusWidget()
    assert focus is not None
    assert focus.accessibleName() == "Reason"
    fill(qtbot, dialog.reason, "damaged")  # type: ignore[attr-defined]  # of the adjust dialog
    dialog.submit()
    idle(qtbot, page.context)
    assert shop.level(nut).on_hand == 37
    assert page.card.moves.rows_model.rows[0].reason == "damaged"


def test_taking_more_than_lies_there_keeps_the_dialog_and_says_why(
    shop: Shop, page: StockPage, qtbot: QtBot
) -> None:
    choose(page, shop.items["BOLT"], qtbot)
    page.card.acts["move"].click()
    dialog = dialog_of(page)
    shop.place("A-01")
    dialog.reject()
    choose(page, shop.items["NUT"], qtbot)
    choose(page, shop.items["BOLT"], qtbot)
    page.card.acts["move"].click()
    dialog = dialog_of(page)
    fill(qtbot, dialog.quantity, "9")  # type: ignore[attr-defined]  # of the move dialog
    fill(qtbot, dialog.target, "a-01")  # type: ignore[attr-defined]  # of the move dialog
    dialog.submit()
    idle(qtbot, page.context)
    assert dialog.isVisible()
    assert shop.level(shop.items["BOLT"]).on_hand == 5


def test_a_count_posts_the_difference(shop: Shop, page: StockPage, qtbot: QtBot) -> None:
    bolt = shop.items["BOLT"]
    choose(page, bolt, qtbot)
    page.card.acts["count"].click()
    dialog = dialog_of(page)
    fill(qtbot, dialog.counted, "3")  # type: ignore[attr-defined]  # of the count dialog
    assert "-2" in dialog.fact.text()
    dialog.submit()
    qtbot.waitUntil(lambda: shop.level(bolt).on_hand == 3, timeout=5000)
    idle(qtbot, page.context)
    assert page.card.moves.rows_model.rows[0].kind == "count"


def test_a_purchase_is_incoming_until_it_is_received(
    shop: Shop, page: StockPage, qtbot: QtBot
) -> None:
    bolt = shop.items["BOLT"]
    choose(page, bolt, qtbot)
    assert page.card.acts["arrive"].isHidden()
    page.card.acts["purchase"].click()
    dialog = dialog_of(page)
    fill(qtbot, dialog.quantity, "50")  # type: ignore[attr-defined]  # of the purchase dialog
    dialog.submit()
    idle(qtbot, page.context)
    assert shop.level(bolt).incoming == 50
    qtbot.waitUntil(lambda: not page.card.acts["arrive"].isHidden(), timeout=5000)
    page.card.acts["arrive"].click()
    dialog_of(page).submit()
    idle(qtbot, page.context)
    assert (shop.level(bolt).on_hand, shop.level(bolt).incoming) == (55, 0)


def test_a_clerk_sees_stock_but_cannot_change_it(shop: Shop, page: StockPage, qtbot: QtBot) -> None:
    shop.sign_in(CLERK)
    choose(page, shop.items["NUT"], qtbot)
    assert not any(act.isEnabled() for act in page.card.acts.values())


def test_an_act_asked_for_by_another_page_opens_and_leads_back(
    shop: Shop, page: StockPage, qtbot: QtBot
) -> None:
    page.go_to(item_id=shop.items["RIVET"], act="receive", then="scan")
    idle(qtbot, page.context)
    dialog = dialog_of(page)
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert heard_shell(page.context).went[-1] == ("scan", {})


def test_f6_goes_to_the_card_and_back(page: StockPage, qtbot: QtBot) -> None:
    page.activateWindow()
    page.table.setFocus()
    qtbot.waitUntil(page.table.hasFocus, timeout=2000)
    qtbot.keyClick(page.table, Qt.Key.Key_F6)
    assert page.card.figures["on_hand"].hasFocus()
    qtbot.keyClick(page.card.figures["on_hand"], Qt.Key.Key_F6)
    assert page.table.hasFocus()

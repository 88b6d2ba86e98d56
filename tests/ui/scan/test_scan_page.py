"""Tests of the scan page, with a scanner's key events on an encrypted desk."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.catalog.commands import AddItem, BarcodeEntry
from app.catalog.handlers import add_item
from tests.support.shops import Shop, open_shop
from tests.support.windows import HeardShell, idle
from ui.kit.context import Context
from ui.scan.scan_page import ScanPage
from ui.scan.sound import tone

NUT = "5012345678900"


@pytest.fixture
def shop(context: Context) -> Shop:
    """Give a shop with one item in stock and one that is out."""
    made = open_shop(context.desk)
    made.item(
        "NUT-8", stock=40, barcodes=(BarcodeEntry(NUT), BarcodeEntry("CASE8", "pack")), packs=(12,)
    )
    made.item("BOLT")
    return made


@pytest.fixture
def page(shop: Shop, context: Context, qtbot: QtBot) -> ScanPage:
    """Give the page, shown, waiting for a scan."""
    del shop
    made = ScanPage(context)
    qtbot.addWidget(made)
    made.resize(1118, 640)
    made.show()
    made.activateWindow()
    made.enter()
    qtbot.waitUntil(made.field.hasFocus, timeout=2000)
    return made


def scan(page: ScanPage, code: str, qtbot: QtBot, suffix: Qt.Key = Qt.Key.Key_Return) -> None:
    """Type a code as a scanner does, and wait for the answer."""
    qtbot.keyClicks(page.field, code)
    qtbot.keyClick(page.field, suffix)
    idle(qtbot, page.context)


def test_a_barcode_shows_what_is_available_and_where(page: ScanPage, qtbot: QtBot) -> None:
    scan(page, NUT, qtbot)
    assert page.card.said() == "Item NUT-8 40 available STOCK  40"


def test_letter_case_does_not_matter(page: ScanPage, qtbot: QtBot) -> None:
    scan(page, "nut-8", qtbot)
    assert "40 available" in page.card.said()


def test_tab_and_line_feed_end_a_code_too(page: ScanPage, qtbot: QtBot) -> None:
    scan(page, "NUT-8", qtbot, Qt.Key.Key_Tab)
    qtbot.keyClicks(page.field, "BOLT")
    qtbot.keyClick(page.field, Qt.Key.Key_J, Qt.KeyboardModifier.ControlModifier)
    idle(qtbot, page.context)
    assert page.scans == 2
    assert "none free" in page.card.said()
    assert page.field.hasFocus()


def test_a_burst_without_an_ending_is_taken_after_a_rest(page: ScanPage, qtbot: QtBot) -> None:
    qtbot.keyClicks(page.field, NUT)
    qtbot.waitUntil(lambda: page.scans == 1, timeout=2000)
    idle(qtbot, page.context)
    assert "40 available" in page.card.said()


def test_control_characters_are_dropped(page: ScanPage, qtbot: QtBot) -> None:
    page.scanned("\x1dNUT-8\x03\n")
    idle(qtbot, page.context)
    assert "40 available" in page.card.said()


def test_an_unknown_code_stops_scanning_until_it_is_acknowledged(
    page: ScanPage, qtbot: QtBot
) -> None:
    scan(page, "999", qtbot)
    assert page.alarm.text() == "Nobody knows the code 999. Press Esc or Enter to go on."
    qtbot.keyClicks(page.field, "NUT-8")
    QTest.keyClick(page.field, Qt.Key.Key_Return)
    assert page.alarm.isVisible(), "the Enter behind a scan is no answer"
    qtbot.keyClick(page.field, Qt.Key.Key_Escape)
    assert page.alarm.isHidden()
    scan(page, "NUT-8", qtbot)
    assert page.scans == 2
    assert page.last_scans() == ("✓ NUT-8 · Item NUT-8 · 40 available", "✕ 999 · unknown")


def test_two_hundred_scans_are_counted_exactly(page: ScanPage, qtbot: QtBot) -> None:
    for number in range(200):
        qtbot.keyClicks(page.field, "nut-8" if number % 2 else NUT)
        qtbot.keyClick(page.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.context.tasks.busy == 0 and not page._waiting, timeout=20_000)
    assert page.scans == 200
    assert len(page.last_scans()) == 5


def test_a_place_shows_what_lies_there(page: ScanPage, shop: Shop, qtbot: QtBot) -> None:
    shop.stock(shop.items["BOLT"], 7, shop.place("A-01"))
    scan(page, "a-01", qtbot)
    assert page.card.said() == "Place A-01 1 item BOLT  7"


def test_the_figure_follows_the_stock_without_counting_again(
    page: ScanPage, shop: Shop, qtbot: QtBot
) -> None:
    scan(page, "NUT-8", qtbot)
    shop.stock(shop.items["NUT-8"], 2)
    qtbot.waitUntil(lambda: "42 available" in page.card.said(), timeout=5000)
    assert page.scans == 1


def test_receiving_opens_for_the_item_scanned(page: ScanPage, shop: Shop, qtbot: QtBot) -> None:
    scan(page, NUT, qtbot)
    qtbot.keyClick(page.field, Qt.Key.Key_R, Qt.KeyboardModifier.AltModifier)
    shell = page.context.shell
    assert isinstance(shell, HeardShell)
    where = {"item_id": shop.items["NUT-8"], "act": "receive", "then": "scan"}
    qtbot.waitUntil(lambda: shell.went == [("stock", where)], timeout=2000)


@pytest.mark.parametrize("scale", [1.0, 1.5, 2.0])
def test_nothing_is_cut_off_at_any_scale(
    page: ScanPage, shop: Shop, qtbot: QtBot, scale: float
) -> None:
    name = "Brass handle, polished, with screws, left hand, very long name"
    shop.run(add_item, AddItem(code="LONG", name=name))
    page.context.theme.apply("light", scale)
    narrow = 208 if scale == 1 else round(56 * scale)
    page.resize(1366 - narrow - 40, 768 - round(118 * scale) - 28)
    scan(page, "LONG", qtbot)
    qtbot.waitUntil(lambda: page.minimumSizeHint().height() <= page.height(), timeout=2000)
    assert page.minimumSizeHint().width() <= page.width()
    page.context.theme.apply("light", 1.0)


def test_the_tones_differ_in_length_and_are_never_silent() -> None:
    assert len(tone("no")) > 5 * len(tone("yes"))
    assert max(tone("no")) > 0

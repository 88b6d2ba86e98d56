"""A packing slip by key in a real window, on a computer without a printer: seen, saved, read."""

import subprocess
import time
from pathlib import Path

import pytest

from app.core.reading.spans import Span
from app.orders.queries import order_page
from tests.real_window.shop_window import ShopWindow

_PATIENCE_S = 3.0
"""Far more than a slip takes, for a computer that has other things to do."""


@pytest.mark.timeout(60)
def test_a_slip_is_shown_at_once_and_saved_with_its_fonts_and_chinese_text(
    shop: ShopWindow, tmp_path: Path
) -> None:
    rows = shop.read(order_page, labels=("closed",), span=Span(limit=200))
    order = next(one for one in rows if not one.customer.isascii())
    shop.show_order(order.name)
    began = time.monotonic()
    shop.key("ctrl+p")
    paper = shop.screen.find(f"Packing slip {order.name}")
    took_s = time.monotonic() - began
    shop.screen.activate(paper)
    shop.key("ctrl+p")  # there is no printer: the window says so and stays
    shop.key("ctrl+s")
    shop.screen.activate(shop.screen.find("^Save$"))
    file = tmp_path / "slip.pdf"
    shop.screen.type(str(file.with_suffix("")))
    shop.press_until("Return", lambda: _is_whole(file), "it was not saved")
    shop.key("Escape")
    text = _told("pdftotext", "-layout", str(file), "-")
    assert order.customer in text
    assert order.name in text
    assert any(
        line.strip().startswith(f"{order.lines} line") and str(order.units) in line
        for line in text.replace(",", "").splitlines()
    )
    fonts = _told("pdffonts", str(file)).splitlines()[2:]
    assert fonts
    assert all(line.split()[-5] == "yes" for line in fonts), fonts
    assert took_s < _PATIENCE_S


def _is_whole(file: Path) -> bool:
    return file.exists() and file.read_bytes().rstrip().endswith(b"%%EOF")


def _told(*command: str) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout

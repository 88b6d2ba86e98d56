"""A file of 5,000 orders in a real window: cancelled by hand half way, then taken in for good."""

import csv
import time
from pathlib import Path

import pytest

from app.core.reading.spans import Span
from app.exchange.queries import import_board
from app.orders.queries import order_page
from tests.real_window.shop_window import settles
from tests.real_window.watched_shop import WatchedShop
from tests.support.screen import wait_until

_ROWS, _BAD = 5_000, 20
_HALF = 50
_CANCEL_S = 0.5
_HEADINGS = "Order no,Item code,Item name,Quantity,Order date,Unit price,Customer number"


def _file(folder: Path) -> Path:
    lines = [_HEADINGS]
    for number in range(_ROWS):
        quantity = "six" if number % (_ROWS // _BAD) == 7 else str(number % 9 + 1)
        day = f"2026-0{number % 9 + 1}-1{number % 9}"
        item, customer = number % 300, 17_000 + number % 50
        lines.append(
            f"{10_000 + number},X{item:04},Item {item},{quantity},{day},2.5{number % 9},{customer}"
        )
    made = folder / "orders.csv"
    made.write_text("\n".join(lines), encoding="utf-8")
    return made


def _name_file(shop: WatchedShop, title: str, file: Path) -> None:
    """Type a file's name into the dialog of the system; its list of guesses may take an Enter."""
    shop.screen.activate(shop.screen.find(f"^{title}$"))
    for _try in range(5):
        wait_until(lambda: _front(shop) == title, f"no {title}")
        shop.key("alt+n", "ctrl+a")
        shop.screen.type(str(file))
        wait_until(lambda: any(file.name in one for one in shop.texts()), "nothing is typed")
        shop.key("Return")
        if settles(lambda: _front(shop) != title, 3.0):
            return
    pytest.fail(f"{title} stays")


def _front(shop: WatchedShop) -> str:
    now = shop.focus()
    return now.window if now is not None else ""


def _tab_to(shop: WatchedShop, name: str) -> None:
    for _press in range(40):
        now = shop.focus()
        if now is not None and now.name == name:
            return
        shop.stops()
        shop.key("Tab")
        wait_until(lambda: bool(shop.stops()), "Tab leads nowhere")
    pytest.fail(f"{name} is not reached")


def _share(shop: WatchedShop) -> int:
    """Give how far the bar in sight is, in percent; 0 without one."""
    shown = [one.text for one in shop.look() if one.kind == "QProgressBar"]
    return int(shown[0].rstrip("%") or 0) if shown else 0


def _kept(shop: WatchedShop) -> tuple[int, int]:
    """Count the orders of the file that are kept, and the imports."""
    rows = shop.read(order_page, span=Span(limit=10_000))
    return len(rows), len(shop.read(import_board))


@pytest.mark.timeout(300)
def test_an_import_cancelled_half_way_leaves_nothing_and_the_second_one_takes_every_good_row(
    watched: WatchedShop, tmp_path: Path
) -> None:
    before, imports = _kept(watched)
    watched.key("ctrl+i")
    watched.wait_page("import")
    watched.wait_rest()
    watched.key("ctrl+o")
    _name_file(watched, "Choose a file", _file(tmp_path))
    watched.wait_text(f"Leave {_BAD} rows out")
    watched.wait_rest()
    watched.key("ctrl+Return")  # twenty rows are bad: nothing happens before they are left out
    _tab_to(watched, f"Leave {_BAD} rows out")
    watched.key("space")
    watched.press_until("ctrl+Return", lambda: _importing(watched), "no import began")
    wait_until(lambda: _share(watched) >= _HALF, "it never came half way", 120)
    began = time.monotonic()
    watched.key("Escape")
    watched.wait_text("Nothing was imported")
    took_s = time.monotonic() - began
    watched.wait_rest()
    assert _kept(watched) == (before, imports)
    rejected = tmp_path / "rejected.csv"
    _tab_to(watched, "Save rejected rows…")
    watched.key("space")
    _name_file(watched, "Save", rejected)
    watched.wait_text("Saved as")
    watched.press_until("ctrl+Return", lambda: _importing(watched), "no second import began")
    wait_until(lambda: watched.told("imported") == 1, "the second import did not end", 200)
    watched.wait_text(f"Imported: {_ROWS - _BAD:,} rows, {_ROWS - _BAD:,} orders")
    watched.wait_rest()
    assert _kept(watched) == (before + _ROWS - _BAD, imports + 1)
    with rejected.open(encoding="utf-8-sig", newline="") as file:
        listed = list(csv.DictReader(file))
    assert len(listed) == _BAD
    assert all("Quantity" in " ".join(one.values()) for one in listed)
    assert took_s < _CANCEL_S


def _importing(shop: WatchedShop) -> bool:
    return any(one.startswith("Importing") for one in shop.texts())

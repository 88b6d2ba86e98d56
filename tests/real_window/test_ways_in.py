"""How one gets in and finds one's way in a real window: passphrase, second start, palette, help."""

import json
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from app.bootstrap import create_desk
from app.core.reading.spans import Span
from app.core.settings import ShopSettings
from app.fulfilment.queries import shipments_of
from app.orders.queries import order_page
from tests.real_window.shop_window import ShopWindow, settles
from tests.real_window.watched_shop import WatchedShop
from tests.support.screen import Screen, wait_until

_RIGHT = "correct horse battery"


def _told(trace: Path) -> list[str]:
    lines = trace.read_text(encoding="utf-8").splitlines(keepends=True) if trace.exists() else []
    return [json.loads(line)["event"] for line in lines if line[-1] == "\n"]


def _asked(screen: Screen, trace: Path, count: int) -> bool:
    """Tell whether the dialog is there, from the second time on over the window."""
    return _told(trace).count("key_asked") == count and len(screen.windows()) == min(count, 2)


@pytest.mark.timeout(90)
def test_three_wrong_passphrases_make_one_wait_and_the_fourth_opens(
    screen: Screen, tmp_path: Path
) -> None:
    place, trace = tmp_path / "shop.tally", tmp_path / "trace"
    create_desk(place, _RIGHT, ShopSettings(shop_name="Bell"), "Olive")[0].close()
    started = screen.start(
        *(sys.executable, "-m", "ui", "--desk", str(place), "--profile", str(tmp_path / "me")),
        *("--lang", "en", "--trace", str(trace)),
    )
    for count, typed in enumerate(("wrong", "wronger", "Correct horse battery", _RIGHT), 1):
        wait_until(partial(_asked, screen, trace, count), f"the key was not asked {count} times")
        screen.activate(screen.find("^Tallydesk$"))
        screen.type(typed)
        screen.key("Return")
    wait_until(lambda: "indexed" in _told(trace), "the right passphrase did not open it", 30.0)
    assert _told(trace).count("key_asked") == 4
    screen.activate(screen.find("^Today"))
    screen.key("ctrl+q")
    assert started.communicate(timeout=30) == ("", "")
    log = (tmp_path / "me" / "tallydesk.log").read_text(encoding="utf-8")
    assert "Traceback" not in log
    assert _RIGHT not in log


@pytest.mark.timeout(60)
def test_a_second_start_opens_no_second_window_but_the_order_in_the_first(
    shop: ShopWindow,
) -> None:
    name = shop.read(order_page, span=Span(limit=3))[-1].name
    again = shop.screen.start(
        *(sys.executable, "-m", "ui", "--demo", "--profile", str(shop.profile)),
        *("--lang", "en", "--open", name),
    )
    shop.wait_title(name)
    assert again.communicate(timeout=30) == ("", "")
    assert again.returncode == 0
    assert len(shop.screen.windows()) == 1


def _stands(shop: ShopWindow, name: str, state: str) -> bool:
    (shipment,) = shop.read(shipments_of, shop.order(name).order_id)
    return shipment.state == state


def _titles(watched: WatchedShop) -> list[str]:
    return [watched.screen.title(one) for one in watched.screen.windows()]


def _take(watched: WatchedShop, word: str, done: Callable[[], bool]) -> None:
    """Take what the palette offers first; a step rests for a while after the one before."""
    for _try in range(8):
        watched.key("ctrl+k")
        watched.screen.activate(watched.screen.find("^Find anything$"))
        watched.enter(word)
        if settles(done, 2.0):
            return
        while len(watched.screen.windows()) > 1:
            watched.key("Escape")
    wait_until(done, f"nothing came of {word!r}", 0.0)


@pytest.mark.timeout(60)
def test_a_new_user_packs_an_order_by_the_palette_and_finds_help_and_keys(
    watched: WatchedShop,
) -> None:
    rows = watched.read(order_page, labels=("picking",), span=Span(limit=50))
    name = next(one.name for one in rows if _stands(watched, one.name, "picking"))
    watched.show_order(name)
    for key, title in (("F1", "What can I do here"), ("ctrl+slash", "Keyboard shortcuts")):
        watched.key(key)
        watched.screen.activate(watched.screen.find(f"^{title}"))
        watched.key("Escape")
        wait_until(lambda: len(watched.screen.windows()) == 1, "Escape did not close it")
        watched.screen.activate(watched.window)
    _take(watched, "picked", partial(_stands, watched, name, "picked"))
    _take(watched, "pack", lambda: "Packed" in _titles(watched))
    watched.screen.activate(watched.screen.find("^Packed$"))
    watched.key("Return")
    wait_until(partial(_stands, watched, name, "packed"), "it is not packed")
    assert watched.order(name).label == "packed"

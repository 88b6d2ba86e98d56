"""Every page of a real window: walked through by Tab, in three languages, light and dark."""

import gettext
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtGui import QImage

from app import paths
from app.core.reading.spans import Span
from app.customers.queries import customer_page
from tests.real_window.watched_shop import Part, WatchedShop
from tests.support.screen import wait_until
from ui.kit.tokens import tokens
from ui.shell.pages import pages

_SEVERAL = 200
"""More stops than any page has."""
_LEAST_CONTRAST = 4.0
"""The colours themselves keep 4.5 (tested by name); thin letters are smoothed on a screen."""
_SETTINGS = {"en": "Settings", "zh_CN": "设置", "zh_TW": "設定"}


def _walk(shop: WatchedShop) -> list[Part]:
    """Press Tab until it comes round; give the stops from the navigation on."""
    passed: dict[int, Part] = {}
    for _press in range(_SEVERAL):
        now = _tab(shop)
        if now.id in passed:
            break
        passed[now.id] = now
    stops = list(passed.values())
    assert now.id == stops[0].id, f"Tab does not come round: it goes back to {now.name}"
    first = next((at for at, one in enumerate(stops) if one.style == "nav"), None)
    assert first is not None, f"the navigation is not reached from {[one.name for one in stops]}"
    return stops[first:] + stops[:first]


def _tab(shop: WatchedShop) -> Part:
    """Press Tab and wait for where it leads; a stop that keeps it is a trap."""
    shop.stops()
    heard: list[Part] = []
    shop.key("Tab")

    def moved() -> bool:
        heard.extend(shop.stops())
        return bool(heard)

    wait_until(moved, f"Tab leads nowhere from {shop.focus()}")
    return shop.focus() or heard[-1]  # where it stands once it was scrolled into sight


def _open_pages(shop: WatchedShop, language: str = "en") -> Iterator[str]:
    """Go to each page by its key, the last one by the palette."""
    for number, spec in enumerate(pages(), 1):
        if spec.page_id == "settings":
            _open_settings(shop, language)
        else:
            _go(shop, f"ctrl+{number}", spec.page_id)
        yield spec.page_id


def _go(shop: WatchedShop, key: str, page_id: str) -> None:
    """Press a page's key; one that comes while the window is built anew may get lost."""
    shop.press_until(key, lambda: shop.page() == page_id, f"{page_id} never came to the front")
    shop.wait_rest()


def _open_settings(shop: WatchedShop, language: str) -> None:
    def found() -> bool:
        now = shop.focus()
        return now is not None and now.kind == "QLineEdit" and "Tallydesk" not in now.window

    shop.press_until("ctrl+k", found, "no palette")
    shop.screen.type(_SETTINGS[language])
    shop.key("Return")
    shop.wait_page("settings")
    shop.wait_rest()


def _backwards(stops: list[Part]) -> list[tuple[str, str]]:
    """Give stops that stand above, or left of, the one before in the same column or line."""
    wrong = []
    for one, after in pairwise(stops):
        (x, y, wide, high), (x2, y2, wide2, high2) = one.place, after.place
        same_column = x < x2 + wide2 and x2 < x + wide
        same_line = y < y2 + high2 and y2 < y + high
        if (same_column and y2 + high2 <= y) or (same_line and x2 + wide2 <= x):
            wrong.append((one.name, after.name))
    return wrong


@pytest.mark.timeout(180)
def test_tab_reaches_every_part_of_every_page_named_and_in_the_order_of_reading(
    watched: WatchedShop,
) -> None:
    for page_id in _open_pages(watched):
        stops = _walk(watched)
        passed = {one.id for one in stops}
        grouped = {one.style for one in stops if one.style in ("nav", "tile")}
        missed = [
            one.name
            for one in watched.look()
            if one.stop and one.id not in passed and one.style not in grouped
        ]
        assert missed == [], page_id
        assert [one for one in stops if not one.name] == [], page_id
        assert _backwards(stops) == [], page_id


def _poorly(shop: WatchedShop, language: str) -> list[tuple[str, str]]:
    """Give the texts in sight that are cut, boxed, pale, or still English."""
    english = _still_english(language)
    wrong = []
    for one in shop.readings():
        text = one.text.split("   ")[0]
        if one.cut:
            wrong.append((text, "cut off"))
        if one.boxes:
            wrong.append((text, f"boxes for {one.boxes}"))
        if one.contrast < _LEAST_CONTRAST:
            wrong.append((text, f"contrast {one.contrast:.1f}"))
        if text in english:
            wrong.append((text, f"not in {language}"))
    return wrong


_WORDS_OF_THE_DEMO = {"each"}
"""A unit its items were given; the program proposes it too, in the person's language."""


@cache
def _still_english(language: str) -> frozenset[str]:
    """Give the texts of the program that are written otherwise in a language."""
    known = gettext.translation("tallydesk", paths.resources() / "i18n", [language])
    texts = (one for one in vars(known)["_catalog"] if isinstance(one, str) and one)
    texts = (one for one in texts if one not in _WORDS_OF_THE_DEMO)
    return frozenset(one for one in texts if known.gettext(one) != one)


def _choose_next_language(shop: WatchedShop, before: str, after: str) -> None:
    """Press Down in the list of languages; the window is built anew in the next one."""
    _open_settings(shop, before)
    for _press in range(_SEVERAL):
        if _tab(shop).kind == "QComboBox":
            break
    place = shop.screen.place(shop.window)
    shop.key("Down")
    shop.window = shop.screen.find(_SETTINGS[after])
    shop.screen.activate(shop.window)
    wait_until(lambda: shop.screen.place(shop.window) == place, "the window went elsewhere")
    shop.wait_page("settings")
    shop.wait_rest()


def _is_dark(shop: WatchedShop, folder: Path) -> bool:
    """Look at the screen itself: most of it is the dark ground."""
    seen = QImage(str(shop.screen.screenshot(folder / "screen.png")))
    places = [seen.pixelColor(x, y).name() for x in range(0, 1440, 8) for y in range(0, 900, 8)]
    dark = {tokens("dark")[name].lower() for name in ("bg", "surface", "surface2")}
    return sum(one in dark for one in places) > len(places) // 3


def _type_order(shop: WatchedShop) -> str:
    """Begin an order and leave it unsaved; gives the first word of its customer's name."""
    code = shop.plenty(9)[0]
    customers = shop.read(customer_page, span=Span(limit=50))
    shop.key("ctrl+n")
    shop.wait_page("new_order")
    customer = next(one for one in customers if one.blocked_reason is None)
    shop.enter(customer.number)
    shop.enter(f"3 {code}")
    wait_until(lambda: shop.draft_holds(code), "the order being typed is not kept")
    return customer.name.split()[0]


@pytest.mark.timeout(240)
def test_language_theme_and_size_change_live_and_every_text_of_every_page_can_be_read(
    watched: WatchedShop, tmp_path: Path
) -> None:
    watched.screen.move(watched.window, 96, 64)
    customer = _type_order(watched)
    poor: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for before, after in (("en", "zh_CN"), ("zh_CN", "zh_TW")):
        _choose_next_language(watched, before, after)
        for page_id in _open_pages(watched, after):
            poor[after, page_id] = _poorly(watched, after)
    _go(watched, "ctrl+1", "today")
    watched.key("ctrl+shift+l")
    wait_until(lambda: _is_dark(watched, tmp_path), "it never became dark")
    for page_id in _open_pages(watched, "zh_TW"):
        poor["dark", page_id] = _poorly(watched, "zh_TW")
    _go(watched, "ctrl+1", "today")
    watched.key("ctrl+plus", "ctrl+plus", "ctrl+plus")
    for page_id in _open_pages(watched, "zh_TW"):
        poor["twice as large", page_id] = _poorly(watched, "zh_TW")
    assert {where: wrong for where, wrong in poor.items() if wrong} == {}
    _go(watched, "ctrl+3", "new_order")
    watched.wait_text(customer)  # the order being typed waits to be gone on with

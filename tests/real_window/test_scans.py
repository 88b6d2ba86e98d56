"""A scanner in a real window: two hundred codes, three of them unknown, and nobody at the keys."""

from pathlib import Path

import pytest
from PySide6.QtGui import QImage

from app.catalog.queries import item_page
from app.core.reading.spans import Span
from tests.real_window.watched_shop import WatchedShop
from tests.support.screen import wait_until
from ui.kit.tokens import tokens

_ALL = 200
_BATCH = 49
_UNKNOWN = ("4000000000001", "4000000000002", "nobody-knows")
_ALARM_POINTS = 1_500
"""Points of the grid over the screen that a bar over the page's whole width covers."""
_GRID = 4


def _scan(shop: WatchedShop, *codes: str) -> None:
    """Send codes as a scanner does: every letter at once, then Enter, and the next one."""
    words: list[str] = []
    for code in codes:
        words += ["type", "--delay", "0", "--args", "1", "--", code, "key", "--delay", "0"]
        words += ["Return"]
    shop.screen.press(*words)


def _red(shop: WatchedShop, folder: Path) -> int:
    seen = QImage(str(shop.screen.screenshot(folder / "screen.png")))
    places = ((x, y) for x in range(0, 1440, _GRID) for y in range(0, 900, _GRID))
    alarm = tokens("light")["err"].lower()
    return sum(seen.pixelColor(x, y).name() == alarm for x, y in places)


def _counted(shop: WatchedShop, scanned: int, unknown: int) -> None:
    shop.wait_text(f"{scanned} scanned, {unknown} unknown")


def _refused(shop: WatchedShop, code: str, folder: Path) -> None:
    """Expect the alarm for a code over the whole width; another scan must not end it."""
    alarm = f"Nobody knows the code {code}. Press Esc or Enter to go on."
    wait_until(lambda: any(one.name == alarm for one in shop.look()), f"no alarm for {code}")
    wait_until(lambda: _red(shop, folder) > _ALARM_POINTS, "the alarm is not to be seen")
    assert f"✕ {code} · unknown" in shop.texts()
    _scan(shop, "4000000000009")
    shop.wait_rest()
    assert any(one.name == alarm for one in shop.look()), "a scan acknowledged the alarm"


@pytest.mark.timeout(120)
def test_two_hundred_scans_are_counted_and_each_unknown_one_stops_until_acknowledged(
    watched: WatchedShop, tmp_path: Path
) -> None:
    rows = watched.read(item_page, span=Span(limit=_BATCH))
    names = {one.code: one.name for one in rows}
    codes = [one.code for one in rows if any(letter.isalpha() for letter in one.code)]
    codes = (codes * _ALL)[: _ALL - len(_UNKNOWN)]
    watched.key("Tab")
    wait_until(lambda: watched.focus() is not None, "nothing has the keys")
    on = watched.focus()
    assert on is not None
    assert on.kind in ("QPushButton", "OrderCard")
    _scan(watched, codes[0])
    watched.wait_title(names[codes[0]])
    watched.key("shift+Tab")
    watched.wait_focus("Sound")
    _scan(watched, codes[1])
    _counted(watched, 2, 0)
    watched.wait_focus("Scan or type a code")
    done = 2
    for unknown, code in enumerate(_UNKNOWN, 1):
        _scan(watched, *codes[done : done + _BATCH])
        done += _BATCH
        _counted(watched, done + unknown - 1, unknown - 1)
        if unknown == len(_UNKNOWN):
            watched.screen.press("key", "Caps_Lock")
        _scan(watched, code)
        _refused(watched, code if unknown < len(_UNKNOWN) else code.upper(), tmp_path)
        _counted(watched, done + unknown, unknown)
        watched.key("Escape" if unknown % 2 else "Return")
        wait_until(lambda: _red(watched, tmp_path) < _ALARM_POINTS, "the alarm did not end")
    _scan(watched, codes[done])
    watched.screen.press("key", "Caps_Lock")
    watched.screen.press(
        "type", "--delay", "0", "--args", "1", "--", codes[done + 1], "key", "ctrl+j"
    )
    done += 2
    _counted(watched, done + 3, 3)
    _scan(watched, *codes[done:])
    _counted(watched, _ALL, 3)
    assert sum(one.startswith("✓ ") for one in watched.texts()) == 5

"""Tests that every text can be read on every ground it stands on, in both themes."""

import re

import pytest

from app import paths
from ui.kit.tokens import contrast, tokens

GROUNDS = {
    "text": ("bg", "surface", "surface2", "selection", "border"),
    "muted": ("bg", "surface", "surface2"),
    "accent": ("bg", "surface"),
    "ok": ("bg", "surface", "surface2"),
    "warn": ("bg", "surface", "surface2", "warn_soft"),
    "err": ("bg", "surface", "surface2"),
    "on_accent": ("accent", "accent_hover"),
    "sidebar_text": ("sidebar",),
    "on_sidebar": ("sidebar", "sidebar_on"),
    "surface": ("text",),
}
"""Inks of the style sheet and the grounds they stand on; the last is the toast and the tooltip."""
BANNERS = ("info_soft", "ok_soft", "warn_soft", "err_soft")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_ink_is_readable_on_every_ground_it_stands_on(theme: str) -> None:
    known = tokens(theme)
    pairs = [(ink, ground) for ink, grounds in GROUNDS.items() for ground in grounds]
    pairs += [(ink, ground) for ink in ("text", "accent") for ground in BANNERS]
    ratios = {pair: contrast(known[pair[0]], known[pair[1]]) for pair in pairs}
    assert {pair: round(ratio, 2) for pair, ratio in ratios.items() if ratio < 4.5} == {}
    assert set(GROUNDS) <= set(known.colours)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_pill_is_readable(theme: str) -> None:
    pills = tokens(theme).pills
    assert {name for name, pair in pills.items() if contrast(*pair) < 4.5} == set()
    assert len(pills) > 10


_RULE = re.compile(r"^([^{}\n]+?)\s*\{([^}]*)\}", re.MULTILINE)
_PAINTED = re.compile(r"(?<![\w-])(background|color):\s*@(\w+)")
_RING = re.compile(r"border(?:-color)?:\s*(?:2px solid )?@(\w+)")
_RING_GROUNDS = {
    "#nav": ("sidebar", "sidebar_on"),
    "#primary": ("bg", "surface"),
    "#toast": ("text",),
}
"""What a ring stands on, by the part that is named; all others stand on pages and cards."""


def _rules() -> list[tuple[str, str]]:
    sheet = (paths.resources() / "style" / "app.qss").read_text("utf-8")
    return [(found[1], found[2]) for found in _RULE.finditer(sheet)]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_ring_of_the_sheet_stands_out_from_what_it_stands_on(theme: str) -> None:
    known, poor, rings = tokens(theme), [], 0
    for names, body in _rules():
        ring = _RING.search(body)
        if ":focus" not in names or ring is None:
            continue
        rings += 1
        named = (one for part, one in _RING_GROUNDS.items() if part in names)
        grounds = next(named, ("bg", "surface", "surface2"))
        pale = (one for one in grounds if contrast(known[ring[1]], known[one]) < 3)
        poor += [(names, ring[1], one) for one in pale]
    assert poor == []
    assert rings > 8


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_rule_that_paints_ink_and_ground_keeps_the_ink_readable(theme: str) -> None:
    known, poor, pairs = tokens(theme), [], 0
    for names, body in _rules():
        painted = dict(_PAINTED.findall(body))
        if ":disabled" in names or len(painted) < 2:
            continue
        pairs += 1
        if contrast(known[painted["color"]], known[painted["background"]]) < 4.5:
            poor.append((names, painted))
    assert poor == []
    assert pairs > 8

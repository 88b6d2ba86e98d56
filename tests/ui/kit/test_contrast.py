"""Tests that every text can be read on every ground it stands on, in both themes."""

import pytest

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

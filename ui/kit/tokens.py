"""Colours and sizes by name, read once from the resources."""

import tomllib
from dataclasses import dataclass
from functools import cache
from typing import Any

from app import paths


@dataclass(frozen=True)
class Tokens:
    """One theme: colours as `#RRGGBB` by name, pill colours (text, ground) by label."""

    name: str
    colours: dict[str, str]
    pills: dict[str, tuple[str, str]]

    def __getitem__(self, name: str) -> str:
        """Give the colour of this name."""
        return self.colours[name]


@cache
def _file() -> dict[str, Any]:
    return tomllib.loads((paths.resources() / "style" / "tokens.toml").read_text("utf-8"))


@cache
def tokens(name: str) -> Tokens:
    """Give the tokens of a theme: "light" or "dark"."""
    section = dict(_file()[name])
    pills = {label: (pair[0], pair[1]) for label, pair in section.pop("pills").items()}
    return Tokens(name, section, pills)


def label_icon(label: str) -> str:
    """Give the icon that stands for a label of the board."""
    icons: dict[str, str] = _file()["icons"]
    return icons[label]


def _channel(value: int) -> float:
    share = value / 255
    return share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4


def luminance(colour: str) -> float:
    """Give the relative luminance of `#RRGGBB` (WCAG 2.2)."""
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return 0.2126 * _channel(red) + 0.7152 * _channel(green) + 0.0722 * _channel(blue)


def contrast(one: str, other: str) -> float:
    """Give the contrast ratio of two colours (WCAG 2.2)."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)

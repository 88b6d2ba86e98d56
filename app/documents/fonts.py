"""The embedded fonts: which font has a sign, how wide it is, and what replaces a sign none has."""

from collections.abc import Callable
from functools import lru_cache
from itertools import groupby
from threading import Lock
from typing import Any

from reportlab import rl_config
from reportlab.pdfbase.pdfmetrics import registerFont
from reportlab.pdfbase.ttfonts import TTFont

from app import paths
from app.core.text import clean

REGULAR = "NotoSans-Regular"
"""The font every page starts with, so that no unembedded one is ever named."""

ONE_AT_A_TIME = Lock()
"""Fonts are read with a moving position, so that one document is made at a time."""

_CHAINS = (
    (REGULAR, "NotoSansSC-Regular"),
    ("NotoSans-SemiBold", "NotoSansSC-SemiBold", "NotoSansSC-Regular"),
)
_NO_GLYPH = "\u25a1"
_THOUSAND = 1000


@lru_cache
def font(name: str) -> Any:
    """Load and register one font, once; Chinese ones only when a Chinese sign is met."""
    rl_config.useA85 = 0
    loaded = TTFont(name, str(paths.resources() / "fonts" / f"{name}.ttf"), asciiReadable=False)
    registerFont(loaded)
    return loaded


def warm() -> None:
    """Load all fonts while nobody waits; the first Chinese name costs a tenth of a second."""
    with ONE_AT_A_TIME:
        for name in {name for chain in _CHAINS for name in chain}:
            font(name)


class _BySign(dict[str, Any]):
    """A table that works out a missing entry once."""

    def __init__(self, found: Callable[[str], Any]) -> None:
        super().__init__()
        self._found = found

    def __missing__(self, sign: str) -> Any:
        self[sign] = self._found(sign)
        return self[sign]


def _holder(chain: tuple[str, ...]) -> Callable[[str], str | None]:
    def find(sign: str) -> str | None:
        return next((name for name in chain if ord(sign) in font(name).face.charToGlyph), None)

    return find


_HOLDERS = tuple(_BySign(_holder(chain)) for chain in _CHAINS)


def _advance(holders: _BySign) -> Callable[[str], float]:
    def measure(sign: str) -> float:
        return float(font(holders[sign]).face.getCharWidth(ord(sign)))

    return measure


_ADVANCES = tuple(_BySign(_advance(holders)) for holders in _HOLDERS)


@lru_cache(maxsize=8192)
def printable(text: str) -> str:
    """Give one line that can be set: controls and marks gone, a sign without a glyph as a box."""
    tidy = clean(text)
    if tidy.isascii():
        return tidy
    holders = _HOLDERS[0]
    return "".join(sign if holders[sign] else _NO_GLYPH for sign in tidy)


def width(text: str, size: float, *, strong: bool = False) -> float:
    """Measure a printable text in points."""
    advances = _ADVANCES[strong]
    return float(sum([advances[sign] for sign in text])) * size / _THOUSAND


def runs(text: str, *, strong: bool = False) -> list[tuple[str, str]]:
    """Cut a printable text into pieces of one font each: (font, piece)."""
    if text.isascii():
        return [(_CHAINS[strong][0], text)]
    return [(name, "".join(signs)) for name, signs in groupby(text, _HOLDERS[strong].__getitem__)]

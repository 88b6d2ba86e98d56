"""Fitting words into a width: lines of Latin words and Chinese signs, cut with an ellipsis."""

import re
from functools import lru_cache

from app.documents.fonts import width

_ELLIPSIS = "…"
_NOT_FIRST = "，。、；：？！）》」』】〕〉”’…％,.;:?!)]}%"
_NOT_LAST = "（《「『【〔〈“‘([{"
_WIDE = "\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef"
_PIECE = re.compile(
    rf"[{re.escape(_NOT_LAST)}]*(?:[{_WIDE}]|[^\s{_WIDE}-]+-*|-+)[{re.escape(_NOT_FIRST)}]*\s*|\s+"
)


def fit(text: str, room: float, size: float, *, strong: bool = False) -> str:
    """Give the text, or as much of its beginning as fits with an ellipsis."""
    if width(text, size, strong=strong) <= room:
        return text
    room -= width(_ELLIPSIS, size, strong=strong)
    return text[: _fitting(text, room, size, strong=strong)].rstrip() + _ELLIPSIS


@lru_cache(maxsize=8192)
def wrap(
    text: str, room: float, size: float, *, strong: bool = False, most: int = 3
) -> tuple[str, ...]:
    """Break a printable text into at most `most` lines; what is left over ends in an ellipsis."""
    if width(text, size, strong=strong) <= room:
        return (text,)
    lines: list[str] = []
    rest = text
    while rest and len(lines) < most - 1:
        line, rest = _first_line(rest, room, size, strong=strong)
        lines.append(line)
    if rest:
        lines.append(fit(rest, room, size, strong=strong))
    return tuple(lines)


def _first_line(text: str, room: float, size: float, *, strong: bool) -> tuple[str, str]:
    end = _fitting(text, room, size, strong=strong)
    if end == len(text):
        return text, ""
    stop = 0
    for piece in _PIECE.finditer(text[: end + 1]):
        if piece.end() > end and piece.group().rstrip() and not piece.group()[-1].isspace():
            break
        stop = piece.end()
    stop = stop or max(end, 1)
    return text[:stop].rstrip(), text[stop:].lstrip()


def _fitting(text: str, room: float, size: float, *, strong: bool) -> int:
    """Count the signs from the beginning that fit."""
    taken = 0.0
    for index, sign in enumerate(text):
        taken += width(sign, size, strong=strong)
        if taken > room:
            return index
    return len(text)

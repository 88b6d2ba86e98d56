"""Icons: one drawing, in the colour of the theme, sharp at every scale."""

import os
from functools import lru_cache
from hashlib import sha256

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel

from app import paths
from ui.kit.tokens import Tokens, tokens

_DRAWN = "drawn_icon"
_SIZES_PX = (16, 18, 24, 27, 32, 36, 48)
_now: dict[str, Tokens] = {"tokens": tokens("light")}
_scale = {"now": 1.0}


def use(known: Tokens, scale: float) -> None:
    """Draw icons in the colours of this theme and at this scale from now on."""
    _now["tokens"] = known
    _scale["now"] = scale


def icon(name: str, colour: str = "text", size_px: int = 0) -> QIcon:
    """Give an icon in a token's colour, or in a literal `#RRGGBB` from a pill.

    Drawn at one size when that is known, else at all usual ones.
    """
    literal = colour if colour.startswith("#") else _now["tokens"][colour]
    return _icon(name, literal, (size_px,) if size_px else _SIZES_PX)


def pixmap(name: str, colour: str, size_px: int, ratio: float = 1.0) -> QPixmap:
    """Draw an icon at a size for a screen of this pixel ratio; `colour` as in `icon`."""
    literal = colour if colour.startswith("#") else _now["tokens"][colour]
    return _pixmap(name, literal, size_px, ratio)


def put(widget: QAbstractButton | QLabel, name: str, colour: str, size_px: int) -> None:
    """Draw an icon on a button or a label, and again whenever theme or scale change.

    The size is the one at 100 %.
    """
    widget.setProperty(_DRAWN, [name, colour, size_px])
    _draw(widget)


def redraw() -> None:
    """Draw every icon that was put on a widget in the colours in force."""
    for widget in QApplication.allWidgets():
        if isinstance(widget, (QAbstractButton, QLabel)) and widget.property(_DRAWN):
            _draw(widget)


def _draw(widget: QAbstractButton | QLabel) -> None:
    name, colour, size = widget.property(_DRAWN)
    size_px = round(size * _scale["now"])
    if isinstance(widget, QLabel):
        widget.setPixmap(pixmap(name, colour, size_px, widget.devicePixelRatioF()))
        return
    widget.setIcon(icon(name, colour, size_px))
    widget.setIconSize(QSize(size_px, size_px))


@lru_cache(maxsize=512)
def _icon(name: str, colour: str, sizes: tuple[int, ...]) -> QIcon:
    made = QIcon()
    for size in sizes:
        for ratio in (1.0, 2.0):
            made.addPixmap(_pixmap(name, colour, size, ratio))
    return made


@lru_cache(maxsize=1024)
def _pixmap(name: str, colour: str, size_px: int, ratio: float) -> QPixmap:
    drawn = QPixmap(round(size_px * ratio), round(size_px * ratio))
    drawn.fill(Qt.GlobalColor.transparent)
    painter = QPainter(drawn)
    QSvgRenderer(QByteArray(_svg(name, colour))).render(painter, QRectF(drawn.rect()))
    painter.end()
    drawn.setDevicePixelRatio(ratio)
    return drawn


def _svg(name: str, colour: str) -> bytes:
    return _drawing(name).replace("currentColor", colour).encode()


@lru_cache(maxsize=256)
def _drawing(name: str) -> str:
    return (paths.resources() / "icons" / f"{name}.svg").read_text("utf-8")


@lru_cache(maxsize=32)
def file_of(name: str, colour: str) -> str:
    """Give the path of a coloured copy of an icon, for the style sheet, which knows only files."""
    folder = paths.cache() / "icons"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    content = _svg(name, colour)
    file = folder / f"{name}-{sha256(content).hexdigest()[:12]}.svg"
    if not file.exists():
        half = file.with_suffix(f".{os.getpid()}")
        half.write_bytes(content)
        half.replace(file)
    return file.as_posix()

"""Light and dark, at every scale: one palette and one style sheet for the whole program."""

import re
import sys

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication

from app import paths
from ui.kit import icons
from ui.kit.tokens import Tokens, tokens

SCALES = (1.0, 1.25, 1.5, 2.0)
_SIZES = {
    "caption": 12,
    "body": 13,
    "section": 16,
    "title": 20,
    "kpi": 28,
    "scan_text": 28,
    "scan_name": 34,
    "scan_figure": 72,
    "radius": 6,
    "radius_card": 8,
    "chip_radius": 14,
    "inner": 28,
    "row": 34,
    "touch": 56,
    "tile": 92,
    "order_card": 72,
}
"""Sizes in pixels at 100 %."""
_NAV_PX, _NAV_MOST_PX = 34, 44
"""A place of the navigation grows only so far: all ten fit a screen 768 px high."""
_STRONG_LINUX = 'font-family: "Noto Sans SemiBold", "Noto Sans SC SemiBold", "Noto Sans SC"'
"""The bundled fonts name their strong cut as a family; asking for a weight finds nothing."""


class Theme(QObject):
    """Applies a theme and a scale; tells everybody when either changes."""

    changed = Signal()

    def __init__(self, application: QApplication) -> None:
        """Start light at 100 %, not applied yet."""
        super().__init__(application)
        self._application = application
        self.tokens: Tokens = tokens("light")
        self.scale = 1.0

    def apply(self, name: str, scale: float) -> None:
        """Put a theme and a scale on every window at once."""
        self.tokens = tokens(name)
        self.scale = scale
        icons.use(self.tokens, scale)
        self._application.setStyle("Fusion")
        self._application.setPalette(_palette(self.tokens))
        self._application.setFont(_font(self.px(_SIZES["body"])))
        self._application.setStyleSheet(self._sheet())
        icons.redraw()
        self.changed.emit()

    def px(self, pixels: float) -> int:
        """Scale a size given at 100 %."""
        return round(pixels * self.scale)

    def size(self, name: str) -> int:
        """Give a named size in pixels at the present scale."""
        return self.px(_SIZES[name])

    def _sheet(self) -> str:
        template = (paths.resources() / "style" / "app.qss").read_text("utf-8")
        words = dict(self.tokens.colours)
        words.update({name: f"{self.px(size)}px" for name, size in _SIZES.items()})
        words["nav"] = f"{min(self.px(_NAV_PX), _NAV_MOST_PX)}px"
        words["strong"] = _STRONG_LINUX if sys.platform == "linux" else "font-weight: 600"
        words["tick"] = icons.file_of("check", self.tokens["on_accent"])
        words["dash"] = icons.file_of("minus", self.tokens["on_accent"])
        words["chevron"] = icons.file_of("chevron-down", self.tokens["muted"])
        return re.sub(r"@(\w+)", lambda found: words[found[1]], template)


def load_fonts() -> None:
    """Make the bundled fonts known, so that Chinese is never boxes."""
    for file in sorted((paths.resources() / "fonts").glob("*.ttf")):
        QFontDatabase.addApplicationFont(str(file))


def _font(pixels: int) -> QFont:
    """Take the system's font where it is good, the bundled one on Linux; Chinese always ours."""
    font = QFont()
    general = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont).family()
    own = "Noto Sans" if sys.platform == "linux" else general
    font.setFamilies([own, "Noto Sans SC", general])
    font.setPixelSize(pixels)
    return font


def _palette(known: Tokens) -> QPalette:
    palette = QPalette()
    role = QPalette.ColorRole
    for target, name in (
        (role.Window, "bg"),
        (role.WindowText, "text"),
        (role.Base, "surface"),
        (role.AlternateBase, "surface2"),
        (role.Text, "text"),
        (role.Button, "surface"),
        (role.ButtonText, "text"),
        (role.Highlight, "accent"),
        (role.HighlightedText, "on_accent"),
        (role.PlaceholderText, "muted"),
        (role.ToolTipBase, "text"),
        (role.ToolTipText, "surface"),
        (role.Link, "accent"),
        (role.Mid, "border"),
        (role.Midlight, "surface2"),
    ):
        palette.setColor(target, QColor(known[name]))
    for target in (role.Text, role.ButtonText, role.WindowText):
        palette.setColor(QPalette.ColorGroup.Disabled, target, QColor(known["muted"]))
    return palette

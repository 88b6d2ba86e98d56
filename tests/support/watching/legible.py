"""Whether a text can be read: not cut off, no boxes for letters, ink unlike its ground."""

from collections import Counter
from typing import Any

from PySide6.QtCore import QPoint
from PySide6.QtGui import QFontMetrics, QImage
from PySide6.QtWidgets import QAbstractButton, QCheckBox, QLabel, QPushButton, QSizePolicy, QWidget

from ui.kit.tokens import contrast


def reading_of(part: QWidget, seen: QImage) -> dict[str, Any]:
    """Tell how the text of a part can be read in a picture of its window."""
    text = getattr(part, "text", str)()
    metrics = QFontMetrics(part.font())
    boxes = "".join(one for one in text if one.isprintable() and not metrics.inFontUcs4(ord(one)))
    return {"cut": _cut(part), "boxes": boxes, "contrast": _contrast(part, seen)}


def _cut(part: QWidget) -> bool:
    if _fits_itself(part):
        return False
    if isinstance(part, QLabel) and part.wordWrap():
        return part.height() < part.heightForWidth(part.width())
    if isinstance(part, (QLabel, QPushButton, QCheckBox)):
        return part.width() < part.minimumSizeHint().width()
    return False


def _fits_itself(part: QWidget) -> bool:
    """Tell whether a part asks for no width of its own: it writes what fits, and smaller."""
    return part.sizePolicy().horizontalPolicy() is QSizePolicy.Policy.Ignored


def _contrast(part: QWidget, seen: QImage) -> float:
    """Give the best contrast of any ink inside a part with the colour that is most of it."""
    area = part.visibleRegion().boundingRect()
    if not isinstance(part, (QLabel, QAbstractButton)) or area != part.rect():
        return 21.0  # what is scrolled half away is looked at where it is whole
    corner = part.mapTo(part.window(), QPoint(0, 0)) + area.topLeft()
    found = Counter(
        seen.pixel(x, y) & 0xFFFFFF
        for x in range(corner.x(), min(corner.x() + area.width(), seen.width()))
        for y in range(corner.y(), min(corner.y() + area.height(), seen.height()))
    )
    if not found:
        return 21.0
    ground = f"#{found.most_common(1)[0][0]:06x}"
    return max(contrast(f"#{one:06x}", ground) for one in found)

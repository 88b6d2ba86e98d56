"""What is wrong with the stops of a window: no name, too small, no ring, a key nobody is told."""

from itertools import product

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QKeySequence
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

from ui.kit.tokens import contrast

_LEAST_PX = 24
_LEAST_RING = 0.5
"""Of a part's edge so much changes clearly when it gets the keys."""
_CLEARLY = 2.0
"""A ring stands out from what was there before; its colours keep 3 to their grounds by name."""


def stops_of(window: QWidget) -> list[QWidget]:
    """Give the parts of a window that Tab can reach now."""
    return [
        one
        for one in window.findChildren(QWidget)
        if one.window() is window
        and one.isEnabled()
        and one.focusPolicy() & Qt.FocusPolicy.TabFocus
        and one.focusProxy() is None
        and not one.visibleRegion().isEmpty()
        and not one.objectName().startswith("qt_")
    ]


def faults_of(window: QWidget) -> list[tuple[str, str]]:
    """Name every stop of a window with what is wrong with it."""
    wrong = []
    for stop in stops_of(window):
        name = stop.accessibleName() or f"{type(stop).__name__} {stop.objectName()}"
        said = [
            (not _named(stop), "no name"),
            (min(stop.width(), stop.height()) < _LEAST_PX, f"only {stop.width()}x{stop.height()}"),
            (not _tells_key(stop), "its key is not told"),
            (not _rings(window, stop), "no ring"),
        ]
        wrong += [(name, what) for is_wrong, what in said if is_wrong]
    return wrong


def _named(stop: QWidget) -> bool:
    text = stop.text() if isinstance(stop, QAbstractButton) else ""
    return bool(stop.accessibleName() or text)


def _tells_key(stop: QWidget) -> bool:
    if not isinstance(stop, QAbstractButton) or stop.shortcut().isEmpty():
        return True
    keys = stop.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
    return keys.replace("Return", "Enter") in stop.toolTip() or "&" in stop.text()


def _rings(window: QWidget, stop: QWidget) -> bool:
    """Tell whether the edge of a part changes clearly when it gets the keys."""
    focus = QApplication.focusWidget()
    if focus is not None:
        focus.clearFocus()
    before = stop.grab().toImage()
    stop.setFocus(Qt.FocusReason.TabFocusReason)
    if not stop.hasFocus():
        return True
    after = stop.grab().toImage()
    return _changed(before, after) >= _LEAST_RING * (stop.width() + stop.height())


def _changed(before: QImage, after: QImage) -> int:
    """Count the points that changed clearly within 4 px of the edge."""
    wide, high = min(before.width(), after.width()), min(before.height(), after.height())
    edge = {(x, y) for x, y in product(range(wide), (0, 1, 2, 3)) if y < high}
    edge |= {(x, high - 1 - y) for x, y in edge}
    edge |= {(x, y) for x, y in product((0, 1, 2, 3), range(high)) if x < wide}
    edge |= {(wide - 1 - x, y) for x, y in product((0, 1, 2, 3), range(high)) if x < wide}
    pairs = [(before.pixelColor(x, y).name(), after.pixelColor(x, y).name()) for x, y in edge]
    known = {pair: contrast(*pair) for pair in set(pairs)}
    return sum(known[pair] >= _CLEARLY for pair in pairs)

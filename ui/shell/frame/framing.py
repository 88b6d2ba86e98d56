"""Small parts of the frame: the area of a page, the strip of the demo."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea

from app.core.messages import _
from ui.kit.context import Page
from ui.kit.parts import label


def area_of(page: Page) -> QScrollArea:
    """Let a page that is larger than the screen scroll, so that the window never outgrows it."""
    area = QScrollArea()
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setWidgetResizable(True)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(page)
    return area


def demo_strip() -> QFrame:
    """Say that nothing here is real."""
    strip = QFrame()
    strip.setObjectName("demo")
    layout = QHBoxLayout(strip)
    layout.setContentsMargins(20, 4, 20, 4)
    text = label(_("Demo data: try anything, nothing here is real."))
    text.setAlignment(Qt.AlignmentFlag.AlignCenter)
    layout.addWidget(text)
    return strip

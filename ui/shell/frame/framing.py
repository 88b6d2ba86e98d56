"""Small parts of the frame: the top bar, the area of a page, the strip of the demo."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QWidget

from app.core.messages import _
from ui.kit.context import Page
from ui.kit.parts import button, label


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


def top_bar(find: Callable[[], object], state: QWidget) -> QFrame:
    """Offer to find anything; `state` stands at the right."""
    bar = QFrame()
    bar.setObjectName("topbar")
    layout = QHBoxLayout(bar)
    layout.setContentsMargins(20, 8, 20, 8)
    text = _("Find orders, customers, items…")
    finding = button(text, find, icon="search", kind="find", shortcut="Ctrl+K")
    finding.setMinimumWidth(360)
    layout.addWidget(finding)
    layout.addStretch(1)
    layout.addWidget(state)
    return bar


def hints() -> QLabel:
    """Say which keys show what else can be done."""
    text = _("{palette} find anything · {help} what can I do here? · {keys} all keys")
    return label(text.format(palette="Ctrl+K", help="F1", keys="Ctrl+/"), "caption")

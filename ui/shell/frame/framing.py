"""Small parts of the frame: the area of a page, the strip of the demo, the palette's orders."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea

from app.core.messages import _
from app.core.reading.spans import Span
from ui.kit.context import Page
from ui.kit.parts import label
from ui.shell.palette import Choice

if TYPE_CHECKING:
    from app.desk import Desk


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


def found_orders(desk: "Desk", go: Callable[..., None], text: str) -> list[Choice]:
    """Give the orders whose number fits what was typed."""
    if not any(letter.isdigit() for letter in text):
        return []
    from app.orders.queries import order_page

    return [
        Choice(
            f"{row.name}  {row.customer}",
            _("Order"),
            partial(go, "orders", order_id=row.order_id),
        )
        for row in desk.read(order_page, text=text, span=Span(limit=6))
    ]

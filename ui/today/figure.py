"""A large figure that is never cut: it is written smaller where a tile has too little room."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy
from typing_extensions import override

_LEAST = 0.45
"""The smallest a figure is written, as a part of its size; from there on it ends in an ellipsis."""


class Figure(QLabel):
    """Shows a figure as large as its tile allows."""

    def __init__(self) -> None:
        """Start with a dash."""
        super().__init__("–")
        self.setObjectName("figure")
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def fitting(self) -> QFont:
        """Give the font in which the figure fits the room there is."""
        font = QFont(self.font())
        room, size = self.contentsRect().width(), font.pixelSize()
        while (
            font.pixelSize() > size * _LEAST
            and QFontMetrics(font).horizontalAdvance(self.text()) > room
        ):
            font.setPixelSize(font.pixelSize() - 1)
        return font

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        font, area = self.fitting(), self.contentsRect()
        painter.setFont(font)
        painter.setPen(self.palette().windowText().color())
        shown = QFontMetrics(font).elidedText(
            self.text(), Qt.TextElideMode.ElideRight, area.width()
        )
        painter.drawText(area, int(Qt.AlignmentFlag.AlignVCenter), shown)

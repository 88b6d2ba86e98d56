"""Pages under each other, at any size; only those in sight are drawn."""

from functools import partial

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QImage,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPixmap,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QScrollArea, QWidget
from typing_extensions import override

from app.core.messages import _
from ui.kit.papers.sheets import POINTS, Sheets
from ui.kit.tasks import Tasks
from ui.kit.theme import Theme

_SCREEN_DPI = 96
_GAP = 12
_KEPT = 12
ZOOMS = (0.5, 0.67, 0.8, 1.0, 1.25, 1.5, 2.0, 3.0, 4.0)


class _Pages(QWidget):
    """The paper itself: where each page lies, and the pictures there are of it."""

    def __init__(self, sheets: Sheets, tasks: Tasks, theme: Theme) -> None:
        super().__init__()
        self._sheets, self._tasks, self._theme = sheets, tasks, theme
        self._zoom = 1.0
        self._drawn: dict[int, QPixmap] = {}
        self._asked: set[int] = set()
        self._areas: list[QRect] = []

    def show_at(self, zoom: float, room: int) -> None:
        """Lay the pages out anew at a size, within a width."""
        if zoom != self._zoom:
            self._drawn.clear()
            self._asked.clear()
        self._zoom = zoom
        scale = zoom * _SCREEN_DPI / POINTS
        sizes = [QSize(round(w * scale), round(h * scale)) for w, h in self._sheets.sizes]
        width = max(room, max((size.width() for size in sizes), default=0) + 2 * _GAP)
        top, self._areas = _GAP, []
        for size in sizes:
            self._areas.append(QRect((width - size.width()) // 2, top, size.width(), size.height()))
            top += size.height() + _GAP
        self.setFixedSize(width, top)
        self.update()

    def page_at(self, height: int) -> int:
        """Give the page at a height, counted from 0."""
        below = (n for n, area in enumerate(self._areas) if area.bottom() + _GAP >= height)
        return next(below, max(len(self._areas) - 1, 0))

    def top_of(self, number: int) -> int:
        """Give the height at which a page begins."""
        return self._areas[number].top() - _GAP if self._areas else 0

    def drawn(self) -> set[int]:
        """Give the pages there is a picture of."""
        return set(self._drawn)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        for number, area in enumerate(self._areas):
            if not area.intersects(event.rect()):
                continue
            picture = self._drawn.get(number)
            if picture is None:
                painter.fillRect(area, QColor(Qt.GlobalColor.white))
                self._ask(number)
            else:
                painter.drawPixmap(area, picture)
            painter.setPen(QColor(self._theme.tokens["border"]))
            painter.drawRect(area.adjusted(-1, -1, 0, 0))

    def _ask(self, number: int) -> None:
        if number in self._asked:
            return
        self._asked.add(number)
        zoom, ratio = self._zoom, self.devicePixelRatioF()
        scale = zoom * ratio * _SCREEN_DPI / POINTS
        self._tasks.call(
            partial(self._sheets.draw, number, scale), partial(self._keep, number, zoom)
        )

    def _keep(self, number: int, zoom: float, image: QImage) -> None:
        if zoom != self._zoom or image.isNull():
            return
        image.setDevicePixelRatio(self.devicePixelRatioF())
        self._drawn[number] = QPixmap.fromImage(image)
        self._asked.discard(number)
        while len(self._drawn) > _KEPT:
            self._drawn.pop(max(self._drawn, key=lambda other: abs(other - number)))
        self.update(self._areas[number])


class PageView(QScrollArea):
    """Scrolls the pages of a paper and shows them larger or smaller."""

    turned = Signal(int)
    """The page in sight, counted from 1."""
    zoomed = Signal(float)

    def __init__(self, sheets: Sheets, tasks: Tasks, theme: Theme) -> None:
        """Start as wide as the window."""
        super().__init__()
        self._pages = _Pages(sheets, tasks, theme)
        self._zoom, self._fits = 1.0, True
        self._widest = max((width for width, _height in sheets.sizes), default=1.0)
        self.setWidget(self._pages)
        self.setAccessibleName(_("Pages"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.verticalScrollBar().setSingleStep(40)
        self.verticalScrollBar().valueChanged.connect(lambda _at: self.turned.emit(self.page))

    @property
    def page(self) -> int:
        """Give the page in sight, counted from 1."""
        middle = self.verticalScrollBar().value() + self.viewport().height() // 2
        return self._pages.page_at(middle) + 1

    @property
    def zoom(self) -> float:
        """Give the size shown; 1 is the size on paper."""
        return self._zoom

    def drawn(self) -> set[int]:
        """Give the pages there is a picture of, counted from 0."""
        return self._pages.drawn()

    def larger(self) -> None:
        """Show the next larger size."""
        self._show_at(next((one for one in ZOOMS if one > self._zoom + 0.01), ZOOMS[-1]))

    def smaller(self) -> None:
        """Show the next smaller size."""
        below = [one for one in ZOOMS if one < self._zoom - 0.01]
        self._show_at(below[-1] if below else ZOOMS[0])

    def fit_width(self) -> None:
        """Show the pages as wide as the window, and keep them so."""
        room = self.viewport().width() - 2 * _GAP
        self._show_at(max(room * POINTS / _SCREEN_DPI / self._widest, 0.1))
        self._fits = True

    def _show_at(self, zoom: float) -> None:
        bar = self.verticalScrollBar()
        number = self._pages.page_at(bar.value())
        offset = (bar.value() - self._pages.top_of(number)) / self._zoom
        self._zoom, self._fits = zoom, False
        self._pages.show_at(zoom, self.viewport().width())
        bar.setValue(round(self._pages.top_of(number) + offset * zoom))
        self.zoomed.emit(zoom)
        self.turned.emit(self.page)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._fits:
            self.fit_width()
        else:
            self._pages.show_at(self._zoom, self.viewport().width())

    @override
    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier and event.angleDelta().y():
            (self.larger if event.angleDelta().y() > 0 else self.smaller)()
            event.accept()
        else:
            super().wheelEvent(event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        bar = self.verticalScrollBar()
        if event.key() == Qt.Key.Key_Home:
            bar.setValue(0)
        elif event.key() == Qt.Key.Key_End:
            bar.setValue(bar.maximum())
        else:
            super().keyPressEvent(event)

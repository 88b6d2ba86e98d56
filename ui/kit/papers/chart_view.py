"""A chart on screen: painted from the same description as on paper, with values under the mouse."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget
from typing_extensions import override

from app.core.messages import _
from app.reports.charts import Chart
from ui.kit.theme import Theme

_EDGE = 8


class ChartView(QWidget):
    """Paints bars or lines; says in words what it shows."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        """Start without a chart."""
        super().__init__(parent)
        self._theme = theme
        self._chart: Chart | None = None
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        theme.changed.connect(self.update)

    def show_chart(self, chart: Chart | None) -> None:
        """Show a chart, or nothing."""
        self._chart = chart
        self.setVisible(chart is not None)
        self.setAccessibleName(chart.title if chart else "")
        self.setAccessibleDescription(chart.description if chart else "")
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(480, self._theme.px(220))

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(240, self._theme.px(96))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        chart = self._chart
        if chart is None or not chart.x_labels:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area, ticks = self._area(chart)
        self._paint_grid(painter, area, ticks)
        self._paint_labels(painter, area, chart)
        if not any(value for series in chart.series for value in series.values):
            painter.drawText(area, int(Qt.AlignmentFlag.AlignCenter), _("Nothing in these days."))
        for number, series in enumerate(chart.series):
            colour = QColor(self._theme.tokens["accent" if number == 0 else "ok"])
            points = self._points(series.values, area, ticks)
            if chart.kind == "bars":
                self._paint_bars(painter, area, points, colour)
            else:
                painter.setPen(QPen(colour, 2))
                painter.drawPolyline(points)

    def _area(self, chart: Chart) -> tuple[QRectF, tuple[float, ...]]:
        ticks = chart.ticks()
        metrics = QFontMetrics(self.font())
        wide = max(metrics.horizontalAdvance(_figure(tick)) for tick in ticks) + 16
        top = max(_EDGE, metrics.height() // 2)
        high = max(self.height() - metrics.height() - top - _EDGE - 4, 10)
        return QRectF(wide, top, max(self.width() - wide - _EDGE, 10), high), ticks

    def _paint_grid(self, painter: QPainter, area: QRectF, ticks: tuple[float, ...]) -> None:
        muted = QColor(self._theme.tokens["muted"])
        line = QPen(QColor(self._theme.tokens["border"]), 1)
        high = painter.fontMetrics().height()
        for tick in ticks:
            y = _height(tick, ticks, area)
            painter.setPen(line)
            painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y))
            painter.setPen(muted)
            box = QRectF(0, y - high / 2, area.left() - 8, high)
            flags = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(box, int(flags), _figure(tick))

    def _paint_labels(self, painter: QPainter, area: QRectF, chart: Chart) -> None:
        painter.setPen(QColor(self._theme.tokens["muted"]))
        metrics = QFontMetrics(self.font())
        step_px = area.width() / len(chart.x_labels)
        widest = max(metrics.horizontalAdvance(text) for text in chart.x_labels) + 12
        every = max(1, round(widest / step_px + 0.5))
        for number, text in enumerate(chart.x_labels):
            if number % every == 0:
                middle = area.left() + step_px * (number + 0.5)
                box = QRectF(middle - widest, area.bottom() + 4, widest * 2, metrics.height())
                painter.drawText(box, int(Qt.AlignmentFlag.AlignHCenter), text)

    @staticmethod
    def _points(values: tuple[float, ...], area: QRectF, ticks: tuple[float, ...]) -> list[QPointF]:
        step_px = area.width() / max(len(values), 1)
        return [
            QPointF(area.left() + step_px * (number + 0.5), _height(value, ticks, area))
            for number, value in enumerate(values)
        ]

    @staticmethod
    def _paint_bars(painter: QPainter, area: QRectF, points: list[QPointF], colour: QColor) -> None:
        wide = max(2.0, min(area.width() / max(len(points), 1) * 0.7, 40))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        for point in points:
            high = area.bottom() - point.y()
            if high > 0:
                bar = QRectF(point.x() - wide / 2, point.y(), wide, high)
                painter.drawRoundedRect(bar, min(3.0, wide / 3), min(3.0, high))

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        chart = self._chart
        if chart is None or not chart.x_labels:
            return
        area, _ticks = self._area(chart)
        at = int((event.position().x() - area.left()) / area.width() * len(chart.x_labels))
        if 0 <= at < len(chart.x_labels):
            values = ", ".join(f"{series.values[at]:,.2f}" for series in chart.series)
            text = f"{chart.x_labels[at]}: {values} {chart.unit}"
            QToolTip.showText(event.globalPosition().toPoint(), text, self)


def _height(value: float, ticks: tuple[float, ...], area: QRectF) -> float:
    low, high = ticks[0], ticks[-1]
    return area.bottom() - (value - low) / (high - low) * area.height()


def _figure(tick: float) -> str:
    return f"{tick:,.0f}" if tick == int(tick) else f"{tick:,.2f}"

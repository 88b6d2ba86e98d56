"""A chart drawn on a sheet: five calm grid lines, bars or lines, labels that never overlap."""

from typing import TYPE_CHECKING

from app.core.messages import _
from app.documents.fonts import printable, width
from app.documents.page import LABEL, MUTED, STRONG, Sheet, Style
from app.documents.wrapping import fit, wrap

if TYPE_CHECKING:
    from app.reports.charts import Chart

CHART_HEIGHT = 236.0
_PLOT_HEIGHT = 150.0
_COLOURS = ("accent", "ok", "warn", "err", "muted")
_TICK = Style(7.5, colour="muted")
_BAR_SHARE = 0.62


class _Plot:
    """Where a value and a label lie on the sheet."""

    def __init__(self, sheet: Sheet, chart: "Chart", y: float) -> None:
        self.ticks = chart.ticks()
        self.figures = [_figure(tick, self.ticks) for tick in self.ticks]
        self.left = sheet.left + max(width(words, _TICK.size) for words in self.figures) + 8
        self.right, self.top, self.bottom = sheet.right, y, y + _PLOT_HEIGHT
        self.step = (self.right - self.left) / max(len(chart.x_labels), 1)

    def y_of(self, value: float) -> float:
        """Give the height of a value."""
        low, high = self.ticks[0], self.ticks[-1]
        return self.bottom - (value - low) / (high - low) * (self.bottom - self.top)

    def x_of(self, index: int) -> float:
        """Give the middle of a label's share."""
        return self.left + self.step * (index + 0.5)


def draw_chart(sheet: Sheet, chart: "Chart", y: float) -> float:
    """Draw a chart as wide as the page under `y`; give where it ends."""
    end = y + CHART_HEIGHT
    title = fit(printable(chart.title), sheet.room * 0.6, STRONG.size, strong=True)
    sheet.text(sheet.left, y + 12, title, STRONG)
    if len(chart.series) > 1:
        _legend(sheet, chart, y + 12)
    elif chart.unit:
        sheet.text(sheet.right, y + 12, fit(printable(chart.unit), 150, 8), LABEL, "right")
    plot = _Plot(sheet, chart, y + 30)
    if not chart.x_labels:
        sheet.fill(sheet.left, plot.top, (sheet.room, _PLOT_HEIGHT), "surface2", 6)
        middle = (sheet.left + sheet.right) / 2
        sheet.text(middle, plot.top + 78, _("No figures yet"), MUTED, "center")
        return end
    for tick, words in zip(plot.ticks, plot.figures, strict=True):
        level = plot.y_of(tick)
        colour, weight = ("control", 0.8) if tick == 0 else ("border", 0.5)
        sheet.rule(plot.left, level, plot.right, colour, weight)
        sheet.text(plot.left - 6, level + 2.6, words, _TICK, "right")
    (_bars if chart.kind == "bars" else _lines)(sheet, chart, plot)
    _labels(sheet, chart, plot)
    for index, line in enumerate(wrap(printable(chart.description), sheet.room, 8, most=2)):
        sheet.text(sheet.left, plot.bottom + 31 + 11 * index, line, LABEL)
    return end


def _bars(sheet: Sheet, chart: "Chart", plot: _Plot) -> None:
    count = max(len(chart.series), 1)
    wide = min(plot.step * _BAR_SHARE, 34.0 * count) / count
    for at, series in enumerate(chart.series):
        colour = _COLOURS[at % len(_COLOURS)]
        for index, value in enumerate(series.values[: len(chart.x_labels)]):
            x = plot.x_of(index) + (at - count / 2) * wide
            foot, head = plot.y_of(0), plot.y_of(value)
            bend = min(2.5, wide / 3, abs(foot - head))
            sheet.column(x, (foot, head), wide * 0.94, colour, bend)


def _lines(sheet: Sheet, chart: "Chart", plot: _Plot) -> None:
    for at, series in enumerate(chart.series):
        colour = _COLOURS[at % len(_COLOURS)]
        values = series.values[: len(chart.x_labels)]
        points = [(plot.x_of(index), plot.y_of(value)) for index, value in enumerate(values)]
        if len(points) > 1:
            sheet.line(points, colour, 1.8)
        if len(points) <= 31:
            for x, y in points:
                sheet.fill(x - 2, y - 2, (4, 4), colour, 2)


def _labels(sheet: Sheet, chart: "Chart", plot: _Plot) -> None:
    labels = [printable(label) for label in chart.x_labels]
    widest = max(width(label, _TICK.size) for label in labels) + 8
    every = max(1, -(-int(widest) // max(int(plot.step), 1)))
    for index in range(0, len(labels), every):
        room = plot.step * every + 6
        words = fit(labels[index], max(room, 24), _TICK.size)
        half = width(words, _TICK.size) / 2
        x = min(plot.x_of(index), sheet.right - half)
        sheet.text(x, plot.bottom + 13, words, _TICK, "center")


def _legend(sheet: Sheet, chart: "Chart", y: float) -> None:
    x = sheet.right
    if chart.unit:
        x -= sheet.text(x, y, fit(printable(chart.unit), 80, LABEL.size), LABEL, "right") + 14
    for at, series in reversed(list(enumerate(chart.series))):
        name = fit(printable(series.name), 90, LABEL.size)
        x -= sheet.text(x, y, name, LABEL, "right") + 11
        sheet.fill(x, y - 6, (7, 7), _COLOURS[at % len(_COLOURS)], 2)
        x -= 14


def _figure(tick: float, ticks: tuple[float, ...]) -> str:
    whole = all(value == int(value) for value in ticks)
    step = ticks[1] - ticks[0]
    digits = 0 if whole else next(d for d in range(1, 10) if round(step, d) == round(step, 9))
    return f"{tick:,.{digits}f}"

"""A report on paper: title, what was asked, a chart when there is one, and the table."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.core.messages import _
from app.documents.chart import draw_chart
from app.documents.fonts import ONE_AT_A_TIME, printable
from app.documents.letter import Closing, flow_table, letterhead, total_line
from app.documents.page import (
    BODY,
    MARGIN,
    MUTED,
    STRONG,
    TITLE,
    Align,
    Paper,
    Sheet,
    Shop,
)
from app.documents.table import Column, Table, room_for
from app.documents.wrapping import wrap

if TYPE_CHECKING:
    from app.reports.charts import Chart


@dataclass(frozen=True)
class ReportColumn:
    """One column: its width in points, or 0 for what its figures or words need."""

    title: str
    align: Align = "left"
    width: float = 0.0


@dataclass(frozen=True, kw_only=True)
class Report:
    """A report as texts ready to be read; `totals` has one text per column or none at all."""

    shop: Shop
    title: str
    parameters: str
    columns: tuple[ReportColumn, ...]
    rows: tuple[tuple[str, ...], ...]
    totals: tuple[str, ...] = ()
    chart: "Chart | None" = None
    made_on: str = ""


def report(value: Report, paper: Paper = "A4") -> bytes:
    """Print one report; the table flows over as many pages as it needs."""
    with ONE_AT_A_TIME:
        sheet = Sheet(paper, value.title)
        y = _head(sheet, value)
        if value.chart is not None:
            y = draw_chart(sheet, value.chart, y + 6)
        table = _table(sheet, value)
        closing = Closing(30.0 if value.totals or not value.rows else 0.0, _end(value, table))
        flow_table(sheet, ("", value.title, value.shop), table, closing, y + 8)
        return sheet.done()


def _head(sheet: Sheet, value: Report) -> float:
    y = letterhead(sheet, Shop(value.shop.name)) + 38
    if value.made_on:
        made = _("Made on {date}").format(date=value.made_on)
        sheet.text(sheet.right, MARGIN + 11, printable(made), MUTED, "right")
    for line in wrap(printable(value.title), sheet.room, TITLE.size, strong=True, most=2):
        sheet.text(sheet.left, y, line, TITLE)
        y += 26
    y -= 8
    for line in wrap(printable(value.parameters), sheet.room, BODY.size):
        sheet.text(sheet.left, y, line, MUTED)
        y += 13
    return y


def _table(sheet: Sheet, value: Report) -> Table:
    drawn = [
        Column(column.title, column.width or _figures(at, value), column.align)
        for at, column in enumerate(value.columns)
    ]
    return Table(drawn, value.rows, (sheet.left, sheet.right))


def _figures(at: int, value: Report) -> float:
    """Give a column of figures the width of its widest; words share what is left."""
    column = value.columns[at]
    if column.align != "right":
        return 0.0
    figures = [row[at] for row in (*value.rows, value.totals) if row]
    return room_for((column.title, *figures), 56, 140, STRONG)


def _end(value: Report, table: Table) -> Callable[[Sheet, float], None]:
    def draw(sheet: Sheet, y: float) -> None:
        if not value.rows:
            sheet.text(sheet.left, y + 22, _("Nothing to show for this choice."), MUTED)
        total_line(sheet, table, y, list(enumerate(value.totals)))

    return draw

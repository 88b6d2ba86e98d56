"""Reports as texts ready for paper, and as tables ready for spreadsheets."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from app.core.clock import business_date
from app.core.messages import _, ngettext
from app.core.money import minor_digits, money_text
from app.core.settings import ShopSettings
from app.desk import Desk
from app.documents.page import Shop
from app.documents.report import Report, ReportColumn
from app.exchange.exports import ExportColumn, ExportTable
from app.reports.queries import LowStockRow, SalesByDay, low_stock, sales_by_day

_USUAL_DAYS = 30


@dataclass(frozen=True)
class Paper:
    """One report twice: for reading, and as a table of numbers."""

    report: Report
    table: ExportTable


def sales_paper(desk: Desk, first: date | None, last: date | None) -> Paper:
    """Give sales by day; without dates, the thirty days up to today.

    Raises:
        BadValue: the last day is before the first, or the time is longer than ten years.
    """
    until = last or _today(desk)
    since = first or until - timedelta(days=_USUAL_DAYS - 1)
    figures = desk.read(sales_by_day, since, until)
    return Paper(sales_report(desk.settings, figures, _today(desk)), _sales_table(figures))


def low_stock_paper(desk: Desk, _first: date | None, _last: date | None) -> Paper:
    """Give the items to be ordered now."""
    rows = desk.read(low_stock)
    return Paper(low_stock_report(desk.settings, rows, _today(desk)), _low_table(rows))


def sales_report(settings: ShopSettings, figures: SalesByDay, today: date) -> Report:
    """Put sales by day on paper: a chart, a row a day, and the sums."""
    total = figures.total
    rows = tuple(
        (
            str(row.day),
            f"{row.orders:,}",
            f"{row.lines:,}",
            f"{row.units:,}",
            money_text(row.amount, figures.currency),
        )
        for row in figures.rows
    )
    return Report(
        shop=Shop(settings.shop_name, settings.shop_address),
        title=_("Sales by day"),
        parameters=_("{first} to {last}; confirmed orders, goods before tax").format(
            first=figures.first, last=figures.last
        ),
        columns=(
            ReportColumn(_("Day")),
            ReportColumn(_("Orders"), "right", 70),
            ReportColumn(_("Lines"), "right", 70),
            ReportColumn(_("Units"), "right", 80),
            ReportColumn(_("Amount"), "right", 110),
        ),
        rows=rows,
        totals=(
            _("Total"),
            f"{total.orders:,}",
            f"{total.lines:,}",
            f"{total.units:,}",
            money_text(total.amount, figures.currency),
        ),
        chart=figures.chart(),
        made_on=str(today),
    )


def low_stock_report(settings: ShopSettings, rows: Sequence[LowStockRow], today: date) -> Report:
    """Put what should be ordered on paper: a row an item."""
    counted = ngettext("{count} item", "{count} items", len(rows)).format(count=len(rows))
    return Report(
        shop=Shop(settings.shop_name, settings.shop_address),
        title=_("Low stock"),
        parameters=_("{count}: available and incoming do not pass the reorder point").format(
            count=counted
        ),
        columns=(
            ReportColumn(_("Code"), width=80),
            ReportColumn(_("Item")),
            ReportColumn(_("On hand"), "right", 54),
            ReportColumn(_("Available"), "right", 58),
            ReportColumn(_("Incoming"), "right", 56),
            ReportColumn(_("Point"), "right", 46),
            ReportColumn(_("Order"), "right", 50),
        ),
        rows=tuple(
            (
                row.code,
                row.name,
                f"{row.on_hand:,}",
                f"{row.available:,}",
                f"{row.incoming:,}",
                f"{row.reorder_point:,}",
                f"{row.suggested:,}",
            )
            for row in rows
        ),
        made_on=str(today),
    )


def _sales_table(figures: SalesByDay) -> ExportTable:
    columns = (
        ExportColumn("Day"),
        ExportColumn("Orders", 0),
        ExportColumn("Lines", 0),
        ExportColumn("Units", 0),
        ExportColumn("Amount", minor_digits(figures.currency)),
    )
    rows = [(row.day, row.orders, row.lines, row.units, row.amount) for row in figures.rows]
    return ExportTable("sales by day", columns, rows)


def _low_table(rows: Sequence[LowStockRow]) -> ExportTable:
    numbers = ("On hand", "Reserved", "Available", "Incoming", "Reorder point", "Suggested")
    columns = (
        ExportColumn("Item code"),
        ExportColumn("Item name"),
        *(ExportColumn(name, 0) for name in numbers),
    )
    cells = [
        (
            row.code,
            row.name,
            row.on_hand,
            row.reserved,
            row.available,
            row.incoming,
            row.reorder_point,
            row.suggested,
        )
        for row in rows
    ]
    return ExportTable("low stock", columns, cells)


def _today(desk: Desk) -> date:
    return business_date(desk.clock.now(), desk.settings.zone)


REPORTS = {"sales-by-day": sales_paper, "low-stock": low_stock_paper}
"""Name on the command line to how the report is made."""

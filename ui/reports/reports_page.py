"""Reports: a list at the left, the figures as chart and table, the same as paper."""

from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QHBoxLayout,
    QListWidget,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from app.core.errors import BadValue, DeskError
from app.core.messages import N_, _
from app.exchange.exports import write_csv, write_workbook
from ui.kit.context import Context, Page
from ui.kit.fields import DateField
from ui.kit.papers.chart_view import ChartView
from ui.kit.papers.saving import TABLES, place_to_save
from ui.kit.parts import (
    Banner,
    Card,
    ElidedLabel,
    EmptyState,
    Field,
    PageHeader,
    button,
    label,
    row,
)
from ui.kit.table import Column, DataTable, RowsModel

if TYPE_CHECKING:
    from app.desk import Desk
    from app.papers.figures import Paper

TITLES: dict[str, str] = {"sales-by-day": N_("Sales by day"), "low-stock": N_("Low stock")}
_DATED = frozenset({"sales-by-day"})


def _read(desk: "Desk", name: str, first: date | None, last: date | None) -> "Paper":
    """Read a report; what puts it on paper is loaded here, off the window's thread."""
    from app.papers.figures import REPORTS

    return REPORTS[name](desk, first, last)


def _pdf(paper: "Paper", size: str) -> bytes:
    from app.documents.report import report

    return report(paper.report, "Letter" if size == "Letter" else "A4")


class ReportsPage(Page):
    """Shows one report at a time."""

    shows = frozenset({"order", "stock", "item", "import", "settings"})

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        """Build the list, the parameters and the figures."""
        super().__init__(context, parent)
        self._paper: Paper | None = None
        self._header = PageHeader(_("Reports"))
        self.save_button = button(_("Save table…"), self._save, icon="download")
        printing = button(_("Print"), self._print, icon="printer", shortcut="Ctrl+P")
        printing.setShortcut("Ctrl+P")
        self._header.add(self.save_button)
        self._header.add(printing)
        self._banner = Banner()
        self._list = QListWidget()
        self._list.setAccessibleName(_("Reports"))
        self._list.setMaximumWidth(context.theme.px(220))
        self._names = tuple(TITLES)
        self._list.addItems([_(TITLES[name]) for name in self._names])
        self._list.setCurrentRow(0)
        self._list.currentRowChanged.connect(lambda _row: self.refresh())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        layout.addWidget(self._header)
        layout.addWidget(self._banner)
        halves = QHBoxLayout()
        halves.setSpacing(12)
        halves.addWidget(self._list)
        halves.addLayout(self._sheet(), 1)
        layout.addLayout(halves, 1)

    def _sheet(self) -> QVBoxLayout:
        today = self.context.today
        self._first, self._last = DateField(_("From"), today), DateField(_("To"), today)
        self._last.show_value(today())
        self._first.show_value(today() - timedelta(days=29))
        self._dates = Card(margin=12)
        show = button(_("Show"), self.refresh, icon="refresh-cw")
        dates = row(Field(_("From"), self._first), Field(_("To"), self._last), show, None)
        dates.setAlignment(show, Qt.AlignmentFlag.AlignBottom)
        self._dates.body.addLayout(dates)
        self._said = ElidedLabel("", "muted")
        self._chart = ChartView(self.context.theme)
        self._card = Card(margin=8)
        self._card.body.addWidget(self._chart)
        self._rows = RowsModel((), self)
        self._table = DataTable(self._rows, "report", _("Figures"))
        self._totals = label("", "strong")
        self._empty = EmptyState("chart-column", _("Nothing to show for this time."))
        sheet = QVBoxLayout()
        sheet.setSpacing(12)
        sheet.addWidget(self._dates)
        sheet.addWidget(self._said)
        sheet.addWidget(self._card, 1)
        sheet.addWidget(self._table, 2)
        sheet.addWidget(self._empty, 1)
        sheet.addWidget(self._totals)
        return sheet

    def _name(self) -> str:
        return self._names[max(self._list.currentRow(), 0)]

    @override
    def enter(self) -> None:
        """Stand in the list of reports."""
        super().enter()
        self._list.setFocus()

    @override
    def go_to(self, **where: Any) -> None:
        """Show the report of this name."""
        name = where.get("report")
        if name in self._names:
            self._list.setCurrentRow(self._names.index(name))

    @override
    def refresh(self) -> None:
        """Read the figures of the report in front."""
        name = self._name()
        self._dates.setVisible(name in _DATED)
        try:
            first, last = self._first.value(), self._last.value()
        except BadValue as error:
            self._banner.tell("err", error.message())
            return
        self._banner.hide()
        desk = self.context.desk
        self.context.tasks.call(lambda: _read(desk, name, first, last), self._show, self._failed)

    def _failed(self, error: Exception) -> None:
        if isinstance(error, DeskError):
            self._banner.tell("err", error.message())
        else:
            self.context.shell.problem(error)

    def _show(self, paper: "Paper") -> None:
        self._paper = paper
        report = paper.report
        self._said.say(report.parameters)
        self._chart.show_chart(report.chart)
        self._card.setVisible(report.chart is not None)
        self._rows.beginResetModel()
        self._rows.columns = tuple(
            Column(
                column.title,
                lambda texts, at=at: texts[at],  # type: ignore[misc]  # a default of a lambda
                max(10, len(column.title) + 2),
                number=column.align == "right",
                stretch=column.align != "right" and column.width == 0,
            )
            for at, column in enumerate(report.columns)
        )
        self._rows.rows = list(report.rows)
        self._rows.endResetModel()
        self._table.resize_columns()
        self._table.setVisible(bool(report.rows))
        self._empty.setVisible(not report.rows)
        totals = [
            f"{column.title}: {text}"
            for column, text in zip(report.columns[1:], report.totals[1:], strict=False)
            if text
        ]
        self._totals.setText("   ".join(totals))

    def _print(self) -> None:
        paper, size = self._paper, self.context.settings.paper
        if paper is not None:
            self.context.shell.show_paper(
                paper.report.title,
                lambda: _pdf(paper, size),
            )

    def _save(self) -> None:
        paper = self._paper
        if paper is None:
            return
        name = f"{paper.report.title}.xlsx"
        place = place_to_save(self, _("Save table…"), name, TABLES)
        if place:
            write = write_csv if place.lower().endswith(".csv") else write_workbook
            self.context.tasks.call(
                lambda: write(paper.table, Path(place)),
                lambda _count: self._banner.tell("ok", _("Saved as {file}.").format(file=place)),
                self._failed,
            )

"""The page of reports: what it shows is what was ordered, and leaves as paper or table."""

import csv
from collections.abc import Iterator
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QListWidget
from pytestqt.qtbot import QtBot
from sqlalchemy import text

from app.desk import Desk
from app.papers.figures import REPORTS
from tests.support.counter import Office
from tests.support.phone_shop import furnish_phone_shop
from tests.support.windows import heard_shell, idle, shown
from ui.kit.context import Context
from ui.kit.fields import DateField
from ui.kit.parts import Banner
from ui.kit.table import DataTable
from ui.reports.reports_page import TITLES, ReportsPage


@pytest.fixture
def page(qtbot: QtBot, shop_desk: Desk, context: Context) -> Iterator[ReportsPage]:
    """Give the page of a shop that sold 1,257 pieces in three orders today."""
    office = Office(shop_desk, furnish_phone_shop(shop_desk), qtbot)
    office.take(("BO8", 900), ("NU8", 50))
    office.take(("BO8", 300))
    office.take(("HO1", 7))
    made = shown(ReportsPage(context), qtbot)
    idle(qtbot, context)
    yield made
    idle(qtbot, context)


def _rows(page: ReportsPage) -> list[tuple[str, ...]]:
    return list(page.findChildren(DataTable)[0].rows_model.rows)


def _said(page: ReportsPage) -> str:
    return " | ".join(one.text() for one in page.findChildren(QLabel) if one.isVisible())


def test_the_list_of_reports_has_the_focus_and_its_arrows_change_the_report(
    qtbot: QtBot, context: Context, page: ReportsPage
) -> None:
    (listed,) = page.findChildren(QListWidget)
    page.activateWindow()
    qtbot.waitUntil(listed.hasFocus, timeout=2000)
    qtbot.keyClick(listed, Qt.Key.Key_Down)
    idle(qtbot, context)
    assert [row[0] for row in _rows(page)] == []
    qtbot.keyClick(listed, Qt.Key.Key_Up)
    idle(qtbot, context)
    assert len(_rows(page)) == 30


def test_its_sums_are_what_the_desk_holds_with_thousands_apart(
    context: Context, page: ReportsPage
) -> None:
    with context.desk.engine.connect() as connection:
        orders, lines, units, goods = connection.execute(
            text(
                "SELECT count(DISTINCT o.id), count(*), sum(l.quantity), sum(l.amount) "
                "FROM sales_order AS o JOIN order_line AS l ON l.order_id = o.id "
                "WHERE o.confirmed_at IS NOT NULL"
            )
        ).one()
    today = _rows(page)[-1]
    assert today[1:4] == (str(orders), str(lines), f"{units:,}")
    assert units == 1_257
    assert f"Units: {units:,}" in _said(page)
    assert f"{goods / 100:,.2f}" in today[4]


def test_paper_and_table_say_what_the_page_says(
    qtbot: QtBot,
    context: Context,
    page: ReportsPage,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow, timeout=2000)
    focus = QApplication.focusWidget()
    qtbot.keyClick(focus, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: bool(heard_shell(context).papers), timeout=2000)
    ((_title, make),) = heard_shell(context).papers
    printed = "".join(one.extract_text() for one in PdfReader(BytesIO(make())).pages)
    assert "1,257" in printed
    place = tmp_path / "sales.csv"
    monkeypatch.setattr("ui.reports.reports_page.place_to_save", lambda *_: str(place))
    page.save_button.click()
    idle(qtbot, context)
    with place.open(encoding="utf-8-sig", newline="") as file:
        kept = list(csv.reader(file))
    assert kept[0][:4] == ["Day", "Orders", "Lines", "Units"]
    assert kept[-1][1:4] == ["3", "4", "1257"]
    assert str(place) in _said(page)


@pytest.mark.parametrize(("scale", "high"), [(1.0, 560), (1.5, 545)])
def test_sums_and_rows_are_seen_without_scrolling_the_page(
    qtbot: QtBot, context: Context, page: ReportsPage, scale: float, high: int
) -> None:
    context.theme.apply("light", scale)
    idle(qtbot, context)
    assert not page.hasHeightForWidth()
    assert page.minimumSizeHint().height() <= high


def test_a_place_that_cannot_be_written_is_said_and_nothing_breaks(
    qtbot: QtBot,
    context: Context,
    page: ReportsPage,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    place = tmp_path / "nowhere" / "sales.xlsx"
    monkeypatch.setattr("ui.reports.reports_page.place_to_save", lambda *_: str(place))
    page.save_button.click()
    idle(qtbot, context)
    assert heard_shell(context).problems == []
    assert any(one.isVisible() for one in page.findChildren(Banner))
    assert "sales.xlsx was not saved: No such file or directory." in _said(page)


def test_a_time_without_orders_shows_days_of_nothing_and_a_wrong_one_is_refused(
    qtbot: QtBot, context: Context, page: ReportsPage
) -> None:
    first, last = page.findChildren(DateField)
    day = context.today() - timedelta(days=100)
    first.setFocus()
    first.show_value(day)
    last.show_value(day)
    page.refresh()
    idle(qtbot, context)
    (row,) = _rows(page)
    assert (row[0], row[1]) == (str(day), "0")
    first.setText("never")
    page.refresh()
    idle(qtbot, context)
    assert any(one.isVisible() for one in page.findChildren(Banner))
    assert len(_rows(page)) == 1


def test_the_page_offers_every_report_the_command_line_makes() -> None:
    assert list(TITLES) == list(REPORTS)

"""The figures of the day and the lists behind them."""

from PySide6.QtWidgets import QAbstractButton, QLabel
from pytestqt.qtbot import QtBot

from app.orders.glance import Day
from app.orders.queries import order_page
from app.orders.rows import BoardFigures, DraftRow
from app.orders.states import LABELS
from tests.support.shops import open_shop
from tests.support.windows import HeardShell, idle
from ui.kit.context import Context
from ui.today.today_page import TodayPage


def test_a_figure_counts_the_orders_of_the_list_behind_it(qtbot: QtBot, context: Context) -> None:
    shop = open_shop(context.desk)
    nut, rare = shop.item("NU1", 100), shop.item("RA1", 3)
    for _number in range(3):
        shop.order((nut, 2))
    shop.order((rare, 9), shortage="backorder")
    half = shop.order((nut, 5))
    shop.ship(half.order_id, (shop.line(half.order_id).line_id, 2))
    page = TodayPage(context)
    qtbot.addWidget(page)
    page.enter()
    idle(qtbot, context)
    shell = context.shell
    assert isinstance(shell, HeardShell)
    for name in ("review", "pick", "ship"):
        tile, figure, _note = page._figures[name]
        assert isinstance(tile, QAbstractButton)
        tile.click()
        went, where = shell.went[-1]
        rows = context.desk.read(order_page, labels=where["labels"])
        assert went == "orders"
        assert figure.text() == str(len(rows)), name
    assert page._figures["pick"][1].text() == "4"


def test_large_counts_are_written_with_their_thousands_apart(
    qtbot: QtBot, context: Context
) -> None:
    page = TodayPage(context)
    qtbot.addWidget(page)
    page.enter()
    idle(qtbot, context)
    counts = dict.fromkeys(LABELS, 0) | {"review": 1_200, "hold": 34, "short": 5_678}
    page._show(Day(BoardFigures(counts, 1_001, 0, 0, 0), 2_500, ((),) * 5, ()))
    assert page._figures["review"][1].text() == "1,234"
    assert page._figures["low"][1].text() == "2,500"
    said = {one.accessibleName() for one in page.findChildren(QLabel)}
    assert {"5,678 short of stock", "1,001 orders late"} <= said


def test_a_name_of_300_letters_leaves_the_offer_to_resume_in_one_line(
    qtbot: QtBot, context: Context
) -> None:
    page = TodayPage(context)
    qtbot.addWidget(page)
    page.resize(1118, 640)
    page.show()
    page.enter()
    idle(qtbot, context)
    draft = DraftRow("d1", "龘 " + "Wonderfully long " * 18, context.desk.clock.now(), False, "{}")
    counts = dict.fromkeys(LABELS, 0)
    page._show(Day(BoardFigures(counts, 0, 0, 0, 0), 0, ((),) * 5, (draft,)))
    (told,) = [one for one in page.findChildren(QLabel) if one.text().startswith("1 unfinished")]
    assert "龘 Wonderfully" in told.text()
    assert told.heightForWidth(told.width()) < 2 * told.fontMetrics().height()

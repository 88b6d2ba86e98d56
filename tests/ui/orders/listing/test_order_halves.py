"""The list beside the order in front: names and pills whole, one at a time where it is narrow."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QApplication, QScrollArea
from pytestqt.qtbot import QtBot

from app.core.messages import set_language
from app.orders.states import LABELS
from tests.support.shops import open_shop
from tests.support.windows import idle
from ui.kit.context import Context
from ui.kit.pills import PillDelegate, pill_width
from ui.kit.table import DataTable, ListTable
from ui.orders.front.order_card import OrderCard
from ui.orders.listing.order_halves import CUSTOMER, STATE
from ui.orders.orders_page import OrdersPage

Show = Callable[..., "Desktop"]


class Desktop:
    """The page as the frame shows it: in an area that scrolls."""

    def __init__(self, context: Context, qtbot: QtBot) -> None:
        """Build the page."""
        self.page, self.area = OrdersPage(context), QScrollArea()
        self._context, self._qtbot = context, qtbot
        self.area.setWidgetResizable(True)
        self.area.setWidget(self.page)
        qtbot.addWidget(self.area)

    def show(self, wide: int, high: int) -> "Desktop":
        """Show it as large as a window leaves it, with the focus where entering puts it."""
        self.area.resize(wide, high)
        self.area.show()
        self.area.activateWindow()
        self._qtbot.waitExposed(self.area)
        self.page.enter()
        idle(self._qtbot, self._context)
        return self

    @property
    def table(self) -> ListTable:
        """Give the list."""
        return next(
            one for one in self.page.findChildren(ListTable) if one.accessibleName() == "Orders"
        )

    @property
    def card(self) -> OrderCard:
        """Give the order in front."""
        return self.page.findChildren(OrderCard)[0]

    def letters(self, column: int) -> int:
        """Give how many usual letters a column has room for."""
        metrics = QFontMetrics(self.table.font())
        return (self.table.columnWidth(column) - 24) // metrics.horizontalAdvance("0")

    def pills_fit(self, context: Context) -> bool:
        """Tell whether the pill of every state fits its column."""
        metrics = QFontMetrics(self.table.font())
        wide = max(pill_width(one, metrics, context.theme) for one in LABELS)
        room = self.table.columnWidth(STATE) - PillDelegate.LEFT - PillDelegate.RIGHT
        return wide <= room

    def press(self, key: Qt.Key, *more: Any) -> None:
        """Press a key where the focus is."""
        self._qtbot.keyClick(QApplication.focusWidget() or self.page, key, *more)
        idle(self._qtbot, self._context)


@pytest.fixture
def show(qtbot: QtBot, context: Context) -> Iterator[Show]:
    """Give the page with an order, at a size and a scale."""
    shop = open_shop(context.desk)
    nut = shop.item("NU1", 90)
    for _number in range(2):
        shop.order((nut, 4))

    def at(wide: int, high: int, scale: float) -> Desktop:
        context.theme.apply("light", scale)
        return Desktop(context, qtbot).show(wide, high)

    yield at
    idle(qtbot, context)


@pytest.mark.parametrize(
    ("wide", "high", "scale"),
    [(1032, 610, 1.0), (1118, 578, 1.0), (1242, 535, 1.5), (1202, 500, 2.0)],
)
def test_the_customer_and_every_state_have_room_beside_the_order(
    show: Show, context: Context, wide: int, high: int, scale: float
) -> None:
    desktop = show(wide, high, scale)
    assert desktop.letters(CUSTOMER) >= 18
    assert desktop.pills_fit(context)
    assert desktop.area.horizontalScrollBar().maximum() == 0
    assert desktop.table.horizontalScrollBar().maximum() == 0


def test_a_wide_list_has_its_dates_and_totals(show: Show) -> None:
    desktop = show(1800, 900, 1.0)
    assert not any(desktop.table.isColumnHidden(one) for one in range(5))


def test_widths_kept_at_one_scale_do_not_cut_the_pills_at_another(
    show: Show, context: Context
) -> None:
    first = show(1118, 578, 1.0)
    first.table.setColumnWidth(0, 61)
    first.area.close()
    again = show(1900, 900, 2.0)
    assert again.pills_fit(context)
    assert again.letters(0) >= 9
    again.area.close()
    assert show(1118, 578, 1.0).table.columnWidth(0) == 61


def test_another_scale_is_taken_at_once(show: Show, context: Context, qtbot: QtBot) -> None:
    desktop = show(1900, 900, 1.0)
    before = desktop.letters(0)
    context.theme.apply("light", 2.0)
    idle(qtbot, context)
    (lines,) = [
        one for one in desktop.card.findChildren(DataTable) if one.accessibleName() == "Order lines"
    ]
    assert lines.verticalHeader().defaultSectionSize() > QFontMetrics(lines.font()).height()
    assert lines.font().pixelSize() == context.theme.px(13)
    assert desktop.table.verticalHeader().defaultSectionSize() > context.theme.px(13)
    assert desktop.letters(0) >= before
    assert desktop.pills_fit(context)


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_a_narrow_window_shows_the_list_or_the_order_and_esc_leads_back(
    show: Show, context: Context, language: str
) -> None:
    set_language(language)
    try:
        desktop = show(1202, 500, 2.0)
        table = desktop.page.findChildren(ListTable)[0]
        assert table.isVisible()
        assert not desktop.card.isVisible()
        desktop.press(Qt.Key.Key_Return)
        assert desktop.card.isVisible()
        assert not table.isVisible()
        assert desktop.area.horizontalScrollBar().maximum() == 0
        desktop.press(Qt.Key.Key_Escape)
        assert table.hasFocus()
        assert not desktop.card.isVisible()
        desktop.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        assert desktop.card.isVisible(), "what a key did is seen"
    finally:
        set_language("en")


def test_esc_in_a_narrow_order_leaves_what_was_searched(show: Show) -> None:
    desktop = show(1202, 500, 2.0)
    desktop.press(Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    line = QApplication.focusWidget()
    assert line is not None
    line.setProperty("text", "SO-000001")
    desktop.press(Qt.Key.Key_Return)
    desktop.press(Qt.Key.Key_F6)
    assert desktop.card.isVisible()
    desktop.press(Qt.Key.Key_Escape)
    assert desktop.table.isVisible()
    assert line.property("text") == "SO-000001"
    desktop.press(Qt.Key.Key_Escape)
    assert line.property("text") == ""


def test_one_table_of_lines_serves_every_order(show: Show) -> None:
    desktop = show(1800, 900, 1.0)
    first, seen = desktop.card.findChildren(DataTable), []
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
        desktop.press(key)
        seen.append(desktop.card.findChildren(DataTable))
        assert seen[-1][0].isVisible()
    assert seen == [first, first]
    desktop.card.clear()
    assert not first[0].isVisible()
    desktop.press(Qt.Key.Key_Down)
    assert desktop.card.findChildren(DataTable) == first
    assert first[0].isVisible()

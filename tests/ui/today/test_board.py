"""Tests of the board: nothing is cut off without a sign, it fits, and the arrows walk it."""

from dataclasses import dataclass
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QApplication, QLabel, QScrollArea
from pytestqt.qtbot import QtBot

from app.orders.rows import OrderRow
from ui.kit.context import Context
from ui.kit.parts import ElidedLabel
from ui.today.board import Board
from ui.today.cards import CardColumn, OrderCard
from ui.today.figure import Figure

_LONG = "Donaudampfschifffahrtsgesellschaft Eisenwaren und Beschläge GmbH & Co. KG"
_TODAY = date(2026, 11, 22)


@dataclass
class Wall:
    """A board on a page that scrolls, as the frame shows it."""

    area: QScrollArea
    board: Board
    opened: list[int]
    qtbot: QtBot

    def show(self, width: int, *orders: int) -> None:
        """Show so many orders in each column, in a window of this width."""
        numbers = iter(range(1, 1000))
        rows = [[_row(next(numbers)) for _each in range(count)] for count in orders]
        self.area.resize(width, 460)
        self.area.show()
        self.area.activateWindow()
        self.qtbot.waitExposed(self.area)
        self.board.show_columns(rows, _TODAY)
        QApplication.processEvents()

    def cards(self) -> list[OrderCard]:
        """Give the cards of all columns in their order."""
        found = self.board.findChildren(OrderCard)
        return sorted((one for one in found if one.isVisible()), key=lambda one: one.row.order_id)

    def walk(self, *keys: Qt.Key) -> int:
        """Press arrows and give the order whose card has the focus."""
        for key in keys:
            self.qtbot.keyClick(self.board.focusWidget(), key)
        card = self.board.focusWidget()
        assert isinstance(card, OrderCard)
        assert card.visibleRegion().boundingRect() == card.rect(), "the card is not whole in view"
        return card.row.order_id


def _row(number: int) -> OrderRow:
    name = f"SO-{number:06}"
    return OrderRow(number, name, "ready", 1, _LONG, "", _TODAY, _TODAY, 1, 1, 0, 100, 0, 1)


@pytest.fixture
def wall(qtbot: QtBot, context: Context) -> Wall:
    """Give an empty board."""
    opened: list[int] = []
    board = Board(context.theme, opened.append, lambda _labels: None)
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setWidget(board)
    qtbot.addWidget(area)
    return Wall(area, board, opened, qtbot)


@pytest.mark.parametrize("scale", [1.0, 1.5])
def test_a_long_name_ends_in_an_ellipsis_and_is_whole_on_hovering(
    qtbot: QtBot, context: Context, scale: float
) -> None:
    context.theme.apply("light", scale)
    shown = ElidedLabel(_LONG)
    qtbot.addWidget(shown)
    shown.resize(180, 30)
    shown.show()
    assert shown.text().endswith("…")
    assert shown.fontMetrics().horizontalAdvance(shown.text()) <= 180
    assert shown.toolTip() == _LONG
    shown.resize(1600, 30)
    assert (shown.text(), shown.toolTip()) == (_LONG, "")


@pytest.mark.parametrize(
    ("width", "scale", "across"),
    [(1032, 1.0, 5), (1118, 1.0, 5), (1242, 1.5, 3), (1202, 2.0, 3), (860, 2.0, 1)],
)
def test_columns_stand_in_rows_where_the_window_is_narrow_and_nothing_leaves_it_sideways(
    wall: Wall, context: Context, width: int, scale: float, across: int
) -> None:
    context.theme.apply("light", scale)
    wall.show(width, 4, 4, 4, 4, 4)
    assert wall.board.across == across
    assert wall.area.horizontalScrollBar().maximum() == 0
    heads = {one.mapTo(wall.board, one.rect().topLeft()).x() for one in wall.cards()}
    assert len(heads) == across
    for card in wall.cards():
        for part in card.findChildren(QLabel):
            wide = part.fontMetrics().horizontalAdvance(part.text())
            assert wide <= part.width() or part.text().endswith("…"), part.text()


def test_the_arrows_go_from_column_to_column_and_scroll_to_the_card(wall: Wall) -> None:
    wall.show(1118, 6, 0, 2, 1, 1)
    wall.cards()[0].setFocus()
    assert wall.walk(Qt.Key.Key_Down, Qt.Key.Key_Down) == 3
    assert wall.walk(Qt.Key.Key_Right) == 8, "an empty column is passed over"
    assert wall.walk(Qt.Key.Key_Left) == 2
    assert wall.walk(*[Qt.Key.Key_Down] * 9) == 6
    wall.qtbot.keyClick(wall.board.focusWidget(), Qt.Key.Key_Return)
    assert wall.opened == [6]


def test_cards_are_made_as_they_come_near_to_sight(wall: Wall) -> None:
    wall.show(1118, 50, 0, 0, 50, 0)
    wall.qtbot.waitUntil(lambda: len(wall.cards()) > 14)
    wall.qtbot.wait(300)
    assert len(wall.cards()) < 50, "a hundred orders were made for some ten in sight"
    wall.cards()[0].setFocus()
    assert wall.walk(*[Qt.Key.Key_Down] * 60) == 50
    assert wall.walk(Qt.Key.Key_Right) == 100


def test_the_wheel_brings_the_cards_further_down(wall: Wall) -> None:
    wall.show(1118, 50, 0, 0, 0, 0)
    bar = wall.board.findChildren(CardColumn)[0].verticalScrollBar()

    def wheel() -> None:
        bar.setValue(bar.value() + bar.pageStep())
        assert len(wall.cards()) == 50

    wall.qtbot.waitUntil(wheel)


def test_a_change_leaves_the_board_where_it_was_scrolled_to(wall: Wall) -> None:
    wall.show(1118, 50, 0, 0, 0, 0)
    wall.cards()[0].setFocus()
    assert wall.walk(*[Qt.Key.Key_Down] * 29) == 30
    wall.show(1118, 50, 0, 0, 0, 0)
    seen = wall.board.focusWidget()
    assert isinstance(seen, OrderCard)
    assert seen.row.order_id == 30
    wall.qtbot.waitUntil(lambda: seen.visibleRegion().boundingRect() == seen.rect())


def test_a_column_that_got_shorter_shows_its_end_where_one_stood_below_it(wall: Wall) -> None:
    wall.show(1118, 12, 0, 0, 0, 0)
    wall.cards()[0].setFocus()
    assert wall.walk(*[Qt.Key.Key_Down] * 11) == 12
    wall.show(1118, 8, 0, 0, 0, 0)
    last = wall.cards()[-1]
    assert last.row.order_id == 8
    wall.qtbot.waitUntil(lambda: last.visibleRegion().boundingRect() == last.rect())


def test_down_goes_on_in_the_column_that_stands_below(wall: Wall, context: Context) -> None:
    context.theme.apply("light", 2.0)
    wall.show(1202, 2, 2, 2, 2, 2)
    wall.cards()[0].setFocus()
    assert wall.walk(*[Qt.Key.Key_Down] * 2) == 7
    assert wall.walk(Qt.Key.Key_Up) == 2


def test_a_change_leaves_the_focus_where_it_is(wall: Wall) -> None:
    wall.show(1118, 3, 3, 3, 3, 3)
    wall.cards()[4].setFocus()
    wall.show(1118, 3, 3, 3, 3, 3)
    focused = wall.board.focusWidget()
    assert isinstance(focused, OrderCard)
    assert focused.row.order_id == 5


@pytest.mark.parametrize("text", ["£1,303.67", "NT$12,345,678", "¥1,234,567.89"])
@pytest.mark.parametrize("room", [114, 162, 212])
def test_a_large_figure_is_written_smaller_before_it_is_cut(
    qtbot: QtBot, context: Context, text: str, room: int
) -> None:
    context.theme.apply("light", 1.0 if room < 200 else 2.0)
    shown = Figure()
    qtbot.addWidget(shown)
    shown.setText(text)
    shown.resize(room, 80)
    shown.show()
    assert QFontMetrics(shown.fitting()).horizontalAdvance(text) <= room
    shown.resize(2000, 80)
    assert shown.fitting().pixelSize() == context.theme.px(28)

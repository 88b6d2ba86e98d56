"""Tests of many orders chosen in the list, by real keys on a real desk."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.desk import Desk
from app.orders.commands import PlaceHold
from app.orders.handlers import place_hold
from app.orders.queries import order_detail
from tests.support.counter import Office
from tests.support.filling.many import many_orders
from tests.support.phone_shop import furnish_phone_shop
from tests.support.windows import idle
from ui.orders.front.many_pane import ManyPane

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
NONE = Qt.KeyboardModifier.NoModifier


class ListOffice(Office):
    """Somebody who chooses several orders in the list."""

    def place(self, count: int) -> list[int]:
        """Take orders for nuts."""
        return [self.take(("NU8", 2), reference=f"PO-{at}") for at in range(count)]

    def open(self) -> None:
        """Come to the page and stand at the oldest order."""
        self.page.enter()
        self.page.activateWindow()
        self.qtbot.waitUntil(self.page.isActiveWindow, timeout=3000)
        self.rest()
        self.page._table.setFocus()
        self.key(Qt.Key.Key_End)

    def rest(self) -> None:
        """Wait until sums are shown and all work is back."""
        self.qtbot.waitUntil(lambda: not self.page._choice.waits, timeout=3000)
        idle(self.qtbot, self.context)

    def key(self, key: Qt.Key, modifier: Qt.KeyboardModifier = NONE) -> None:
        """Press a key where the focus is."""
        focus = QApplication.focusWidget()
        assert focus is not None
        self.qtbot.keyClick(focus, key, modifier)
        self.rest()

    def labels(self, order_ids: list[int]) -> list[str]:
        """Give the labels of orders."""
        found = [self.desk.read(order_detail, one) for one in order_ids]
        return [one.label for one in found if one is not None]

    @property
    def many(self) -> ManyPane:
        """Give the pane of several orders."""
        return self.page._pane.many


@pytest.fixture
def office(qtbot: QtBot, shop_desk: Desk, request: pytest.FixtureRequest) -> Iterator[ListOffice]:
    """Give the page on a desk with customers and items."""
    made = ListOffice(shop_desk, furnish_phone_shop(shop_desk), qtbot)
    with made.at_page(request.getfixturevalue("context")):
        yield made


def test_shift_and_the_arrows_choose_orders_that_are_released_together(office: ListOffice) -> None:
    orders = office.place(4)
    office.open()
    for _time in range(2):
        office.key(Qt.Key.Key_Up, SHIFT)
    assert office.page._pane.shows_many
    assert office.many._title.text() == "3 orders chosen"
    assert "6 units" in office.many._sums.text()
    office.key(Qt.Key.Key_Return, CTRL)
    assert office.labels(orders) == ["picking", "picking", "picking", "ready"]
    assert office.shell.toasts == ["3 orders released to pick."]
    assert office.page._table.hasFocus()
    assert office.page._table.marks == 3


def test_a_release_of_many_is_taken_back_from_the_toast(office: ListOffice) -> None:
    orders = office.place(3)
    office.open()
    office.key(Qt.Key.Key_A, CTRL)
    office.key(Qt.Key.Key_Return, CTRL)
    assert office.shell.undo is not None
    office.shell.undo()
    office.rest()
    assert office.labels(orders) == ["ready"] * 3
    assert office.shell.toasts[-1] == "3 releases taken back."


def test_shipping_asks_first_and_names_what_could_not_go(office: ListOffice) -> None:
    orders = office.place(3)
    office.desk.run(place_hold, PlaceHold(order_id=orders[0], reason="ask", blocks="ship"))
    office.open()
    office.key(Qt.Key.Key_A, CTRL)
    office.key(Qt.Key.Key_Return, CTRL | SHIFT)
    assert office.labels(orders[1:]) == ["ready"] * 2
    assert "cannot be taken back at once" in office.many._confirm.accessibleName()
    office.qtbot.waitUntil(lambda: not office.many._rest.isActive(), timeout=3000)
    office.key(Qt.Key.Key_Return, CTRL)
    assert office.labels(orders[1:]) == ["shipped"] * 2
    assert office.shell.toasts == ["2 orders shipped. 1 could not go."]
    office.key(Qt.Key.Key_F6)
    assert office.many.refused.table.hasFocus()
    assert office.many.refused.table.current().name == "SO-000001"
    office.key(Qt.Key.Key_Return)
    assert not office.page._pane.shows_many
    assert office.page._table.current_id == orders[0]
    assert office.page._table.hasFocus()


def test_escape_leaves_the_question_and_then_the_choice(office: ListOffice) -> None:
    orders = office.place(2)
    office.open()
    office.key(Qt.Key.Key_A, CTRL)
    office.key(Qt.Key.Key_Return, CTRL | SHIFT)
    office.key(Qt.Key.Key_Escape)
    assert office.many._confirm.isHidden()
    assert office.page._table.marks == 2
    office.key(Qt.Key.Key_Escape)
    assert office.page._table.marks == 1
    assert not office.page._pane.shows_many
    assert office.labels(orders) == ["ready"] * 2


def test_a_key_pressed_straight_after_the_arrow_means_the_next_order(office: ListOffice) -> None:
    orders = office.place(2)
    office.open()
    assert office.page._table.current_id == orders[0]
    office.qtbot.keyClick(office.page._table, Qt.Key.Key_Up)
    office.qtbot.keyClick(office.page._table, Qt.Key.Key_Return, CTRL)
    office.rest()
    assert office.labels(orders) == ["ready", "picking"]


def test_all_of_three_thousand_orders_are_chosen_though_few_are_read(office: ListOffice) -> None:
    many_orders(office.desk, 3000)
    office.open()
    assert len(office.page._model.rows) < 3000
    office.key(Qt.Key.Key_A, CTRL)
    assert office.page._table.marks == len(office.many.rows) == 3000
    assert len({one.order_id for one in office.many.rows}) == 3000


def test_more_than_one_batch_goes_and_every_refused_order_is_named(office: ListOffice) -> None:
    orders = office.place(103)
    office.open()
    office.key(Qt.Key.Key_A, CTRL)
    assert office.page._table.marks == 103
    office.key(Qt.Key.Key_Return, CTRL)
    went = office.labels(orders).count("picking")
    assert went == 50
    assert office.shell.toasts == ["50 orders released to pick. 53 could not go."]
    assert office.many.refused.table.rows_model.rowCount() == 53

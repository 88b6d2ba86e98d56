"""Tests of booking a payment from the page of orders."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.desk import Desk
from app.orders.commands import LineWanted, PlaceOrder
from app.orders.handlers import place_order
from app.orders.queries import OrderDetail, order_detail
from tests.support.phone_shop import furnish_phone_shop
from tests.support.windows import HeardShell, idle
from ui.kit.context import Context
from ui.orders.forms.payment_dialog import PaymentDialog


@dataclass
class Counter:
    """Somebody who takes money for an order of 7.65."""

    form: PaymentDialog
    context: Context
    desk: Desk
    order_id: int
    qtbot: QtBot

    def order(self) -> OrderDetail:
        """Give the order as it is saved."""
        found = self.desk.read(order_detail, self.order_id)
        assert found is not None
        return found


@pytest.fixture
def counter(qtbot: QtBot, shop_desk: Desk, request: pytest.FixtureRequest) -> Iterator[Counter]:
    """Open the form."""
    ids = furnish_phone_shop(shop_desk)
    line = LineWanted(item_id=ids["NU8"], quantity=3)
    order = PlaceOrder(customer_id=ids["Acme Hardware"], lines=(line,))
    order_id = shop_desk.run(place_order, order).answer.order_id
    context: Context = request.getfixturevalue("context")
    around = QWidget()
    qtbot.addWidget(around)
    around.show()
    detail = shop_desk.read(order_detail, order_id)
    assert detail is not None
    form = PaymentDialog(context, detail, around)
    form.open()
    yield Counter(form, context, shop_desk, order_id, qtbot)
    idle(qtbot, context)


def test_what_is_owed_is_proposed_and_enter_books_it(counter: Counter) -> None:
    assert counter.form.amount.text() == "7.65"
    counter.qtbot.keyClick(counter.form.amount, Qt.Key.Key_Return)
    idle(counter.qtbot, counter.context)
    assert counter.order().paid == 765
    shell = counter.context.shell
    assert isinstance(shell, HeardShell)
    assert shell.toasts == ["SO-000001: £7.65 booked"]


def test_a_double_click_books_once(counter: Counter) -> None:
    counter.qtbot.mouseDClick(counter.form.saving, Qt.MouseButton.LeftButton)
    counter.form.press_save()
    idle(counter.qtbot, counter.context)
    assert counter.order().paid == 765


def test_an_amount_nobody_can_read_is_not_booked(counter: Counter) -> None:
    counter.form.amount.setText("seven")
    counter.form.press_save()
    idle(counter.qtbot, counter.context)
    assert counter.form.isVisible()
    assert counter.order().paid == 0

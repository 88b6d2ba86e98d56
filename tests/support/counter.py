"""Somebody at the counter or in the office: order pages with real keys on a real desk."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from app.desk import Desk
from app.orders.commands import LineWanted, PlaceOrder
from app.orders.handlers import place_order
from app.orders.queries import OrderDetail, order_detail, order_page
from tests.support.phone_shop import furnish_phone_shop
from tests.support.windows import HeardShell, heard_shell, idle
from ui.kit.context import Context
from ui.orders.entry_page import EntryPage
from ui.orders.orders_page import OrdersPage
from ui.orders.phone.live_review import LiveReview

_CONTROL = Qt.KeyboardModifier.ControlModifier


@dataclass
class Counter:
    """Somebody at the counter with the form open."""

    page: EntryPage
    context: Context
    desk: Desk
    ids: dict[str, int]
    qtbot: QtBot

    def focus(self) -> QWidget:
        """Give what has the keyboard."""
        found = self.page.focusWidget()
        assert found is not None
        return found

    def type(self, *words: str) -> None:
        """Type words, each with Enter, wherever the focus is."""
        for word in words:
            self.qtbot.keyClicks(self.focus(), word)
            self.qtbot.keyClick(self.focus(), Qt.Key.Key_Return)

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = _CONTROL) -> None:
        """Press a key with a modifier and wait for what it starts."""
        self.qtbot.keyClick(self.focus(), key, modifier)
        idle(self.qtbot, self.context)

    def settle(self) -> None:
        """Wait until all work is back and the order as it stands has been looked at."""
        review = self.page.findChild(LiveReview)
        assert review is not None
        QApplication.processEvents()
        self.qtbot.waitUntil(
            lambda: review.settled and self.context.tasks.busy == 0, timeout=10_000
        )

    def orders(self) -> list[OrderDetail]:
        """Give all orders, oldest first."""
        rows = self.desk.read(order_page)
        found = [self.desk.read(order_detail, row.order_id) for row in reversed(rows)]
        return [one for one in found if one is not None]

    @property
    def shell(self) -> HeardShell:
        """Give the frame."""
        return heard_shell(self.context)


@dataclass
class Office:
    """Somebody who looks after the orders of a desk with customers and items."""

    desk: Desk
    ids: dict[str, int]
    qtbot: QtBot
    context: Context = field(init=False)
    page: OrdersPage = field(init=False)

    @contextmanager
    def at_page(self, context: Context) -> Iterator[None]:
        """Show the page of orders; all it started has ended afterwards."""
        self.context = context
        self.page = OrdersPage(context)
        self.qtbot.addWidget(self.page)
        self.page.resize(1158, 660)
        self.page.show()
        yield
        idle(self.qtbot, context)

    def enter(self) -> None:
        """Come to the page and wait for its rows."""
        self.page.enter()
        self.qtbot.waitExposed(self.page)
        idle(self.qtbot, self.context)

    def take(self, *wanted: tuple[str, int], reference: str = "") -> int:
        """Take an order of code and quantity a line for Acme Hardware; gives its id."""
        lines = tuple(
            LineWanted(item_id=self.ids[code], quantity=quantity) for code, quantity in wanted
        )
        acme = self.ids["Acme Hardware"]
        command = PlaceOrder(customer_id=acme, lines=lines, reference=reference)
        return self.desk.run(place_order, command).answer.order_id

    def saved(self, order_id: int) -> OrderDetail:
        """Give an order as it is saved."""
        found = self.desk.read(order_detail, order_id)
        assert found is not None
        return found

    def click(self, name: str) -> None:
        """Press the button of that name that is shown, and wait for what it starts."""
        self.qtbot.waitUntil(lambda: bool(self.buttons(name)), timeout=3000)
        self.qtbot.mouseClick(self.buttons(name)[-1], Qt.MouseButton.LeftButton)
        idle(self.qtbot, self.context)

    def buttons(self, name: str) -> list[QPushButton]:
        """Give the buttons of that name that can be pressed."""
        return [
            one
            for one in self.page.findChildren(QPushButton)
            if one.accessibleName() == name
            and one.isVisible()
            and one.isEnabled()
            and not one.isCheckable()
        ]

    def press_save(self, form: QWidget) -> None:
        """Press Ctrl+Enter in a form."""
        self.qtbot.keyClick(form, Qt.Key.Key_Return, _CONTROL)
        idle(self.qtbot, self.context)

    @property
    def shell(self) -> HeardShell:
        """Give the frame."""
        return heard_shell(self.context)


@pytest.fixture
def counter(qtbot: QtBot, shop_desk: Desk, request: pytest.FixtureRequest) -> Iterator[Counter]:
    """Give a form on a desk with customers and items."""
    ids = furnish_phone_shop(shop_desk)
    context: Context = request.getfixturevalue("context")
    page = EntryPage(context)
    qtbot.addWidget(page)
    page.resize(1158, 660)
    page.show()
    page.enter()
    qtbot.waitExposed(page)
    idle(qtbot, context)
    yield Counter(page, context, shop_desk, ids, qtbot)
    page.leave()
    idle(qtbot, context)

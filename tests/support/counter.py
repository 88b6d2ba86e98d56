"""Somebody at the counter: the phone order's form with real keys on a real desk."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.desk import Desk
from app.orders.queries import OrderDetail, order_detail, order_page
from tests.support.phone_shop import furnish_phone_shop
from tests.support.windows import HeardShell, idle
from ui.kit.context import Context
from ui.orders.entry_page import EntryPage
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
        shell = self.context.shell
        assert isinstance(shell, HeardShell)
        return shell


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

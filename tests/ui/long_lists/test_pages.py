"""Tests of the pages of orders, customers and items on thousands of records, by real keys."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from app.core.reading.spans import LAST
from app.desk import Desk
from app.orders.commands import PlaceHold
from app.orders.handlers import place_hold
from app.orders.queries import order_page
from tests.support.filling.many import many_items, many_orders
from tests.support.windows import HeardShell, idle
from ui.catalog.items_page import ItemsPage
from ui.customers.customers_page import CustomersPage
from ui.kit.context import Context, Page
from ui.kit.table import ListTable
from ui.orders.orders_page import OrdersPage
from ui.stock.stock_page import StockPage

COUNT = 2_000
Key = Qt.Key


@pytest.fixture
def full(qtbot: QtBot, shop_desk: Desk, request: pytest.FixtureRequest) -> Iterator[Context]:
    """Give a context over two thousand orders and five hundred items."""
    many_orders(shop_desk, COUNT)
    many_items(shop_desk, 500)
    context: Context = request.getfixturevalue("context")
    yield context
    idle(qtbot, context)


def _shown(qtbot: QtBot, page: Page) -> None:
    qtbot.addWidget(page)
    page.resize(1158, 660)
    page.show()
    page.enter()
    qtbot.waitExposed(page)
    idle(qtbot, page.context)


def _orders(page: OrdersPage) -> ListTable:
    tables = page.findChildren(ListTable)
    return next(one for one in tables if one.accessibleName() == "Orders")


def _press(qtbot: QtBot, page: Page, table: ListTable, key: Qt.Key) -> None:
    qtbot.keyClick(table, key)
    idle(qtbot, page.context)


def _titles(context: Context) -> list[str]:
    assert isinstance(context.shell, HeardShell)
    return context.shell.titles


def test_end_shows_the_very_first_order_and_home_the_newest(qtbot: QtBot, full: Context) -> None:
    page = OrdersPage(full)
    _shown(qtbot, page)
    table = _orders(page)
    assert _titles(full)[-1] == f"SO-{COUNT:06}"
    _press(qtbot, page, table, Key.Key_End)
    assert _titles(full)[-1] == "SO-000001"
    _press(qtbot, page, table, Key.Key_PageUp)
    assert table.current().order_id > 5
    _press(qtbot, page, table, Key.Key_Home)
    assert _titles(full)[-1] == f"SO-{COUNT:06}"


def test_an_order_deep_in_the_list_is_shown_where_it_stands(qtbot: QtBot, full: Context) -> None:
    page = OrdersPage(full)
    page.go_to(order_id=777)
    _shown(qtbot, page)
    table = _orders(page)
    assert _titles(full)[-1] == "SO-000777"
    assert table.current().order_id == 777
    _press(qtbot, page, table, Key.Key_Down)
    assert _titles(full)[-1] == "SO-000776"


def test_a_change_deep_in_the_list_leaves_eye_and_order_where_they_are(
    qtbot: QtBot, full: Context
) -> None:
    page = OrdersPage(full)
    _shown(qtbot, page)
    table = _orders(page)
    for _time in range(30):
        _press(qtbot, page, table, Key.Key_PageDown)
    here, bar = table.current(), table.verticalScrollBar().value()
    command = PlaceHold(order_id=here.order_id, kind="manual", reason="asks for a call")
    full.desk.run(place_hold, command)
    idle(qtbot, full)
    assert table.current().order_id == here.order_id
    assert table.current().label == "hold"
    assert table.verticalScrollBar().value() == bar
    assert _titles(full)[-1] == here.name


def test_what_is_typed_shows_the_first_order_that_fits(qtbot: QtBot, full: Context) -> None:
    page = OrdersPage(full)
    _shown(qtbot, page)
    table = _orders(page)
    _press(qtbot, page, table, Key.Key_End)
    search = next(
        one for one in page.findChildren(QLineEdit) if one.accessibleName() == "Find orders"
    )
    qtbot.keyClicks(search, "PO-7")
    qtbot.waitUntil(lambda: table.rows_model.rowCount() == 1, timeout=3000)
    idle(qtbot, full)
    assert _titles(full)[-1] == "SO-000007"
    qtbot.keyClick(search, Key.Key_Return)
    idle(qtbot, full)
    assert table.current().order_id == 7


def test_a_customer_shows_every_order_down_to_the_first(qtbot: QtBot, full: Context) -> None:
    page = CustomersPage(full)
    _shown(qtbot, page)
    orders = page.panel.card.orders
    customer_id = page.table.current().customer_id
    first = full.desk.read(order_page, customer_id=customer_id, span=LAST)[-1]
    assert {row.customer_id for row in orders.rows_model.rows} == {customer_id}
    orders.setFocus()
    _press(qtbot, page, orders, Key.Key_End)
    assert orders.current().order_id == first.order_id
    _press(qtbot, page, page.table, Key.Key_Down)
    other = page.table.current().customer_id
    assert other != customer_id
    assert {row.customer_id for row in orders.rows_model.rows} == {other}


def test_items_reach_from_the_first_code_to_the_last(qtbot: QtBot, full: Context) -> None:
    page = ItemsPage(full)
    _shown(qtbot, page)
    assert page.table.current().code == "B00000"
    _press(qtbot, page, page.table, Key.Key_End)
    assert page.table.current().code == "b00499"
    _press(qtbot, page, page.table, Key.Key_Up)
    assert page.table.current().code == "B00498"


def test_an_item_asked_for_is_found_in_the_middle_of_either_list(
    qtbot: QtBot, full: Context
) -> None:
    (wanted,) = full.lookup.items.exact("b00301")
    for page in (StockPage(full), ItemsPage(full)):
        page.go_to(item_id=wanted.entry_id)
        _shown(qtbot, page)
        assert page.table.current().code == "b00301"
        assert page.table.currentIndex().isValid()
        below = page.table.visualRect(page.table.currentIndex()).bottom()
        assert 0 < below < page.table.viewport().height()

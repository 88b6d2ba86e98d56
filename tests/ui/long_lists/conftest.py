"""A list of three thousand orders on a real encrypted desk, of which four pages are kept."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from app.desk import Desk
from app.orders.queries import order_page
from tests.support.filling.list_reader import COUNT, Gate, Reader
from tests.support.filling.many import many_orders
from tests.support.windows import idle
from ui.kit.context import Context
from ui.kit.parts import EmptyState
from ui.kit.table import Column, ListPane, ListTable, Source, WindowModel


@pytest.fixture
def reader(qtbot: QtBot, shop_desk: Desk, request: pytest.FixtureRequest) -> Iterator[Reader]:
    """Show the list, its first page read."""
    many_orders(shop_desk, COUNT)
    context: Context = request.getfixturevalue("context")
    columns = (
        Column("Order", lambda one: one.name),
        Column("Customer", lambda one: one.customer, stretch=True),
        Column("Reference", lambda one: one.reference),
    )
    source = Source(context.tasks, order_page, lambda one: (one.order_id,))
    model = WindowModel(columns, source, pages=getattr(request, "param", 4))
    table = ListTable(model, "orders", "Orders")
    table.setSelectionMode(ListTable.SelectionMode.ExtendedSelection)
    pane = ListPane(table, EmptyState("clipboard-list", ""), lambda: "Nothing fits.")
    qtbot.addWidget(pane)
    pane.resize(700, 600)
    pane.show()
    qtbot.waitExposed(pane)
    context.changes.changed.connect(lambda _touched: model.reread())
    made = Reader(table, pane, context, shop_desk, qtbot)
    table.chosen.connect(made.chosen.append)
    model.ask()
    idle(qtbot, context)
    table.select(0)
    idle(qtbot, context)
    yield made
    idle(qtbot, context)
    model.deleteLater()


@pytest.fixture
def gate(reader: Reader) -> Iterator[Gate]:
    """Put a gate before the reader's list."""
    made = Gate()
    reader.model._source = replace(reader.model._source, query=made)
    yield made
    made.open.set()

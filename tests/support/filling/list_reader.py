"""Somebody who reads a list longer than what is kept of it."""

from dataclasses import dataclass, field
from threading import Event
from typing import Any

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot
from sqlalchemy import update

from app.core.reading.spans import PAGE, Span
from app.db.errors import DeskBusy
from app.db.unit_of_work import UnitOfWork
from app.desk import Desk
from app.orders.models import SalesOrder
from app.orders.queries import OrderRow, order_page
from tests.support.filling.many import Fill
from tests.support.windows import idle
from ui.kit.context import Context
from ui.kit.table import ListPane, ListTable, WindowModel

COUNT = 3_000
KEPT = 4 * PAGE
Key = Qt.Key


@dataclass
class Reader:
    """Somebody who scrolls through three thousand orders of which four pages are kept."""

    table: ListTable
    pane: ListPane
    context: Context
    desk: Desk
    qtbot: QtBot
    chosen: list[OrderRow] = field(default_factory=list)
    most_kept: int = 0

    @property
    def model(self) -> WindowModel:
        """Give the window of rows."""
        return self.table.window_model

    def press(self, key: Qt.Key, times: int = 1) -> None:
        """Press a key, and wait each time until the rows it wants are there."""
        for _time in range(times):
            self.qtbot.keyClick(self.table, key)
            idle(self.qtbot, self.context)
            self.most_kept = max(self.most_kept, len(self.model.rows))

    def numbers(self) -> list[int]:
        """Give the ids of the rows kept."""
        return [row.order_id for row in self.model.rows]

    def seen(self) -> int:
        """Give the id of the row at the top of what is seen."""
        row: OrderRow = self.model.rows[self.table.rowAt(0)]
        return row.order_id

    def top_px(self, order_id: int) -> int:
        """Give where a record's row begins on the screen."""
        index = self.model.index(self.model.find(order_id), 0)
        return self.table.visualRect(index).top()

    def change(self, order_ids: tuple[int, ...], **values: Any) -> None:
        """Change orders as somebody else would, and announce it."""

        def write(unit: UnitOfWork, command: Fill) -> int:
            orders = SalesOrder.__table__
            statement = update(SalesOrder).where(orders.c.id.in_(order_ids)).values(**values)
            unit.connection.execute(statement)
            for order_id in order_ids:
                unit.touch("order", order_id)
            return command.count

        self.desk.run(write, Fill(count=len(order_ids)))
        idle(self.qtbot, self.context)

    def selected(self) -> list[int]:
        """Give the ids of the rows marked on the screen."""
        rows = sorted(index.row() for index in self.table.selectionModel().selectedRows())
        return [self.model.rows[row].order_id for row in rows]


class Gate:
    """A list of orders that answers when it is let, and fails when it is told to."""

    def __init__(self) -> None:
        """Stand open."""
        self.open = Event()
        self.open.set()
        self.broken = False
        self.asked = 0

    def __call__(self, connection: Any, *, span: Span, **question: Any) -> tuple[OrderRow, ...]:
        """Answer once the gate is open."""
        self.asked += 1
        self.open.wait(20)
        if self.broken:
            raise DeskBusy
        return order_page(connection, span=span, **question)


def steady(numbers: list[int]) -> bool:
    """Tell whether the orders follow each other without a gap."""
    return numbers == list(range(numbers[0], numbers[0] - len(numbers), -1))

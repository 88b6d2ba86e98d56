"""What is chosen in the list of orders, told to the half at its right."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut

from app.core.reading.spans import Span
from app.orders.queries import OrderRow, order_page
from ui.kit.table import ListTable
from ui.kit.tasks import Tasks
from ui.orders.front.front_half import FrontHalf

_FEW, _SUM_AFTER_MS, _MOST_CHOSEN = 500, 80, 10_000
"""From how many chosen orders on sums wait for the last change; how many Ctrl+A chooses."""


class Choice(QObject):
    """Follows the marks of a list: at once when few, after the last change when many."""

    def __init__(
        self,
        table: ListTable,
        front: FrontHalf,
        tasks: Tasks,
        question: Callable[[], dict[str, Any]],
    ) -> None:
        """Follow `table`; `question` gives what its list asks now."""
        super().__init__(table)
        self._table, self._front = table, front
        self._tasks, self._question = tasks, question
        self._waiting = QTimer(self)
        self._waiting.setSingleShot(True)
        self._waiting.timeout.connect(self.show)
        table.selectionModel().selectionChanged.connect(self._soon)
        everything = QShortcut(QKeySequence(QKeySequence.StandardKey.SelectAll), table)
        everything.setContext(Qt.ShortcutContext.WidgetShortcut)
        everything.activated.connect(self._all)

    @property
    def waits(self) -> bool:
        """Tell whether what is chosen is not shown yet."""
        return self._waiting.isActive()

    def settle(self) -> None:
        """Show what is chosen now when that was still to come."""
        if self.waits:
            self.show()

    def show(self) -> None:
        """Sum up several orders, or show the one in front again."""
        self._waiting.stop()
        here = self._table.current_id
        if self._table.marks > 1:
            rows = self._table.marked()
            self._front.show_many(sorted(rows, key=lambda one: -one.order_id))
        elif self._front.shows_many and not self._front.many.tells and here is not None:
            self._front.show_order(here)

    def takes(self, order_id: int) -> None:
        """Hear that an order became current; it is shown unless several are chosen."""
        if self._table.marks > 1:
            self._soon()
        else:
            self._waiting.stop()
            self._front.show_order(order_id)

    def only_one(self) -> bool:
        """Choose nothing but the current order; tells whether there were several."""
        several = self._table.marks > 1 and self._table.current() is not None
        if several:
            self._table.point_at(self._table.current_id)
            self.show()
        return several

    def rows(self) -> Sequence[OrderRow]:
        """Give the orders that are meant: all chosen, or the current one."""
        self.settle()
        if self._front.shows_many:
            return self._front.many.rows
        here = self._table.current()
        return [] if here is None else [here]

    def _soon(self) -> None:
        self._waiting.start(0 if self._table.marks < _FEW else _SUM_AFTER_MS)

    def _all(self) -> None:
        """Choose all orders that fit, also those that are not read yet."""
        self._table.selectAll()
        if self._table.window_model.complete:
            return
        asked, chosen = self._question(), self._table.marks

        def add(rows: Sequence[OrderRow]) -> None:
            if asked == self._question() and self._table.marks >= chosen:
                self._table.mark_also(rows)
                self.show()

        span = Span(limit=_MOST_CHOSEN)
        self._tasks.read(order_page, done=add, tag="orders/all", span=span, **asked)

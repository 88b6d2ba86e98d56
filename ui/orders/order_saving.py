"""Saving the order in front: once, with the questions a person has answered."""

from functools import partial

from PySide6.QtCore import QObject, Signal

from app.orders.commands import OrderPlaced
from app.orders.errors import AnswerNeeded
from app.orders.handlers import place_order
from ui.kit.context import Context
from ui.orders.phone.entry import Entry


class OrderSaving(QObject):
    """Sends an order; a question that was asked is answered with yes by sending it again.

    `saved` and `refused` come with the order that was sent, which may not be in front any more.
    """

    saved = Signal(object, object)
    refused = Signal(object, object)

    def __init__(self, context: Context, parent: QObject) -> None:
        """Start with nothing asked."""
        super().__init__(parent)
        self._context = context
        self._answers: tuple[str, ...] = ()
        self._asked: tuple[str, ...] = ()
        self._state = 0
        self.under_way = False

    def forget_answers(self) -> None:
        """Follow a change: a question answered before may mean another line or number now."""
        self._answers = self._asked = ()
        self._state += 1

    def send(self, entry: Entry) -> None:
        """Save and confirm, unless that is under way."""
        if self.under_way:
            return
        self.under_way = True
        self._answers = tuple(dict.fromkeys((*self._answers, *self._asked)))
        self._context.tasks.run(
            place_order,
            entry.command(self._answers),
            partial(self._saved, entry),
            partial(self._refused, entry, self._state),
        )

    def _saved(self, entry: Entry, answer: OrderPlaced) -> None:
        self.under_way = False
        self.forget_answers()
        self.saved.emit(entry, answer)

    def _refused(self, entry: Entry, state: int, error: Exception) -> None:
        self.under_way = False
        if isinstance(error, AnswerNeeded) and state == self._state:
            self._asked = tuple(one.key for one in error.findings)
        self.refused.emit(entry, error)

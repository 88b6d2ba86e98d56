"""The cards of the status board: one for each order, made as they come near to sight."""

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from app.core.messages import _, ngettext
from app.orders.rows import OrderRow
from ui.kit.parts import ElidedLabel, label
from ui.kit.pills import label_text

_AT_ONCE = 7
"""Cards that are made in one go; the first are painted before more follow."""
_LATER_MS = 150
_STEPS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}
"""Arrow to columns across and cards down."""


class OrderCard(QPushButton):
    """One order on the board: number, customer, due date, a late one marked by word.

    `walked` tells how many columns across and cards down an arrow goes.
    """

    walked = Signal(int, int)

    def __init__(self, row: OrderRow, today: date, column: str) -> None:
        """Show an order."""
        super().__init__()
        self.row = row
        self.setObjectName("order_card")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        inside = QVBoxLayout(self)
        inside.setContentsMargins(12, 8, 12, 8)
        inside.setSpacing(2)
        lines = ngettext("{count} line", "{count} lines", row.lines).format(count=row.lines)
        top = QHBoxLayout()
        top.addWidget(label(row.name, "strong"))
        top.addSpacing(8)
        count = ElidedLabel(lines, "caption")
        count.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        top.addWidget(count, 1)
        inside.addLayout(top)
        inside.addWidget(ElidedLabel(row.customer))
        due, late = due_text(row.due_on, today)
        words = [due] if due else []
        if row.label != column:
            words.append(label_text(row.label))
        inside.addWidget(ElidedLabel(" · ".join(words), "err" if late else "caption"))
        self.setAccessibleName(f"{row.name}, {row.customer}, {due}, {label_text(row.label)}")
        for part in self.findChildren(QWidget):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keep arrows and Enter: a button goes to what is next in line, its column scrolls."""
        key = Qt.Key(event.key())
        if key in _STEPS:
            self.walked.emit(*_STEPS[key])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)


def due_text(due_on: date | None, today: date) -> tuple[str, bool]:
    """Write when an order is due, and tell whether it is late."""
    if due_on is None:
        return "", False
    days = (due_on - today).days
    if days < 0:
        late = ngettext("{days} day late", "{days} days late", -days).format(days=-days)
        return late, True
    if days == 0:
        return _("Due today"), False
    return (_("Due tomorrow") if days == 1 else _("Due {day}").format(day=due_on)), False


class CardColumn(QScrollArea):
    """The cards of one column; a shop with much to do has more orders than anybody sees.

    A card costs some 40 KB, so those further down are made when they are about to be seen.
    """

    def __init__(
        self, rows: Sequence[OrderRow], today: date, column: str, made: Callable[[OrderCard], None]
    ) -> None:
        """Show the first of the orders; `made` is told of each card."""
        super().__init__()
        self.cards: list[OrderCard] = []
        self._seen_before = 0
        self._rows, self._today, self._column, self._made = rows, today, column, made
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inside = QWidget()
        inside.setObjectName("page")
        self._stack = QVBoxLayout(inside)
        self._stack.setContentsMargins(0, 0, 0, 0)
        self._stack.setSpacing(8)
        if not rows:
            self._stack.addWidget(label(_("Nothing here."), "muted"))
        self._stack.addStretch(1)
        self.setWidget(inside)
        self._add(_AT_ONCE)
        self.verticalScrollBar().valueChanged.connect(self._fill)
        self.verticalScrollBar().rangeChanged.connect(self._scroll_back)

    def card_at(self, place: int) -> OrderCard:
        """Give the card at a place, or the nearest there is; those above it are made with it."""
        place = max(0, min(place, len(self._rows) - 1))
        self._add(place + 1 - len(self.cards))
        return self.cards[place]

    def place_of(self, order_id: int) -> int | None:
        """Give the place of an order in this column; None when it is not here."""
        return next((i for i, row in enumerate(self._rows) if row.order_id == order_id), None)

    def return_to(self, count: int, seen: int) -> None:
        """Have as many cards as before, scrolled to where they were."""
        self._add(count - len(self.cards))
        self._seen_before = seen

    @property
    def orders(self) -> int:
        """Give how many orders the column holds, seen or not."""
        return len(self._rows)

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        QTimer.singleShot(_LATER_MS, self, self._settle)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        QTimer.singleShot(_LATER_MS, self, self._fill)

    def _scroll_back(self, _least: int, most: int) -> None:
        """Go where the column stood before, as far as it is laid out."""
        if self._seen_before:
            self.verticalScrollBar().setValue(min(self._seen_before, most))

    def _settle(self) -> None:
        """All is laid out: from now on it stays where the person scrolls to."""
        self._seen_before = 0
        self._fill()

    def _fill(self) -> None:
        """Make more cards while the last ones are in sight, or nearly."""
        if not self.isVisible():
            return
        near = self.verticalScrollBar().value() + 2 * self.viewport().height()
        while len(self.cards) < len(self._rows) and self._stack.sizeHint().height() < near:
            self._add(_AT_ONCE)

    def _add(self, count: int) -> None:
        """Add the next cards below those that stand there, and lay them out at once."""
        if count <= 0:
            return
        for row in self._rows[len(self.cards) : len(self.cards) + count]:
            card = OrderCard(row, self._today, self._column)
            self._made(card)
            self._stack.insertWidget(len(self.cards), card)
            card.show()
            self.cards.append(card)
        for part in (self.widget(), self.viewport()):
            QApplication.sendPostedEvents(part, QEvent.Type.LayoutRequest)

"""The status board: columns of cards, walked with the arrows, opened with Enter."""

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
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
from ui.kit.pills import Pill, label_text
from ui.kit.theme import Theme

COLUMNS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("review", ("review", "hold")),
    ("ready", ("ready", "short", "confirmed", "part_shipped")),
    ("picking", ("picking",)),
    ("packed", ("packed",)),
    ("shipped", ("shipped", "received")),
)
"""Label that names a column, and the labels whose orders it shows."""

_FIRST = 7
"""Cards that are made at once; those further down follow when the first are painted."""
_LATER_MS = 150
_ACROSS = ((5, 880), (3, 450), (1, 0))
"""How many columns stand side by side, and the width at 100 % from which they do."""
_STEPS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}
"""Arrow to columns across and cards down."""
_HEAD_PX, _CARD_PX, _CARDS_SEEN = 46, 86, 3
"""Heights at 100 %, and how many cards of a stacked column are seen without scrolling it."""


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


class Board(QWidget):
    """Columns of orders by status; where the window is narrow they stand in rows of three or one.

    Columns that stand in rows keep a height of their own: the page scrolls.
    """

    def __init__(
        self, theme: Theme, opened: Callable[[int], None], more: Callable[..., None]
    ) -> None:
        """Open an order with `opened`; `more` shows a column's orders as a list."""
        super().__init__()
        self._theme, self._opened, self._more = theme, opened, more
        self._layout = QGridLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(12)
        self._frames: list[QWidget] = []
        self._cards: list[list[OrderCard]] = []
        self._heights: list[int] = []
        self.across = 0

    def show_columns(self, columns: Sequence[Sequence[OrderRow]], today: date) -> None:
        """Show the orders of each column."""
        focused = self.window().focusWidget()
        kept = focused.row.order_id if isinstance(focused, OrderCard) else None
        for old in self._frames:
            self._layout.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._cards, self.across = [], 0
        self._frames = [
            self._column(column, labels, rows, today)
            for (column, labels), rows in zip(COLUMNS, columns, strict=True)
        ]
        self._heights = [
            _HEAD_PX + _CARD_PX * max(1, min(len(rows), _CARDS_SEEN)) for rows in columns
        ]
        self._arrange()
        for cards in self._cards:
            for card in cards:
                if card.row.order_id == kept:
                    card.setFocus()

    def _arrange(self) -> None:
        """Put the columns side by side as far as there is room."""
        room = self.width() / self._theme.scale
        across = next(count for count, least in _ACROSS if room >= least)
        if across == self.across or not self._frames:
            return
        self.across = across
        stacked = across < len(self._frames)
        for place, frame in enumerate(self._frames):
            self._layout.addWidget(frame, place // across, place % across)
            frame.setMinimumHeight(self._theme.px(self._heights[place]) if stacked else 0)
        for place in range(len(self._frames)):
            self._layout.setColumnStretch(place, 1 if place < across else 0)
            self._layout.setRowStretch(place, 1 if place * across < len(self._frames) else 0)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _column(
        self, column: str, labels: tuple[str, ...], rows: Sequence[OrderRow], today: date
    ) -> QWidget:
        frame = QFrame()
        frame.setObjectName("card")
        outer = QVBoxLayout(frame)
        outer.setContentsMargins(8, 8, 8, 8)
        head = QHBoxLayout()
        head.addWidget(Pill(column, self._theme))
        head.addStretch(1)
        count = QPushButton(str(len(rows)) if len(rows) < 50 else "50+")
        count.setObjectName("link")
        count.setAccessibleName(_("Show all: {label}").format(label=label_text(column)))
        count.clicked.connect(lambda: self._more(labels))
        head.addWidget(count)
        outer.addLayout(head)
        inside = QWidget()
        inside.setObjectName("page")
        stack = QVBoxLayout(inside)
        stack.setContentsMargins(0, 0, 0, 0)
        stack.setSpacing(8)
        cards: list[OrderCard] = []
        self._add_cards(stack, cards, rows[:_FIRST], (today, column))
        if len(rows) > _FIRST:
            later = partial(self._add_cards, stack, cards, rows[_FIRST:], (today, column))
            QTimer.singleShot(_LATER_MS, inside, later)
        if not rows:
            stack.addWidget(label(_("Nothing here."), "muted"))
        stack.addStretch(1)
        self._cards.append(cards)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(inside)
        outer.addWidget(area, 1)
        return frame

    def _add_cards(
        self,
        stack: QVBoxLayout,
        cards: list[OrderCard],
        rows: Sequence[OrderRow],
        shown: tuple[date, str],
    ) -> None:
        """Add the cards of some rows below those that stand there."""
        for row in rows:
            card = OrderCard(row, *shown)
            card.clicked.connect(lambda _on=False, one=row.order_id: self._opened(one))
            card.walked.connect(partial(self._walk, card))
            stack.insertWidget(len(cards), card)
            cards.append(card)

    def take_focus(self) -> None:
        """Put the focus on the card that had it last, else on the first there is."""
        before = self.focusWidget()
        first = next((cards[0] for cards in self._cards if cards), None)
        card = before if isinstance(before, OrderCard) else first
        if card is not None:
            self._stand_on(card)

    def _walk(self, card: OrderCard, across: int, down: int) -> None:
        """Go to the card beside, or to the one above or below, also in another column."""
        column = next(i for i, cards in enumerate(self._cards) if card in cards)
        position = self._cards[column].index(card) + down
        step = across or (0 if 0 <= position < len(self._cards[column]) else down * self.across)
        target = column + step
        while step and 0 <= target < len(self._cards) and not self._cards[target]:
            target += step
        if not 0 <= target < len(self._cards):
            return
        cards = self._cards[target]
        if down and step:
            position = 0 if down > 0 else len(cards) - 1
        self._stand_on(cards[max(0, min(position, len(cards) - 1))])

    def _stand_on(self, card: OrderCard) -> None:
        """Put the focus on a card and let it be seen, in its column and on the page."""
        card.setFocus()
        part = card.parentWidget()
        while part is not None:
            if isinstance(part, QScrollArea):
                part.ensureWidgetVisible(card, 0, 8)
            part = part.parentWidget()

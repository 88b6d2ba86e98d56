"""The status board: columns of cards, walked with the arrows, opened with Enter."""

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial

from PySide6.QtGui import QResizeEvent
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

from app.core.messages import _
from app.orders.rows import OrderRow
from ui.kit.pills import Pill, label_text
from ui.kit.theme import Theme
from ui.today.cards import CardColumn, OrderCard

COLUMNS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("review", ("review", "hold")),
    ("ready", ("ready", "short", "confirmed", "part_shipped")),
    ("picking", ("picking",)),
    ("packed", ("packed",)),
    ("shipped", ("shipped", "received")),
)
"""Label that names a column, and the labels whose orders it shows."""

_ACROSS = ((5, 880), (3, 450), (1, 0))
"""How many columns stand side by side, and the width at 100 % from which they do."""
_HEAD_PX, _CARD_PX, _CARDS_SEEN = 46, 86, 3
"""Heights at 100 %, and how many cards of a stacked column are seen without scrolling it."""


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
        self._columns: list[CardColumn] = []
        self._heights: list[int] = []
        self.across = 0

    def show_columns(self, columns: Sequence[Sequence[OrderRow]], today: date) -> None:
        """Show the orders of each column; what was scrolled to stays in sight."""
        before = [(len(one.cards), one.verticalScrollBar().value()) for one in self._columns]
        focused = self.window().focusWidget()
        kept = focused.row.order_id if isinstance(focused, OrderCard) else None
        for old in self._frames:
            self._layout.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._columns, self.across = [], 0
        self._frames = [
            self._column(column, labels, rows, today)
            for (column, labels), rows in zip(COLUMNS, columns, strict=True)
        ]
        self._heights = [
            _HEAD_PX + _CARD_PX * max(1, min(len(rows), _CARDS_SEEN)) for rows in columns
        ]
        self._arrange()
        for column, (count, seen) in zip(self._columns, before, strict=False):
            column.return_to(count, seen)
        for column in self._columns:
            place = None if kept is None else column.place_of(kept)
            if place is not None:
                column.card_at(place).setFocus()

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
        cards = CardColumn(rows, today, column, self._made)
        self._columns.append(cards)
        outer.addWidget(cards, 1)
        return frame

    def _made(self, card: OrderCard) -> None:
        card.clicked.connect(lambda _on=False: self._opened(card.row.order_id))
        card.walked.connect(partial(self._walk, card))

    def take_focus(self) -> None:
        """Put the focus on the card that had it last, else on the first there is."""
        before = self.focusWidget()
        first = next((column.card_at(0) for column in self._columns if column.orders), None)
        card = before if isinstance(before, OrderCard) else first
        if card is not None:
            self._stand_on(card)

    def _walk(self, card: OrderCard, across: int, down: int) -> None:
        """Go to the card beside, or to the one above or below, also in another column."""
        at = next(i for i, column in enumerate(self._columns) if card in column.cards)
        place = self._columns[at].cards.index(card) + down
        step = across or (0 if 0 <= place < self._columns[at].orders else down * self.across)
        target = at + step
        while step and 0 <= target < len(self._columns) and not self._columns[target].orders:
            target += step
        if not 0 <= target < len(self._columns):
            return
        column = self._columns[target]
        if down and step:
            place = 0 if down > 0 else column.orders - 1
        self._stand_on(column.card_at(place))

    def _stand_on(self, card: OrderCard) -> None:
        """Put the focus on a card and let it be seen, in its column and on the page."""
        card.setFocus()
        part = card.parentWidget()
        while part is not None:
            if isinstance(part, QScrollArea):
                part.ensureWidgetVisible(card, 0, 8)
            part = part.parentWidget()

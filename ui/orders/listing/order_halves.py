"""The list of orders and the one in front: side by side, or one at a time where it is narrow."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QSplitter
from typing_extensions import override

from app.orders.states import LABELS
from ui.kit.context import Context
from ui.kit.pills import PillDelegate, pill_width
from ui.kit.table import ListPane, remember_split
from ui.orders.front.front_half import FrontHalf

STATE, CUSTOMER, DUE, TOTAL = 1, 2, 3, 4
"""Columns of the list."""
_BOTH_FROM_PX, _FRONT_PX = 740, 440
"""Widths at 100 %: from which both halves are shown, and the least of the order in front."""
_NAME_LETTERS = 20
_GIVE_WAY = (DUE, TOTAL)
"""Columns that leave for the customer's name, the first one first: the order in front has them."""


class OrderHalves(QSplitter):
    """Shows both halves where there is room; the list keeps room for the customer's name.

    `alone` tells whether the order in front has the place of the list.
    """

    alone = Signal(bool)

    def __init__(self, listed: ListPane, front: FrontHalf, context: Context) -> None:
        """Put the list at the left of the order in front."""
        super().__init__(Qt.Orientation.Horizontal)
        self._listed, self._front, self._theme = listed, front, context.theme
        self._narrow = False
        self.addWidget(listed)
        self.addWidget(front)
        self.setChildrenCollapsible(False)
        self.setSizes([540, 540])
        remember_split(self, "orders", context.kept)
        listed.installEventFilter(self)
        context.theme.changed.connect(self._rescale)
        self._rescale()

    @property
    def hides_list(self) -> bool:
        """Tell whether the order in front has the place of the list."""
        return self._listed.isHidden()

    def show_front(self) -> None:
        """Let the order in front be seen."""
        self._show(listed=not self._narrow, front=True)

    def show_list(self) -> None:
        """Let the list be seen."""
        self._show(listed=True, front=not self._narrow)

    def _show(self, *, listed: bool, front: bool) -> None:
        self._front.leaving.setVisible(not listed)
        self._listed.setVisible(listed)
        self._front.setVisible(front)
        self.alone.emit(not listed)

    def _rescale(self) -> None:
        self._listed.table.rescale()
        self._front.setMinimumWidth(self._theme.px(_FRONT_PX))
        self._fit()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Divide the list's width among its columns anew."""
        if event.type() == QEvent.Type.Resize and watched is self._listed:
            self._fit_columns()
        return super().eventFilter(watched, event)

    def _fit(self) -> None:
        narrow = self.width() < self._theme.px(_BOTH_FROM_PX)
        if narrow != self._narrow:
            self._narrow = narrow
            self.show_list()
        self._fit_columns()

    def _fit_columns(self) -> None:
        """Keep the whole pill and the customer readable: the other columns give way."""
        table = self._listed.table
        metrics = QFontMetrics(table.font())
        pill = max(pill_width(one, metrics, self._theme) for one in LABELS)
        least = pill + PillDelegate.LEFT + PillDelegate.RIGHT
        if table.columnWidth(STATE) < least:
            table.setColumnWidth(STATE, least)
        for column in _GIVE_WAY:
            table.setColumnHidden(column, False)
        room = self._listed.width() - table.verticalScrollBar().sizeHint().width() - 4
        taken = metrics.horizontalAdvance("0") * _NAME_LETTERS
        taken += sum(table.columnWidth(one) for one in range(TOTAL + 1) if one != CUSTOMER)
        for column in _GIVE_WAY:
            if taken > room:
                taken -= table.columnWidth(column)
                table.setColumnHidden(column, True)

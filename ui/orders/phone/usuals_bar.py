"""What the customer usually buys, a key away: Alt+1 to Alt+9."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import (
    QGridLayout,
    QPushButton,
    QSizePolicy,
    QStyle,
    QStyleOptionButton,
    QStylePainter,
    QWidget,
)
from typing_extensions import override

from app.core.finder import FinderEntry
from app.core.messages import _
from app.orders.queries import UsualRow
from ui.kit.parts import label

_MOST = 9
_IN_A_ROW = 5
_NARROWEST = 72


class _Chip(QPushButton):
    """A button that shortens what it says where the page is narrow."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.setObjectName("chip")
        self.setAutoDefault(False)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(_NARROWEST, super().minimumSizeHint().height())

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the button with as much of its text as fits."""
        option = QStyleOptionButton()
        self.initStyleOption(option)
        short = self.sizeHint().width() - self.width()
        if short > 0:
            metrics = self.fontMetrics()
            room = metrics.horizontalAdvance(self.text()) - short
            option.text = metrics.elidedText(self.text(), Qt.TextElideMode.ElideRight, room)
        QStylePainter(self).drawControl(QStyle.ControlElement.CE_PushButton, option)


class UsualsBar(QWidget):
    """Numbered chips of usual items with their usual quantity."""

    def __init__(self, add: Callable[[int, int], None]) -> None:
        """Add an item with `add` (item, quantity)."""
        super().__init__()
        self._add = add
        self._usuals: list[tuple[UsualRow, FinderEntry]] = []
        self._layout = QGridLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(8)
        self._layout.setColumnStretch(_IN_A_ROW + 1, 1)
        self.hide()

    def show_usuals(self, usuals: Sequence[tuple[UsualRow, FinderEntry]]) -> None:
        """Show these items, most usual first."""
        while self._layout.count():
            item = self._layout.takeAt(0)
            old = item.widget() if item is not None else None
            if old is not None:
                old.deleteLater()
        self._usuals = list(usuals)[:_MOST]
        if self._usuals:
            self._layout.addWidget(label(_("Usuals"), "caption"), 0, 0)
        for at, (usual, entry) in enumerate(self._usuals):
            words = f"{at + 1}  {usual.last_quantity} × {entry.name}"
            chip = _Chip(words.replace("&", "&&"))
            chip.setAccessibleName(f"{usual.last_quantity} {entry.name}")
            chip.setToolTip(f"{entry.code} {entry.name} (Alt+{at + 1})")
            chip.clicked.connect(lambda _on=False, number=at + 1: self.press(number))
            self._layout.addWidget(chip, at // _IN_A_ROW, at % _IN_A_ROW + 1)
        self.setVisible(bool(self._usuals))

    def press(self, number: int) -> None:
        """Add the usual item of this number in its last quantity."""
        if number <= len(self._usuals):
            usual, entry = self._usuals[number - 1]
            self._add(entry.entry_id, usual.last_quantity)

"""The filters of the list as chips with counts; they wrap where the window is narrow."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtWidgets import QLayout, QLayoutItem, QPushButton, QWidget
from typing_extensions import override

from app.core.messages import N_, _
from app.orders.queries.chips import FilterCounts
from app.orders.states import FILTERS
from ui.kit.parts import button
from ui.kit.pills import label_text

CHIPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (N_("All"), ()),
    (N_("Not shipped"), FILTERS["not shipped"]),
    (N_("Partly shipped"), FILTERS["partly shipped"]),
    (N_("Shipped"), FILTERS["shipped"]),
    (N_("Received"), FILTERS["received"]),
    (N_("Closed"), FILTERS["closed"]),
    (N_("On hold"), ("hold",)),
)
"""Name of a chip to the labels it shows."""
_DRAFTS = N_("Drafts")


class FilterBar(QWidget):
    """One chip is in force: `chosen` tells its labels, `drafts` asks for drafts instead."""

    chosen = Signal(tuple)
    drafts = Signal()

    def __init__(self) -> None:
        """Start with all orders."""
        super().__init__()
        self.labels: tuple[str, ...] = ()
        self.shows_drafts = False
        self._counts: FilterCounts | None = None
        layout = _Flow(self)
        self._chips: dict[str, QPushButton] = {}
        for name, labels in CHIPS:
            self._chips[name] = self._chip(_(name), partial(self._choose, labels))
        self._chips[_DRAFTS] = self._chip(_(_DRAFTS), self._choose_drafts)
        self._own = self._chip("", lambda: self._choose(self.labels))
        for chip in (*self._chips.values(), self._own):
            layout.addWidget(chip)
        self._mark()

    def _chip(self, name: str, pressed: Callable[[], object]) -> QPushButton:
        made = button(name, pressed, kind="chip")
        made.setCheckable(True)
        return made

    def show_counts(self, counts: FilterCounts) -> None:
        """Write how many orders stand behind each chip."""
        self._counts = counts
        self._mark()

    def show_labels(self, labels: tuple[str, ...]) -> None:
        """Put a filter in force without telling; one that no chip has gets its own."""
        self.labels, self.shows_drafts = labels, False
        self._mark()

    def show_drafts(self) -> None:
        """Put the drafts in front without telling."""
        self.shows_drafts = True
        self._mark()

    def _choose(self, labels: tuple[str, ...]) -> None:
        self.show_labels(labels)
        self.chosen.emit(labels)

    def _choose_drafts(self) -> None:
        self.show_drafts()
        self.drafts.emit()

    def _mark(self) -> None:
        for name, labels in CHIPS:
            right = not self.shows_drafts and labels == self.labels
            self._write(self._chips[name], _(name), self._count(labels), on=right)
        drafts = str(self._counts.drafts) if self._counts else ""
        self._write(self._chips[_DRAFTS], _(_DRAFTS), drafts, on=self.shows_drafts)
        own = not self.shows_drafts and all(labels != self.labels for _name, labels in CHIPS)
        name = ", ".join(label_text(one) for one in self.labels) if own else ""
        self._write(self._own, name, self._count(self.labels), on=own)
        self._own.setVisible(own)

    def _count(self, labels: tuple[str, ...]) -> str:
        if self._counts is None:
            return ""
        count, more = self._counts.of(labels)
        return f"{count:,}+" if more else f"{count:,}"

    @staticmethod
    def _write(chip: QPushButton, name: str, count: str, *, on: bool) -> None:
        chip.setText(f"{name}  {count}" if count else name)
        chip.setAccessibleName(name)
        chip.setAccessibleDescription(count)
        chip.setToolTip(f"{name}: {count}" if count else name)
        chip.setChecked(on)


class _Flow(QLayout):
    """Lays chips side by side, and on in the next row where the width ends."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self.setContentsMargins(0, 0, 0, 0)
        self.setSpacing(8)

    @override
    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    @override
    def count(self) -> int:
        return len(self._items)

    @override
    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    @override
    def takeAt(self, index: int) -> QLayoutItem | None:
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    @override
    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    @override
    def hasHeightForWidth(self) -> bool:
        return True

    @override
    def heightForWidth(self, width: int) -> int:
        return self._lay(QRect(0, 0, width, 0), move=False)

    @override
    def sizeHint(self) -> QSize:
        return self.minimumSize()

    @override
    def minimumSize(self) -> QSize:
        size = QSize()
        for item in self._items:
            if not item.isEmpty():
                size = size.expandedTo(item.minimumSize())
        return size

    @override
    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        self._lay(rect, move=True)

    def _lay(self, rect: QRect, *, move: bool) -> int:
        around = self.parentWidget()
        turned = around is not None and around.isRightToLeft()
        across, down, high = 0, 0, 0
        for item in (one for one in self._items if not one.isEmpty()):
            size = item.sizeHint()
            if across and across + size.width() > rect.width():
                across, down = 0, down + high + self.spacing()
                high = 0
            if move:
                left = rect.width() - across - size.width() if turned else across
                item.setGeometry(QRect(rect.topLeft() + QPoint(left, down), size))
            across += size.width() + self.spacing()
            high = max(high, size.height())
        return down + high

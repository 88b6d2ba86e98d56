"""The filters of the list as chips with counts; they wrap where the window is narrow."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QWidget

from app.core.messages import N_, _
from app.orders.queries.chips import FilterCounts
from app.orders.states import FILTERS
from ui.kit.frame.flow_row import FlowRow
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
        layout = FlowRow()
        self.setLayout(layout)
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

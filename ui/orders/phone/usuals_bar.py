"""What the customer usually buys, a key away: Alt+1 to Alt+9."""

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from app.core.finder import FinderEntry
from app.core.messages import _
from app.orders.queries import UsualRow
from ui.kit.parts import label

_MOST = 9
_LONGEST = 22


class UsualsBar(QWidget):
    """Numbered chips of usual items with their usual quantity."""

    def __init__(self, add: Callable[[int, int], None]) -> None:
        """Add an item with `add` (item, quantity)."""
        super().__init__()
        self._add = add
        self._usuals: list[tuple[UsualRow, FinderEntry]] = []
        self._layout = QHBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(8)
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
            self._layout.addWidget(label(_("Usuals"), "caption"))
        for number, (usual, entry) in enumerate(self._usuals, 1):
            name = entry.name if len(entry.name) <= _LONGEST else f"{entry.name[:_LONGEST]}…"
            chip = QPushButton(f"{number}  {usual.last_quantity} × {name}".replace("&", "&&"))
            chip.setObjectName("chip")
            chip.setAutoDefault(False)
            chip.setAccessibleName(f"{usual.last_quantity} {entry.name}")
            chip.setToolTip(f"{entry.code} {entry.name} (Alt+{number})")
            chip.clicked.connect(lambda _on=False, at=number: self.press(at))
            self._layout.addWidget(chip)
        self._layout.addStretch(1)
        self.setVisible(bool(self._usuals))

    def press(self, number: int) -> None:
        """Add the usual item of this number in its last quantity."""
        if number <= len(self._usuals):
            usual, entry = self._usuals[number - 1]
            self._add(entry.entry_id, usual.last_quantity)

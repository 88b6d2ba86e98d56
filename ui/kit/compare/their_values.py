"""Shows field by field what was typed here and what somebody else saved meanwhile."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QButtonGroup, QFrame, QGridLayout, QRadioButton

from app.core.messages import _
from ui.kit.compare.merging import Difference
from ui.kit.parts import label


class TheirValues(QFrame):
    """One line per value: yours and theirs, each to be chosen; hidden when there is none."""

    def __init__(self) -> None:
        """Start hidden."""
        super().__init__()
        self.setObjectName("banner_warn")
        self.setAccessibleName(_("Yours and theirs"))
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(12, 8, 12, 8)
        self._grid.setHorizontalSpacing(16)
        self._grid.setColumnStretch(1, 1)
        self._grid.setColumnStretch(2, 1)
        self._groups: dict[str, QButtonGroup] = {}
        self.hide()

    def show_differences(self, found: Sequence[Difference]) -> None:
        """Show these values, those both sides changed first; none hides the whole."""
        self._clear()
        for at, title in enumerate((_("Changed meanwhile"), _("Yours"), _("Theirs"))):
            self._grid.addWidget(label(title, "caption"), 0, at)
        for line, one in enumerate(sorted(found, key=lambda one: not one.both), 1):
            self._add(line, one)
        self.setVisible(bool(found))

    def choice(self, name: str, *, theirs: bool) -> QRadioButton:
        """Give the button that chooses a side for a value."""
        found = self._groups[name].button(int(theirs))
        assert isinstance(found, QRadioButton)  # noqa: S101 - only such buttons are put in
        return found

    def _add(self, line: int, one: Difference) -> None:
        top = Qt.AlignmentFlag.AlignTop
        self._grid.addWidget(label(one.title, "strong"), line, 0, top)
        group = self._groups[one.name] = QButtonGroup(self)
        for side, (text, who) in enumerate(((one.yours, _("Yours")), (one.theirs, _("Theirs")))):
            choice = QRadioButton(text.replace("&", "&&"))
            choice.setToolTip(text)
            choice.setAccessibleName(f"{one.title}: {who}: {text}")
            choice.setChecked(bool(side) != one.both)
            group.addButton(choice, side)
            self._grid.addWidget(choice, line, side + 1, top)
        group.idClicked.connect(lambda side, use=one.use: use(bool(side)))

    def _clear(self) -> None:
        self._groups.clear()
        while self._grid.count():
            item = self._grid.takeAt(0)
            part = item.widget() if item is not None else None
            if part is not None:
                part.hide()
                part.deleteLater()

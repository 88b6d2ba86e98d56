"""Asks what a file does not say itself: encoding, separator, day or month first."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QGridLayout,
    QLabel,
    QRadioButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from app.core.messages import _
from app.exchange.preview.doubts import Doubt, Option
from ui.kit.parts import Card, button, label, row

_NARROWEST = 80


class DoubtPanel(QWidget):
    """Shows each question with samples read each way; arrows or digits choose, Enter goes on.

    `answered` carries the chosen value by the field of the choices it settles.
    """

    answered = Signal(object)
    left = Signal()

    def __init__(self) -> None:
        """Start without a question."""
        super().__init__()
        self._groups: dict[str, tuple[QButtonGroup, Doubt]] = {}
        self._cards = QVBoxLayout()
        self._cards.setSpacing(12)
        go_on = button(_("Go on"), self.answer, kind="primary", shortcut="Return")
        back = button(_("Back"), self.left.emit, shortcut="Esc")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        layout.addLayout(self._cards)
        layout.addLayout(row(go_on, back, None))
        layout.addStretch(1)

    def ask(self, doubts: Sequence[Doubt]) -> None:
        """Ask these questions, the likeliest answers chosen, the cursor on the first."""
        self._clear()
        for doubt in doubts:
            self._add(doubt)
        first, _doubt = next(iter(self._groups.values()))
        first.buttons()[0].setFocus(Qt.FocusReason.TabFocusReason)

    def choices(self) -> dict[str, QButtonGroup]:
        """Give the buttons of each question."""
        return {about: group for about, (group, _doubt) in self._groups.items()}

    def answer(self) -> None:
        """Go on with what is chosen."""
        self.answered.emit(
            {
                about: doubt.options[group.checkedId()].value
                for about, (group, doubt) in self._groups.items()
            }
        )

    def _add(self, doubt: Doubt) -> None:
        card = Card()
        card.body.addWidget(label(doubt.question, "section", wrap=True))
        group = QButtonGroup(card)
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(1, 1)
        line = 0
        for place, option in enumerate(doubt.options):
            group.addButton(self._choice(option, place), place)
            grid.addWidget(group.button(place), line, 0, Qt.AlignmentFlag.AlignTop)
            for sample in option.samples:
                grid.addWidget(_sample(sample), line, 1)
                line += 1
            line += 1
        group.button(0).setChecked(True)
        card.body.addLayout(grid)
        self._cards.addWidget(card)
        self._groups[doubt.about] = (group, doubt)

    @staticmethod
    def _choice(option: Option, place: int) -> QRadioButton:
        made = QRadioButton(f"{place + 1}  {option.title}")
        made.setAccessibleName(option.title)
        made.setAccessibleDescription("; ".join(option.samples))
        made.setToolTip(_("{title} ({key})").format(title=option.title, key=place + 1))
        return made

    def _clear(self) -> None:
        self._groups.clear()
        while self._cards.count():
            item = self._cards.takeAt(0)
            old = item.widget() if item is not None else None
            if old is not None:
                old.hide()
                old.deleteLater()

    def _group_in_focus(self) -> QButtonGroup | None:
        focus = self.focusWidget()
        return next((one for one, _doubt in self._groups.values() if focus in one.buttons()), None)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        place = key - Qt.Key.Key_1
        group = self._group_in_focus()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.answer()
        elif key == Qt.Key.Key_Escape:
            self.left.emit()
        elif group is not None and 0 <= place < len(group.buttons()):
            group.button(place).setChecked(True)
            group.button(place).setFocus()
        else:
            super().keyPressEvent(event)


def _sample(text: str) -> QLabel:
    """Show a sample that may be longer than the window is wide."""
    made = label(text)
    made.setToolTip(text)
    made.setMinimumWidth(_NARROWEST)
    made.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
    return made

"""Ctrl+K: find an action, a page, an order, a customer or an item, and go there."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Protocol

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeyEvent, QShowEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QDialog, QLineEdit, QListView, QVBoxLayout, QWidget
from typing_extensions import override

from app.core.messages import _
from ui.kit.parts import Card, label
from ui.kit.theme import Theme
from ui.shell.finding.choice_delegate import HINT_ROLE, KEYS_ROLE, REFUSED_ROLE, ChoiceDelegate
from ui.shell.finding.choices import Choice

_WIDTH, _HEIGHT = 620, 420


class Offers(Protocol):
    """Where the palette's choices come from."""

    def matches(self, text: str) -> Sequence[Choice]:
        """Give what a text may mean, best first."""

    def orders(self, text: str, show: Callable[[Sequence[Choice]], None]) -> None:
        """Look up orders; `show` gets them a moment later, if there are any to look for."""

    def taken(self, choice: Choice) -> None:
        """Remember that a choice was taken."""


class Palette(QDialog):
    """A line and a list; `#` finds orders, `@` customers, `=` items."""

    def __init__(self, offers: Offers, theme: Theme, parent: QWidget) -> None:
        """Offer what was used last at once and look the rest up as typed."""
        super().__init__(parent)
        self._offers, self._window = offers, parent
        self._found: list[Choice] = []
        self.setWindowTitle(_("Find anything"))
        self.setWindowFlag(Qt.WindowType.FramelessWindowHint)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(min(theme.px(_WIDTH), parent.width() - 40))
        self._line = QLineEdit()
        self._line.setPlaceholderText(_("Actions, # order, @ customer, = item"))
        self._line.setAccessibleName(_("Find anything"))
        self._line.textChanged.connect(self._show)
        self._rows = QStandardItemModel(self)
        self._list = QListView()
        self._list.setModel(self._rows)
        self._list.setItemDelegate(ChoiceDelegate(theme, self._list))
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.setAccessibleName(_("Matches"))
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.setMinimumHeight(min(theme.px(_HEIGHT), parent.height() - 200))
        self._list.clicked.connect(lambda index: self._take(index.row()))
        self._note = label("", "problem", wrap=True)
        card = Card(margin=12)
        for part in (self._line, self._list, self._note):
            card.body.addWidget(part)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(card)
        self._show("")

    def _show(self, text: str) -> None:
        self._found = []
        self._rows.clear()
        self._add(self._offers.matches(text))
        self._offers.orders(text, partial(self._add_orders, text))

    def _add_orders(self, text: str, orders: Sequence[Choice]) -> None:
        """Put orders under what was found at once, unless something else was typed meanwhile."""
        if text == self._line.text():
            self._add(orders)

    def _add(self, choices: Sequence[Choice]) -> None:
        for one in choices:
            shown = QStandardItem(one.text)
            shown.setData(one.reason or one.hint, HINT_ROLE)
            shown.setData(one.keys, KEYS_ROLE)
            said = ", ".join(part for part in (one.text, one.hint, one.keys, one.reason) if part)
            shown.setData(said, Qt.ItemDataRole.AccessibleTextRole)
            shown.setData(bool(one.reason), REFUSED_ROLE)
            shown.setEditable(False)
            self._rows.appendRow(shown)
        first = not self._found
        self._found += choices
        if self._found and first:
            self._list.setCurrentIndex(self._rows.index(0, 0))
        self._say("" if self._found else _("Nothing fits. Try fewer letters."))

    def _say(self, text: str) -> None:
        self._note.setText(text)
        self._note.setVisible(bool(text))

    def _take(self, position: int) -> None:
        if not 0 <= position < len(self._found):
            return
        chosen = self._found[position]
        if chosen.reason:
            self._say(chosen.reason)
            return
        self._offers.taken(chosen)
        self.accept()
        chosen.take()

    @override
    def showEvent(self, event: QShowEvent) -> None:
        """Stand in the upper middle of the window."""
        super().showEvent(event)
        window = self._window
        left = (window.width() - self.width()) // 2
        self.move(window.mapToGlobal(QPoint(left, window.height() // 10)))

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        row = self._list.currentIndex().row()
        steps = {
            Qt.Key.Key_Down: 1,
            Qt.Key.Key_Up: -1,
            Qt.Key.Key_PageDown: 8,
            Qt.Key.Key_PageUp: -8,
        }
        step = steps.get(Qt.Key(event.key()))
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._take(row)
        elif step is not None:
            target = max(0, min(row + step, len(self._found) - 1))
            self._list.setCurrentIndex(self._rows.index(target, 0))
        else:
            super().keyPressEvent(event)

"""Ctrl+K: find an action, a page, an order, a customer or an item, and go there."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QStringListModel, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QLineEdit, QListView, QVBoxLayout, QWidget
from typing_extensions import override

from app.core.finder import Finder
from app.core.messages import _
from app.core.text import fold

_MOST = 12


@dataclass(frozen=True)
class Choice:
    """One thing the palette offers and what taking it does."""

    text: str
    hint: str
    take: Callable[[], None]
    words: str = ""


def fitting(choices: Sequence[Choice], text: str) -> list[Choice]:
    """Give the choices that hold every typed word, those that begin with the text first."""
    words = fold(text).split()
    found = [
        (not fold(choice.text).startswith(fold(text)), position, choice)
        for position, choice in enumerate(choices)
        if all(word in fold(f"{choice.text} {choice.words}") for word in words)
    ]
    return [choice for _late, _position, choice in sorted(found, key=lambda one: one[:2])]


class Palette(QDialog):
    """A line and a list; `#` finds orders, `@` customers, `=` items."""

    def __init__(
        self,
        actions: Sequence[Choice],
        order: Callable[[str], Sequence[Choice]],
        customers: tuple[Finder, Callable[[int], None]],
        items: tuple[Finder, Callable[[int], None]],
        parent: QWidget,
    ) -> None:
        """Offer actions at once and look records up as typed."""
        super().__init__(parent)
        self._actions, self._order = actions, order
        self._customers, self._items = customers, items
        self._found: list[Choice] = []
        self.setWindowTitle(_("Find anything"))
        self.setMinimumWidth(560)
        self._line = QLineEdit()
        self._line.setPlaceholderText(_("Actions, # order, @ customer, = item"))
        self._line.setAccessibleName(_("Find anything"))
        self._line.textChanged.connect(self._show)
        self._texts = QStringListModel(self)
        self._list = QListView()
        self._list.setModel(self._texts)
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.setAccessibleName(_("Matches"))
        self._list.setMinimumHeight(420)
        self._list.clicked.connect(lambda index: self._take(index.row()))
        layout = QVBoxLayout(self)
        layout.addWidget(self._line)
        layout.addWidget(self._list)
        self._show("")

    def matches(self, text: str) -> list[Choice]:
        """Give what a text may mean, best first."""
        kind, rest = (text[:1], text[1:]) if text[:1] in "#@=" and text else ("", text)
        found: list[Choice] = [] if kind else fitting(self._actions, text)
        if rest.strip() and kind in ("", "#"):
            found += self._order(rest.strip())
        if rest.strip() and kind in ("", "@"):
            found += self._records(self._customers, rest, _("Customer"))
        if rest.strip() and kind in ("", "="):
            found += self._records(self._items, rest, _("Item"))
        return found[:_MOST]

    @staticmethod
    def _records(
        source: tuple[Finder, Callable[[int], None]], text: str, hint: str
    ) -> list[Choice]:
        finder, go = source
        return [
            Choice(
                f"{one.entry.code}  {one.entry.name}",
                hint,
                partial(go, one.entry.entry_id),
            )
            for one in finder.find(text, limit=6)
        ]

    def _show(self, text: str) -> None:
        self._found = self.matches(text)
        self._texts.setStringList(
            [f"{one.text}    {one.hint}" if one.hint else one.text for one in self._found]
        )
        if self._found:
            self._list.setCurrentIndex(self._texts.index(0, 0))

    def _take(self, position: int) -> None:
        if 0 <= position < len(self._found):
            chosen = self._found[position]
            self.accept()
            chosen.take()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        row = self._list.currentIndex().row()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._take(row)
        elif event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            step = 1 if event.key() == Qt.Key.Key_Down else -1
            target = max(0, min(row + step, len(self._found) - 1))
            self._list.setCurrentIndex(self._texts.index(target, 0))
        else:
            super().keyPressEvent(event)

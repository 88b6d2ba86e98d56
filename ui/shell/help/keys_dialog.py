"""Ctrl+/: every key, made from the actions themselves."""

from collections.abc import Sequence

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QDialog, QGridLayout, QScrollArea, QVBoxLayout, QWidget

from app.core.messages import _
from ui.kit.parts import keys_text, label
from ui.shell.actions import PAGE_KEYS
from ui.shell.pages import pages


class KeysDialog(QDialog):
    """Lists keys and what they do."""

    def __init__(self, actions: Sequence[QAction], parent: QWidget) -> None:
        """List the keys of actions, then those of pages."""
        super().__init__(parent)
        self.setWindowTitle(_("Keyboard shortcuts"))
        inside = QWidget()
        inside.setObjectName("page")
        grid = QGridLayout(inside)
        grid.setColumnStretch(1, 1)
        for title, entries in _groups(actions).items():
            grid.addWidget(label(title, "section"), grid.rowCount(), 0, 1, 2)
            for keys, text in entries:
                line = grid.rowCount()
                grid.addWidget(label(keys, "strong"), line, 0)
                grid.addWidget(label(text), line, 1)
        area = QScrollArea()
        area.setWidget(inside)
        area.setWidgetResizable(True)
        area.setAccessibleName(_("Keyboard shortcuts"))
        QVBoxLayout(self).addWidget(area)
        self.resize(inside.sizeHint().width() + 80, 560)


def _groups(actions: Sequence[QAction]) -> dict[str, list[tuple[str, str]]]:
    """Give keys and what they do under the pages they belong to, those of all pages first."""
    everywhere = [
        (keys_text(action.shortcut()), action.text().replace("&", ""))
        for action in actions
        if not action.shortcut().isEmpty()
    ]
    found = {_("On every page"): everywhere}
    titles = {spec.page_id: _(spec.title) for spec in pages()}
    for places, keys, text in PAGE_KEYS:
        title = " · ".join(titles[place] for place in places) or _("On every page")
        found.setdefault(title, []).append((keys, _(text)))
    return found

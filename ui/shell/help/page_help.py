"""F1: what the page in front is for, what can be pressed on it, and its keys."""

from collections.abc import Sequence

from PySide6.QtWidgets import QDialog, QGridLayout, QScrollArea, QVBoxLayout, QWidget

from app.core.messages import _
from ui.kit.context import Page
from ui.kit.parts import button, label, row
from ui.shell.actions import PAGE_KEYS
from ui.shell.finding.offers import page_choices
from ui.shell.pages import PageSpec


class PageHelp(QDialog):
    """Says what is done here and by which keys, from the page's own buttons."""

    def __init__(self, spec: PageSpec, page: Page, parent: QWidget) -> None:
        """Describe the page as it stands now."""
        super().__init__(parent)
        self.setWindowTitle(_("What can I do here?"))
        inside = QWidget()
        inside.setObjectName("page")
        grid = QGridLayout(inside)
        grid.setColumnStretch(1, 1)
        grid.setHorizontalSpacing(16)
        for line, (keys, text) in enumerate(entries(spec.page_id, page)):
            grid.addWidget(label(keys, "strong"), line, 0)
            grid.addWidget(label(text, wrap=True), line, 1)
        area = QScrollArea()
        area.setWidget(inside)
        area.setWidgetResizable(True)
        area.setAccessibleName(_("Keys of this page"))
        layout = QVBoxLayout(self)
        layout.addWidget(label(_(spec.title), "title"))
        layout.addWidget(label(_(spec.words), "muted", wrap=True))
        layout.addWidget(area, 1)
        hint = label(
            _("Ctrl+K finds everything else · Ctrl+/ lists all keys"), "caption", wrap=True
        )
        layout.addWidget(hint)
        layout.addLayout(row(None, button(_("Close"), self.reject, shortcut="Esc")))
        self.resize(max(440, inside.sizeHint().width() + 80), 520)


def entries(page_id: str, page: Page) -> Sequence[tuple[str, str]]:
    """Give keys and what they do: those of the page's buttons, then those without a button."""
    buttons = {one.keys: one.text for one in page_choices(page) if one.keys}
    others = [
        (keys, _(text))
        for pages, keys, text in PAGE_KEYS
        if keys not in buttons and (not pages or page_id in pages)
    ]
    return [*buttons.items(), *others]

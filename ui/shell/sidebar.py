"""The navigation at the left: one button a page, icons only when the window is narrow."""

from collections.abc import Callable, Iterable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QButtonGroup, QFrame, QPushButton, QVBoxLayout

from app.core.messages import _
from ui.kit import icons
from ui.kit.parts import button, label
from ui.shell.pages import PageSpec

_WIDE_PX = 208
_NARROW_PX = 56
_DIGITS = 9


class Sidebar(QFrame):
    """Shows the pages and who is signed in."""

    def __init__(self, specs: Iterable[PageSpec], go: Callable[[str], None]) -> None:
        """Go to a page with `go`."""
        super().__init__()
        self.setObjectName("sidebar")
        self._specs = {spec.page_id: spec for spec in specs}
        self._brand = label("Tallydesk", "brand")
        self._person = label("", "sidebar_caption")
        self._group = QButtonGroup(self)
        self._buttons: dict[str, QPushButton] = {}
        layout = QVBoxLayout(self)
        layout.setContentsMargins(10, 14, 10, 14)
        layout.setSpacing(4)
        layout.addWidget(self._brand)
        layout.addSpacing(10)
        for number, spec in enumerate(self._specs.values(), 1):
            keys = f"Ctrl+{number}" if number <= _DIGITS else ""
            made = button(_(spec.title), partial(go, spec.page_id), kind="nav", shortcut=keys)
            made.setCheckable(True)
            icons.put(made, spec.icon, "sidebar_text", 18)
            self._group.addButton(made)
            self._buttons[spec.page_id] = made
            layout.addWidget(made)
        layout.addStretch(1)
        layout.addWidget(self._person)

    def show_person(self, name: str) -> None:
        """Say who is signed in."""
        self._person.setText(name)

    def show_page(self, page_id: str) -> None:
        """Mark the page in front."""
        self._buttons[page_id].setChecked(True)
        for name, made in self._buttons.items():
            here = name == page_id
            made.setFocusPolicy(Qt.FocusPolicy.StrongFocus if here else Qt.FocusPolicy.ClickFocus)

    def narrow(self, *, narrow: bool, scale: float) -> None:
        """Show icons only, or icons and names."""
        self.setFixedWidth(round((_NARROW_PX if narrow else _WIDE_PX) * scale))
        self._brand.setVisible(not narrow)
        self._person.setVisible(not narrow)
        for page_id, made in self._buttons.items():
            made.setText("" if narrow else _(self._specs[page_id].title).replace("&", "&&"))

"""The menus of the frame; their icons are drawn when one is opened."""

from collections.abc import Mapping, Sequence

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenuBar, QStyle

from app.core.messages import _
from ui.kit import icons
from ui.shell.actions import ACTIONS, MENUS
from ui.shell.pages import PageSpec


def fill_menus(bar: QMenuBar, actions: Mapping[str, QAction], specs: Sequence[PageSpec]) -> None:
    """Put every action into its menu, and every page into Go."""

    def draw() -> None:
        size = bar.style().pixelMetric(QStyle.PixelMetric.PM_SmallIconSize)
        for spec in ACTIONS:
            actions[spec.action_id].setIcon(icons.icon(spec.icon or "check", size_px=size))
        for page in specs:
            actions[f"page_{page.page_id}"].setIcon(icons.icon(page.icon, size_px=size))

    for menu_id, title in MENUS.items():
        menu = bar.addMenu(_(title))
        menu.aboutToShow.connect(draw)
        for spec in ACTIONS:
            if spec.menu == menu_id:
                menu.addAction(actions[spec.action_id])
        if menu_id == "go":
            for page in specs:
                menu.addAction(actions[f"page_{page.page_id}"])

"""A window that Tab walks through as it is read, and that always shows where the keys are."""

from PySide6.QtWidgets import QMainWindow
from typing_extensions import override

from ui.kit.frame.tab_order import TabOrder, bring_into_sight


class WalkedWindow(QMainWindow):
    """Chains its parts anew before each step: pages make parts while they are shown."""

    def __init__(self) -> None:
        """Start with nothing chained."""
        super().__init__()
        self._tab_order = TabOrder()

    @override
    def focusNextPrevChild(self, forward: bool) -> bool:
        self._tab_order.follow(self.centralWidget())
        moved = super().focusNextPrevChild(forward)
        bring_into_sight(self.focusWidget())
        return moved

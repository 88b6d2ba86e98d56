"""The line that finds orders: wide where there is room, never wider than what is left."""

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QLineEdit
from typing_extensions import override

from app.core.messages import _
from ui.kit.theme import Theme

_LEAST_PX, _USUAL_PX = 120, 280


class SearchLine(QLineEdit):
    """Takes a number, a reference or a part of a customer's name."""

    def __init__(self, theme: Theme) -> None:
        """Start empty."""
        super().__init__()
        self._theme = theme
        self.setPlaceholderText(_("Number, reference or customer (Ctrl+F)"))
        self.setAccessibleName(_("Find orders"))
        self.setToolTip(_("Find orders (Ctrl+F)"))
        self.setClearButtonEnabled(True)
        theme.changed.connect(self.updateGeometry)

    @override
    def sizeHint(self) -> QSize:
        return QSize(self._theme.px(_USUAL_PX), super().sizeHint().height())

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.px(_LEAST_PX), super().minimumSizeHint().height())

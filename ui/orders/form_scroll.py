"""The part of a form that scrolls where a window is low, so that its foot stays in sight."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QApplication, QFrame, QLayout, QScrollArea, QWidget
from typing_extensions import override

_LEAST_HEIGHT = 120


class FormScroll(QScrollArea):
    """Shows a layout, and always the part of it that has the keyboard."""

    def __init__(self, form: QLayout) -> None:
        """Take over a layout."""
        super().__init__()
        inside = QWidget()
        inside.setObjectName("page")
        inside.setLayout(form)
        self.setWidget(inside)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._follow)

    def _follow(self, _old: QWidget | None, now: QWidget | None) -> None:
        inside = self.widget()
        if now is not None and inside is not None and inside.isAncestorOf(now):
            self.ensureWidgetVisible(now, 0, 12)

    @override
    def minimumSizeHint(self) -> QSize:
        inside = self.widget()
        wide = inside.minimumSizeHint().width() if inside is not None else 0
        return QSize(wide, _LEAST_HEIGHT)

    @override
    def sizeHint(self) -> QSize:
        return self.minimumSizeHint()

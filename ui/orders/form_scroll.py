"""The part of a form that scrolls where a window is low, so that its foot stays in sight."""

from collections.abc import Mapping

from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtWidgets import QApplication, QFrame, QLayout, QScrollArea, QWidget
from typing_extensions import override

_LEAST_HEIGHT, _EDGE = 120, 12


class FormScroll(QScrollArea):
    """Shows a layout, and always the part of it that has the keyboard.

    A field that fills a part beneath it shows as much of that part as there is room for.
    """

    def __init__(self, form: QLayout, beneath: Mapping[QWidget, QWidget] | None = None) -> None:
        """Take over a layout; `beneath` names for a field the part that is to be seen with it."""
        super().__init__()
        self._beneath = dict(beneath or {})
        inside = QWidget()
        inside.setObjectName("page")
        inside.setLayout(form)
        self.setWidget(inside)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        bar = self.verticalScrollBar()
        bar.rangeChanged.connect(lambda *_range: self._follow(None, QApplication.focusWidget()))
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._follow)

    def _follow(self, _old: QWidget | None, now: QWidget | None) -> None:
        inside = self.widget()
        if now is None or inside is None or not inside.isAncestorOf(now):
            return
        part = self._beneath.get(now)
        if part is not None:
            top = now.mapTo(inside, QPoint(0, 0)).y() - _EDGE
            low = part.mapTo(inside, part.rect().bottomLeft()).y() + _EDGE
            bar = self.verticalScrollBar()
            bar.setValue(min(top, max(bar.value(), low - self.viewport().height())))
        self.ensureWidgetVisible(now, 0, _EDGE)

    @override
    def minimumSizeHint(self) -> QSize:
        inside = self.widget()
        wide = inside.minimumSizeHint().width() if inside is not None else 0
        return QSize(wide, _LEAST_HEIGHT)

    @override
    def sizeHint(self) -> QSize:
        return self.minimumSizeHint()

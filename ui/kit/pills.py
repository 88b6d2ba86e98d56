"""Status pills: icon, word and colour together, never colour alone."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem, QWidget
from typing_extensions import override

from app.core.messages import _
from app.orders.states import LABELS
from ui.kit import icons
from ui.kit.table import LABEL_ROLE
from ui.kit.theme import Theme
from ui.kit.tokens import label_icon

_PAD = 8
_ICON = 14


def label_text(label: str) -> str:
    """Give the word of a label in the language in force."""
    return _(LABELS[label])


def pill_width(label: str, metrics: QFontMetrics, theme: Theme) -> int:
    """Give how wide the pill of a label is when nothing of it is cut."""
    text = metrics.horizontalAdvance(label_text(label))
    return text + theme.px(_ICON) + theme.px(_PAD) * 2 + 4


def paint_pill(painter: QPainter, rect: QRectF, label: str, theme: Theme) -> None:
    """Paint the pill of a label at the left of a rectangle, centred upright."""
    ink, ground = theme.tokens.pills[label]
    metrics = QFontMetrics(painter.font())
    text = label_text(label)
    size = theme.px(_ICON)
    wide = pill_width(label, metrics, theme)
    high = metrics.height() + 6
    box = QRectF(rect.left(), rect.center().y() - high / 2, min(wide, rect.width()), high)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(ground))
    painter.drawRoundedRect(box, high / 2, high / 2)
    ratio = painter.device().devicePixelRatioF()
    drawn = icons.pixmap(label_icon(label), ink, size, ratio)
    left = box.left() + theme.px(_PAD)
    painter.drawPixmap(int(left), int(box.center().y() - size / 2), drawn)
    painter.setPen(QColor(ink))
    words = box.adjusted(theme.px(_PAD) + size + 4, 0, -4, 0)
    shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, int(words.width()) + 1)
    painter.drawText(words, int(Qt.AlignmentFlag.AlignVCenter), shown)
    painter.restore()


class PillDelegate(QStyledItemDelegate):
    """Paints the label of a status column as a pill."""

    LEFT, RIGHT = 10, 4
    """What a cell leaves free beside its pill."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        """Use a theme's colours."""
        super().__init__(parent)
        self._theme = theme

    @override
    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        label = index.data(LABEL_ROLE)
        if not label:
            super().paint(painter, option, index)
            return
        empty = QStyleOptionViewItem(option)
        self.initStyleOption(empty, index)
        empty.text = ""
        style = empty.widget.style()
        style.drawControl(style.ControlElement.CE_ItemViewItem, empty, painter, empty.widget)
        area = QRectF(option.rect).adjusted(self.LEFT, 0, -self.RIGHT, 0)
        paint_pill(painter, area, label, self._theme)


class Pill(QWidget):
    """A pill of its own."""

    def __init__(self, label: str, theme: Theme, parent: QWidget | None = None) -> None:
        """Show a label of the board."""
        super().__init__(parent)
        self._theme = theme
        self._label = label
        self.show_label(label)

    def show_label(self, label: str) -> None:
        """Show another label."""
        self._label = label
        self.setAccessibleName(label_text(label))
        self.updateGeometry()
        self.update()

    @override
    def sizeHint(self) -> QSize:
        metrics = QFontMetrics(self.font())
        wide = pill_width(self._label, metrics, self._theme)
        return QSize(wide + 4, metrics.height() + 8)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint_pill(painter, QRectF(self.rect()), self._label, self._theme)

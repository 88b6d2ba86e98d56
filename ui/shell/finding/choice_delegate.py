"""A line of the palette: the name at the left, what it is and its keys at the right."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem, QWidget
from typing_extensions import override

from ui.kit.theme import Theme

HINT_ROLE = int(Qt.ItemDataRole.UserRole) + 1
KEYS_ROLE = HINT_ROLE + 1
REFUSED_ROLE = KEYS_ROLE + 1
_GAP = 12
_Index = QModelIndex | QPersistentModelIndex


class ChoiceDelegate(QStyledItemDelegate):
    """Paints a choice; a name too long ends in an ellipsis."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        """Use a theme's colours."""
        super().__init__(parent)
        self._theme = theme

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return QSize(100, self._theme.size("row"))

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        shown = QStyleOptionViewItem(option)
        self.initStyleOption(shown, index)
        shown.text = ""
        style = shown.widget.style()
        style.drawControl(style.ControlElement.CE_ItemViewItem, shown, painter, shown.widget)
        ink = "muted" if index.data(REFUSED_ROLE) else "text"
        tokens, gap = self._theme.tokens, self._theme.px(_GAP)
        area = QRect(option.rect).adjusted(gap, 0, -gap, 0)
        painter.save()
        painter.setFont(shown.font)
        keys = str(index.data(KEYS_ROLE) or "")
        area = self._right(painter, area, keys, tokens[ink])
        area = self._right(painter, area, str(index.data(HINT_ROLE) or ""), tokens["muted"])
        painter.setPen(QColor(tokens[ink]))
        name = QFontMetrics(shown.font).elidedText(
            str(index.data()), Qt.TextElideMode.ElideRight, area.width()
        )
        painter.drawText(area, int(Qt.AlignmentFlag.AlignVCenter), name)
        painter.restore()

    def _right(self, painter: QPainter, area: QRect, text: str, colour: str) -> QRect:
        """Paint a text at the right, at most over three fifths; give what is left of the area."""
        if not text:
            return area
        metrics = painter.fontMetrics()
        most = area.width() * 3 // 5
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, most)
        painter.setPen(QColor(colour))
        flags = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight)
        painter.drawText(area, flags, shown)
        gap = self._theme.px(_GAP)
        return area.adjusted(0, 0, -metrics.horizontalAdvance(shown) - gap, 0)

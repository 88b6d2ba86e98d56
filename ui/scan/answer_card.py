"""What a scan brought, in letters that are read from two metres away."""

from PySide6.QtCore import QRect, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QLabel, QVBoxLayout, QWidget
from typing_extensions import override

from app.core.messages import _, ngettext
from ui.kit import icons
from ui.kit.parts import label, row
from ui.kit.theme import Theme
from ui.scan.look_up import ItemFound, PlaceFound

_MOST_BINS = 4
_FLASH_MS = 400


class Alarm(QWidget):
    """A red bar over the whole width that says what is wrong and how to go on."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        """Start hidden."""
        super().__init__(parent)
        self._theme = theme
        self._text = ""
        self.hide()

    def tell(self, text: str) -> None:
        """Show a sentence until `hide`."""
        self._text = text
        self.setAccessibleName(text)
        self.updateGeometry()
        self.show()
        self.update()

    def text(self) -> str:
        """Give the sentence shown, empty when hidden."""
        return "" if self.isHidden() else self._text

    @override
    def sizeHint(self) -> QSize:
        return QSize(200, self._theme.px(96))

    @override
    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self._theme.tokens["err"]))
        painter.drawRoundedRect(QRectF(self.rect()), 8, 8)
        size, pad = self._theme.px(40), self._theme.px(20)
        drawn = icons.pixmap("circle-x", "on_accent", size, self.devicePixelRatioF())
        painter.drawPixmap(pad, (self.height() - size) // 2, drawn)
        painter.setPen(QColor(self._theme.tokens["on_accent"]))
        font = self.font()
        font.setPixelSize(self._theme.px(22))
        font.setBold(True)
        painter.setFont(font)
        area = self.rect().adjusted(pad * 2 + size, 4, -pad, -4)
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextWordWrap
        painter.drawText(area, int(flags), self._text)


class AnswerCard(QFrame):
    """The item or place scanned last."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        """Start with the invitation to scan."""
        super().__init__(parent)
        self._theme = theme
        self.setObjectName("card")
        self._name = label(_("Ready"), "scan_name", wrap=True)
        self._caption = label(_("Scan an item, a barcode or a place."), "muted", wrap=True)
        self._icon = QLabel()
        self._figure = label("", "scan_figure_ok")
        self._word = label("", "scan_text")
        self._more = label("", "scan_text", wrap=True)
        head = QVBoxLayout()
        head.setSpacing(2)
        head.addWidget(self._name)
        head.addWidget(self._caption)
        figure = row(self._icon, self._figure, self._word, None, spacing=12)
        self._top = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        self._top.setSpacing(4)
        self._top.addLayout(head, 1)
        self._top.addLayout(figure)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 12, 20, 12)
        layout.setSpacing(4)
        layout.addLayout(self._top)
        layout.addWidget(self._more)
        layout.addStretch(1)
        self._calm = QTimer(self)
        self._calm.setSingleShot(True)
        self._calm.timeout.connect(lambda: self._dress("card"))
        self._icon.hide()
        self._full = self._name.text()

    def reflow(self) -> None:
        """Stand name and figure side by side where large letters leave little height."""
        side = self._theme.scale >= 1.5
        direction = QBoxLayout.Direction.LeftToRight if side else QBoxLayout.Direction.TopToBottom
        self._top.setDirection(direction)
        self._fit_name()

    def show_item(self, found: ItemFound) -> None:
        """Show an item: what is available, and where it lies."""
        item = found.item
        parts = [item.code, item.unit if found.units == 1 else ""]
        if found.units > 1:
            parts.append(_("this code is a pack of {units}").format(units=f"{found.units:,}"))
        if item.state != "active":
            parts.append(_("discontinued"))
        self._write(item.name, " · ".join(part for part in parts if part))
        if found.stock is None:
            self._tell_figure("", _("kept without stock"), "", "")
            self._more.setText("")
            return
        free = found.stock.available
        mood, icon = ("ok", "circle-check") if free > 0 else ("err", "circle-x")
        self._tell_figure(f"{free:,}", _("available") if free > 0 else _("none free"), mood, icon)
        bins = [f"{one.code}  {one.on_hand:,}" for one in found.bins[:_MOST_BINS]]
        if len(found.bins) > _MOST_BINS:
            rest = len(found.bins) - _MOST_BINS
            bins.append(ngettext("{count} more", "{count} more", rest).format(count=rest))
        self._more.setText("     ".join(bins) or _("lies nowhere"))
        self._flash("banner_ok" if free > 0 else "banner_err")

    def show_place(self, found: PlaceFound) -> None:
        """Show a place and what lies there."""
        place = found.place
        self._write(
            _("Place {code}").format(code=place.code),
            place.name if place.pickable else _("nobody picks from here"),
        )
        count = len({one.item_id for one in found.contents})
        self._tell_figure(str(count), ngettext("item", "items", count), "ok", "map-pin")
        lies = [f"{one.code}  {one.on_hand:,}" for one in found.contents[:_MOST_BINS]]
        if count > _MOST_BINS:
            lies.append("…")
        self._more.setText("     ".join(lies) or _("empty"))
        self._flash("banner_ok")

    def show_unknown(self, code: str) -> None:
        """Show that nobody knows a code."""
        self._write(code, _("No item, barcode or place has this code."))
        self._tell_figure("", _("unknown"), "err", "circle-x")
        self._more.setText("")
        self._flash("banner_err", stays=True)

    def calm(self) -> None:
        """End the flash."""
        self._dress("card")

    def said(self) -> str:
        """Give all that is shown, for those who hear it."""
        parts = (self._name, self._figure, self._word, self._more)
        return " ".join(part.text() for part in parts if part.text())

    def _write(self, name: str, caption: str) -> None:
        self._full = name
        self._name.setToolTip(name)
        self._caption.setText(caption)

    def _fit_name(self) -> None:
        """Cut a long name after two lines; the whole stands in its tooltip."""
        wide = self.width() - 40
        if self._top.direction() == QBoxLayout.Direction.LeftToRight:
            parts = (self._icon, self._figure, self._word)
            wide -= sum(part.sizeHint().width() + 12 for part in parts if not part.isHidden())
        metrics = self._name.fontMetrics()
        area = QRect(0, 0, max(wide, 100), 10_000)
        words, flags = self._full.split(), int(Qt.TextFlag.TextWordWrap)
        shown = self._full
        while len(words) > 1:
            if metrics.boundingRect(area, flags, shown).height() <= metrics.lineSpacing() * 2:
                break
            words.pop()
            shown = " ".join(words) + "…"
        self._name.setText(shown)

    def _tell_figure(self, figure: str, word: str, mood: str, icon: str) -> None:
        self._figure.setText(figure)
        self._figure.setObjectName(f"scan_figure_{mood or 'ok'}")
        self._figure.setVisible(bool(figure))
        self._word.setText(word)
        self._icon.setVisible(bool(icon))
        if icon:
            size = self._theme.px(48)
            drawn = icons.pixmap(icon, mood, size, self.devicePixelRatioF())
            self._icon.setPixmap(drawn)
        self._figure.style().unpolish(self._figure)
        self._figure.style().polish(self._figure)
        self._fit_name()

    def _flash(self, name: str, *, stays: bool = False) -> None:
        self._dress(name)
        if stays:
            self._calm.stop()
        else:
            self._calm.start(_FLASH_MS)

    def _dress(self, name: str) -> None:
        self.setObjectName(name)
        self.style().unpolish(self)
        self.style().polish(self)

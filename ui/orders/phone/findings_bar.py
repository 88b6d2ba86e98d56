"""What is to be said about the order: a question or refusal, else what the checks find."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget
from typing_extensions import override

from app.core.messages import _
from app.orders.findings import ASK, BLOCK, HOLD, TELL, Finding
from ui.kit import icons
from ui.kit.parts import Banner, button, label
from ui.kit.theme import Theme

_SHOWN = 3
_SHOWN_LOW = 2
_LOW_PX = 640
"""A window lower than this, at 100 %, says less at a time."""
_MOST = 10
_LOOKS = {
    BLOCK: ("circle-x", "err"),
    ASK: ("triangle-alert", "warn"),
    HOLD: ("triangle-alert", "warn"),
    TELL: ("info", "muted"),
}
"""Icon and colour of a finding by its effect."""


class _Said(QWidget):
    """One finding as a line that leads to the order line it is about."""

    def __init__(self, finding: Finding, chosen: Callable[[int], object]) -> None:
        super().__init__()
        self._line, self._chosen = finding.line, chosen
        icon, colour = _LOOKS[finding.effect]
        picture = QLabel()
        icons.put(picture, icon, colour, 16)
        text = label(finding.message(), wrap=True)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(picture, 0, Qt.AlignmentFlag.AlignTop)
        layout.addWidget(text, 1)
        if self._line:
            self.setCursor(Qt.CursorShape.PointingHandCursor)

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self._line:
            self._chosen(self._line)
        super().mousePressEvent(event)


class FindingsBar(QWidget):
    """Tells findings, gravest first; a question being asked stays until it is settled."""

    chosen = Signal(int)

    def __init__(self, theme: Theme) -> None:
        """Start with nothing to say."""
        super().__init__()
        self._theme = theme
        self._findings: tuple[Finding, ...] = ()
        self._all = False
        self._question = Banner()
        self._frame = QFrame()
        self._lines = QVBoxLayout()
        self._lines.setSpacing(4)
        self._more = button("", self._show_all, kind="link")
        inside = QVBoxLayout(self._frame)
        inside.setContentsMargins(12, 8, 12, 8)
        inside.setSpacing(4)
        inside.addLayout(self._lines)
        inside.addWidget(self._more, 0, Qt.AlignmentFlag.AlignLeft)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._question)
        layout.addWidget(self._frame)
        self._show()

    @property
    def asks(self) -> bool:
        """Tell whether a question or refusal stands."""
        return not self._question.isHidden()

    def text(self) -> str:
        """Give what is said: the question, else all findings."""
        if self.asks:
            return self._question.text()
        return "\n".join(one.message() for one in self._findings)

    def ask(self, kind: str, text: str) -> None:
        """Put a question or a refusal (as warn or err) in front of the findings."""
        self._question.tell(kind, text)
        self._show()

    def settle(self) -> None:
        """Take the question or refusal back."""
        self._question.hide()
        self._show()

    def show_findings(self, findings: Sequence[Finding]) -> None:
        """Say these findings; a question in front of them stays."""
        if tuple(findings) != self._findings:
            self._findings, self._all = tuple(findings), False
            self._show()

    def _show_all(self) -> None:
        self._all = True
        self._show()

    def _show(self) -> None:
        self._frame.setVisible(bool(self._findings) and not self.asks)
        while self._lines.count():
            item = self._lines.takeAt(0)
            old = item.widget() if item is not None else None
            if old is not None:
                old.hide()
                old.deleteLater()
        if self._frame.isHidden():
            return
        low = self.window().height() < self._theme.px(_LOW_PX)
        few = _SHOWN_LOW if low else _SHOWN
        shown = self._findings[: _MOST if self._all else few]
        for one in shown:
            self._lines.addWidget(_Said(one, self.chosen.emit))
        left = len(self._findings) - len(shown)
        self._more.setText(_("And {count} more.").format(count=left))
        self._more.setAccessibleName(self._more.text())
        self._more.setVisible(bool(left))
        self._more.setEnabled(not self._all)
        kind = {BLOCK: "err", TELL: "info"}.get(self._findings[0].effect, "warn")
        self._frame.setObjectName(f"banner_{kind}")
        self._frame.style().unpolish(self._frame)
        self._frame.style().polish(self._frame)
        self._frame.setAccessibleName("\n".join(one.message() for one in shown))

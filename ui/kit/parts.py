"""Small parts pages are made of: labels, buttons, cards, headers, empty states, banners."""

import sys
from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from app.core.messages import _
from ui.kit import icons


def label(text: str = "", kind: str = "", *, wrap: bool = False) -> QLabel:
    """Make a label of a kind of the style sheet; text is never read as markup."""
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setObjectName(kind)
    made.setWordWrap(wrap)
    return made


class ElidedLabel(QLabel):
    """A label in one line that ends in an ellipsis when there is no room; the whole on hovering."""

    def __init__(self, text: str, kind: str = "") -> None:
        """Show a text as far as there is room."""
        super().__init__()
        self._whole = text
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setObjectName(kind)
        self.setText(text)
        self.setAccessibleName(text)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def say(self, text: str) -> None:
        """Show another text."""
        self._whole = text
        self.setAccessibleName(text)
        self._elide()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._elide()

    def _elide(self) -> None:
        room = self.contentsRect().width()
        shown = self.fontMetrics().elidedText(self._whole, Qt.TextElideMode.ElideRight, room)
        self.setText(shown)
        self.setToolTip("" if shown == self._whole else self._whole)


def keys_text(keys: QKeySequence | str) -> str:
    """Write keys as they stand on the keyboard, whatever the language: `Ctrl+Enter`, `Ins`."""
    form = QKeySequence.SequenceFormat
    written = QKeySequence(keys).toString(
        form.NativeText if sys.platform == "darwin" else form.PortableText
    )
    return written.replace("Return", "Enter")


def button(
    text: str,
    pressed: Callable[[], object] | None = None,
    *,
    icon: str = "",
    kind: str = "",
    shortcut: str = "",
) -> QPushButton:
    """Make a button; its shortcut stands in its tooltip, on the primary one also in its text."""
    keys = keys_text(shortcut)
    shown = f"{text}   {keys}" if kind == "primary" and keys else text
    made = QPushButton(shown.replace("&", "&&"))
    made.setObjectName(kind)
    made.setAccessibleName(text)
    made.setToolTip(f"{text} ({keys})" if keys else text)
    made.setAutoDefault(False)
    if icon:
        icons.put(made, icon, "on_accent" if kind == "primary" else "text", 18)
    if pressed is not None:
        made.clicked.connect(lambda _checked=False: pressed())
    return made


def row(*parts: QWidget | int | None, spacing: int = 8) -> QHBoxLayout:
    """Lay parts side by side; None is stretch, a number is space."""
    made = QHBoxLayout()
    made.setContentsMargins(0, 0, 0, 0)
    made.setSpacing(spacing)
    _fill(made, parts)
    return made


def column(*parts: QWidget | int | None, spacing: int = 8) -> QVBoxLayout:
    """Lay parts under each other; None is stretch, a number is space."""
    made = QVBoxLayout()
    made.setContentsMargins(0, 0, 0, 0)
    made.setSpacing(spacing)
    _fill(made, parts)
    return made


def _fill(layout: QHBoxLayout | QVBoxLayout, parts: tuple[QWidget | int | None, ...]) -> None:
    for part in parts:
        if part is None:
            layout.addStretch(1)
        elif isinstance(part, int):
            layout.addSpacing(part)
        else:
            layout.addWidget(part)


class Card(QFrame):
    """A surface with a border that holds what belongs together."""

    def __init__(self, parent: QWidget | None = None, *, margin: int = 16) -> None:
        """Make an empty card; add to `body`."""
        super().__init__(parent)
        self.setObjectName("card")
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(margin, margin, margin, margin)
        self.body.setSpacing(8)


class Field(QWidget):
    """A label above a control, with a line for what is wrong below it."""

    def __init__(self, title: str, control: QWidget, parent: QWidget | None = None) -> None:
        """Put a title above a control and name the control by it."""
        super().__init__(parent)
        self.control = control
        self._title = label(title, "caption")
        self._title.setBuddy(control)
        self._problem = label("", "problem", wrap=True)
        self._problem.hide()
        if not control.accessibleName():
            control.setAccessibleName(title)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self._title)
        layout.addWidget(control)
        layout.addWidget(self._problem)

    def rename(self, title: str) -> None:
        """Let the control stand for something else."""
        self._title.setText(title)
        self.control.setAccessibleName(title)

    def show_problem(self, text: str) -> None:
        """Say what is wrong with the value; an empty text takes it back."""
        if text == self._problem.text():
            return
        self._problem.setText(text)
        self._problem.setVisible(bool(text))
        self.control.setProperty("wrong", bool(text))
        self.control.setAccessibleDescription(text)
        self.control.style().unpolish(self.control)
        self.control.style().polish(self.control)


class PageHeader(QWidget):
    """A page's title, what it shows in few words, and its buttons at the right."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        """Start with a title."""
        super().__init__(parent)
        self._title = label(title, "title")
        self._subtitle = label("", "muted")
        self._buttons = QHBoxLayout()
        self._buttons.setSpacing(8)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        layout.addWidget(self._title)
        layout.addWidget(self._subtitle)
        layout.addStretch(1)
        layout.addLayout(self._buttons)

    def show_title(self, text: str) -> None:
        """Change the title."""
        self._title.setText(text)

    def show_subtitle(self, text: str) -> None:
        """Change what stands beside the title."""
        self._subtitle.setText(text)

    def add(self, part: QWidget) -> None:
        """Add a button at the right."""
        self._buttons.addWidget(part)


class EmptyState(QWidget):
    """What a list shows when it has nothing: an icon, one sentence, one way on."""

    def __init__(
        self,
        icon: str,
        sentence: str,
        action: QPushButton | None = None,
        parent: QWidget | None = None,
    ) -> None:
        """Say one sentence and offer one button."""
        super().__init__(parent)
        picture = QLabel()
        icons.put(picture, icon, "muted", 48)
        picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._sentence = label(sentence, "muted", wrap=True)
        self._sentence.setAlignment(Qt.AlignmentFlag.AlignCenter)
        layout = QVBoxLayout(self)
        layout.addStretch(1)
        layout.addWidget(picture)
        layout.addWidget(self._sentence)
        if action is not None:
            action.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
            layout.addWidget(action, 0, Qt.AlignmentFlag.AlignCenter)
        layout.addStretch(2)

    def say(self, sentence: str) -> None:
        """Change the sentence."""
        self._sentence.setText(sentence)


_BANNER_ICONS = {"info": "info", "ok": "circle-check", "warn": "triangle-alert", "err": "circle-x"}


class Banner(QFrame):
    """A line that tells a state in place; never in the way, never over anything."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Start hidden."""
        super().__init__(parent)
        self._icon = QLabel()
        self._text = label("", wrap=True)
        self._button = button("", kind="link")
        self._button.hide()
        self._action: Callable[[], object] | None = None
        self._button.clicked.connect(self._act)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 8, 12, 8)
        layout.setSpacing(8)
        layout.addWidget(self._icon)
        layout.addWidget(self._text, 1)
        layout.addWidget(self._button)
        self.hide()

    def tell(
        self, kind: str, text: str, action: str = "", pressed: Callable[[], object] | None = None
    ) -> None:
        """Show a text as info, ok, warn or err, with a button when there is something to do."""
        self.setObjectName(f"banner_{kind}")
        self.style().unpolish(self)
        self.style().polish(self)
        colour = "accent" if kind == "info" else kind
        icons.put(self._icon, _BANNER_ICONS[kind], colour, 18)
        self._text.setText(text)
        self.setAccessibleName(text)
        self._button.setText(action)
        self._button.setAccessibleName(action)
        self._button.setVisible(bool(action))
        self._action = pressed
        self.show()

    def _act(self) -> None:
        if self._action is not None:
            self._action()

    def text(self) -> str:
        """Give the text shown, empty when hidden."""
        return "" if self.isHidden() else self._text.text()

    def problem(self, text: str, details: str = "") -> None:
        """Show what went wrong; details can be copied."""
        copy = (lambda: QApplication.clipboard().setText(details)) if details else None
        self.tell("err", text, _("Copy details") if details else "", copy)


class Toast(QFrame):
    """A short word on what was done, at the bottom, with one way to take it back."""

    gone = Signal()

    def __init__(self, parent: QWidget) -> None:
        """Belong to a window; hidden until something is told."""
        super().__init__(parent)
        self.setObjectName("toast")
        self._text = label("")
        self._button = button("")
        self._action: Callable[[], object] | None = None
        self._button.clicked.connect(self._act)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.hide)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 8, 8, 8)
        layout.setSpacing(12)
        layout.addWidget(self._text)
        layout.addWidget(self._button)
        self.hide()

    def tell(
        self, text: str, action: str = "", pressed: Callable[[], object] | None = None
    ) -> None:
        """Show a text for eight seconds."""
        self._text.setText(text)
        self.setAccessibleName(text)
        self._button.setText(action)
        self._button.setAccessibleName(action)
        self._button.setVisible(bool(action))
        self._action = pressed
        self.adjustSize()
        self.place()
        self.show()
        self.raise_()
        self._timer.start(8000)

    def place(self) -> None:
        """Sit bottom centre of the window, above the line where pages say totals."""
        around = self.parentWidget()
        if around is None:
            return
        left = (around.width() - self.width()) // 2
        self.move(max(left, 8), around.height() - self.height() - 100)

    def _act(self) -> None:
        self.hide()
        if self._action is not None:
            self._action()

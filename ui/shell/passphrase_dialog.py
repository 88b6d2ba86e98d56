"""Asks for the passphrase of a desk, or for its recovery sheet."""

from collections.abc import Callable
from pathlib import Path
from threading import Thread
from typing import TypedDict

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QCheckBox, QDialog, QLineEdit, QVBoxLayout
from typing_extensions import override

from app.core.messages import _, ngettext
from ui.kit.frame.enter_key import takes_enter
from ui.kit.parts import Banner, ElidedLabel, Field, button, label, row

_LONGEST_S = 60
_SECOND_MS = 1000
_LOOK_MS = 50


class Secret(TypedDict, total=False):
    """The way in, as `open_desk` takes it."""

    passphrase: str
    recovery: str
    remember: bool


class PassphraseDialog(QDialog):
    """A normal way in where no keyring helps; the sheet is always one too."""

    _offered = Signal(bool)

    def __init__(
        self,
        place: str,
        why: str,
        has_keyring: Callable[[], bool],
        wrong: int = 0,
        kind: str = "err",
    ) -> None:
        """Ask for the passphrase of a desk; `why` says what was wrong before, or why it is asked.

        Remembering is offered when `has_keyring` says so, which may take a while. After
        `wrong` tries the next one waits, longer each time.
        """
        super().__init__()
        self._why, self._kind = why, kind
        self._left_s, self._wanted = wait_after(wrong), False
        self._clock = QTimer(self)
        self._clock.timeout.connect(self._count)
        self.setWindowTitle("Tallydesk")
        self.setMinimumWidth(440)
        self._sheet = False
        self._line = QLineEdit()
        self._line.setEchoMode(QLineEdit.EchoMode.Password)
        self._field = Field(_("Passphrase"), self._line)
        self._remember = QCheckBox(_("Remember on this computer"))
        self._remember.hide()
        self._offered.connect(self._offer)
        self._banner = Banner()
        self._switch = button(_("Use the recovery sheet"), self._use_sheet, kind="link")
        opening = button(_("Open"), self.accept, kind="primary")
        opening.setDefault(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 24, 24, 24)
        layout.setSpacing(12)
        layout.addWidget(label(_("Open the desk"), "title"))
        layout.addWidget(ElidedLabel(Path(place).name, "muted"))
        layout.addWidget(self._banner)
        layout.addWidget(self._field)
        layout.addWidget(self._remember)
        layout.addLayout(row(self._switch, None, button(_("Cancel"), self.reject), opening))
        self._say()
        if self._left_s:
            self._clock.start(_SECOND_MS)
        self._line.setFocus()
        answer = self._answer = list[bool]()
        ask = Thread(target=lambda: answer.append(has_keyring()), name="has-keyring", daemon=True)
        ask.start()
        self._looking = QTimer(self)
        self._looking.timeout.connect(self._look)
        self._looking.start(_LOOK_MS)

    def _look(self) -> None:
        """See whether the keyring has answered; nobody emits from a thread to what may be gone."""
        if self._answer:
            self._looking.stop()
            self._offered.emit(self._answer[0])

    def _offer(self, offered: bool) -> None:
        self._remember.setVisible(offered)
        self._grow()

    def _grow(self) -> None:
        """Grow to what stands here: lines that wrap, and what came late."""
        self.resize(self.width(), max(self.height(), self.heightForWidth(self.width())))

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._grow()

    def _count(self) -> None:
        self._left_s -= 1
        self._say()
        if self._left_s:
            return
        self._clock.stop()
        if self._wanted:
            self.accept()

    def _say(self) -> None:
        words = [self._why] if self._why else []
        if self._left_s:
            text = ngettext("Next try in {n} second.", "Next try in {n} seconds.", self._left_s)
            words.append(text.format(n=self._left_s))
        if words:
            self._banner.tell(self._kind, " ".join(words))

    @override
    def accept(self) -> None:
        """Try what was typed, once the wait after wrong ones is over."""
        self._wanted = True
        if not self._left_s:
            super().accept()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not takes_enter(self, event, self.accept):
            super().keyPressEvent(event)

    @override
    def done(self, result: int) -> None:
        """Count and look no more."""
        self._clock.stop()
        self._looking.stop()
        super().done(result)

    def _use_sheet(self) -> None:
        self._sheet = not self._sheet
        self._line.clear()
        normal, hidden = QLineEdit.EchoMode.Normal, QLineEdit.EchoMode.Password
        self._line.setEchoMode(normal if self._sheet else hidden)
        title = _("Key from the recovery sheet") if self._sheet else _("Passphrase")
        self._field.rename(title)
        other = _("Use the passphrase") if self._sheet else _("Use the recovery sheet")
        self._switch.setText(other)
        self._line.setFocus()

    def secret(self) -> Secret:
        """Give what was typed."""
        remember = self._remember.isChecked()
        if self._sheet:
            return Secret(recovery=self._line.text(), remember=remember)
        return Secret(passphrase=self._line.text(), remember=remember)


def wait_after(wrong: int) -> int:
    """Give the seconds to wait after so many wrong tries: none at first, then ever longer."""
    return min((1 << max(wrong - 1, 0)) - 1, _LONGEST_S)

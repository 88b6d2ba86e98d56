"""Asks for the passphrase of a desk, or for its recovery sheet."""

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from threading import Thread
from typing import TypedDict

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QDialog, QLineEdit, QVBoxLayout

from app.core.messages import _
from ui.kit.parts import Banner, Field, button, label, row


class Secret(TypedDict, total=False):
    """The way in, as `open_desk` takes it."""

    passphrase: str
    recovery: str
    remember: bool


class PassphraseDialog(QDialog):
    """A normal way in where no keyring helps; the sheet is always one too."""

    _offered = Signal(bool)

    def __init__(self, place: str, why: str, has_keyring: Callable[[], bool]) -> None:
        """Ask for the passphrase of a desk; `why` says what was wrong before.

        Remembering is offered when `has_keyring` says so, which may take a while.
        """
        super().__init__()
        self.setWindowTitle("Tallydesk")
        self.setMinimumWidth(440)
        self._sheet = False
        self._line = QLineEdit()
        self._line.setEchoMode(QLineEdit.EchoMode.Password)
        self._field = Field(_("Passphrase"), self._line)
        self._remember = QCheckBox(_("Remember on this computer"))
        self._remember.hide()
        self._offered.connect(self._remember.setVisible)
        self._banner = Banner()
        self._switch = button(_("Use the recovery sheet"), self._use_sheet, kind="link")
        opening = button(_("Open"), self.accept, kind="primary")
        opening.setDefault(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 24, 24, 24)
        layout.setSpacing(12)
        layout.addWidget(label(_("Open the desk"), "title"))
        layout.addWidget(label(Path(place).name, "muted"))
        layout.addWidget(self._banner)
        layout.addWidget(self._field)
        layout.addWidget(self._remember)
        layout.addLayout(row(self._switch, None, button(_("Cancel"), self.reject), opening))
        if why:
            self._banner.tell("err", why)
        self._line.setFocus()
        Thread(target=self._look, args=(has_keyring,), name="has-keyring", daemon=True).start()

    def _look(self, has_keyring: Callable[[], bool]) -> None:
        """Ask beside the window: a keyring may keep its answer back for seconds."""
        found = has_keyring()
        with suppress(RuntimeError):  # the dialog may be gone by now
            self._offered.emit(found)

    def _use_sheet(self) -> None:
        self._sheet = not self._sheet
        self._line.clear()
        normal, hidden = QLineEdit.EchoMode.Normal, QLineEdit.EchoMode.Password
        self._line.setEchoMode(normal if self._sheet else hidden)
        title = _("Key from the recovery sheet") if self._sheet else _("Passphrase")
        self._line.setPlaceholderText(title if self._sheet else "")
        self._line.setAccessibleName(title)
        other = _("Use the passphrase") if self._sheet else _("Use the recovery sheet")
        self._switch.setText(other)
        self._line.setFocus()

    def secret(self) -> Secret:
        """Give what was typed."""
        remember = self._remember.isChecked()
        if self._sheet:
            return Secret(recovery=self._line.text(), remember=remember)
        return Secret(passphrase=self._line.text(), remember=remember)

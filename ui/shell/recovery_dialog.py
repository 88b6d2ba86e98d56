"""The recovery sheet: shown once, saved as a paper, typed back to finish the set-up."""

from datetime import date
from pathlib import Path

from PySide6.QtGui import QCloseEvent, QKeyEvent, Qt
from PySide6.QtWidgets import QDialog, QLineEdit, QVBoxLayout, QWidget
from typing_extensions import override

from app.core.messages import _
from app.core.text import fold
from ui.kit.frame.enter_key import takes_enter
from ui.kit.papers.saving import PDF, place_to_save
from ui.kit.parts import Banner, Card, Field, button, label, row

_NAME_LETTERS = 40
"""So many letters of any script are taken as a file's name everywhere."""


class RecoveryDialog(QDialog):
    """Cannot be left before the key was typed back: a lost key cannot be made again."""

    def __init__(self, shop_name: str, sheet: str, parent: QWidget | None = None) -> None:
        """Show the key of a new shop."""
        super().__init__(parent)
        self._shop_name, self._sheet = shop_name, sheet
        self.setWindowTitle(_("Recovery sheet"))
        self.setMinimumWidth(560)
        shown = Card()
        key = label(sheet, "section", wrap=True)
        key.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        key.setAccessibleName(_("Recovery key"))
        shown.body.addWidget(key)
        why = _(
            "This key opens the desk when the passphrase is forgotten and this computer is lost. "
            "Print it or save it to a stick, and keep it away from the computer."
        )
        self._banner = Banner()
        self._line = QLineEdit()
        self._field = Field(_("Type the key back to finish"), self._line)
        self._line.textChanged.connect(self._compare)
        self._finish = button(_("Finish"), self.accept, kind="primary")
        self._finish.setEnabled(False)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 24, 24, 24)
        layout.setSpacing(12)
        layout.addWidget(label(_("Recovery sheet"), "title"))
        layout.addWidget(label(why, wrap=True))
        layout.addWidget(shown)
        layout.addWidget(self._banner)
        layout.addWidget(self._field)
        layout.addLayout(
            row(button(_("Save as PDF…"), self._save, icon="save"), None, self._finish)
        )

    @staticmethod
    def _plain(text: str) -> str:
        return "".join(one for one in fold(text) if one.isalnum())

    def _compare(self, typed: str) -> None:
        right = self._plain(typed) == self._plain(self._sheet)
        self._finish.setEnabled(right)
        far = len(self._plain(typed)) >= len(self._plain(self._sheet)) and not right
        self._field.show_problem(_("That differs from the key above.") if far else "")

    def _save(self) -> None:
        from app.documents.page import Shop
        from app.documents.recovery_sheet import RecoverySheet, recovery_sheet
        from app.exchange.errors import NotWritten

        suggested = f"{file_name_of(self._shop_name)} recovery.pdf"
        place = place_to_save(self, _("Save"), suggested, PDF)
        if not place:
            return
        pdf = recovery_sheet(
            RecoverySheet(
                shop=Shop(self._shop_name),
                key_text=self._sheet,
                made_on=date.today().isoformat(),  # noqa: DTZ011 - a date for people, here
            )
        )
        try:
            Path(place).touch(mode=0o600)  # who reads it opens the desk
            Path(place).write_bytes(pdf)
        except OSError as error:
            refused = NotWritten(Path(place).name, error.strerror or str(error))
            self._banner.tell("err", refused.message())
        else:
            self._banner.tell("ok", _("Saved as {file}.").format(file=place))
        self._line.setFocus()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if takes_enter(self, event, self._finish.click):
            return
        if event.key() != Qt.Key.Key_Escape:
            super().keyPressEvent(event)

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        event.ignore()


def file_name_of(name: str) -> str:
    """Write a shop's name so that every disk takes it as the name of a file."""
    spaced = "".join(one if one.isalnum() else " " for one in name)
    return "-".join(spaced.split())[:_NAME_LETTERS].strip("-")

"""Tests of the recovery sheet as a file."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QPushButton
from pytestqt.qtbot import QtBot

from ui.shell.recovery_dialog import RecoveryDialog


def test_a_saved_recovery_sheet_can_be_read_by_nobody_else(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "sheet.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(place), ""))
    dialog = RecoveryDialog("Bell Street Brass", "ABCD-EFGH-IJKL-MNOP")
    qtbot.addWidget(dialog)
    save = next(one for one in dialog.findChildren(QPushButton) if "PDF" in one.text())
    qtbot.mouseClick(save, Qt.MouseButton.LeftButton)
    assert place.read_bytes().startswith(b"%PDF")
    assert place.stat().st_mode & 0o077 == 0

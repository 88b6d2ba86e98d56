"""Tests of the recovery sheet as a file."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from ui.shell.recovery_dialog import RecoveryDialog, file_name_of


def test_a_saved_recovery_sheet_can_be_read_by_nobody_else(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "sheet.pdf"
    monkeypatch.setattr("ui.shell.recovery_dialog.place_to_save", lambda *_: str(place))
    dialog = RecoveryDialog("Bell Street Brass", "ABCD-EFGH-IJKL-MNOP")
    qtbot.addWidget(dialog)
    save = next(one for one in dialog.findChildren(QPushButton) if "PDF" in one.text())
    qtbot.mouseClick(save, Qt.MouseButton.LeftButton)
    assert place.read_bytes().startswith(b"%PDF")
    assert place.stat().st_mode & 0o077 == 0


def test_a_place_the_disk_refuses_is_told_and_the_key_can_still_be_typed(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def choose(_dialog: object, _title: str, suggested: str, _kinds: object) -> str:
        asked.append(suggested)
        return str(tmp_path / "gone" / "sheet.pdf")

    monkeypatch.setattr("ui.shell.recovery_dialog.place_to_save", choose)
    dialog = RecoveryDialog("Nuts/Bolts " + "龘" * 300, "ABCD-EFGH-IJKL-MNOP")
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.activateWindow()
    save = next(one for one in dialog.findChildren(QPushButton) if "PDF" in one.text())
    qtbot.mouseClick(save, Qt.MouseButton.LeftButton)
    assert "sheet.pdf was not saved" in dialog._banner.text()
    assert dialog.focusWidget() is dialog._line
    assert asked == ["Nuts-Bolts-" + "龘" * 29 + " recovery.pdf"]
    place = str(tmp_path / "sheet.pdf")
    monkeypatch.setattr("ui.shell.recovery_dialog.place_to_save", lambda *_: place)
    qtbot.mouseClick(save, Qt.MouseButton.LeftButton)
    assert "Saved as" in dialog._banner.text()
    assert (tmp_path / "sheet.pdf").read_bytes().startswith(b"%PDF")


def test_enter_finishes_only_with_the_right_key(qtbot: QtBot) -> None:
    dialog = RecoveryDialog("Bell", "ABCD-EFGH")
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.activateWindow()
    qtbot.keyClicks(dialog._line, "abcd")
    qtbot.keyClick(dialog._line, Qt.Key.Key_Return)
    assert dialog.isVisible()
    qtbot.keyClicks(dialog._line, "efgh")
    qtbot.keyClick(dialog._line, Qt.Key.Key_Return)
    assert not dialog.isVisible()


@pytest.mark.parametrize(
    ("name", "wanted"),
    [("Bolt & Nut Co.", "Bolt-Nut-Co"), ("深圳 明华/五金", "深圳-明华-五金"), ("…", "")],
)
def test_a_shops_name_becomes_one_every_disk_takes(name: str, wanted: str) -> None:
    assert file_name_of(name) == wanted

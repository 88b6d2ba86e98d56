"""Tests of the way in by passphrase and by recovery sheet, with real keys on a real desk."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QDialog, QLabel, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from app.bootstrap import create_desk, keyring_offered, open_desk
from app.core.settings import ShopSettings
from app.db.errors import WrongPassphrase
from ui.kit.parts import Banner
from ui.shell.passphrase_dialog import PassphraseDialog, wait_after
from ui.shell.recovery_dialog import RecoveryDialog

_PASSPHRASE = "correct horse battery"


def _shown(qtbot: QtBot, dialog: QDialog) -> QLineEdit:
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.activateWindow()
    line = dialog.findChild(QLineEdit)
    assert line is not None
    return line


def _remember(dialog: QDialog) -> QCheckBox:
    box = dialog.findChild(QCheckBox)
    assert box is not None
    return box


def test_remembering_is_offered_only_where_a_keyring_is(qtbot: QtBot) -> None:
    here = PassphraseDialog("desk.tally", "", lambda: True)
    _shown(qtbot, here)
    qtbot.waitUntil(_remember(here).isVisible)
    bare = PassphraseDialog("desk.tally", "", keyring_offered)
    with qtbot.waitSignal(bare._offered) as answered:
        _shown(qtbot, bare)
    assert answered.args == [False]
    assert not _remember(bare).isVisible()
    assert bare.secret()["remember"] is False


def test_three_wrong_passphrases_and_the_right_one_by_keys(qtbot: QtBot, tmp_path: Path) -> None:
    place = tmp_path / "shop.tally"
    create_desk(place, _PASSPHRASE, ShopSettings(shop_name="Bell"), "Olive")[0].close()
    why = ""
    for typed in ("wrong", "wronger", "Correct horse battery"):
        dialog = PassphraseDialog(str(place), why, lambda: False)
        line = _shown(qtbot, dialog)
        qtbot.keyClicks(line, typed)
        qtbot.keyClick(line, Qt.Key.Key_Return)
        assert dialog.result() == QDialog.DialogCode.Accepted
        with pytest.raises(WrongPassphrase) as refused:
            open_desk(place, **dialog.secret())
        why = refused.value.message()
        banner = PassphraseDialog(str(place), why, lambda: False).findChild(Banner)
        assert banner is not None
        assert "not right" in banner.text()
    last = PassphraseDialog(str(place), why, lambda: False)
    line = _shown(qtbot, last)
    qtbot.keyClicks(line, _PASSPHRASE)
    qtbot.keyClick(line, Qt.Key.Key_Return)
    open_desk(place, **last.secret()).close()


@pytest.mark.parametrize(("why", "kind"), [("The keyring is locked.", "info"), ("No.", "err")])
def test_a_reason_to_ask_is_no_fault_and_a_refusal_is_one(
    qtbot: QtBot, why: str, kind: str
) -> None:
    asked = PassphraseDialog("desk.tally", why, lambda: False, 0, kind)
    _shown(qtbot, asked)
    banner = asked.findChild(Banner)
    assert banner is not None
    assert (banner.text(), banner.objectName()) == (why, f"banner_{kind}")


def test_escape_leaves_the_passphrase_but_not_the_recovery_sheet(qtbot: QtBot) -> None:
    asked = PassphraseDialog("desk.tally", "", lambda: False)
    qtbot.keyClick(_shown(qtbot, asked), Qt.Key.Key_Escape)
    assert not asked.isVisible()
    sheet = RecoveryDialog("Bell", "ABCD-EFGH-2345")
    line = _shown(qtbot, sheet)
    qtbot.keyClick(line, Qt.Key.Key_Escape)
    assert sheet.isVisible()
    qtbot.keyClicks(line, "abcd efgh 2346")
    assert not sheet._finish.isEnabled()
    line.clear()
    qtbot.keyClicks(line, "abcd efgh 2345")
    assert sheet._finish.isEnabled()
    sheet._finish.click()
    assert not sheet.isVisible()


def test_after_two_wrong_tries_the_next_one_waits_longer_each_time() -> None:
    assert [wait_after(wrong) for wrong in range(6)] == [0, 0, 1, 3, 7, 15]
    assert wait_after(40) == 60


def test_enter_pressed_while_waiting_is_kept_until_the_wait_is_over(qtbot: QtBot) -> None:
    asked = PassphraseDialog("desk.tally", "The passphrase is not right.", lambda: False, 2)
    line = _shown(qtbot, asked)
    banner = asked.findChild(Banner)
    assert banner is not None
    assert banner.text() == "The passphrase is not right. Next try in 1 second."
    qtbot.keyClicks(line, "correct horse")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert asked.isVisible()
    qtbot.waitUntil(lambda: not asked.isVisible(), timeout=4000)
    assert asked.result() == QDialog.DialogCode.Accepted
    assert asked.secret()["passphrase"] == "correct horse"


def test_escape_leaves_at_once_whatever_the_wait(qtbot: QtBot) -> None:
    asked = PassphraseDialog("desk.tally", "", lambda: False, 9)
    qtbot.keyClick(_shown(qtbot, asked), Qt.Key.Key_Escape)
    assert not asked.isVisible()
    assert asked.result() == QDialog.DialogCode.Rejected


def test_the_line_is_called_what_is_asked_for_and_a_long_name_ends_in_an_ellipsis(
    qtbot: QtBot,
) -> None:
    asked = PassphraseDialog("/desks/" + "龘" * 300 + ".tally", "", lambda: False)
    line = _shown(qtbot, asked)
    said = [one.text() for one in asked.findChildren(QLabel)]
    assert any(one.startswith("龘") and one.endswith("…") for one in said)
    assert "Passphrase" in said
    asked._switch.setFocus()
    qtbot.keyClick(asked._switch, Qt.Key.Key_Return)
    assert asked.isVisible()
    said = [one.text() for one in asked.findChildren(QLabel)]
    assert "Passphrase" not in said
    assert "Key from the recovery sheet" in said
    assert asked.focusWidget() is line


def test_enter_on_cancel_does_not_open(qtbot: QtBot) -> None:
    asked = PassphraseDialog("desk.tally", "", lambda: False)
    _shown(qtbot, asked)
    leave = next(one for one in asked.findChildren(QPushButton) if one.text() == "Cancel")
    leave.setFocus()
    qtbot.keyClick(leave, Qt.Key.Key_Return)
    assert (asked.isVisible(), asked.result()) == (False, QDialog.DialogCode.Rejected)

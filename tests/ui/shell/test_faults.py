"""Tests of faults of ours: told once, logged without the shop's data, said before the window."""

import logging
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMessageBox
from pytestqt.qtbot import QtBot

from app.core.errors import trail_of
from ui.shell.faults import Faults, TrailFormatter, fault_box


def _lose(name: str) -> None:
    try:
        _fail(name, KeyError)
    except KeyError as lost:
        raise RuntimeError(name) from lost


def _fail(name: str, kind: type[Exception]) -> None:
    raise kind(name)


def _planted(name: str) -> Exception:
    with pytest.raises(RuntimeError) as planted:
        _lose(name)
    return planted.value


def test_a_fault_is_new_once_and_its_log_holds_no_data(caplog: pytest.LogCaptureFixture) -> None:
    faults = Faults()
    with caplog.at_level(logging.ERROR):
        seen = [faults.is_new(_planted(name)) for name in ("Acme Hardware", "Acme Hardware")]
    logged = caplog.text
    caplog.clear()
    assert seen == [True, False]
    assert "Acme" not in logged
    assert "RuntimeError" in logged
    assert "KeyError" in logged
    assert "test_faults.py" in logged


def test_what_a_library_logs_with_its_fault_holds_no_data_in_the_file(tmp_path: Path) -> None:
    handler = logging.FileHandler(tmp_path / "tallydesk.log", encoding="utf-8")
    handler.setFormatter(TrailFormatter("%(levelname)s %(message)s"))
    error = _planted("Acme Hardware")
    fault = (type(error), error, error.__traceback__)
    handler.handle(
        logging.LogRecord("a library", logging.ERROR, "pool.py", 1, "it failed", None, fault)
    )
    handler.close()
    written = (tmp_path / "tallydesk.log").read_text(encoding="utf-8")
    assert written == f"ERROR it failed\n{trail_of(error)}\n"
    assert "Acme" not in written


def test_before_the_window_a_dialog_says_what_happened_and_what_to_press(qtbot: QtBot) -> None:
    error = _planted("Acme Hardware")
    box = fault_box(error)
    qtbot.addWidget(box)
    box.open()
    assert "could not start" in box.text()
    assert "Your desk is as it was saved" in box.informativeText()
    copy = next(one for one in box.buttons() if one.text() == "Copy details")
    qtbot.mouseClick(copy, Qt.MouseButton.LeftButton)
    assert QApplication.clipboard().text() == trail_of(error)
    assert box.isVisible()
    qtbot.keyClick(box, Qt.Key.Key_Escape)
    assert not box.isVisible()
    assert box.standardButton(box.clickedButton()) == QMessageBox.StandardButton.Close

"""Tests of the watch for scanner bursts."""

from collections.abc import Iterator
from itertools import count

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from ui.shell.scanner import ScanWatch

_CODE = "5012345001630"
_CLOCK = count(10_000)


def _press(target: QWidget, keys: str, end: Qt.Key | None = None, *, gap_ms: int = 2) -> None:
    """Send keys as a system does, each with the moment it was pressed."""
    codes = [(Qt.Key(ord(key.upper())), key) for key in keys]
    if end is not None:
        codes.append((end, ""))
    for key, text in codes:
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            event = QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier, text)
            event.setTimestamp(next(_CLOCK))
            QApplication.sendEvent(target, event)
        for _tick in range(gap_ms):
            next(_CLOCK)


class _Bench:
    """A window with a button and a line inside two layers of widgets, and a watch."""

    def __init__(self, application: QApplication) -> None:
        self.window = QWidget()
        middle = QWidget(self.window)
        self.button, self.line = QPushButton("Delete"), QLineEdit()
        inside = QVBoxLayout(middle)
        inside.addWidget(self.button)
        inside.addWidget(self.line)
        QVBoxLayout(self.window).addWidget(middle)
        self.codes: list[str] = []
        self.presses = 0
        self.button.clicked.connect(self._pressed)
        self.watch = ScanWatch(self.codes.append, self.window)
        application.installEventFilter(self.watch)

    def _pressed(self) -> None:
        self.presses += 1


@pytest.fixture
def bench(qtbot: QtBot, qapp: QApplication) -> Iterator[_Bench]:
    """Give a shown bench; its watch ends with the test."""
    made = _Bench(qapp)
    qtbot.addWidget(made.window)
    made.window.show()
    made.window.activateWindow()
    yield made
    qapp.removeEventFilter(made.watch)


@pytest.mark.parametrize("end", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab])
def test_a_burst_over_a_button_is_one_scan_and_presses_nothing(
    qtbot: QtBot, bench: _Bench, end: Qt.Key
) -> None:
    bench.button.setFocus()
    _press(bench.button, _CODE, end)
    assert bench.codes == [_CODE]
    assert bench.presses == 0


def test_a_burst_with_a_space_presses_nothing(qtbot: QtBot, bench: _Bench) -> None:
    bench.button.setFocus()
    _press(bench.button, "AB 1234 X", Qt.Key.Key_Return)
    assert bench.codes == ["AB 1234 X"]
    assert bench.presses == 0


def test_keys_in_a_line_stay_in_the_line(qtbot: QtBot, bench: _Bench) -> None:
    bench.line.setFocus()
    qtbot.keyClicks(bench.line, _CODE)
    qtbot.keyClick(bench.line, Qt.Key.Key_Return)
    assert bench.codes == []
    assert bench.line.text() == _CODE


def test_a_busy_window_takes_one_scan_for_one(qtbot: QtBot, bench: _Bench) -> None:
    bench.button.setFocus()
    _press(bench.button, _CODE[:5])
    qtbot.wait(60)
    _press(bench.button, _CODE[5:], Qt.Key.Key_Return)
    assert bench.codes == [_CODE]
    assert bench.presses == 0


def test_slow_typing_is_no_scan(qtbot: QtBot, bench: _Bench) -> None:
    bench.button.setFocus()
    _press(bench.button, "1234567", Qt.Key.Key_Tab, gap_ms=40)
    assert bench.codes == []


def test_a_person_presses_a_button_with_the_space_bar(qtbot: QtBot, bench: _Bench) -> None:
    bench.button.setFocus()
    qtbot.keyClick(bench.button, Qt.Key.Key_Space)
    assert bench.presses == 1


def test_scans_follow_each_other(qtbot: QtBot, bench: _Bench) -> None:
    bench.button.setFocus()
    for number in range(20):
        _press(bench.button, f"50123450{number:05d}", Qt.Key.Key_Return)
    assert bench.codes == [f"50123450{number:05d}" for number in range(20)]
    assert bench.presses == 0

"""Tests of files dropped on a window."""

from pathlib import Path

from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from ui.shell.frame.dropped_files import DroppedFiles

_COPY = Qt.DropAction.CopyAction
_LEFT = Qt.MouseButton.LeftButton
_PLAIN = Qt.KeyboardModifier.NoModifier


def test_files_dropped_on_a_window_are_handed_on_and_texts_are_not(
    qtbot: QtBot, tmp_path: Path
) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    taken: list[tuple[str, ...]] = []
    DroppedFiles(window, taken.append)
    assert window.acceptDrops()
    files, text = QMimeData(), QMimeData()
    files.setUrls([QUrl.fromLocalFile(str(tmp_path / "a.csv"))])
    text.setText("hello")
    for carried in (text, files):
        enter = QDragEnterEvent(QPoint(5, 5), _COPY, carried, _LEFT, _PLAIN)
        QApplication.sendEvent(window, enter)
        assert enter.isAccepted() == carried.hasUrls()
        drop = QDropEvent(QPointF(5, 5), _COPY, carried, _LEFT, _PLAIN)
        QApplication.sendEvent(window, drop)
    assert taken == [(str(tmp_path / "a.csv"),)]

"""Tests of where a file is saved, in the dialog a person sees."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QComboBox, QFileDialog, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from ui.kit.papers.saving import PDF, TABLES, place_to_save


def _once_open(act: Callable[[QFileDialog], None]) -> None:
    """Do something in the dialog as soon as it is there."""
    dialog = QApplication.activeModalWidget()
    if isinstance(dialog, QFileDialog) and dialog.isVisible():
        act(dialog)
    else:
        QTimer.singleShot(20, lambda: _once_open(act))


@pytest.mark.parametrize(
    ("kinds", "downs", "typed", "saved"),
    [
        (PDF, 0, "slip", "slip.pdf"),
        (PDF, 0, "slip.pdf", "slip.pdf"),
        (TABLES, 0, "sales", "sales.xlsx"),
        (TABLES, 1, "sales", "sales.csv"),
        (TABLES, 0, "sales.csv", "sales.csv"),
    ],
)
def test_a_name_without_an_ending_gets_the_one_of_the_kind_chosen(
    qtbot: QtBot, tmp_path: Path, kinds: dict[str, str], downs: int, typed: str, saved: str
) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)

    def save(dialog: QFileDialog) -> None:
        kind = dialog.findChild(QComboBox, "fileTypeCombo")
        name = dialog.findChild(QLineEdit, "fileNameEdit")
        assert kind is not None
        assert name is not None
        for _press in range(downs):
            qtbot.keyClick(kind, Qt.Key.Key_Down)
        name.setText(str(tmp_path / typed))
        qtbot.keyClick(name, Qt.Key.Key_Return)

    QTimer.singleShot(0, lambda: _once_open(save))
    assert place_to_save(parent, "Save", "proposed", kinds) == str(tmp_path / saved)


def test_a_person_who_thinks_better_of_it_saves_nothing(qtbot: QtBot) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    QTimer.singleShot(0, lambda: _once_open(QFileDialog.reject))
    assert place_to_save(parent, "Save", "slip.pdf", PDF) == ""

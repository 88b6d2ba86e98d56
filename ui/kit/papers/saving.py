"""Asks where a file shall be saved; a name typed without its ending gets it."""

from collections.abc import Mapping

from PySide6.QtWidgets import QDialog, QFileDialog, QWidget

PDF = {"pdf": "PDF"}
CSV = {"csv": "CSV"}
TABLES = {"xlsx": "Excel", **CSV}


def place_to_save(parent: QWidget, title: str, name: str, kinds: Mapping[str, str]) -> str:
    """Ask for a place and give its path, an empty text when the person thinks better of it.

    Args:
        parent: the window that asks.
        title: what the dialog is called.
        name: the name proposed.
        kinds: what can be saved, ending to name, the usual one first.
    """
    dialog = QFileDialog(parent, title)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    endings = {f"{kind} (*.{ending})": ending for ending, kind in kinds.items()}
    dialog.setNameFilters(list(endings))
    dialog.setDefaultSuffix(next(iter(kinds)))
    dialog.filterSelected.connect(lambda chosen: dialog.setDefaultSuffix(endings[chosen]))
    dialog.selectFile(name)
    saved = dialog.exec() == QDialog.DialogCode.Accepted
    dialog.deleteLater()
    return dialog.selectedFiles()[0] if saved else ""

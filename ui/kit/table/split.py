"""Where two halves of a page meet, kept as the person left it."""

from PySide6.QtCore import QByteArray, QSettings
from PySide6.QtWidgets import QSplitter


def remember_split(halves: QSplitter, name: str, settings: QSettings) -> None:
    """Restore the place where halves meet, and keep it when it is moved."""
    key = f"split/{name}"
    kept = settings.value(key)
    if isinstance(kept, QByteArray):
        halves.restoreState(kept)
    halves.splitterMoved.connect(lambda *_place: settings.setValue(key, halves.saveState()))

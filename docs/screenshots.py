"""Makes the pictures of the README from the demo shop: `python -m docs.screenshots`."""

import os
import sys
import tempfile
import time
from argparse import Namespace
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from ui.application import Application
from ui.shell.main_window import MainWindow

FOLDER = Path(__file__).resolve().parent / "images"
SIZE = (1366, 768)
DAY = "2026-11-22"
PATIENCE_S = 90


def _settle(window: MainWindow) -> None:
    """Let every read and wish land, and the page draw what came."""
    until = time.monotonic() + PATIENCE_S
    QTest.qWait(300)
    while window.context.tasks.busy and time.monotonic() < until:
        QTest.qWait(50)
    QTest.qWait(300)


def _picture(window: MainWindow, name: str) -> None:
    FOLDER.mkdir(exist_ok=True)
    window.grab().save(str(FOLDER / f"{name}.png"))


def _type(*words: str) -> None:
    """Type words, each with Enter, wherever the focus is."""
    for word in words:
        field = QApplication.focusWidget()
        QTest.keyClicks(field, word)
        QTest.keyClick(field, Qt.Key.Key_Return)
        QTest.qWait(100)


def take(window: MainWindow) -> None:
    """Show and picture Today and a phone order half typed."""
    window.resize(*SIZE)
    window.activateWindow()
    window.go("today")
    _settle(window)
    _picture(window, "today")
    window.go("new_order")
    _settle(window)
    if window.page("new_order") is not None:
        _type("acor")
        _settle(window)
        _type("12 brass nut", "100 brass washer", "5 coach")
        _settle(window)
        _picture(window, "new-order")


def main() -> int:
    """Open the demo shop of a fixed day without a screen and take the pictures."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    with tempfile.TemporaryDirectory() as folder:
        ready = Path(folder) / "ready"
        options = Namespace(
            demo=True, desk=None, profile=folder, lang="en", theme="light", scale=1.0, today=DAY,
            ready_file=str(ready), trace=None, open=None,
        )  # fmt: skip
        program = Application(options)
        watch = QTimer(program)

        def look() -> None:
            window = next(
                (w for w in QApplication.topLevelWidgets() if isinstance(w, MainWindow)), None
            )
            if window is None or not ready.exists():
                return
            watch.stop()
            try:
                take(window)
            finally:
                QApplication.quit()

        watch.timeout.connect(look)
        watch.start(100)
        return program.run()


if __name__ == "__main__":
    sys.exit(main())

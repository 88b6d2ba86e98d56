"""The program started in a process of its own, watched and driven from inside at its own events.

`python -m tests.support.starting PLAN OPTIONS…` runs the real application; PLAN names one of the
plans below. What a plan notes is printed as one JSON object when the program has ended.
"""

import json
import sys
from argparse import Namespace
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from PySide6.QtCore import QProcess, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QMessageBox, QWidget
from typing_extensions import override

from ui.__main__ import parser
from ui.application import Application

_PATIENCE_MS = 30_000
_CTRL = Qt.KeyboardModifier.ControlModifier


class Watched(Application):
    """The application with somebody who looks on."""

    noted: dict[str, Any]
    plan: "Callable[[Watched, str], None]"

    @override
    def trace(self, event: str) -> None:
        super().trace(event)
        self.plan(self, event)

    def window(self) -> QWidget:
        """Give the program's window."""
        assert self._window is not None
        return self._window

    def is_built(self) -> bool:
        """Tell whether there is a window."""
        return self._window is not None

    def page_id(self) -> str:
        """Give the page in front."""
        assert self._window is not None
        return self._window.page_id

    def is_open(self) -> bool:
        """Tell whether the desk is open."""
        return self._late.is_open

    def shown(self) -> list[str]:
        """Give every text that stands in the window."""
        return [one.text() for one in self.window().findChildren(QLabel) if one.isVisible()]

    @property
    def options(self) -> Namespace:
        """Give what the program was started with."""
        return self._options

    def today(self) -> date:
        """Give the day the program works on."""
        return self._clock().now().date()

    def orders(self) -> list[str]:
        """Give the names of the orders, newest first."""
        from app.orders.queries import order_page

        return [row.name for row in self._late.read(order_page)]

    def end(self) -> None:
        """Close the window as a person does."""
        self.window().close()


def _loaded() -> list[str]:
    return sorted({name.partition(".")[0] for name in sys.modules})


def look(run: Watched, event: str) -> None:
    """Note what is loaded and what stands in the window at the first picture and at the end."""
    if event == "painted":
        run.noted["loaded"] = _loaded()
        run.noted["shown"] = run.shown()
    if event == "indexed":
        run.noted["at_last"] = run.shown()
        run.noted["visible"] = run.window().isVisible()
        QTimer.singleShot(0, run.end)


def close_early(run: Watched, event: str) -> None:
    """Close the window as soon as it is painted."""
    if event == "painted":
        run.end()


def type_early(run: Watched, event: str) -> None:
    """Begin an order and type a name before the desk is open; note where the name stands."""
    if event == "ready":
        run.noted["open"] = run.is_open()
        QTest.keyClick(run.window(), Qt.Key.Key_N, _CTRL)
        focused = QApplication.focusWidget() or run.window()
        QTest.keyClicks(focused, "acme")
    if event == "indexed":
        QTimer.singleShot(0, lambda: _note_typed(run))


def _note_typed(run: Watched) -> None:
    field = QApplication.focusWidget()
    run.noted["typed"] = field.text() if isinstance(field, QLineEdit) else ""
    run.noted["title"] = run.window().windowTitle()
    run.end()


def passphrase(run: Watched, event: str) -> None:
    """Type a wrong passphrase, note what is said, then the right one."""
    if event == "key_asked" and "tried" not in run.noted:
        run.noted["tried"], run.noted["built"] = 0, run.is_built()
        _answer(run)
    if event in ("ready", "indexed"):
        run.noted[event] = True
        if "ready" in run.noted and "indexed" in run.noted:
            run.noted["at_last"] = run.shown()
            QTimer.singleShot(0, run.end)


def _answer(run: Watched) -> None:
    dialog = QApplication.activeModalWidget()
    lines = [line for line in dialog.findChildren(QLineEdit) if line.isVisible()] if dialog else []
    if not lines or dialog is None or not dialog.isVisible():
        if run.noted["tried"] < 2:
            QTimer.singleShot(5, lambda: _answer(run))
        return
    run.noted[f"said {run.noted['tried']}"] = [
        one.text() for one in dialog.findChildren(QLabel) if one.isVisible()
    ]
    QTest.keyClicks(lines[0], ("wrong", "correct horse")[run.noted["tried"]])
    run.noted["tried"] += 1
    QTimer.singleShot(5, lambda: _answer(run))
    QTest.keyClick(lines[0], Qt.Key.Key_Return)


def give_up(run: Watched, event: str) -> None:
    """Leave every dialog by Esc; note which came."""
    if event == "key_asked":
        run.noted["left"] = []
        QTimer.singleShot(0, lambda: _escape(run))


def _escape(run: Watched) -> None:
    dialog = QApplication.activeModalWidget()
    QTimer.singleShot(20, lambda: _escape(run))
    if dialog is not None and dialog.isVisible():
        run.noted["left"].append(type(dialog).__name__)
        QTest.keyClick(dialog, Qt.Key.Key_Escape)


def second_while_asked(run: Watched, event: str) -> None:
    """Start the program again for an order while the key is asked for; then give the key."""
    if event == "key_asked":
        again = QProcess(run)
        again.finished.connect(lambda code, _how: run.noted.update(code=code))
        again.start(sys.executable, ["-m", "ui", *sys.argv[2:], "--open", "SO-000001"])
        _until_kept(run)
    if event == "indexed":
        QTimer.singleShot(0, run.end)


def _until_kept(run: Watched) -> None:
    run.noted["wanted"] = run.options.open
    if "code" not in run.noted or not run.noted["wanted"]:
        QTimer.singleShot(20, lambda: _until_kept(run))
        return
    run.noted["tried"] = 1
    _answer(run)


def accept(run: Watched, event: str) -> None:
    """Note what a message says and press its button."""
    if event == "window_shown":
        _press(run)


def _press(run: Watched) -> None:
    box = QApplication.activeModalWidget()
    if isinstance(box, QMessageBox) and box.isVisible():
        run.noted["said"] = [box.text()]
        QTest.keyClick(box, Qt.Key.Key_Return)
        return
    QTimer.singleShot(5, lambda: _press(run))


def second(run: Watched, event: str) -> None:
    """Put the window away, start the program again for an order, note what comes to the front."""
    if event != "indexed" or "wanted" in run.noted:
        return
    run.noted["wanted"] = run.orders()[-1]
    run.window().showMinimized()
    again = QProcess(run)
    again.finished.connect(lambda code, _how: run.noted.update(code=code))
    words = ["-m", "ui", *sys.argv[2:], "--open", run.noted["wanted"]]
    again.start(sys.executable, words)
    QTimer.singleShot(0, lambda: _until_called(run, again))


def _until_called(run: Watched, again: QProcess) -> None:
    run.noted["title"] = run.window().windowTitle()
    run.noted["away"] = run.window().isMinimized()
    called = run.noted["wanted"] in run.noted["title"] and "code" in run.noted
    if not called:
        QTimer.singleShot(20, lambda: _until_called(run, again))
        return
    run.noted["complained"] = bytes(again.readAllStandardError().data()).decode()
    run.end()


def faults(run: Watched, event: str) -> None:
    """Let the same fault happen twice in a slot; note what is told, close it, go on working."""
    if event == "indexed" and "told" not in run.noted:
        run.noted["told"] = []
        for _time in range(2):
            QTimer.singleShot(0, run, _planted)
        QTimer.singleShot(0, run, lambda: _until_told(run))


def _planted() -> None:
    raise LookupError("Acme Hardware 0113 496 0000")


def _until_told(run: Watched) -> None:
    box = QApplication.activeModalWidget()
    if isinstance(box, QMessageBox) and box.isVisible():
        if not box.property("noted"):
            box.setProperty("noted", True)
            run.noted["told"].append([box.text(), box.informativeText()])
        QTest.keyClick(box, Qt.Key.Key_Escape)
        QTimer.singleShot(50, run, lambda: _until_told(run))
    elif not run.noted["told"] or not run.window().isActiveWindow():
        run.window().activateWindow()
        QTimer.singleShot(5, run, lambda: _until_told(run))
    else:
        QTest.keyClick(run.window(), Qt.Key.Key_6, _CTRL)
        run.noted["page"] = run.page_id()
        run.end()


def as_chosen(run: Watched, event: str) -> None:
    """Note what the window looks like, which day it is and what was written when it was ready."""
    run.noted.setdefault("events", []).append(event)
    if event in ("ready", "indexed") and {"ready", "indexed"} <= set(run.noted["events"]):
        QTimer.singleShot(0, lambda: _note_looks(run))


def _note_looks(run: Watched) -> None:
    palette, ready = run.window().palette(), run.options.ready_file
    run.noted["background"] = palette.window().color().name()
    run.noted["letters"] = run.window().font().pixelSize()
    run.noted["shown"] = run.shown()
    run.noted["today"] = run.today().isoformat()
    run.noted["ready"] = Path(ready).read_text(encoding="utf-8") if ready else ""
    run.end()


_PLANS = (
    as_chosen, look, close_early, type_early, passphrase, give_up, second_while_asked, accept,
    second, faults,
)  # fmt: skip


def main() -> int:
    """Run the application after a plan; gives its exit code."""
    plans = {one.__name__: one for one in _PLANS}
    Watched.noted = {}
    Watched.plan = staticmethod(plans[sys.argv[1]])
    run = Watched(parser().parse_args(sys.argv[2:]))
    QTimer.singleShot(_PATIENCE_MS, lambda: sys.exit(9))
    code = run.run()
    sys.stdout.write(json.dumps(run.noted))
    return code


if __name__ == "__main__":
    sys.exit(main())

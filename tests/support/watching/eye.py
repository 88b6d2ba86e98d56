"""The window with an eye in it: a test outside asks what is to be seen and named.

Started as `python -m tests.support.watching.eye SOCKET [words of the program]`. Each line sent to
the socket is answered by one line of JSON: `look` tells every part in sight, `stops` every part
that had the keys since it was asked last, `busy` how many wishes and reads are under way, `page`
which page is in front, `read` how each text in sight can be read.
"""

import json
import sys
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface, QImage
from PySide6.QtNetwork import QLocalServer, QLocalSocket
from PySide6.QtWidgets import QApplication, QComboBox, QWidget
from shiboken6 import getCppPointer

from tests.support.watching.legible import reading_of
from ui.__main__ import parser
from ui.application import Application


def told(part: QWidget) -> dict[str, Any]:
    """Tell what a person sees or hears of a part, and whether keys can reach it."""
    corner = part.mapToGlobal(QPoint(0, 0))
    text = getattr(part, "text", None)
    tab = part.isEnabled() and bool(part.focusPolicy() & Qt.FocusPolicy.TabFocus)
    return {
        "id": getCppPointer(part)[0],
        "kind": type(part).__name__,
        "name": _name(part),
        "text": text() if callable(text) else "",
        "style": part.objectName(),
        "place": (corner.x(), corner.y(), part.width(), part.height()),
        "window": part.window().windowTitle(),
        "stop": tab and part.focusProxy() is None,
        "focus": part is QApplication.focusWidget(),
    }


def _name(part: QWidget) -> str:
    """Give what a screen reader calls a part; a box's choice is no name of the box."""
    if part.accessibleName() or isinstance(part, QComboBox):
        return part.accessibleName()
    known: QAccessibleInterface | None = QAccessible.queryAccessibleInterface(part)
    return known.text(QAccessible.Text.Name) if known is not None else ""


class Eye(QObject):
    """Answers what is in sight, and which parts had the keys."""

    def __init__(self, socket: str, program: Application) -> None:
        """Listen on a socket."""
        super().__init__(program)
        self._program = program
        self._stops: list[dict[str, Any]] = []
        self._server = QLocalServer(self)
        self._server.newConnection.connect(self._called)
        QLocalServer.removeServer(socket)
        if not self._server.listen(socket):
            raise OSError(self._server.errorString())
        program._qt.focusChanged.connect(self._moved)

    def _moved(self, _before: object, now: object) -> None:
        if isinstance(now, QWidget):
            self._stops.append(told(now))

    def _called(self) -> None:
        caller = self._server.nextPendingConnection()
        caller.readyRead.connect(lambda: self._answer(caller))

    def _answer(self, caller: QLocalSocket) -> None:
        asked = bytes(caller.readLine().data()).decode().strip()
        answers: dict[str, Callable[[], Any]] = {
            "look": self._look,
            "stops": self._had_keys,
            "busy": self._busy,
            "page": self._page,
            "read": self._read,
        }
        caller.write(json.dumps(answers[asked]()).encode() + b"\n")
        caller.disconnectFromServer()

    def _had_keys(self) -> list[dict[str, Any]]:
        stops, self._stops = self._stops, []
        return stops

    def _read(self) -> list[dict[str, Any]]:
        window = self._program._window
        seen = window.grab().toImage() if window is not None else QImage()
        return [
            {"text": part["text"], "kind": part["kind"], **reading_of(known, seen)}
            for known in QApplication.allWidgets()
            if known.isVisible() and known.window() is window and known.isEnabled()
            for part in (told(known),)
            if part["text"] and not known.visibleRegion().isEmpty()
        ]

    def _page(self) -> str:
        window = self._program._window
        return window.page_id if window is not None else ""

    def _busy(self) -> int:
        return self._program._context.tasks.busy

    @staticmethod
    def _look() -> list[dict[str, Any]]:
        parts = QApplication.allWidgets()
        return [told(one) for one in parts if one.isVisible() and not one.visibleRegion().isEmpty()]


def main() -> int:
    """Run the program's window with an eye in it."""
    socket, *words = sys.argv[1:]
    application = Application(parser().parse_args(words))
    Eye(socket, application)
    return application.run()


if __name__ == "__main__":
    sys.exit(main())

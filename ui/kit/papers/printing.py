"""Puts a paper on a printer, page after page, without holding the window up."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtPrintSupport import QPrinter

from ui.kit.papers.sheets import POINTS, Sheets
from ui.kit.tasks import Tasks

_DPI = 300
_KEEPING_SHAPE = Qt.AspectRatioMode.KeepAspectRatio


class Printing:
    """One paper on its way to a printer: each page is drawn beside the window, then painted.

    `ended` is called in the end, whatever came.
    """

    def __init__(
        self,
        sheets: Sheets,
        printer: QPrinter,
        tasks: Tasks,
        told: Callable[[int], None],
        failed: Callable[[Exception], None],
    ) -> None:
        """Prepare; `told` gets the number of pages done, after each."""
        self._sheets, self._printer, self._tasks = sheets, printer, tasks
        self._told, self._failed = told, failed
        first, last = printer.fromPage(), printer.toPage()
        self._numbers = list(range(len(sheets)))[max(first - 1, 0) : last or None]
        self._painter = QPainter()
        self._done = 0
        self.is_over = False
        self.ended: Callable[[], object] = lambda: None

    def start(self) -> bool:
        """Begin; False when the printer does not answer, nothing is printed then."""
        if not self._painter.begin(self._printer):
            return False
        self._next()
        return True

    def _next(self) -> None:
        if not self._numbers:
            self._end()
            return
        number = self._numbers.pop(0)
        self._tasks.call(
            partial(self._sheets.draw, number, _DPI / POINTS), self._paint, self._broken
        )

    def _paint(self, image: QImage) -> None:
        if self._done:
            self._printer.newPage()
        whole = self._printer.pageRect(QPrinter.Unit.DevicePixel)
        size = image.size().scaled(whole.size().toSize(), _KEEPING_SHAPE)
        self._painter.drawImage(QRectF(0, 0, size.width(), size.height()), image)
        self._done += 1
        self._told(self._done)
        self._next()

    def _broken(self, error: Exception) -> None:
        self._end()
        self._failed(error)

    def _end(self) -> None:
        self._painter.end()
        self.is_over = True
        self.ended()

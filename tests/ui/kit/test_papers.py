"""Tests of papers on screen: real PDFs, real keys, a printer that writes a file."""

from collections.abc import Callable, Iterator
from functools import partial
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from tests.support.windows import idle
from ui.kit.context import Context
from ui.kit.papers.page_view import PageView
from ui.kit.papers.paper_dialog import PaperDialog

_CTRL = Qt.KeyboardModifier.ControlModifier
_MANY = 60


def _paper(pages: int) -> bytes:
    made = BytesIO()
    canvas = Canvas(made, pagesize=A4, initialFontName="Helvetica")
    for number in range(1, pages + 1):
        canvas.setFont("Helvetica", 60)
        canvas.drawString(100, 600, f"Sheet {number}")
        canvas.showPage()
    canvas.save()
    return made.getvalue()


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    return made


@pytest.fixture
def dialog(qtbot: QtBot, context: Context, window: QWidget) -> Iterator[PaperDialog]:
    """Give a paper of sixty pages, shown."""
    made = PaperDialog("SO-000001", _paper(_MANY), context, window)
    made.show()
    made.activateWindow()
    idle(qtbot, context)
    yield made
    made.reject()
    idle(qtbot, context)


def _view(dialog: PaperDialog) -> PageView:
    view = dialog.findChild(PageView)
    assert view is not None
    return view


def _says(dialog: PaperDialog, text: str) -> bool:
    return any(text in one.text() for one in dialog.findChildren(QLabel))


def test_only_the_pages_in_sight_are_drawn(
    qtbot: QtBot, context: Context, dialog: PaperDialog
) -> None:
    view = _view(dialog)
    assert _says(dialog, "Page 1 of 60")
    qtbot.waitUntil(lambda: 0 in view.drawn())
    assert len(view.drawn()) <= 3
    qtbot.keyClick(view, Qt.Key.Key_End)
    qtbot.waitUntil(lambda: _MANY - 1 in view.drawn())
    idle(qtbot, context)
    assert _says(dialog, "Page 60 of 60")
    assert len(view.drawn()) < 13


def test_the_page_in_sight_stays_while_the_size_changes_by_keys(
    qtbot: QtBot, context: Context, dialog: PaperDialog
) -> None:
    view = _view(dialog)
    fitting = view.zoom
    view.verticalScrollBar().setValue(view.verticalScrollBar().maximum() // 2)
    before = view.page
    qtbot.keyClick(view, Qt.Key.Key_Plus, _CTRL)
    qtbot.keyClick(view, Qt.Key.Key_Equal, _CTRL)
    assert view.zoom > fitting
    assert abs(view.page - before) <= 1
    qtbot.keyClick(view, Qt.Key.Key_Minus, _CTRL)
    qtbot.keyClick(view, Qt.Key.Key_0, _CTRL)
    assert view.zoom == pytest.approx(fitting)
    assert _says(dialog, f"{fitting:.0%}")
    idle(qtbot, context)


def test_a_page_that_is_drawn_shows_what_stands_on_it(
    qtbot: QtBot, context: Context, dialog: PaperDialog
) -> None:
    idle(qtbot, context)
    image = _view(dialog).viewport().grab().toImage()
    dark = sum(
        image.pixelColor(x, y).lightness() < 60
        for x in range(0, image.width(), 3)
        for y in range(0, image.height(), 3)
    )
    assert dark > 50


def test_without_a_printer_a_sentence_says_what_to_do(qtbot: QtBot, dialog: PaperDialog) -> None:
    qtbot.keyClick(_view(dialog), Qt.Key.Key_P, _CTRL)
    assert _says(dialog, "No printer is set up on this computer.")


def test_a_paper_opened_elsewhere_is_taken_away_when_the_program_ends(
    qtbot: QtBot, dialog: PaperDialog, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[Path] = []
    at_the_end: list[Callable[[], object]] = []

    def note(url: QUrl) -> bool:
        opened.append(Path(url.toLocalFile()))
        return True

    monkeypatch.setattr(QDesktopServices, "openUrl", note)
    monkeypatch.setattr(
        "atexit.register", lambda work, *a, **known: at_the_end.append(partial(work, *a, **known))
    )
    qtbot.keyClick(_view(dialog), Qt.Key.Key_O, _CTRL)
    assert opened[0].read_bytes().startswith(b"%PDF")
    assert opened[0].parent.stat().st_mode & 0o077 == 0
    for work in at_the_end:
        work()
    assert not opened[0].parent.exists()


def test_every_page_reaches_the_printer_even_when_the_dialog_is_closed(
    qtbot: QtBot, context: Context, window: QWidget, tmp_path: Path
) -> None:
    printer = QPrinter()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "out.pdf"))
    printer.setResolution(72)
    dialog = PaperDialog("SO-000002", _paper(4), context, window)
    dialog.show()
    dialog.put_on(printer)
    dialog.reject()
    idle(qtbot, context)
    assert len(PdfReader(tmp_path / "out.pdf").pages) == 4

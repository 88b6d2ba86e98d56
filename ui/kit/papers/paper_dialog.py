"""A paper on screen: the very bytes that are printed, saved or opened."""

import atexit
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QMarginsF, QUrl
from PySide6.QtGui import QDesktopServices, QKeySequence, QPageLayout, QShortcut
from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo
from PySide6.QtWidgets import QDialog, QPushButton, QVBoxLayout, QWidget

from app.core.messages import _, ngettext
from ui.kit.context import Context
from ui.kit.papers.page_view import PageView
from ui.kit.papers.printing import Printing
from ui.kit.papers.saving import PDF, place_to_save
from ui.kit.papers.sheets import Sheets
from ui.kit.parts import button, label, row


class PaperDialog(QDialog):
    """Shows a PDF's pages and prints, saves or opens it."""

    def __init__(self, name: str, pdf: bytes, context: Context, parent: QWidget) -> None:
        """Show a paper under the name it would be saved by."""
        super().__init__(parent)
        self._name, self._pdf, self._context = name, pdf, context
        self._printing: Printing | None = None
        self.setWindowTitle(name)
        room = self.screen().availableSize()
        self.resize(min(960, room.width() - 16), min(760, room.height() - 60))
        self._sheets = Sheets(pdf)
        self.finished.connect(self._let_go)
        self._view = PageView(self._sheets, context.tasks, context.theme)
        self._page, self._size = label("", "muted"), label("", "muted")
        self._note = label("", "muted", wrap=True)
        self._view.turned.connect(self._show_page)
        self._view.zoomed.connect(lambda zoom: self._size.setText(f"{zoom:.0%}"))
        layout = QVBoxLayout(self)
        layout.addLayout(
            row(
                self._page,
                None,
                self._button(_("Smaller"), self._view.smaller, "zoom-out", "Ctrl+-"),
                self._size,
                self._button(_("Larger"), self._view.larger, "zoom-in", "Ctrl++", "Ctrl+="),
                self._button(_("Fit width"), self._view.fit_width, "", "Ctrl+0"),
            )
        )
        layout.addWidget(self._view, 1)
        printing = self._button(_("Print"), self._print, "printer", "Ctrl+P", kind="primary")
        printing.setDefault(True)
        layout.addLayout(
            row(
                self._note,
                None,
                self._button(_("Open"), self._open, "file-text", "Ctrl+O"),
                self._button(_("Save…"), self._save, "save", "Ctrl+S"),
                printing,
            )
        )
        self._show_page(1)
        self._view.setFocus()

    def _button(
        self, text: str, pressed: Callable[[], object], icon: str, *keys: str, kind: str = ""
    ) -> QPushButton:
        made = button(text, pressed, icon=icon, kind=kind, shortcut=keys[0])
        for one in keys:
            QShortcut(QKeySequence(one), self).activated.connect(made.click)
        return made

    def _show_page(self, number: int) -> None:
        text = _("Page {number} of {count}")
        self._page.setText(text.format(number=number, count=len(self._sheets)))

    def _save(self) -> None:
        place = place_to_save(self, _("Save"), f"{self._name}.pdf", PDF)
        if place:
            self._context.tasks.call(
                lambda: Path(place).write_bytes(self._pdf),
                lambda _size: self._note.setText(_("Saved as {file}.").format(file=place)),
                self._failed,
            )

    def _open(self) -> None:
        folder = Path(tempfile.mkdtemp(prefix="tallydesk-"))
        atexit.register(shutil.rmtree, folder, ignore_errors=True)  # it holds a customer's address
        file = folder / f"{self._name}.pdf"
        file.write_bytes(self._pdf)
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(file))):
            self._note.setText(
                _("No program on this computer opens PDF files. Save the paper instead.")
            )

    def _print(self) -> None:
        if not QPrinterInfo.availablePrinterNames():
            self._note.setText(
                _("No printer is set up on this computer. Save the paper or open it as a PDF.")
            )
            return
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setDocName(self._name)
        printer.setPageMargins(QMarginsF(0, 0, 0, 0), QPageLayout.Unit.Millimeter)
        asked = QPrintDialog(printer, self)
        asked.setMinMax(1, len(self._sheets))
        if asked.exec() == QDialog.DialogCode.Accepted:
            self.put_on(printer)

    def put_on(self, printer: QPrinter) -> None:
        """Print the paper; the note says how far it is."""
        self._note.setText(_("Printing…"))
        self._printing = Printing(
            self._sheets, printer, self._context.tasks, self._printed, self._failed
        )
        if not self._printing.start():
            self._note.setText(_("The printer does not answer. Nothing was printed."))

    def _let_go(self) -> None:
        """Close the paper, after the last page when it is being printed."""
        if self._printing is None or self._printing.is_over:
            self._sheets.close()
        else:
            self._printing.ended = self._sheets.close

    def _printed(self, count: int) -> None:
        text = ngettext(
            "{count} page sent to the printer.", "{count} pages sent to the printer.", count
        )
        self._note.setText(text.format(count=count))

    def _failed(self, error: Exception) -> None:
        said = error.strerror if isinstance(error, OSError) else type(error).__name__
        self._note.setText(_("The paper could not be handled: {reason}").format(reason=said))

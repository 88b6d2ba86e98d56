"""A paper on screen: the very bytes that are printed, saved or opened."""

import tempfile
from pathlib import Path

import pypdfium2
from PySide6.QtCore import QMarginsF, QRectF, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QImage, QPageLayout, QPainter, QPixmap
from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo
from PySide6.QtWidgets import QDialog, QFileDialog, QLabel, QScrollArea, QVBoxLayout, QWidget

from app.core.messages import _, ngettext
from ui.kit.context import Context
from ui.kit.parts import button, label, row

_SCREEN_DPI = 96
_PRINT_DPI = 300
_POINTS = 72
_MOST_SHOWN = 30


def page_images(pdf: bytes, dpi: int, most: int | None = None) -> list[QImage]:
    """Draw the pages of a PDF at a resolution."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        drawn = []
        for number in range(min(len(document), most or len(document))):
            bitmap = document[number].render(scale=dpi / _POINTS, rev_byteorder=True)
            picture = bitmap
            image = QImage(
                bytes(picture.buffer),
                picture.width,
                picture.height,
                picture.stride,
                QImage.Format.Format_RGB888
                if picture.n_channels == 3
                else QImage.Format.Format_RGBX8888,
            )
            drawn.append(image.copy())
        return drawn
    finally:
        document.close()


class PaperDialog(QDialog):
    """Shows a PDF's pages and prints, saves or opens it."""

    def __init__(self, name: str, pdf: bytes, context: Context, parent: QWidget) -> None:
        """Show a paper under the name it would be saved by."""
        super().__init__(parent)
        self._name, self._pdf, self._context = name, pdf, context
        self.setWindowTitle(name)
        self.resize(960, 760)
        self._pages = QVBoxLayout()
        self._pages.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        inside = QWidget()
        inside.setLayout(self._pages)
        inside.setObjectName("page")
        area = QScrollArea()
        area.setWidget(inside)
        area.setWidgetResizable(True)
        area.setAccessibleName(_("Pages"))
        self._note = label("", "muted")
        can_print = bool(QPrinterInfo.availablePrinterNames())
        printing = button(_("Print"), self._print, icon="printer", kind="primary")
        printing.setVisible(can_print)
        if not can_print:
            self._note.setText(_("No printer is set up here: open or save the paper."))
        layout = QVBoxLayout(self)
        layout.addWidget(area, 1)
        layout.addLayout(
            row(
                self._note,
                None,
                button(_("Open"), self._open, icon="file-text"),
                button(_("Save…"), self._save, icon="save"),
                printing,
            )
        )
        ratio = max(1, round(self.devicePixelRatioF()))
        context.tasks.call(
            lambda: page_images(pdf, _SCREEN_DPI * ratio, _MOST_SHOWN), self._show, None
        )

    def _show(self, images: list[QImage]) -> None:
        for number, image in enumerate(images, 1):
            shown = QLabel()
            image.setDevicePixelRatio(max(1, round(self.devicePixelRatioF())))
            shown.setPixmap(QPixmap.fromImage(image))
            shown.setAccessibleName(_("Page {number}").format(number=number))
            self._pages.addWidget(shown)
        count = len(images)
        if not self._note.text():
            text = ngettext("{count} page", "{count} pages", count).format(count=count)
            self._note.setText(text)

    def _save(self) -> None:
        place, _kind = QFileDialog.getSaveFileName(
            self, _("Save"), f"{self._name}.pdf", "PDF (*.pdf)"
        )
        if place:
            self._context.tasks.call(
                lambda: Path(place).write_bytes(self._pdf),
                lambda _size: self._note.setText(_("Saved as {file}.").format(file=place)),
                self._failed,
            )

    def _open(self) -> None:
        folder = Path(tempfile.mkdtemp(prefix="tallydesk-"))
        file = folder / f"{self._name}.pdf"
        file.write_bytes(self._pdf)
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(file)))

    def _print(self) -> None:
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setDocName(self._name)
        printer.setPageMargins(QMarginsF(0, 0, 0, 0), QPageLayout.Unit.Millimeter)
        if QPrintDialog(printer, self).exec() == QDialog.DialogCode.Accepted:
            self._note.setText(_("Printing…"))
            self._context.tasks.call(
                lambda: page_images(self._pdf, _PRINT_DPI),
                lambda images: self._paint(printer, images),
                self._failed,
            )

    def _paint(self, printer: QPrinter, images: list[QImage]) -> None:
        painter = QPainter()
        if not painter.begin(printer):
            self._note.setText(_("The printer does not answer. Nothing was printed."))
            return
        for number, image in enumerate(images):
            if number:
                printer.newPage()
            area = printer.pageRect(QPrinter.Unit.DevicePixel)
            painter.drawImage(QRectF(area), image)
        painter.end()
        self._note.setText(_("Sent to the printer."))

    def _failed(self, error: Exception) -> None:
        self._note.setText(_("The paper could not be handled: {reason}").format(reason=error))

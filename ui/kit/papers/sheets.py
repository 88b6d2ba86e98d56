"""The pages of a PDF as pictures, drawn one by one when they are wanted."""

from threading import Lock

import pypdfium2
from PySide6.QtGui import QImage

POINTS = 72
_ONE_AT_A_TIME = Lock()
"""The drawing library knows no threads: only one of ours may be inside it."""


class Sheets:
    """An open PDF; safe to use from several threads."""

    def __init__(self, pdf: bytes) -> None:
        """Open a PDF and read the sizes of its pages, in points."""
        with _ONE_AT_A_TIME:
            self._document: pypdfium2.PdfDocument | None = pypdfium2.PdfDocument(pdf)
            count = len(self._document)
            self.sizes = tuple(self._document.get_page_size(number) for number in range(count))

    def __len__(self) -> int:
        """Count the pages."""
        return len(self.sizes)

    def draw(self, number: int, scale: float) -> QImage:
        """Draw a page, counted from 0; a scale of 1 is one pixel a point.

        A PDF that was closed meanwhile gives an empty picture.
        """
        with _ONE_AT_A_TIME:
            if self._document is None:
                return QImage()
            page = self._document[number]
            drawn = page.render(scale=scale, rev_byteorder=True)
            grey_free = QImage.Format.Format_RGB888, QImage.Format.Format_RGBX8888
            image = QImage(
                bytes(drawn.buffer),
                drawn.width,
                drawn.height,
                drawn.stride,
                grey_free[drawn.n_channels == 4],
            ).copy()
            drawn.close()
            page.close()
            return image

    def close(self) -> None:
        """Let the PDF go."""
        with _ONE_AT_A_TIME:
            if self._document is not None:
                self._document.close()
                self._document = None

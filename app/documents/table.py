"""A table measured before it is drawn, so that no row is cut and pages are counted first."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from app.documents.fonts import printable, width
from app.documents.page import BODY, LABEL, MUTED, Align, Sheet, Style
from app.documents.wrapping import fit, wrap

HEAD_HEIGHT = 24.0
_ABOVE = 5.0
_BELOW = 5.5
_FIRST_BASE = 9.6
_GAP = 10.0
_LEADING = 1.36
_LEAST_SHARE = 60.0
_SMALLEST = 5.0

_Cell = tuple[tuple[str, Style], ...]


@dataclass(frozen=True)
class Column:
    """One column: its width in points (0 takes what is left), at most so many lines a cell."""

    title: str
    width: float = 0.0
    align: Align = "left"
    style: Style = BODY
    most: int = 3
    ticked: bool = False


class Table:
    """Rows laid out in columns; in a cell, what follows a line break is a muted remark."""

    def __init__(
        self, columns: Sequence[Column], rows: Sequence[Sequence[str]], span: tuple[float, float]
    ) -> None:
        """Measure all rows between the edges `span`."""
        self.left, self.right = span
        self._columns = tuple(columns)
        fixed = sum(column.width for column in columns)
        loose = sum(1 for column in columns if not column.width) or 1
        share = max((self.right - self.left - fixed) / loose, _LEAST_SHARE)
        wished = [column.width or share for column in columns]
        scale = (self.right - self.left) / sum(wished)
        self._widths = [wide * scale for wide in wished]
        self._rows = [self._laid_out(row) for row in rows]
        self.heights = [max(_height(cell) for cell in row) for row in self._rows]

    def _laid_out(self, row: Sequence[str]) -> list[_Cell]:
        return [
            _cell(text, column, wide - _GAP)
            for text, column, wide in zip(row, self._columns, self._widths, strict=True)
        ]

    def x_of(self, index: int) -> float:
        """Give where the words of a column begin, or end when they are set to the right."""
        start = self.left + sum(self._widths[:index])
        if self._columns[index].align == "left":
            return start
        last = index == len(self._columns) - 1
        return start + self._widths[index] - (0 if last else _GAP)

    def align_of(self, index: int) -> Align:
        """Give the side a column is set to."""
        return self._columns[index].align

    def head(self, sheet: Sheet, y: float) -> float:
        """Draw the titles; give where the first row begins."""
        for index, column in enumerate(self._columns):
            title = fit(printable(column.title), self._widths[index], LABEL.size)
            sheet.text(self.x_of(index), y + 11, title, LABEL, column.align)
        sheet.rule(self.left, y + 18, self.right, "control", 0.9)
        return y + HEAD_HEIGHT - 5

    def rows(self, sheet: Sheet, chosen: range, y: float) -> float:
        """Draw some rows under each other; give where the next would begin."""
        places = [(self.x_of(at), column) for at, column in enumerate(self._columns)]
        for index in chosen:
            for (x, column), cell in zip(places, self._rows[index], strict=True):
                if column.ticked:
                    sheet.frame(x, y + _ABOVE - 0.5, (11, 11))
                line = y + _ABOVE + _FIRST_BASE
                for words, style in cell:
                    sheet.text(x, line, words, style, column.align)
                    line += style.size * _LEADING
            y += self.heights[index]
            sheet.rule(self.left, y, self.right)
        return y


def room_for(texts: Iterable[str], low: float, high: float, style: Style = BODY) -> float:
    """Give the width of a column in which the widest of some texts stands, within bounds."""
    widest = max(
        (width(printable(text), style.size, strong=style.strong) for text in texts), default=0.0
    )
    return min(max(widest + _GAP + 1, low), high)


def with_remark(words: str, remark: str) -> str:
    """Give the text of a cell whose remark stands muted under its words."""
    flat = " ".join(words.splitlines())
    return f"{flat}\n{' '.join(remark.splitlines())}" if remark else flat


def _cell(text: str, column: Column, room: float) -> _Cell:
    if not text:
        return ()
    words, _, remark = text.partition("\n")
    style = column.style
    shown = printable(words)
    if width(shown, style.size, strong=style.strong) <= room:
        lines = [(shown, style)]
    elif column.align == "right":
        lines = [_squeezed(shown, style, room)]
    else:
        broken = wrap(shown, room, style.size, strong=style.strong, most=column.most)
        lines = [(line, style) for line in broken]
    if remark:
        lines += [(line, MUTED) for line in wrap(printable(remark), room, MUTED.size, most=2)]
    return tuple(lines)


def _squeezed(shown: str, style: Style, room: float) -> tuple[str, Style]:
    """Set a figure smaller before cutting it: a broken number would be another number."""
    size = max(style.size * room / width(shown, style.size, strong=style.strong), _SMALLEST)
    small = replace(style, size=size)
    return fit(shown, room + 0.01, size, strong=style.strong), small


def _height(cell: _Cell) -> float:
    return _ABOVE + _BELOW + max(sum(style.size * _LEADING for _, style in cell), 13.0)


def split(heights: Sequence[float], first: float, later: float, closing: float) -> list[range]:
    """Share rows out over pages: `first` points on the first page, `later` on each other.

    The last page has `closing` points to spare; when it has not, its last row moves along to
    one more page, so that a closing never stands alone.
    """
    pages: list[range] = []
    start, left = 0, first
    for index, height in enumerate(heights):
        if height > left and (index > start or not pages):
            pages.append(range(start, index))
            start, left = index, later
        left -= height
    if closing > left and len(heights) - start > 1:
        pages.append(range(start, len(heights) - 1))
        start = len(heights) - 1
    elif closing > left and (pages or heights):
        pages.append(range(start, len(heights)))
        start = len(heights)
    pages.append(range(start, len(heights)))
    return pages

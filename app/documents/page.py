"""A sheet of paper to write on from the top down: text, rules, boxes, marks, codes, page ends."""

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from typing import Any, Literal

from reportlab.graphics.barcode.code128 import Code128
from reportlab.graphics.barcode.qrencoder import QRCode, QRErrorCorrectLevel
from reportlab.lib.colors import Color, HexColor
from reportlab.pdfgen.canvas import Canvas

from app import paths
from app.core.messages import language
from app.documents.fonts import REGULAR, font, printable, width
from app.documents.words import Words

Align = Literal["left", "right", "center"]
Paper = Literal["A4", "Letter"]

PAPERS: dict[Paper, tuple[float, float]] = {"A4": (595.28, 841.89), "Letter": (612.0, 792.0)}
"""Width and height in points."""

MARGIN = 44.0
BOTTOM = 54.0


@dataclass(frozen=True)
class Style:
    """How words look: size in points, weight, and a colour by its token's name."""

    size: float
    strong: bool = False
    colour: str = "text"


TITLE = Style(21, strong=True)
SECTION = Style(13, strong=True)
STRONG = Style(9.5, strong=True)
BODY = Style(9.5)
MUTED = Style(8.5, colour="muted")
LABEL = Style(8, colour="muted")


@dataclass(frozen=True)
class Shop:
    """Who sends the paper: name, address of several lines, phone or mail."""

    name: str
    address: str = ""
    contact: str = ""


@lru_cache
def ink(name: str) -> Color:
    """Give the colour of a token of the light theme: paper is white."""
    return HexColor(_light()[name])


@lru_cache
def _light() -> dict[str, Any]:
    text = (paths.resources() / "style" / "tokens.toml").read_text(encoding="utf-8")
    light: dict[str, Any] = tomllib.loads(text)["light"]
    return light


@lru_cache
def _operator(colour: str, name: str) -> str:
    """Give the operator that sets the colour of a token: "rg" to fill with, "RG" for lines."""
    red, green, blue = ink(colour).rgb()
    return f"{red:.4g} {green:.4g} {blue:.4g} {name}"


class Sheet:
    """Pages of one PDF; distances are points from the left and the top edge."""

    def __init__(self, paper: Paper, title: str) -> None:
        """Open an empty first page."""
        font(REGULAR)
        self.width, self.height = PAPERS[paper]
        self.left, self.right = MARGIN, self.width - MARGIN
        self._bytes = BytesIO()
        self._canvas = Canvas(
            self._bytes,
            pagesize=(self.width, self.height),
            pageCompression=1,
            invariant=1,
            initialFontName=REGULAR,
            lang=language().replace("_", "-"),
        )
        self._canvas.setTitle(printable(title))
        self._canvas.setSubject(printable(title))
        self._canvas.setAuthor("Tallydesk")
        self._canvas.setCreator("Tallydesk")
        self._words = Words(self._canvas._doc)  # noqa: SLF001 - fonts are cut for a document

    @property
    def room(self) -> float:
        """Give the width between the margins."""
        return self.right - self.left

    @property
    def floor(self) -> float:
        """Give the distance from the top where the foot of the page begins."""
        return self.height - BOTTOM

    def text(self, x: float, y: float, words: str, style: Style, align: Align = "left") -> float:
        """Set one printable line on the base line `y`; give the width it took."""
        wide = width(words, style.size, strong=style.strong)
        if align != "left":
            x -= wide if align == "right" else wide / 2
        face = (style.size, style.strong, _operator(style.colour, "rg"))
        self._words.set((x, self.height - y), words, face)
        return wide

    def rule(
        self, x: float, y: float, to_x: float, colour: str = "border", weight: float = 0.6
    ) -> None:
        """Draw a level line."""
        line = f"{x:.2f} {self.height - y:.2f} m {to_x:.2f} {self.height - y:.2f} l S"
        self._canvas.addLiteral(f"{_operator(colour, 'RG')} {weight:.4g} w {line}")

    def fill(
        self, x: float, y: float, size: tuple[float, float], colour: str, round_: float = 0
    ) -> None:
        """Fill a box whose upper left corner is (x, y)."""
        wide, high = size
        self._canvas.setFillColor(ink(colour))
        if round_:
            self._canvas.roundRect(x, self.height - y - high, wide, high, round_, 0, 1)
        else:
            self._canvas.rect(x, self.height - y - high, wide, high, 0, 1)

    def column(
        self, x: float, ends: tuple[float, float], wide: float, colour: str, bend: float
    ) -> None:
        """Fill a bar from its foot to its head, `ends`, with round corners at the head only."""
        foot, head = (self.height - end for end in ends)
        inner = head - bend if head > foot else head + bend
        path = self._canvas.beginPath()
        path.moveTo(x, foot)
        path.lineTo(x, inner)
        path.curveTo(x, head, x, head, x + bend, head)
        path.lineTo(x + wide - bend, head)
        path.curveTo(x + wide, head, x + wide, head, x + wide, inner)
        path.lineTo(x + wide, foot)
        path.close()
        self._canvas.setFillColor(ink(colour))
        self._canvas.drawPath(path, stroke=0, fill=1)

    def frame(self, x: float, y: float, size: tuple[float, float], round_: float = 2) -> None:
        """Draw the outline of a box, to be ticked or to be written into."""
        self._canvas.setStrokeColor(ink("control"))
        self._canvas.setLineWidth(0.8)
        self._canvas.roundRect(x, self.height - y - size[1], *size, round_, 1, 0)

    def line(self, points: list[tuple[float, float]], colour: str, weight: float = 1.4) -> None:
        """Draw a line through points."""
        path = self._canvas.beginPath()
        path.moveTo(points[0][0], self.height - points[0][1])
        for x, y in points[1:]:
            path.lineTo(x, self.height - y)
        self._canvas.setStrokeColor(ink(colour))
        self._canvas.setLineWidth(weight)
        self._canvas.setLineJoin(1)
        self._canvas.drawPath(path, stroke=1, fill=0)

    def mark(self, x: float, y: float, words: str, pair: tuple[str, str]) -> float:
        """Set a word in a rounded coloured field whose base line is `y`; give its width."""
        style = Style(8.5, strong=True, colour=pair[0])
        wide = width(words, style.size, strong=True) + 16
        self.fill(x, y - 12, (wide, 17), pair[1], 8.5)
        self.text(x + 8, y, words, style)
        return wide

    def bars(self, right: float, y: float, value: str, size: tuple[float, float]) -> None:
        """Draw a Code 128 that ends at `right`; a value it cannot hold draws nothing."""
        widths = _code128(value)
        if not widths:
            return
        module = min(size[0] / sum(widths), 1.2)
        x = right - module * sum(widths)
        foot = f"{self.height - y - size[1]:.2f}"
        drawn = [_operator("text", "rg")]
        for index, modules in enumerate(widths):
            if index % 2 == 0:
                drawn.append(f"{x:.3f} {foot} {module * modules:.3f} {size[1]:.2f} re")
            x += module * modules
        self._canvas.addLiteral("\n".join((*drawn, "f")))

    def qr(self, x: float, y: float, side: float, value: str) -> None:
        """Draw a QR code of a text with a middling share of repair."""
        code = QRCode(None, QRErrorCorrectLevel.M)
        code.addData(value)
        code.make()
        module = side / code.getModuleCount()
        path = self._canvas.beginPath()
        for row, modules in enumerate(code.modules):
            for column, dark in enumerate(modules):
                if dark:
                    top = self.height - y - (row + 1) * module
                    path.rect(x + column * module, top, module * 1.01, module * 1.01)
        self._canvas.setFillColor(ink("text"))
        self._canvas.drawPath(path, stroke=0, fill=1)

    def end_page(self) -> None:
        """Close this page and open the next."""
        self._canvas.addLiteral(self._words.page())
        self._canvas.showPage()

    def done(self) -> bytes:
        """Give the PDF of all closed pages."""
        self._canvas.save()
        return self._bytes.getvalue()


@lru_cache(maxsize=2048)
def _code128(value: str) -> tuple[int, ...]:
    """Give the widths of bars and gaps in turn, in modules.

    Source: ISO/IEC 15417, as encoded by reportlab.
    """
    if not value or len(value) > 40 or not all(" " <= sign <= "~" for sign in value):
        return ()
    code = Code128(value)
    code.validate()
    code.encode()
    code.decompose()
    return tuple(ord(letter.lower()) - ord("a") + 1 for letter in code.decomposed)

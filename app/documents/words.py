"""The words of a page as text operators of a PDF, each piece encoded once per document."""

from typing import Any

from reportlab.lib.rl_accel import escapePDF

from app.documents.fonts import font, runs


class Words:
    """Sets words on the pages of one document; a page's are taken together when it ends."""

    def __init__(self, document: Any) -> None:
        """Encode for a document, which keeps the cuts of its fonts."""
        self._document = document
        self._encoded: dict[tuple[str, bool], tuple[tuple[str, str], ...]] = {}
        self._code: list[str] = []
        self._colour = ""
        self._face = ("", 0.0)

    def set(self, place: tuple[float, float], words: str, face: tuple[float, bool, str]) -> None:
        """Set words from `place` on; the face is size, strong, and the colour's operator."""
        size, strong, colour = face
        code = self._code
        if colour != self._colour:
            code.append(colour)
            self._colour = colour
        code.append(f"1 0 0 1 {place[0]:.2f} {place[1]:.2f} Tm")
        key = (words, strong)
        encoded = self._encoded.get(key)
        if encoded is None:
            encoded = self._encoded[key] = self._encode(words, strong=strong)
        for name, shown in encoded:
            if self._face != (name, size):
                code.append(f"{name} {size:.4g} Tf")
                self._face = (name, size)
            code.append(shown)

    def page(self) -> str:
        """Give the words of a page and begin the next."""
        code = "\n".join(("BT", *self._code, "ET"))
        self._code = []
        self._colour, self._face = "", ("", 0.0)
        return code

    def _encode(self, words: str, *, strong: bool) -> tuple[tuple[str, str], ...]:
        """Give the cut of a font and the operator for each piece."""
        return tuple(
            (loaded.getSubsetInternalName(cut, self._document), f"({escapePDF(signs)}) Tj")
            for name, piece in runs(words, strong=strong)
            for loaded in (font(name),)
            for cut, signs in loaded.splitString(piece, self._document)
        )

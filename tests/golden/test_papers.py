"""Every paper beside how it was when somebody last looked at it: its words and its picture.

After a wanted change run once with TALLYDESK_GOLDEN=write, look at the pictures, keep them.
"""

import os
from io import BytesIO
from pathlib import Path

import pypdfium2
import pytest
from pypdf import PdfReader
from reportlab.lib.utils import ImageReader

from app.core.messages import language, set_language
from tests.golden.samples import papers

_HERE = Path(__file__).parent
_NAMES = ("packing_slip", "order_confirmation", "pick_list", "recovery_sheet", "report")
_WRITE = os.environ.get("TALLYDESK_GOLDEN") == "write"


@pytest.fixture(scope="module")
def printed() -> dict[str, bytes]:
    before = language()
    set_language("en")
    try:
        return papers()
    finally:
        set_language(before)


@pytest.mark.parametrize("name", _NAMES)
def test_the_words_of_a_paper_are_as_kept(name: str, printed: dict[str, bytes]) -> None:
    pages = PdfReader(BytesIO(printed[name])).pages
    text = "\n\f\n".join(page.extract_text() for page in pages) + "\n"
    kept = _HERE / f"{name}.txt"
    if _WRITE:
        kept.write_text(text, encoding="utf-8")
    assert text == kept.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", _NAMES)
def test_the_picture_of_a_paper_is_as_kept(name: str, printed: dict[str, bytes]) -> None:
    page = pypdfium2.PdfDocument(printed[name])[0]
    picture = page.render(scale=0.75, grayscale=True).to_pil()
    kept = _HERE / f"{name}.png"
    if _WRITE:
        picture.save(kept, optimize=True)
    before = ImageReader(str(kept)).getRGBData()
    now = picture.tobytes()
    assert len(now) == len(before)
    assert sum(abs(old - new) for old, new in zip(before, now, strict=True)) / len(now) < 0.2

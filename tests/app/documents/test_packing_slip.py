"""The packing slip as the customer finds it: words, marks, pages, fonts, codes, speed."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from io import BytesIO
from itertools import groupby

import pypdfium2
import pytest
from pypdf import PdfReader
from reportlab.graphics.barcode import code128

from app.documents.packing_slip import PackingSlip, PackingSlipLine, packing_slips
from app.documents.page import MARGIN, Shop
from tests.golden.samples import fonts_of

SHOP = Shop("Harbour Lane Supplies Ltd", "14 Harbour Lane\nBristol BS1 4QA", "+44 117 496 0123")
NAMES = (
    "Brass nut M8",
    "黄铜六角螺母（带法兰）",
    "不鏽鋼螺絲釘 龘",
    "Łódź crème brûlée, Æblegrød",
    "ＡＢＣ１２３ ｶﾀｶﾅ",
)


def slip(lines: int = 5, number: int = 131) -> PackingSlip:
    return PackingSlip(
        shop=SHOP,
        order_number=f"SO-{number:06}",
        shipment_number=f"SH-{number:06}",
        customer_name="上海晨光文具股份有限公司",
        ship_to="仓库三号门\n201406 上海",
        reference="PO 2026/774",
        order_date="20 November 2026",
        ship_date="23 November 2026",
        packages=2,
        lines=tuple(
            PackingSlipLine(
                position=at + 1,
                code=f"C-{at + 1:05}",
                item=NAMES[at % len(NAMES)],
                ordered=12,
                shipped=9,
                back_ordered=3,
                unit="pcs",
            )
            for at in range(lines)
        ),
    )


def pages_of(pdf: bytes) -> list[str]:
    return [page.extract_text() for page in PdfReader(BytesIO(pdf)).pages]


def _scanned(pdf: bytes) -> str:
    """Read a row of the printed picture as a scanner does: runs of dark and light."""
    scale = 8
    picture = pypdfium2.PdfDocument(pdf)[0].render(scale=scale, grayscale=True)
    width = picture.width
    start = int((MARGIN + 16) * scale) * picture.stride
    row = bytes(picture.buffer)[start + width // 2 : start + width]
    dark = [value < 128 for value in row]
    runs = [len(list(same)) for _shade, same in groupby(dark)][1:-1]
    module = sum(runs[:6]) / 11
    letters = "".join(
        chr((ord("a") if at % 2 else ord("A")) + round(run / module) - 1)
        for at, run in enumerate(runs)
    )
    values = {pattern: value for value, pattern in code128._patterns.items()}
    read = [values[letters[at : at + 6]] for at in range(0, len(letters) - 7, 6)]
    assert read[-1] == (read[0] + sum(at * n for at, n in enumerate(read[1:-1], 1))) % 103
    return _decoded(read[:-1])


def _decoded(values: list[int]) -> str:
    in_pairs, text = values[0] == 105, ""
    for value in values[1:]:
        if value in {99, 100}:
            in_pairs = value == 99
        else:
            text += f"{value:02}" if in_pairs else chr(value + 32)
    return text


def joined(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize("name", NAMES)
def test_a_name_reads_back_as_it_was_written(name: str) -> None:
    assert name in pages_of(packing_slips([slip()]))[0]


def test_a_slip_shows_who_what_and_how_many_but_no_price() -> None:
    text = pages_of(packing_slips([slip()]))[0]
    for words in (
        "Harbour Lane Supplies Ltd",
        "Bristol BS1 4QA",
        "SO-000131",
        "SH-000131",
        "上海晨光文具股份有限公司",
        "仓库三号门",
        "PO 2026/774",
        "23 November 2026",
        "5 lines · 45 units · 2 packages",
        "Page 1 of 1",
        "Signature",
    ):
        assert words in text, words
    assert "£" not in text


def test_every_font_of_a_slip_is_embedded() -> None:
    fonts = fonts_of(packing_slips([slip()]))
    assert len(fonts) >= 3
    assert all("Noto" in name and embedded for name, embedded in fonts.items())


def test_a_first_print_carries_no_mark() -> None:
    text = pages_of(packing_slips([slip()]))[0]
    assert "Reprint" not in text
    assert "Version" not in text


def test_a_reprint_of_a_later_version_carries_both_marks() -> None:
    text = pages_of(packing_slips([replace(slip(), version=2, reprint=True)]))[0]
    assert "Version 2" in text
    assert "Reprint" in text


def test_fifty_slips_print_in_order_each_counting_its_own_pages() -> None:
    slips = [slip(45 if number % 10 == 0 else 5, number) for number in range(1, 51)]
    texts = pages_of(packing_slips(slips))
    firsts = [text for text in texts if "Page 1 of" in text]
    assert [f"SO-{number:06}" in text for number, text in enumerate(firsts, 1)] == [True] * 50
    assert len(firsts) == 50
    assert sum("Page 2 of" in text for text in texts) == 5


@pytest.mark.parametrize("paper", ["A4", "Letter"])
def test_an_order_of_1114_lines_repeats_its_head_and_loses_no_row(paper: str) -> None:
    texts = pages_of(packing_slips([slip(1114)], "A4" if paper == "A4" else "Letter"))
    assert 35 <= len(texts) <= 60
    assert all("Shipped here" in text for text in texts)
    assert all(f"Page {at} of {len(texts)}" in text for at, text in enumerate(texts, 1))
    everything = "\n".join(texts)
    assert all(everything.count(f"C-{at + 1:05}") == 1 for at in range(1114))
    assert "1114 lines · 10026 units" in texts[-1]


def test_no_row_is_cut_by_the_foot_of_a_page() -> None:
    for page in PdfReader(BytesIO(packing_slips([slip(120)]))).pages:
        heights: list[float] = []
        page.extract_text(
            visitor_text=lambda text, _cm, tm, *_rest, kept=heights: (
                kept.append(tm[5]) if text.strip().startswith("C-") else None
            )
        )
        assert min(heights) > 54


def test_the_signature_never_stands_alone_on_a_page() -> None:
    for lines in range(18, 34):
        assert "C-" in pages_of(packing_slips([slip(lines)]))[-1].replace("SO-", "")


@pytest.mark.parametrize(
    ("name", "seen"),
    [
        ("<b>bold</b> &amp; <script>", "<b>bold</b> &amp; <script>"),
        ("nut\x00\x07\x1b[31m red\u202e", "nut [31m red"),
        ("(paren\\slash) Tj ET", "(paren\\slash) Tj ET"),
        ("party 🎉 tape", "party □ tape"),
        ("two\nlines\r\nthree", "two lines three"),
        ("../../etc/passwd", "../../etc/passwd"),
        ("\ud800lone", "lone"),
        ("", "C-00001"),
    ],
)
def test_a_hostile_name_is_printed_as_plain_words(name: str, seen: str) -> None:
    value = slip(1)
    hostile = replace(value.lines[0], item=name)
    text = pages_of(packing_slips([replace(value, lines=(hostile,), customer_name=name)]))[0]
    assert joined(seen) in joined(text)


def test_a_name_of_five_thousand_letters_ends_in_an_ellipsis_on_one_page() -> None:
    value = slip(1)
    long = replace(value.lines[0], item="x" * 5000, remark="备" * 5000)
    texts = pages_of(
        packing_slips([replace(value, lines=(long,), ship_to="街" * 5000, remark="y" * 5000)])
    )
    assert len(texts) == 1
    assert "…" in texts[0]


def test_the_largest_quantity_and_a_long_code_stand_uncut() -> None:
    value = slip(1)
    large = replace(value.lines[0], code="9" * 40, ordered=123456789012, shipped=123456789012)
    text = pages_of(packing_slips([replace(value, lines=(large,))]))[0]
    assert text.count("123456789012") >= 3
    assert "9" * 40 in joined(text)


def test_the_bars_read_as_the_order_number() -> None:
    assert _scanned(packing_slips([slip()])) == "SO-000131"


def test_a_number_that_is_no_code_128_prints_without_bars() -> None:
    text = pages_of(packing_slips([replace(slip(), order_number="订单-1")]))[0]
    assert "订单-1" in text


def test_the_same_slip_gives_the_same_bytes() -> None:
    assert packing_slips([slip()]) == packing_slips([slip()])


def test_no_slip_at_all_is_refused() -> None:
    with pytest.raises(ValueError, match=r"^$"):
        packing_slips([])


def test_a_slip_is_small() -> None:
    assert len(packing_slips([slip()])) <= 30_000


def test_slips_printed_at_the_same_time_do_not_mix() -> None:
    slips = [slip(3, number) for number in range(1, 9)]
    alone = [packing_slips([value]) for value in slips]
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(lambda value: packing_slips([value]), slips))
    assert together == alone

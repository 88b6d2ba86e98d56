"""Confirmations, pick lists, the recovery sheet and reports: what stands on them and where."""

from dataclasses import replace
from io import BytesIO

import pytest
from pypdf import PdfReader

from app.documents.order_confirmation import TaxLine, order_confirmations
from app.documents.pick_list import PickLine, pick_lists
from app.documents.recovery_sheet import recovery_sheet
from app.documents.report import ReportColumn, report
from app.reports.charts import Chart, Series
from tests.golden.samples import CONFIRMATION, PICKS, RECOVERY, REPORT, fonts_of, papers


def text_of(pdf: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)


def test_every_font_of_every_paper_is_embedded() -> None:
    for name, pdf in papers().items():
        fonts = fonts_of(pdf)
        assert fonts, name
        for font, embedded in fonts.items():
            assert "Noto" in font, name
            assert embedded, name


def test_a_confirmation_shows_prices_discounts_freight_tax_and_total() -> None:
    text = text_of(order_confirmations([CONFIRMATION]))
    for words in ("£0.4342", "5 %", "−£23.55", "£12.50", "VAT 20 %", "£91.99", "£551.94"):
        assert words in text
    assert text.index("VAT 20 %") < text.index("£551.94")


def test_a_confirmation_without_discounts_has_no_column_for_them() -> None:
    plain = tuple(replace(line, discount="") for line in CONFIRMATION.lines)
    text = text_of(order_confirmations([replace(CONFIRMATION, lines=plain, discount="")]))
    assert "Discount" not in text


def test_tax_inside_the_prices_is_told_below_the_total() -> None:
    inside = replace(CONFIRMATION, tax_included=True, taxes=(TaxLine(label="VAT", amount="£1.00"),))
    text = text_of(order_confirmations([inside]))
    assert text.index("£551.94") < text.index("VAT included")


def test_a_pick_list_is_sorted_as_one_walks() -> None:
    text = text_of(pick_lists([PICKS]))
    assert text.index("A-2") < text.index("A-10") < text.index("B-1")
    for words in ("4006381333931", "Lot 2026-10-A", "3 lines · 436 units", "黄铜六角螺母"):
        assert words in text


def test_pick_lists_of_several_orders_keep_their_order() -> None:
    lists = [replace(PICKS, order_number=f"SO-{number}") for number in (3, 1, 2)]
    text = text_of(pick_lists(lists))
    assert text.index("SO-3") < text.index("SO-1") < text.index("SO-2")


def test_a_long_bin_name_is_not_cut() -> None:
    line = PickLine(bin="WAREHOUSE-NORTH-AISLE-12-SHELF-07", code="X", item="Y", quantity=1)
    text = text_of(pick_lists([replace(PICKS, lines=(line,))]))
    assert "WAREHOUSE-NORTH-AISLE-12-SHELF-07" in "".join(text.split())


def test_the_recovery_sheet_shows_every_group_in_order_on_one_page() -> None:
    text = text_of(recovery_sheet(RECOVERY))
    places = [text.index(group) for group in RECOVERY.key_text.split("-")]
    assert places == sorted(places)
    assert "Page 1 of 1" in text
    assert "harbour-lane.tally" in text


def test_the_key_never_shows_where_a_sheet_is_logged() -> None:
    assert RECOVERY.key_text not in repr(RECOVERY)


def test_a_report_of_two_thousand_rows_repeats_its_titles_and_ends_in_its_totals() -> None:
    rows = tuple((f"day {at}", str(at), f"{at}.00") for at in range(2000))
    pages = PdfReader(BytesIO(report(replace(REPORT, rows=rows)))).pages
    texts = [page.extract_text() for page in pages]
    assert all("Orders" in text for text in texts)
    assert all(f"Page {at} of {len(texts)}" in text for at, text in enumerate(texts, 1))
    assert "£3,330.00" in texts[-1]


def test_an_empty_report_says_so() -> None:
    nothing = replace(REPORT, rows=(), totals=(), chart=Chart("bars", "Sales", (), (), "", ""))
    text = text_of(report(nothing))
    assert "Nothing to show for this choice." in text
    assert "No figures yet" in text


def test_a_report_with_many_columns_keeps_inside_the_page() -> None:
    columns = tuple(ReportColumn(f"C{at}", "right", 80) for at in range(14))
    wide = replace(REPORT, columns=columns, rows=(tuple("12345" for _at in columns),), totals=())
    assert text_of(report(wide)).count("12345") == 14


@pytest.mark.parametrize("kind", ["bars", "lines"])
@pytest.mark.parametrize(
    "values", [(), (0.0,), (-5.0, 3.0, 1e9), tuple(float(at) for at in range(400)), (1e-6, 2e-6)]
)
def test_a_chart_of_any_figures_can_be_drawn(kind: str, values: tuple[float, ...]) -> None:
    chart = Chart(
        "bars" if kind == "bars" else "lines",
        "图 <b>",
        tuple(f"label {at}" for at in range(len(values))),
        (Series("a", values), Series("去年", tuple(-value for value in values))),
        "GBP",
        "words " * 80,
    )
    assert "去年" in text_of(report(replace(REPORT, chart=chart)))

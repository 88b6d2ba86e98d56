"""Fonts, line breaking, sharing rows over pages and the round figures of an axis."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from app.documents.fonts import printable, runs, width
from app.documents.table import split
from app.documents.wrapping import fit, wrap
from app.reports.charts import Chart, Series, nice_ticks


def test_each_sign_is_set_in_a_font_that_has_it() -> None:
    pieces = runs("Łódź 中文 ABC ✓")
    assert "".join(piece for _name, piece in pieces) == "Łódź 中文 ABC ✓"
    assert pieces[0][0] == "NotoSans-Regular"
    assert ("NotoSansSC-Regular", "中文") in pieces


def test_a_rare_sign_in_a_heading_falls_back_to_the_regular_weight() -> None:
    assert runs("龘", strong=True) == [("NotoSansSC-Regular", "龘")]


@given(st.text(max_size=300), st.floats(20, 400), st.booleans())
def test_no_line_is_wider_than_its_room(text: str, room: float, strong: bool) -> None:
    shown = printable(text)
    for line in wrap(shown, room, 9.0, strong=strong, most=4):
        assert width(line, 9.0, strong=strong) <= room + 0.01 or len(line) <= 2


@given(st.text("ab 中文，。（）-.", max_size=120), st.floats(30, 200))
def test_wrapping_loses_nothing_but_spaces(text: str, room: float) -> None:
    shown = printable(text)
    assert "".join("".join(wrap(shown, room, 9.0, most=999)).split()) == "".join(shown.split())


def test_latin_words_break_at_spaces_and_chinese_between_signs() -> None:
    assert wrap("alpha beta gamma", 60.0, 9.0) == ("alpha beta", "gamma")
    assert wrap("六角螺母带法兰", 40.0, 9.0) == ("六角螺母", "带法兰")


def test_a_line_never_begins_with_a_closing_sign() -> None:
    assert all(
        line[0] not in "，。）" for line in wrap("六角螺母，带法兰。" * 4, 37.0, 9.0, most=9)
    )


def test_what_does_not_fit_ends_in_an_ellipsis() -> None:
    assert fit("a" * 100, 50.0, 9.0).endswith("…")
    assert fit("short", 50.0, 9.0) == "short"


@given(st.lists(st.floats(10, 90), max_size=60), st.floats(0, 300), st.floats(0, 250))
def test_rows_are_shared_out_once_each_and_in_order(
    heights: list[float], first: float, closing: float
) -> None:
    pages = split(heights, first, 400.0, closing)
    assert [row for page in pages for row in page] == list(range(len(heights)))
    for number, page in enumerate(pages):
        used = sum(heights[row] for row in page)
        assert used <= (400.0 if number else first) + 0.01 or (len(page) == 1 and not number)
    last = sum(heights[row] for row in pages[-1])
    assert last + closing <= (400.0 if len(pages) > 1 else first) + 0.01 or not heights


@pytest.mark.parametrize(
    ("low", "high", "ticks"),
    [
        (0, 97, (0, 25, 50, 75, 100)),
        (0, 0, (0, 0.25, 0.5, 0.75, 1)),
        (-5, 3, (-6, -4, -2, 0, 2, 4)),
        (3, -5, (-6, -4, -2, 0, 2, 4)),
    ],
)
def test_the_axis_has_round_figures(low: float, high: float, ticks: tuple[float, ...]) -> None:
    assert nice_ticks(low, high) == ticks


@given(st.floats(-1e12, 1e12), st.floats(-1e12, 1e12), st.integers(2, 9))
@example(0.0, 5e-324, 2)
@example(5e-324, -5e-324, 8)
def test_the_axis_encloses_its_values(low: float, high: float, count: int) -> None:
    ticks = nice_ticks(low, high, count)
    slack = 1e-6 * max(abs(low), abs(high), 1e-6)
    assert ticks[0] <= min(low, high) + slack
    assert ticks[-1] >= max(low, high) - slack
    assert 2 <= len(ticks) <= count + 3


def test_bars_stand_on_zero() -> None:
    chart = Chart("bars", "", ("a", "b"), (Series("s", (90.0, 100.0)),), "", "")
    assert chart.ticks()[0] == 0

"""Prices, check digits and typed lines."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.catalog.rules import (
    PriceBreakRow,
    QuickLine,
    barcode_finding,
    barcode_readings,
    gtin_is_right,
    price_for,
    read_quick_line,
)
from app.core.money import Price

BREAKS = (
    PriceBreakRow(10, Price(90)),
    PriceBreakRow(50, Price(80)),
    PriceBreakRow(20, Price(85), 7),
)


@pytest.mark.parametrize(
    ("price_list", "quantity", "expected"),
    [
        (None, 1, 100),
        (None, 10, 90),
        (None, 500, 80),
        (7, 15, 90),
        (7, 20, 85),
        (7, 500, 85),
        (8, 50, 80),
    ],
)
def test_the_customers_list_comes_before_everyones(
    price_list: int | None, quantity: int, expected: int
) -> None:
    assert price_for(Price(100), BREAKS, price_list, quantity) == expected


@pytest.mark.parametrize(
    ("typed", "quantity", "words", "set_last"),
    [
        ("12 brassn", 12, "brassn", False),
        ("brassn", None, "brassn", False),
        ("12x brass nut", 12, "brass nut", False),
        ("12 X brass nut", 12, "brass nut", False),
        ("12×brass", 12, "brass", False),
        ("12*85123A", 12, "85123A", False),
        ("brass nut *12", 12, "brass nut", False),
        ("*5", 5, "", True),
        ("* 5", 5, "", True),
        ("*0", None, "*0", False),
        ("8076809570787", None, "8076809570787", False),
        ("8076809570787\r", None, "8076809570787", False),
        ("12", None, "12", False),
        ("12 5", 12, "5", False),
        ("12x", None, "12x", False),
        ("12xb", None, "12xb", False),
        ("0 brass", None, "0 brass", False),
        ("1234567 brass", None, "1234567 brass", False),
        ("３ 螺母", 3, "螺母", False),
        ("3螺母", None, "3螺母", False),
        ("22 WALL CLOCK", None, "22 WALL CLOCK", False),
        ("", None, "", False),
    ],
)
def test_a_typed_line_means_what_a_clerk_means(
    typed: str, quantity: int | None, words: str, set_last: bool
) -> None:
    line = read_quick_line(typed, {"22 WALL CLOCK"}.__contains__)
    assert line == QuickLine(quantity, words, set_last)


@given(st.text())
def test_any_typed_text_is_read_without_trouble(text: str) -> None:
    line = read_quick_line(text)
    assert line.quantity is None or line.quantity > 0


@pytest.mark.parametrize("code", ["8076809570787", "036000291452", "96385074", "00012345600012"])
def test_true_barcodes_have_no_finding(code: str) -> None:
    assert gtin_is_right(code)
    assert barcode_finding(code) is None


@pytest.mark.parametrize(
    ("code", "kind", "suggestion"),
    [
        ("8076809570786", "check digit", ""),
        ("36000291452", "lost zeros", "036000291452"),
        ("8.07681E+12", "rounded", ""),
    ],
)
def test_an_odd_barcode_says_what_is_odd(code: str, kind: str, suggestion: str) -> None:
    finding = barcode_finding(code)
    assert finding is not None
    assert (finding.kind, finding.suggestion) == (kind, suggestion)
    assert code in finding.message()


def test_our_own_labels_have_no_check_digit() -> None:
    assert barcode_finding("BIN-A-01") is None
    assert barcode_finding("123") is None


@given(st.integers(0, 10**11 - 1), st.integers(1, 9))
def test_a_single_wrong_digit_is_always_noticed(body: int, change: int) -> None:
    digits = f"{body:012d}"
    right = next(code for last in range(10) if gtin_is_right(code := f"{digits}{last}"))
    wrong = f"{right[:-1]}{(int(right[-1]) + change) % 10}"
    assert not gtin_is_right(wrong)


def test_one_barcode_is_read_alike_with_and_without_zeros_in_front() -> None:
    assert "036000291452" in barcode_readings("0036000291452")
    assert "0036000291452" in barcode_readings("036000291452")
    assert barcode_readings(" abc 7\r") == ("ABC7",)
    assert barcode_readings("") == ()

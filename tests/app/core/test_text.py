"""Folding, cleaning, phones, initials and the order of bins."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.text import (
    bin_sort_key,
    clean,
    clean_lines,
    digits_of,
    fold,
    has_cjk,
    home_phone,
    initials_of,
    phone_e164,
)


@given(st.text())
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text(st.characters()))
def test_cleaned_text_can_be_kept_and_stays_clean(text: str) -> None:
    cleaned = clean(text)
    assert clean(cleaned) == cleaned
    assert "\x00" not in cleaned
    cleaned.encode("utf-8")


def test_full_width_and_case_do_not_matter() -> None:
    assert fold("ＡＢＣ１２") == fold("abc12")
    assert fold("Straße") == "strasse"


def test_cleaning_drops_what_cannot_be_seen_and_keeps_lines_where_asked() -> None:
    assert clean(" a\u00a0\u200bb\tc\x00 ") == "a b c"
    assert clean("\ufeff85123A\r\n") == "85123A"
    assert clean("e\u0301") == "é"
    assert clean_lines("\n 1 High St \r\n Leeds\n\n") == "1 High St\nLeeds"


def test_initials_are_of_chinese_characters_only() -> None:
    assert initials_of("304不锈钢螺栓 M8") == "bxgls"
    assert initials_of("不鏽鋼") == "bxg"
    assert initials_of("重庆") == "cq"
    assert initials_of("Brass nut") == ""
    assert not has_cjk("Ørsted")


@pytest.mark.parametrize(
    ("typed", "country", "expected"),
    [
        ("07911 123456", "GB", "+447911123456"),
        ("+44 (0)7911 123456", "GB", "+447911123456"),
        ("０７９１１１２３４５６", "gb", "+447911123456"),
        ("138 0013 8000", "CN", "+8613800138000"),
        ("call me", "GB", None),
        ("12", "GB", None),
        ("", "", None),
    ],
)
def test_phones_are_read_in_their_country(typed: str, country: str, expected: str | None) -> None:
    assert phone_e164(typed, country) == expected


def test_digits_are_kept_alone() -> None:
    assert digits_of("(０20) 79-46") == "0207946"


def test_bins_sort_as_one_walks_them() -> None:
    shelves = ["B-1", "A-10", "a-10-1", "A-2"]
    assert sorted(shelves, key=bin_sort_key) == ["A-2", "A-10", "a-10-1", "B-1"]


@pytest.mark.parametrize(
    ("number", "dialled"),
    [
        ("+441214960123", "01214960123"),
        ("+8613800138000", "013800138000"),
        ("+886912345678", "0912345678"),
        ("+12025550123", "2025550123"),
        ("+999123456", ""),
        ("", ""),
    ],
)
def test_a_number_is_known_as_it_is_dialled_at_home(number: str, dialled: str) -> None:
    assert home_phone(number) == dialled

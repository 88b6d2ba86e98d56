"""The recovery sheet: typed back by people."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.errors import BadValue
from app.db.recovery import key_of, recovery_text


@given(st.binary(min_size=32, max_size=32))
def test_what_is_printed_can_be_typed_back(key: bytes) -> None:
    typed = recovery_text(key).lower().replace("-", " ").replace("o", "0").replace("i", "1")
    assert key_of(typed) == key


def test_the_text_comes_in_fourteen_groups_of_four() -> None:
    assert [len(group) for group in recovery_text(bytes(32)).split("-")] == [4] * 14


@given(
    st.binary(min_size=32, max_size=32), st.integers(0, 55), st.sampled_from("ABCDEFGHXYZ234567")
)
def test_one_wrong_letter_is_noticed(key: bytes, at: int, letter: str) -> None:
    letters = recovery_text(key).replace("-", "")
    typed = letters[:at] + letter + letters[at + 1 :]
    if typed == letters:
        return
    with pytest.raises(BadValue, match="group by group"):
        key_of(typed)


@pytest.mark.parametrize("typed", ["", "ABCD", "A" * 57, "é" * 56, "9" * 56])
def test_what_cannot_be_a_key_is_refused(typed: str) -> None:
    with pytest.raises(BadValue):
        key_of(typed)


def test_the_message_does_not_repeat_the_key() -> None:
    text = recovery_text(bytes(range(32)))
    with pytest.raises(BadValue) as refused:
        key_of(text + "AAAA")
    assert text[5:20] not in refused.value.message()

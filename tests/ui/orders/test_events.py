"""The history of an order and its holds in words that are true of them."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from app.orders.queries import EventRow, HoldRow
from ui.orders.events import event_text, released_text

AT = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
HOLD = HoldRow(
    1, "until", "release", False, None, "away", None, "Mona", AT, AT, "Olive", "they called"
)


def said(kind: str, **details: object) -> str:
    """Give the words for something that happened."""
    return event_text(EventRow(AT, "Olive", kind, details), str)


@pytest.mark.parametrize(
    ("why", "words"),
    [
        ("services", "closed by itself: its services are invoiced"),
        ("shipped", "closed by itself: everything has left"),
        ("received", "closed by itself: everything has arrived"),
        ("", "closed by itself: everything is delivered"),
    ],
)
def test_an_order_that_closed_by_itself_says_why(why: str, words: str) -> None:
    assert said("OrderClosed", by_itself=True, why=why) == words


def test_reserving_says_what_came_and_what_is_missing() -> None:
    assert said("GoodsReserved", units=1, missing=0, in_time=False) == "1 unit reserved"
    assert said("GoodsReserved", units=3, missing=2, in_time=True) == (
        "3 units reserved, the day for it had come; still missing: 2"
    )
    assert said("GoodsLost", units=3) == "the stock was corrected: 3 reserved units are gone"


def test_a_released_hold_says_who_released_it_and_why() -> None:
    assert released_text(HOLD).endswith(", Olive: they called")


def test_a_hold_that_ended_by_its_date_names_nobody() -> None:
    text = released_text(replace(HOLD, released_by="", release_reason=""))
    assert "→ ended by its date, 2026-11-02" in text
    assert not text.endswith((",", ", "))

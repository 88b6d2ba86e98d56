"""Type-ahead over a hundred thousand items answers before the next key."""

import time
from random import Random

import pytest

from app.core.finder import Finder, FinderEntry

MANY = 100_000
MOST_MS = 50
_KINDS = ("nut", "bolt", "washer", "hinge", "hose", "clip", "valve", "bracket")
_STUFF = ("brass", "steel", "copper", "rubber", "zinc", "nylon")
_CHINESE = (("不锈钢", "bxg"), ("黄铜", "ht"), ("尼龙", "nl"))


def entry(number: int) -> FinderEntry:
    """Make one of many items that look alike."""
    chance = Random(number)
    code = f"P-{number:06}"
    barcode = (f"50{number:011}",)
    if number % 5 == 0:
        word, initials = chance.choice(_CHINESE)
        return FinderEntry(number, code, f"{word}螺栓 {number}", f"{initials}ls", barcode)
    name = f"{chance.choice(_STUFF)} {chance.choice(_KINDS)} M{number % 40} {number}"
    return FinderEntry(number, code, name, "", barcode)


@pytest.fixture(scope="module")
def finder() -> Finder:
    """Give an index of a hundred thousand items."""
    return Finder(entry(number) for number in range(MANY))


WISHES = {
    "a code": "P-054321",
    "the start of a code": "p-0543",
    "a barcode": f"50{54_321:011}",
    "a number in groups": "(5000) 005-4321 0",
    "words in any order": "bolt brass m7",
    "words as one": "brassbo",
    "one letter": "b",
    "characters": "螺栓 54320",
    "initials": "bxgls",
    "nothing there": "xyzzy",
}


@pytest.mark.parametrize("what", sorted(WISHES))
def test_each_key_of_a_search_is_answered_within_fifty_milliseconds(
    finder: Finder, what: str
) -> None:
    text, took = WISHES[what], []
    for end in range(1, len(text) + 1):
        # The processor's time: how long others keep the machine busy says nothing about us.
        began = time.thread_time()
        finder.find(text[:end])
        took.append((time.thread_time() - began) * 1000)
    assert max(took) < MOST_MS, took


@pytest.mark.parametrize(
    ("text", "number"),
    [("P-054321", 54_321), (f"50{54_321:011}", 54_321), ("螺栓 54320", 54_320)],
)
def test_the_one_that_is_meant_comes_first_among_so_many(
    finder: Finder, text: str, number: int
) -> None:
    assert finder.find(text)[0].entry.entry_id == number


def test_a_search_never_gives_all_there_is(finder: Finder) -> None:
    assert 0 < len(finder.find("p")) < 100
    assert 0 < len(finder.find("bxgls")) < 100

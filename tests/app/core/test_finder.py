"""Type-ahead: finds what a plain look at every entry finds, and puts the wanted first."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.core.finder import Finder, FinderEntry, Fit
from app.core.text import fold

NUT = FinderEntry(1, "BN-8", "Brass nut M8", keys=("8076809570787",))
BOLT = FinderEntry(2, "BB-8", "Brass bolt M8")
LAMP = FinderEntry(3, "85123A", "WHITE HANGING HEART LAMP")
LAMP_OTHER_CASE = FinderEntry(4, "85123a", "White hanging heart, old")
CHINESE = FinderEntry(5, "LS-08", "不锈钢螺栓 M8", "bxgls")
CUSTOMER = FinderEntry(6, "C00042", "O'Brien Ltd", keys=("+447911123456", "07911123456"))
ALL = (NUT, BOLT, LAMP, LAMP_OTHER_CASE, CHINESE, CUSTOMER)
WORDS = ("brass", "nut", "bolt", "lamp", "螺栓", "m8", "white", "b", "12mm", "Øre", "ﬁle")


def _ids(finder: Finder, text: str, **more: int) -> list[int]:
    boosts = {int(name[1:]): weight for name, weight in more.items()}
    return [found.entry.entry_id for found in finder.find(text, boosts)]


def test_every_typed_word_must_be_in_the_entry_in_any_order() -> None:
    finder = Finder(ALL)
    assert _ids(finder, "nut bra") == [1]
    assert _ids(finder, "m8 brass") == [2, 1]
    assert _ids(finder, "nut bolt") == []
    assert _ids(finder, "  ") == []


def test_a_name_is_found_when_its_words_are_typed_as_one() -> None:
    finder = Finder(ALL)
    assert _ids(finder, "brassn") == [1]
    assert _ids(finder, "whitehanging") == [3, 4]
    finder.put(FinderEntry(1, "BN-8", "Copper nut"))
    assert _ids(finder, "brassn") == []


def test_chinese_is_found_by_characters_in_the_middle_and_by_initials() -> None:
    finder = Finder(ALL)
    assert _ids(finder, "螺栓") == [5]
    assert _ids(finder, "钢螺") == [5]
    assert _ids(finder, "bxgl") == [5]
    assert _ids(finder, "ＭＢ") == []
    assert 5 in _ids(finder, "Ｍ8")


def test_exact_codes_and_barcodes_win_over_any_history() -> None:
    better = FinderEntry(7, "BN-80", "BN-8 spare BN-8", weight=1000)
    finder = Finder((*ALL, better))
    best = finder.best("bn-8", {7: 99})
    assert best == NUT
    assert finder.best("8076809570787") == NUT
    assert finder.find("bn-8")[0].fit is Fit.EXACT


def test_codes_that_differ_in_case_are_told_apart() -> None:
    finder = Finder(ALL)
    assert finder.best("85123a") == LAMP_OTHER_CASE
    assert finder.best("85123A") == LAMP
    assert [entry.entry_id for entry in finder.exact("85123a")] == [4, 3]


def test_better_fits_come_first_then_history_then_frequency() -> None:
    entries = (
        FinderEntry(1, "X1", "Arabica beans", weight=9),
        FinderEntry(2, "X2", "Grab handle", weight=5),
        FinderEntry(3, "RAB-1", "Box"),
        FinderEntry(4, "X4", "Rabbit lamp", weight=1),
        FinderEntry(5, "X5", "Rabbit tin", weight=7),
        FinderEntry(6, "X6", "Big rabbit"),
    )
    finder = Finder(entries)
    assert _ids(finder, "rab") == [3, 5, 4, 6, 1, 2]
    assert _ids(finder, "rab", _4=2) == [3, 4, 5, 6, 1, 2]


def test_phones_and_apostrophes_are_found_as_people_type_them() -> None:
    finder = Finder(ALL)
    assert _ids(finder, "obrien") == [6]
    assert _ids(finder, "07911 123456") == [6]
    assert _ids(finder, "123456") == [6]
    assert _ids(finder, "3456") == [6]
    assert _ids(finder, "345") == []
    assert _ids(finder, "079") == [6]


@pytest.mark.parametrize(
    "typed",
    [
        "(07911) 123-456",
        "07911-123456",
        "07911.123.456",
        "+44 (0)7911 123 456",
        "+44-7911-123456",
        "0044 7911 123456",
        "(07911) 123",
        "123-456",
    ],
)
def test_a_phone_is_found_however_its_digits_are_set_apart(typed: str) -> None:
    assert _ids(Finder(ALL), typed) == [6]


def test_a_whole_phone_set_apart_fits_as_well_as_its_digits() -> None:
    finder = Finder((*ALL, FinderEntry(7, "C00043", "Other", keys=("+4407911123456789",))))
    found = finder.find("(07911) 123-456")
    assert [(one.entry.entry_id, one.fit) for one in found] == [(6, Fit.EXACT), (7, Fit.INSIDE)]


def test_a_code_with_dashes_wins_over_a_phone_with_its_digits() -> None:
    code = FinderEntry(7, "0791-1123", "Dashed")
    assert _ids(Finder((*ALL, code)), "0791-1123")[0] == 7
    assert Finder(ALL).exact("0791-1123456") == ()


def test_a_changed_entry_is_found_by_its_new_name_only() -> None:
    finder = Finder(ALL)
    finder.put(FinderEntry(1, "BN-8", "Copper nut", keys=("4006381333931",)))
    assert _ids(finder, "brass") == [2]
    assert _ids(finder, "copper nut") == [1]
    assert finder.best("8076809570787") is None
    finder.remove(1)
    finder.remove(1)
    assert _ids(finder, "copper") == []
    assert len(finder) == len(ALL) - 1
    assert 1 not in finder
    assert finder.entry(2) == BOLT


def test_the_only_entry_among_many_alike_is_found() -> None:
    many = [FinderEntry(n, f"A{n:05d}", f"Brass part {n}", weight=n) for n in range(5_000)]
    finder = Finder([*many, FinderEntry(9_999, "ZZ", "Copper part bra")])
    assert _ids(finder, "bra cop") == [9_999]
    assert _ids(finder, "bra part")[:3] == [4_999, 4_998, 4_997]
    assert _ids(finder, "a 04321") == [4_321]
    assert len(_ids(finder, "a")) == 20


names = st.lists(st.sampled_from(WORDS), min_size=1, max_size=4).map(" ".join)
queries = st.lists(st.sampled_from((*WORDS, "ra", "栓", "m", "8", "zz")), max_size=3).map(" ".join)


@settings(max_examples=60)
@given(st.lists(names, max_size=15), st.lists(queries, max_size=6), st.data())
def test_it_finds_what_a_look_at_every_entry_finds(
    named: list[str], asked: list[str], data: st.DataObject
) -> None:
    entries = {n: FinderEntry(n, f"K{n}", name) for n, name in enumerate(named)}
    finder = Finder(entries.values())
    if named:
        changed = data.draw(st.sampled_from(sorted(entries)))
        entries[changed] = FinderEntry(changed, "NEW", data.draw(names))
        finder.put(entries[changed])
    for query in asked:
        words = fold(query).split()
        expected = {
            one
            for one, entry in entries.items()
            if words
            and (
                all(word in fold(f"{entry.code} {entry.name}") for word in words)
                or fold(entry.name).replace(" ", "").startswith(" ".join(words))
            )
        }
        assert set(_ids(finder, query)) == expected

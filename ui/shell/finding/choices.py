"""What the palette can offer, how well it fits a text, and what was taken before."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from PySide6.QtCore import QSettings

from app.core.text import fold, initials_of

_MOST_KEPT = 20


@dataclass(frozen=True)
class Choice:
    """One thing the palette offers and what taking it does.

    `reason` says why it cannot be taken now; `words` are other words that find it.
    """

    text: str
    hint: str
    take: Callable[[], object]
    words: str = ""
    choice_id: str = ""
    keys: str = ""
    reason: str = ""


@lru_cache(maxsize=1024)
def _initials(text: str) -> str:
    return initials_of(text)


def rank(choice: Choice, text: str) -> int | None:
    """Tell how well a choice fits, 0 best; None when it does not.

    Its beginning, the beginnings of its words, its words, pinyin initials, letters in order.
    """
    query, title = fold(text), fold(choice.text)
    words, known = query.split(), f"{title} {fold(choice.words)}"
    if title.startswith(query):
        return 0
    if all(any(part.startswith(word) for part in known.split()) for word in words):
        return 1
    if all(word in known for word in words):
        return 2
    if query.isascii() and _initials(choice.text).startswith(query):
        return 3
    letters = "".join(words)
    return 4 if len(letters) > 1 and _in_order(letters, title) else None


def _in_order(letters: str, title: str) -> bool:
    """Tell whether the letters come in this order, the first at the beginning of a word."""
    starts = [at for at, one in enumerate(title) if one == letters[0]]
    for start in starts:
        if start == 0 or not title[start - 1].isalnum():
            rest = iter(title[start:])
            if all(letter in rest for letter in letters):
                return True
    return False


def fitting(choices: Iterable[Choice], text: str, recent: Sequence[str] = ()) -> list[Choice]:
    """Give the choices that fit, best first; among equals the ones taken last."""
    places = {choice_id: place for place, choice_id in enumerate(recent)}
    found = []
    for position, choice in enumerate(choices):
        how_well = rank(choice, text)
        if how_well is not None:
            last = places.get(choice.choice_id, len(places))
            found.append((how_well, last, position, choice))
    return [choice for *_place, choice in sorted(found, key=lambda one: one[:3])]


class Recent:
    """What a person took from the palette, latest first.

    Kept as ids only: names of customers never leave the desk.
    """

    def __init__(self, kept: QSettings, person_id: int) -> None:
        """Keep the list of one person in a profile."""
        self._kept, self._name = kept, f"palette/recent_{person_id}"

    def ids(self) -> list[str]:
        """Give the ids of what was taken, latest first."""
        return [one for one in str(self._kept.value(self._name, "")).split(" ") if one]

    def note(self, choice_id: str) -> None:
        """Put one in front."""
        if choice_id:
            others = [one for one in self.ids() if one != choice_id]
            self._kept.setValue(self._name, " ".join([choice_id, *others][:_MOST_KEPT]))

"""Type-ahead in memory: every entry that holds all typed words, the best first, at once."""

from bisect import bisect_left, bisect_right, insort
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from itertools import chain, islice
from typing import Any

from app.core.text import dialled, fold, phone_part

_BLOCK = 1024
_ENOUGH = 200
_LONG_NUMBER = 11
_WITHIN_NUMBERS = 4
_MOST_WORDS = 2_000
_LEADS_ALONE = 3_000
_MOST_RECENT = 64
_WORTH_A_SET = 3
_LAST = "\U0010ffff"
_DROPPED = dict.fromkeys(map(ord, "'’`´"))
_NO_BOOSTS: Mapping[int, int] = {}


class Fit(IntEnum):
    """How well an entry fits what was typed; lower is better."""

    EXACT = 0
    CODE = 1
    NAME = 2
    WORD = 3
    INSIDE = 4


@dataclass(frozen=True, slots=True)
class FinderEntry:
    """One thing to find; `keys` are its other exact names (barcodes, phones).

    `weight` says how often it is wanted; the heavier comes first among equal fits.
    """

    entry_id: int
    code: str
    name: str
    initials: str = ""
    keys: tuple[str, ...] = ()
    weight: int = 0


@dataclass(frozen=True, slots=True)
class Found:
    """An entry and how well it fits."""

    entry: FinderEntry
    fit: Fit


@dataclass(slots=True)
class _Kept:
    entry: FinderEntry
    keys: tuple[str, ...]
    name: str
    initials: str
    line: str


@dataclass(slots=True)
class _Block:
    words: list[str] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    text: str = ""

    def holding(self, part: str) -> Iterator[str]:
        text, starts = self.text, self.starts
        at = text.find(part)
        while at >= 0:
            position = bisect_right(starts, at) - 1
            word = self.words[position]
            yield word
            at = text.find(part, starts[position] + len(word))

    def join(self) -> None:
        self.text = "\n".join(self.words)
        self.starts.clear()
        at = 0
        for word in self.words:
            self.starts.append(at)
            at += len(word) + 1


class _Vocabulary:
    """Each distinct word once, with the entries that hold it, heaviest first.

    Far less text than all entries, joined in blocks so that one substring search covers a
    thousand words; words beyond ASCII lie apart and leave the other blocks narrow. Barcodes
    and phones lie apart too: less than four digits are looked for at their beginning only.
    """

    def __init__(self, entries: Iterable[_Kept]) -> None:
        self.ids: dict[str, list[int]] = {}
        self._recent: dict[tuple[str, str], list[str]] = {}
        self._narrow: list[_Block] = []
        self._wide: list[_Block] = []
        self._numbers: list[_Block] = []
        for kept in entries:
            for word in set(kept.line.split()):
                known = self.ids.get(word)
                if known is None:
                    self.ids[word] = [kept.entry.entry_id]
                    self._block_for(word).words.append(word)
                else:
                    known.append(kept.entry.entry_id)
        self._sorted = sorted(self.ids)
        for block in chain(self._narrow, self._wide, self._numbers):
            block.join()

    def add(self, kept: _Kept) -> None:
        self._recent.clear()
        for word in set(kept.line.split()):
            known = self.ids.setdefault(word, [])
            known.append(kept.entry.entry_id)
            at = bisect_left(self._sorted, word)
            if at < len(self._sorted) and self._sorted[at] == word:
                continue
            self._sorted.insert(at, word)
            block = self._block_for(word)
            block.words.append(word)
            block.join()

    def remove(self, kept: _Kept) -> None:
        for word in set(kept.line.split()):
            self.ids[word].remove(kept.entry.entry_id)

    def let_go(self) -> None:
        _empty(self.ids, self._recent, self._sorted, self._narrow, self._wide, self._numbers)

    def holding(self, part: str) -> Iterator[str]:
        if part.isdigit() and len(part) >= _WITHIN_NUMBERS:
            for block in self._numbers:
                yield from block.holding(part)
        for block in chain(self._narrow if part.isascii() else (), self._wide):
            yield from block.holding(part)

    def starting(self, part: str) -> Iterator[str]:
        at = bisect_left(self._sorted, part)
        end = bisect_left(self._sorted, part + _LAST, at)
        return (self._sorted[position] for position in range(at, end))

    def rarest_first(
        self, parts: tuple[str, ...], reach: Callable[[str], Iterator[str]]
    ) -> list[tuple[int, list[str]]]:
        """Give the words each part reaches and how many entries hold them, fewest first.

        Stops at a part that is rare enough to lead alone; leaves out parts that reach too many
        and single letters after longer parts. `parts` come longest first.
        """
        listed: list[tuple[int, list[str]]] = []
        for part in parts:
            if listed and len(part) == 1 and part.isascii():
                break
            known = self._reached(part, reach)
            if len(known) > _MOST_WORDS:
                continue
            total = sum(len(self.ids[one]) for one in known)
            if total <= _LEADS_ALONE:
                return [(total, known)]
            listed.append((total, known))
        return sorted(listed, key=lambda pair: pair[0])

    def _reached(self, part: str, reach: Callable[[str], Iterator[str]]) -> list[str]:
        """List what a part reaches; the words before the one being typed stay known."""
        name = (reach.__name__, part)
        known = self._recent.get(name)
        if known is None:
            if len(self._recent) >= _MOST_RECENT:
                self._recent.clear()
            known = self._recent[name] = list(islice(reach(part), _MOST_WORDS + 1))
        return known

    def _block_for(self, word: str) -> _Block:
        blocks = self._narrow if word.isascii() else self._wide
        if len(word) >= _LONG_NUMBER and word.lstrip("+").isdigit():
            blocks = self._numbers
        if not blocks or len(blocks[-1].words) >= _BLOCK:
            blocks.append(_Block())
        return blocks[-1]


def _empty(*held: dict[Any, Any] | list[Any]) -> None:
    for one in held:
        free: Callable[[], object] = one.pop if isinstance(one, list) else one.popitem
        while one:
            free()


def _folded(text: str) -> str:
    return " ".join(fold(text).translate(_DROPPED).split())


def _kept(entry: FinderEntry) -> _Kept:
    keys = tuple(dict.fromkeys(_folded(key) for key in (entry.code, *entry.keys) if key))
    name, initials = _folded(entry.name), _folded(entry.initials)
    return _Kept(entry, keys, name, initials, f" {' '.join((*keys, name, initials))}")


class Finder:
    """Finds entries by code, barcode, phone, words and initials; answers before the next key."""

    def __init__(self, entries: Iterable[FinderEntry] = ()) -> None:
        """Build the index; 100,000 entries take about a second, so build it beside the screen."""
        self._kept: dict[int, _Kept] = {}
        self._exact: dict[str, list[int]] = {}
        self._codes: list[str] = []
        self._names: list[str] = []
        for entry in sorted(entries, key=lambda one: -one.weight):
            kept = self._remember(entry)
            self._codes.extend(f"{key}\0{entry.entry_id}" for key in kept.keys)
            self._names.extend(_starts(kept))
        self._codes.sort()
        self._names.sort()
        self._words = _Vocabulary(self._kept.values())

    def __len__(self) -> int:
        """Count the entries."""
        return len(self._kept)

    def __contains__(self, entry_id: int) -> bool:
        """Tell whether an entry is known."""
        return entry_id in self._kept

    def entry(self, entry_id: int) -> FinderEntry | None:
        """Give one entry by its id."""
        kept = self._kept.get(entry_id)
        return kept.entry if kept else None

    def put(self, entry: FinderEntry) -> None:
        """Add an entry, or replace the one with its id."""
        self.remove(entry.entry_id)
        kept = self._remember(entry)
        self._words.add(kept)
        for key in kept.keys:
            insort(self._codes, f"{key}\0{entry.entry_id}")
        for start in _starts(kept):
            insort(self._names, start)

    def remove(self, entry_id: int) -> None:
        """Forget an entry; an unknown one is ignored."""
        kept = self._kept.pop(entry_id, None)
        if kept is None:
            return
        self._words.remove(kept)
        for key in kept.keys:
            self._exact[key].remove(entry_id)
            if not self._exact[key]:
                del self._exact[key]
            _take_out(self._codes, f"{key}\0{entry_id}")
        for start in _starts(kept):
            _take_out(self._names, start)

    def exact(self, text: str) -> tuple[FinderEntry, ...]:
        """Give the entries one of whose keys is the text, letter case aside; equal case first."""
        found = [self._kept[one].entry for one in self._exact.get(_folded(text), ())]
        if len(found) > 1:
            typed = text.strip()
            found.sort(key=lambda entry: (typed not in (entry.code, *entry.keys), -entry.weight))
        return tuple(found)

    def find(
        self, text: str, boosts: Mapping[int, int] = _NO_BOOSTS, limit: int = 20
    ) -> tuple[Found, ...]:
        """Give the best entries that hold every word of the text, best first.

        Args:
            text: what was typed.
            boosts: how much each entry is wanted here (this customer's history), by entry id.
            limit: how many at most.
        """
        query = _folded(text)
        if not query:
            return ()
        words = tuple(sorted(set(query.split()), key=len, reverse=True))
        best: dict[int, Fit] = {}
        for one in self._candidates(query, words, boosts):
            if one not in best:
                best[one] = _fit(self._kept[one], query, words)
        for digits in {dialled(text), phone_part(text)} - {query, ""}:
            for one in self._candidates(digits, (digits,), boosts):
                fit = _fit(self._kept[one], digits, (digits,))
                best[one] = min(best.get(one, fit), fit)
        typed = text.strip()

        def order(one: int) -> tuple[int, bool, int, int, str, int]:
            entry = self._kept[one].entry
            other_case = entry.code != typed
            return best[one], other_case, -boosts.get(one, 0), -entry.weight, entry.name, one

        chosen = sorted(best, key=order)[:limit]
        return tuple(Found(self._kept[one].entry, best[one]) for one in chosen)

    def best(self, text: str, boosts: Mapping[int, int] = _NO_BOOSTS) -> FinderEntry | None:
        """Decide from the text alone what Enter takes: an exact code or barcode always wins."""
        found = self.find(text, boosts, limit=1)
        return found[0].entry if found else None

    def let_go(self) -> None:
        """Empty an index nobody asks any more, in small steps that let other threads go on.

        Freed as a whole, 100,000 entries hold up every thread for 0.2 s.
        """
        _empty(self._kept, self._exact, self._codes, self._names)
        self._words.let_go()

    def _remember(self, entry: FinderEntry) -> _Kept:
        kept = _kept(entry)
        self._kept[entry.entry_id] = kept
        for key in kept.keys:
            self._exact.setdefault(key, []).append(entry.entry_id)
        return kept

    def _candidates(
        self, query: str, words: tuple[str, ...], boosts: Mapping[int, int]
    ) -> Iterator[int]:
        yield from self._exact.get(query, ())
        for one in boosts:
            if one in self._kept and self._holds(one, words):
                yield one
        yield from _starting(self._codes, query)
        yield from _starting(self._names, query)
        begun = 0
        for one in islice(self._together(words, self._words.starting), _ENOUGH):
            begun += 1
            yield one
        if begun < _ENOUGH:
            yield from islice(self._together(words, self._words.holding), _ENOUGH)

    def _holds(self, one: int, words: Iterable[str]) -> bool:
        line = self._kept[one].line
        for word in words:  # noqa: SIM110 - a loop is twice as fast as all() here
            if word not in line:
                return False
        return True

    def _together(
        self, words: tuple[str, ...], reach: Callable[[str], Iterator[str]]
    ) -> Iterator[int]:
        """Give entries that hold all words: the rarest word leads, the others only check."""
        ids = self._words.ids
        listed = self._words.rarest_first(words, reach) if len(words) > 1 else []
        if listed and not listed[0][0]:
            return
        leading: Iterable[str] = listed[0][1] if listed else reach(words[0])
        others = [
            set(chain.from_iterable(ids[one] for one in known))
            for total, known in listed[1:]
            if total <= listed[0][0] * _WORTH_A_SET
        ]
        common = set.intersection(*others) if others else self._kept
        seen: set[int] = set()
        for one in chain.from_iterable(ids[known] for known in leading):
            if one in common and one not in seen:
                seen.add(one)
                if self._holds(one, words):
                    yield one


def _fit(kept: _Kept, query: str, words: tuple[str, ...]) -> Fit:
    if query in kept.keys:
        return Fit.EXACT
    if any(key.startswith(query) for key in kept.keys):
        return Fit.CODE
    if kept.name.startswith(query) or kept.initials.startswith(query):
        return Fit.NAME
    if _squeezed(kept.name).startswith(query):
        return Fit.NAME
    line = kept.line
    return Fit.WORD if all(f" {word}" in line for word in words) else Fit.INSIDE


def _squeezed(name: str) -> str:
    """Give a name without spaces: who is in a hurry types "brassn" for "brass nut"."""
    return name.replace(" ", "")


def _starts(kept: _Kept) -> tuple[str, ...]:
    names = (kept.name, _squeezed(kept.name), kept.initials)
    texts = dict.fromkeys(text for text in names if text)
    return tuple(f"{text}\0{kept.entry.entry_id}" for text in texts)


def _starting(texts: list[str], query: str) -> Iterator[int]:
    at = bisect_left(texts, query)
    end = min(bisect_left(texts, query + _LAST, at), at + _ENOUGH)
    for text in texts[at:end]:
        yield int(text[text.rindex("\0") + 1 :])


def _take_out(texts: list[str], text: str) -> None:
    at = bisect_left(texts, text)
    if at < len(texts) and texts[at] == text:
        del texts[at]

"""Which encoding a file has, how sure that is, and what else it could be."""

import codecs
import re
from dataclasses import dataclass

SAMPLE = 400_000
_SURE = 0.75
_AHEAD = 0.15
_TELLING = 3
_SLICE = 1 << 20
_MANY_NULS = 0.2

ENCODINGS = {
    "utf-8": "UTF-8",
    "utf-8-sig": "UTF-8 (BOM)",
    "utf-16-le": "UTF-16 LE",
    "utf-16-be": "UTF-16 BE",
    "gb18030": "GB18030 / GBK (简体)",
    "cp950": "Big5 (繁體)",
    "cp1252": "Windows-1252",
}
"""Python's name of each encoding we read, and what people call it."""

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# Usual bytes of western text: pound, euro, quotes, dashes, degree, and the accented letters.
_WESTERN = frozenset(b"\x80\x85\x91\x92\x93\x94\x95\x96\x97\x99\xa0\xa3\xa7\xa9\xab\xae\xb0\xba")
_WESTERN_LETTERS = frozenset(range(0xC0, 0x100)) - {0xD7, 0xF7}
_HIGH_RUN = re.compile(rb"[\x80-\xff]+")
# The frequent characters of each standard, as pairs of bytes.
_GB_PAIR = re.compile(rb"([\xb0-\xd7][\xa1-\xfe]|[\xa1-\xa3][\xa1-\xfe])|[\x81-\xfe][\x30-\xfe]")
_BIG5_PAIR = re.compile(
    rb"([\xa4-\xc6][\x40-\x7e\xa1-\xfe]|[\xa1-\xa2][\x40-\x7e\xa1-\xfe])|[\x81-\xfe][\x40-\xfe]"
)


@dataclass(frozen=True)
class Guess:
    """An encoding, how well the bytes fit (0 to 1), whether to ask, and the others, best first."""

    encoding: str
    score: float
    ask: bool = False
    others: tuple[str, ...] = ()


def guess_encoding(content: bytes) -> Guess:
    """Find the encoding of a file's bytes; `ask` is set when another one fits nearly as well."""
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return Guess(encoding, 1.0)
    if content.isascii() and b"\0" not in content:
        return Guess("utf-8", 1.0)
    wide = _wide(content)
    if wide:
        return Guess(wide, 0.9)
    if decodes(content, "utf-8"):
        return Guess("utf-8", 1.0)
    return _best(content)


def decodes(content: bytes, encoding: str) -> bool:
    """Tell whether every byte makes sense in an encoding."""
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    view = memoryview(content)
    try:
        for start in range(0, len(content), _SLICE):
            decoder.decode(bytes(view[start : start + _SLICE]))
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _wide(content: bytes) -> str:
    """Recognise UTF-16 without a mark by where its zero bytes stand."""
    sample = content[: SAMPLE & ~1]
    pairs = len(sample) // 2
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if not pairs or max(even, odd) < pairs * _MANY_NULS or min(even, odd) * 4 > max(even, odd):
        return ""
    encoding = "utf-16-le" if odd > even else "utf-16-be"
    return encoding if decodes(content, encoding) else ""


def _best(content: bytes) -> Guess:
    sample = _telling(content)
    scores = {
        "gb18030": _pair_score(sample, _GB_PAIR),
        "cp950": _pair_score(sample, _BIG5_PAIR),
        "cp1252": _western_score(sample),
    }
    fits = sorted(
        ((score, name) for name, score in scores.items() if decodes(content, name)), reverse=True
    )
    if not fits:
        # A few bytes of undefined meaning: Windows programs write them and Latin-1 keeps them.
        return Guess("cp1252", 0.0, ask=True, others=tuple(scores))
    best, name = fits[0]
    second = fits[1][0] if len(fits) > 1 else 0.0
    ask = best < _SURE or best - second < _AHEAD or _high_bytes(sample) < _TELLING
    return Guess(name, best, ask, tuple(other for _score, other in fits[1:]))


def _telling(content: bytes) -> bytes:
    """Cut out the lines that have high bytes, to a sample's length."""
    found: list[bytes] = []
    size = 0
    for line in content.splitlines():
        if not line.isascii():
            found.append(line)
            size += len(line)
            if size > SAMPLE:
                break
    return b"\n".join(found)


def _high_bytes(sample: bytes) -> int:
    return sum(map(len, _HIGH_RUN.findall(sample)))


def _pair_score(sample: bytes, pair: re.Pattern[bytes]) -> float:
    """Give the share of pairs that are among the frequent characters."""
    frequent = total = 0
    for found in pair.finditer(sample):
        total += 1
        frequent += found.lastindex is not None
    return frequent / total if total else 0.0


def _western_score(sample: bytes) -> float:
    """Give the share of high bytes that stand alone and are usual in western text."""
    usual = total = 0
    for run in _HIGH_RUN.findall(sample):
        total += len(run)
        if len(run) == 1 and (run[0] in _WESTERN or run[0] in _WESTERN_LETTERS):
            usual += 1
    return usual / total if total else 0.0

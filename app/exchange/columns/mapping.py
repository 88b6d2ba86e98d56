"""Columns of a file mapped to fields: suggested by words, recognised by fingerprint."""

import hashlib
import unicodedata

from rapidfuzz import fuzz, process

from app.exchange.columns.fields import FIELDS, Field, Kind

_NEAR = 88.0
_SHORTEST = 4

Mapping = dict[str, str]
"""Field name to the column's name as it stands in the file."""


def bare(name: str) -> str:
    """Reduce a column name to what counts: lower case, half width, letters and digits only."""
    text = unicodedata.normalize("NFKC", name).casefold()
    return "".join(letter for letter in text if letter.isalnum())


def fingerprint(header: tuple[str, ...]) -> str:
    """Recognise a sender by the names and order of its columns."""
    names = "\x1f".join(bare(name) for name in header)
    return hashlib.sha256(names.encode()).hexdigest()


def suggest(kind: Kind, header: tuple[str, ...]) -> Mapping:
    """Suggest which column holds which field; each column serves one field at most.

    Words that match exactly go first in the order of the fields' words, then near matches.
    """
    names = {bare(name): name for name in reversed(header) if name.strip()}
    free = dict(names)
    mapping: Mapping = {}
    for field in FIELDS[kind]:
        word = next((word for word in field.words if word in free), None)
        if word:
            mapping[field.name] = free.pop(word)
    for field in FIELDS[kind]:
        if field.name not in mapping and free:
            near = _nearest(field, free)
            if near:
                mapping[field.name] = free.pop(near)
    return mapping


def _nearest(field: Field, free: dict[str, str]) -> str:
    best, score = "", _NEAR
    for word in field.words:
        if len(word) < _SHORTEST:
            continue
        found = process.extractOne(word, free.keys(), scorer=fuzz.ratio, score_cutoff=score)
        if found and len(found[0]) >= _SHORTEST:
            best, score = str(found[0]), float(found[1])
    return best


def guess_kind(header: tuple[str, ...]) -> Kind:
    """Guess what a file holds: the kind whose needed fields are all there and most are found."""
    scored = []
    for rank, kind in enumerate((Kind.ORDERS, Kind.ORDER_HEADS, Kind.ITEMS, Kind.CUSTOMERS)):
        mapping = suggest(kind, header)
        complete = not missing(kind, mapping)
        scored.append((complete, len(mapping), -rank, kind))
    if not missing(Kind.STOCK, suggest(Kind.STOCK, header)) and not scored[2][0]:
        scored.append((True, 0, -9, Kind.STOCK))
    return max(scored)[3]


def missing(kind: Kind, mapping: Mapping) -> tuple[str, ...]:
    """Name the titles of needed fields that no column holds."""
    return tuple(
        field.title for field in FIELDS[kind] if field.needed and field.name not in mapping
    )

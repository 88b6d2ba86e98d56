"""Frozen dataclasses to plain JSON and back, for journals, drafts and answers kept by id."""

import dataclasses
import types
import typing
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from functools import lru_cache

type_hints = lru_cache(maxsize=512)(typing.get_type_hints)


def to_plain(value: object) -> object:
    """Turn a value into what JSON can hold; dates and decimals become text."""
    if value is None or (isinstance(value, (bool, int, str)) and not isinstance(value, Enum)):
        return value
    if isinstance(value, Enum):
        return value.value
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {f.name: to_plain(getattr(value, f.name)) for f in dataclasses.fields(value)}
    if isinstance(value, (tuple, list, frozenset)):
        return [to_plain(part) for part in value]
    if isinstance(value, dict):
        return {str(key): to_plain(part) for key, part in value.items()}
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    raise TypeError(type(value))


def from_plain(kind: object, plain: object) -> object:
    """Rebuild a value of the type `kind` from what `to_plain` gave."""
    if plain is None:
        return None
    origin = typing.get_origin(kind)
    if origin in (typing.Union, types.UnionType):
        options = [part for part in typing.get_args(kind) if part is not types.NoneType]
        return from_plain(options[0], plain)
    if origin in (tuple, list, frozenset):
        return _sequence(origin, typing.get_args(kind), typing.cast("list[object]", plain))
    if origin is dict:
        inner = typing.get_args(kind)[1]
        return {k: from_plain(inner, v) for k, v in typing.cast("dict[str, object]", plain).items()}
    return _single(kind, plain)


def _sequence(origin: object, inner: tuple[object, ...], parts: list[object]) -> object:
    if origin is tuple and not (len(inner) == 2 and inner[1] is Ellipsis):
        return tuple(from_plain(kind, part) for kind, part in zip(inner, parts, strict=True))
    built = [from_plain(inner[0], part) for part in parts]
    if origin is tuple:
        return tuple(built)
    return frozenset(built) if origin is frozenset else built


def _single(kind: object, plain: object) -> object:
    while isinstance(kind, typing.NewType):
        kind = kind.__supertype__
    if not isinstance(kind, type):
        return plain
    if dataclasses.is_dataclass(kind):
        hints = type_hints(kind)
        fields = typing.cast("dict[str, object]", plain)
        known = {f.name for f in dataclasses.fields(kind) if f.init}
        return kind(**{n: from_plain(hints[n], v) for n, v in fields.items() if n in known})
    if issubclass(kind, Enum):
        return kind(plain)
    if issubclass(kind, (datetime, date)):
        return kind.fromisoformat(typing.cast("str", plain))
    if issubclass(kind, Decimal):
        return Decimal(typing.cast("str", plain))
    return plain

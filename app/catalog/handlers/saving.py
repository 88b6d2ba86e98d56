"""What every change of an item shares: its version, and the checks of single values."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, select, update
from sqlalchemy.exc import IntegrityError

from app.catalog.models import Item
from app.catalog.rules import BarcodeFinding
from app.core.errors import BadValue, NotFound, Refused, Stale
from app.core.messages import N_, _
from app.core.quantity import MOST
from app.core.text import clean
from app.db.unit_of_work import UnitOfWork

_STAMP = (
    update(Item)
    .where(Item.id == bindparam("item"))
    .values(version=Item.version + 1)
    .returning(Item.version)
)
_STAMP_IF = _STAMP.where(Item.version == bindparam("known"))


@dataclass(frozen=True)
class ItemSaved:
    """The item, its new version, and what is odd about it though it was kept."""

    item_id: int
    version: int
    findings: tuple[BarcodeFinding, ...] = ()
    other_case: tuple[str, ...] = ()


def count_save(unit: UnitOfWork, item_id: int, version: int | None) -> int:
    """Count a save of an item; this also locks its row until the end of the command."""
    if version is None:
        saved = unit.connection.execute(_STAMP, {"item": item_id}).scalar()
    else:
        saved = unit.connection.execute(_STAMP_IF, {"item": item_id, "known": version}).scalar()
    if saved is None:
        known = unit.connection.execute(select(Item.id).where(Item.id == item_id)).first()
        raise Stale(N_("item"), item_id) if known else NotFound(N_("item"), item_id)
    unit.touch("item", item_id)
    return saved


@contextmanager
def taken_means(refusal: Refused) -> Iterator[None]:
    """Refuse when another desk took a unique name a moment ago, after we had looked."""
    try:
        yield
    except IntegrityError as taken:
        raise refusal from taken


def codes_and_kinds(connection: Connection, ids: Sequence[int]) -> dict[int, tuple[str, str]]:
    """Give code and kind of items by id; refuses an unknown one."""
    rows = connection.execute(select(Item.id, Item.code, Item.kind).where(Item.id.in_(ids)))
    found = {one: (code, kind) for one, code, kind in rows}
    for one in ids:
        if one not in found:
            raise NotFound(N_("item"), one)
    return found


def needed(field: str, typed: str) -> str:
    """Clean a text that must not be empty."""
    text = clean(typed)
    if not text:
        raise BadValue(field, typed, _("something is expected here"))
    return text


def check_range(field: str, number: int, least: int, line: int = 0) -> None:
    """Refuse a number below the least, or a quantity larger than any shelf holds."""
    if number < least:
        expected = _("at least {least} is expected").format(least=least)
        raise BadValue(field, number, expected, line)
    if field not in {"price", "cost"} and number > MOST:
        raise BadValue(field, number, _("the number is too large"), line)


def refuse_repeats(field: str, values: Iterable[object]) -> None:
    """Refuse values of which one comes twice."""
    seen: set[object] = set()
    for number, value in enumerate(values, 1):
        if value in seen:
            raise BadValue(field, value, _("each may be named once"), number)
        seen.add(value)

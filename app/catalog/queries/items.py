"""Reads of items: by id, code and barcode, in detail, by the page, for type-ahead."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from itertools import islice
from typing import Any, TypeVar

from sqlalchemy import (
    BindParameter,
    Connection,
    Select,
    bindparam,
    func,
    literal,
    or_,
    select,
)

from app.catalog.models import Barcode, Item, KitPart, Pack, PriceBreak, Substitute
from app.catalog.queries.rows import (
    BarcodeRow,
    ItemDetailRow,
    ItemFilter,
    ItemOrder,
    ItemRow,
    PackRow,
    PartRow,
    ScannedRow,
)
from app.catalog.rules import PriceBreakRow, barcode_readings
from app.core.finder import FinderEntry
from app.core.money import Price
from app.core.reading.spans import FIRST, PageKey, Span
from app.core.text import clean, fold
from app.db.reading.keyset import in_order, spanned

CHUNK = 5_000
EVERY_ITEM = ItemFilter()
Value = TypeVar("Value")

COLUMNS = (
    Item.id.label("item_id"),
    *(getattr(Item, field.name) for field in fields(ItemRow)[1:]),
)
_ITEMS: Select[*tuple[Any, ...]] = select(*COLUMNS)
_BY_ID = _ITEMS.where(Item.id == bindparam("wanted"))
_BY_IDS = _ITEMS.where(Item.id.in_(bindparam("wanted", expanding=True)))
_BY_CODES = _ITEMS.where(Item.code.in_(bindparam("wanted", expanding=True)))
_BY_CODE = _ITEMS.where(
    or_(Item.code == bindparam("code"), Item.code_fold == bindparam("fold"))
).limit(50)
_BY_BARCODE = (
    select(*COLUMNS, func.coalesce(Pack.quantity, 1).label("scanned"), Barcode.code.label("read"))
    .join(Barcode, Barcode.item_id == Item.id)
    .outerjoin(Pack, Pack.id == Barcode.pack_id)
    .where(Barcode.code.in_(bindparam("wanted", expanding=True)))
)
_WANTED: BindParameter[int] = bindparam("wanted", expanding=True)
_SUBSTITUTES = (
    select(
        Substitute.item_id.label("of_id"),
        Item.id.label("item_id"),
        Item.code,
        Item.name,
        Item.state,
        literal(1).label("quantity"),
    )
    .join(Item, Item.id == Substitute.substitute_id)
    .where(Substitute.item_id.in_(_WANTED))
    .order_by(Substitute.item_id, Substitute.rank)
)
_PARTS = (
    select(Item.id.label("item_id"), Item.code, Item.name, Item.state, KitPart.quantity)
    .join(Item, Item.id == KitPart.part_id)
    .where(KitPart.kit_id == bindparam("wanted"))
    .order_by(Item.code)
)


def item_by_id(connection: Connection, item_id: int) -> ItemRow | None:
    """Give one item; one statement."""
    found = connection.execute(_BY_ID, {"wanted": item_id}).one_or_none()
    return ItemRow(*found) if found else None


def items_by_ids(connection: Connection, item_ids: Iterable[int]) -> dict[int, ItemRow]:
    """Give items by id; one statement per 5,000."""
    rows: dict[int, ItemRow] = {}
    for chunk in _chunks(item_ids):
        found = connection.execute(_BY_IDS, {"wanted": chunk})
        rows.update((row[0], ItemRow(*row)) for row in found)
    return rows


def item_by_code(connection: Connection, code: str) -> ItemRow | None:
    """Give the item with a code, letter case aside where only one item fits; one statement."""
    wanted = clean(code)
    found = connection.execute(_BY_CODE, {"code": wanted, "fold": fold(wanted)})
    rows = [ItemRow(*row) for row in found]
    for row in rows:
        if row.code == wanted:
            return row
    return rows[0] if len(rows) == 1 else None


def items_by_codes(connection: Connection, codes: Iterable[str]) -> dict[str, ItemRow]:
    """Give the items with exactly these codes, by code; one statement per 5,000 codes."""
    rows: dict[str, ItemRow] = {}
    for chunk in _chunks(codes):
        found = connection.execute(_BY_CODES, {"wanted": chunk})
        rows.update((row[1], ItemRow(*row)) for row in found)
    return rows


def item_by_barcode(connection: Connection, text: str) -> ScannedRow | None:
    """Say what a scan means: a barcode in any case, UPC or EAN, else a code; two statements."""
    readings = barcode_readings(text)
    found = connection.execute(_BY_BARCODE, {"wanted": readings}).all() if readings else []
    if found:
        best = min(found, key=lambda row: readings.index(row.read))
        return ScannedRow(ItemRow(*best[:-2]), best.scanned)
    item = item_by_code(connection, text)
    return ScannedRow(item, 1) if item else None


def item_detail(connection: Connection, item_id: int) -> ItemDetailRow | None:
    """Give everything kept about one item; seven statements."""
    item = item_by_id(connection, item_id)
    if item is None:
        return None
    note = connection.execute(select(Item.note).where(Item.id == item_id)).scalar_one()
    barcodes = connection.execute(
        select(Barcode.code, Barcode.pack_id).where(Barcode.item_id == item_id).order_by(Barcode.id)
    )
    packs = connection.execute(
        select(Pack.id, Pack.name, Pack.quantity)
        .where(Pack.item_id == item_id)
        .order_by(Pack.quantity, Pack.name)
    )
    breaks = connection.execute(
        select(PriceBreak.least_quantity, PriceBreak.price, PriceBreak.price_list_id)
        .where(PriceBreak.item_id == item_id)
        .order_by(PriceBreak.price_list_id, PriceBreak.least_quantity)
    )
    return ItemDetailRow(
        item=item,
        note=note,
        barcodes=tuple(BarcodeRow(*row) for row in barcodes),
        packs=tuple(PackRow(*row) for row in packs),
        breaks=tuple(PriceBreakRow(row[0], Price(row[1]), row[2]) for row in breaks),
        parts=tuple(PartRow(*row) for row in connection.execute(_PARTS, {"wanted": item_id})),
        substitutes=substitutes_of(connection, (item_id,)).get(item_id, ()),
    )


def substitutes_of(
    connection: Connection, item_ids: Sequence[int]
) -> dict[int, tuple[PartRow, ...]]:
    """Give what to offer instead of items, best first; one statement."""
    offers: dict[int, list[PartRow]] = {}
    for row in connection.execute(_SUBSTITUTES, {"wanted": list(item_ids)}):
        offers.setdefault(row.of_id, []).append(PartRow(*row[1:]))
    return {of_id: tuple(rows) for of_id, rows in offers.items()}


def page_key(row: ItemRow, order: ItemOrder = "code") -> PageKey:
    """Give the key of a row for spans."""
    return PageKey(fold(row.code) if order == "code" else row.name, row.item_id)


def item_page(
    connection: Connection,
    wanted: ItemFilter = EVERY_ITEM,
    span: Span = FIRST,
    order: ItemOrder = "code",
) -> tuple[ItemRow, ...]:
    """Give a span of the items in order of code or name; one statement, never an offset."""
    text = Item.code_fold if order == "code" else Item.name
    page = spanned(_filtered(_ITEMS, wanted), (text, Item.id), span)
    return in_order((ItemRow(*row) for row in connection.execute(page)), span)


def _filtered(page: Select[*tuple[Any, ...]], wanted: ItemFilter) -> Select[*tuple[Any, ...]]:
    for column in ("state", "kind", "category"):
        value = getattr(wanted, column)
        if value:
            page = page.where(getattr(Item, column) == value)
    for word in fold(wanted.text).split():
        page = page.where(
            or_(
                Item.code_fold.contains(word, autoescape=True),
                func.lower(Item.name).contains(word, autoescape=True),
                Item.initials.contains(word, autoescape=True),
            )
        )
    return page


def item_finder_entries(
    connection: Connection,
    item_ids: Sequence[int] | None = None,
    weights: Mapping[int, int] | None = None,
) -> list[FinderEntry]:
    """Give what type-ahead needs of all items, or of some after a change; two statements."""
    items = select(Item.id, Item.code, Item.name, Item.initials)
    codes = select(Barcode.item_id, Barcode.code)
    if item_ids is not None:
        items = items.where(Item.id.in_(item_ids))
        codes = codes.where(Barcode.item_id.in_(item_ids))
    keys: dict[int, tuple[str, ...]] = {}
    for item_id, code in connection.execute(codes):
        readings = tuple(reading for reading in barcode_readings(code) if reading != code)
        keys[item_id] = (*keys.get(item_id, ()), code, *readings)
    heavy = weights or {}
    return [
        FinderEntry(one, code, name, initials, keys.get(one, ()), heavy.get(one, 0))
        for one, code, name, initials in connection.execute(items)
    ]


def categories(connection: Connection) -> tuple[str, ...]:
    """Give the categories in use by name; one statement."""
    found = connection.execute(
        select(Item.category).where(Item.category != "").distinct().order_by(Item.category)
    )
    return tuple(found.scalars())


def _chunks(values: Iterable[Value]) -> Iterable[list[Value]]:
    rest = iter(dict.fromkeys(values))
    while chunk := list(islice(rest, CHUNK)):
        yield chunk

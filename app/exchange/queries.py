"""Reads of the exchange room: imports done, mappings remembered, what the desk knows."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select

from app.catalog.models import Barcode, Item
from app.core.money import minor_digits
from app.core.plain import from_plain
from app.customers.models import Customer
from app.db.models import load_settings
from app.exchange.models import ImportBatch, ImportedDocument, ImportMapping
from app.exchange.preview.choices import Choices
from app.exchange.preview.known import Known
from app.exchange.preview.preview import Prepared
from app.stock.models import ItemStock, Place

_CHUNK = 5_000
_NEWEST = 100


@dataclass(frozen=True)
class ImportRow:
    """One import that was done."""

    batch_id: int
    kind: str
    how: str
    file_name: str
    at: datetime
    person_id: int | None
    rows_in: int
    rows_skipped: int
    rows_rejected: int
    documents: int
    state: str


def known_for(connection: Connection, prepared: Prepared) -> Known:
    """Read what a prepared file must be held against; about six statements per 5,000 codes."""
    values = prepared.checked.values
    codes = _texts(prepared, "item_code")
    numbers = _texts(prepared, "customer_code") | _texts(prepared, "customer_name")
    numbers.add(prepared.checked.settings.counter_customer)
    items: dict[str, int] = {}
    services: set[str] = set()
    stock: dict[str, int] = {}
    for chunk in _chunks(codes):
        rows = connection.execute(
            select(Item.code, Item.id, Item.kind, ItemStock.pickable, ItemStock.reserved)
            .join(ItemStock, ItemStock.item_id == Item.id)
            .where(Item.code.in_(chunk))
        )
        for code, item_id, kind, pickable, reserved in rows:
            items[code] = item_id
            stock[code] = pickable - reserved
            if kind != "stock":
                services.add(code)
    customers: dict[str, int] = {}
    for chunk in _chunks(numbers):
        found = connection.execute(
            select(Customer.number, Customer.id).where(Customer.number.in_(chunk))
        )
        customers.update((number, customer_id) for number, customer_id in found)
    return Known(
        items=items,
        customers=customers,
        documents=_documents(connection, prepared) if "order_number" in values else frozenset(),
        stock=stock,
        places=dict(list(connection.execute(_PLACES))),
        services=frozenset(services),
        barcodes=_barcodes(connection, prepared),
        has_items=connection.execute(select(Item.id).limit(1)).first() is not None,
        digits=minor_digits(load_settings(connection).currency),
    )


_PLACES = select(Place.code, Place.id).where(Place.kind == "bin")


def _documents(connection: Connection, prepared: Prepared) -> frozenset[str]:
    found: set[str] = set()
    for chunk in _chunks(_texts(prepared, "order_number")):
        found.update(
            connection.execute(
                select(ImportedDocument.number).where(
                    ImportedDocument.source == prepared.source, ImportedDocument.number.in_(chunk)
                )
            ).scalars()
        )
    return frozenset(found)


def _barcodes(connection: Connection, prepared: Prepared) -> dict[str, str]:
    texts = {code for text in _texts(prepared, "barcode") for code in text.upper().split()}
    owners: dict[str, str] = {}
    for chunk in _chunks(texts):
        rows = connection.execute(
            select(Barcode.code, Item.code)
            .join(Item, Item.id == Barcode.item_id)
            .where(Barcode.code.in_(chunk))
        )
        owners.update((barcode, code) for barcode, code in rows)
    return owners


def _texts(prepared: Prepared, name: str) -> set[str]:
    values = prepared.checked.values.get(name)
    return {str(value) for value in values.values if value} if values else set()


def _chunks(texts: Iterable[str]) -> Iterable[list[str]]:
    listed = sorted(texts)
    for start in range(0, len(listed), _CHUNK):
        yield listed[start : start + _CHUNK]


_BOARD = select(
    ImportBatch.id,
    ImportBatch.kind,
    ImportBatch.how,
    ImportBatch.file_name,
    ImportBatch.at,
    ImportBatch.person_id,
    ImportBatch.rows_in,
    ImportBatch.rows_skipped,
    ImportBatch.rows_rejected,
    ImportBatch.documents,
    ImportBatch.state,
)


def import_board(connection: Connection) -> tuple[ImportRow, ...]:
    """Give the newest imports, newest first; one statement."""
    rows = connection.execute(_BOARD.order_by(ImportBatch.id.desc()).limit(_NEWEST))
    return tuple(ImportRow(*row) for row in rows)


def earlier_import(connection: Connection, sha256: str) -> ImportRow | None:
    """Find an import of the very same file that was not taken back; one statement."""
    wanted = _BOARD.where(ImportBatch.sha256 == sha256, ImportBatch.state == "done")
    row = connection.execute(wanted.limit(1)).first()
    return None if row is None else ImportRow(*row)


def remembered(connection: Connection, sender: str, kind: str = "") -> Choices | None:
    """Give how a sender's files were mapped last time; one statement."""
    wanted = select(ImportMapping.choices).where(ImportMapping.sender == sender)
    if kind:
        wanted = wanted.where(ImportMapping.kind == kind)
    text = connection.execute(wanted.order_by(ImportMapping.at.desc()).limit(1)).scalar()
    if text is None:
        return None
    found = from_plain(Choices, json.loads(text))
    return found if isinstance(found, Choices) else None

"""Customers, items and opening stock of a file, written as planned."""

from dataclasses import replace

from sqlalchemy import select, update

from app.catalog.handlers.bulk import NewItem, add_items_bulk
from app.catalog.models import Item
from app.core.money import PRICE_SCALE, minor_digits, round_half_up
from app.core.text import initials_of
from app.customers.commands import AddressEntry
from app.customers.handlers.bulk import NewCustomer, add_customers_bulk
from app.customers.models import Customer
from app.db.unit_of_work import UnitOfWork
from app.exchange.columns.fields import Kind
from app.exchange.commands import FileImported
from app.exchange.handlers.moves import post_in_pieces
from app.exchange.handlers.writing import Inserter
from app.exchange.models import ImportBatch, ImportRowRef
from app.exchange.preview.known import Known
from app.exchange.preview.preview import Preview
from app.exchange.preview.records import RecordPlan
from app.exchange.progress import Watch, step
from app.exchange.rules.checking import Checked
from app.stock.commands import AddPlace, OrderPurchase, PurchaseWanted
from app.stock.handlers.ledger import NewMove
from app.stock.handlers.places import add_place, outside, usual_bin
from app.stock.handlers.purchases import order_purchase
from app.stock.handlers.reserving import lock_items

_NO = frozenset(["", "0", "no", "false", "n", "否"])


def write_records(
    unit: UnitOfWork, preview: Preview, known: Known, batch_id: int, watch: Watch
) -> FileImported:
    """Write customers, items or opening stock, and note what was made."""
    records = preview.records or RecordPlan((), (), (), ())
    checked = preview.checked
    step(watch, "records", 0, len(records.new))
    customers = items = opened = 0
    if preview.prepared.kind is Kind.CUSTOMERS:
        customers = len(_add_customers(unit, checked, records, batch_id))
        _change_customers(unit, checked, records, known)
        _note(unit, batch_id, "changed", list(records.changed))
    elif preview.prepared.kind is Kind.ITEMS:
        made = _add_items(unit, checked, records, batch_id)
        items = len(made)
        _change_items(unit, checked, records, known)
        _note(unit, batch_id, "changed", list(records.changed))
        known = replace(known, items={**known.items, **made})
        opened = _open(unit, preview, known, batch_id, watch)
        _expect(unit, checked, records, made, batch_id)
    else:
        opened = _open(unit, preview, known, batch_id, watch)
    step(watch, "records", len(records.new), len(records.new))
    return FileImported(
        batch_id=batch_id,
        kind=preview.prepared.kind.value,
        customers=customers,
        items=items,
        changed=len(records.changed),
        opened_units=opened,
        rows_in=len(records.new) + len(records.changed),
        rows_skipped=preview.skipped,
        rows_rejected=preview.rejected,
    )


def _text(checked: Checked, name: str, index: int) -> str:
    return str(checked.value(name, index) or "")


def _whole(checked: Checked, name: str, index: int) -> int | None:
    value = checked.value(name, index)
    return value if isinstance(value, int) else None


def _note(unit: UnitOfWork, batch_id: int, kind: str, ids: list[int]) -> None:
    Inserter(unit, ImportRowRef, ("batch_id", "kind", "record_id")).add(
        (batch_id, kind, one) for one in ids
    )


def _add_customers(
    unit: UnitOfWork, checked: Checked, records: RecordPlan, batch_id: int
) -> list[int]:
    made = add_customers_bulk(unit, [_customer(unit, checked, index) for index in records.new])
    for customer_id, index in zip(made, records.new, strict=True):
        reason = _text(checked, "blocked_reason", index)
        if reason.casefold() not in _NO:
            unit.connection.execute(
                update(Customer).where(Customer.id == customer_id).values(blocked_reason=reason)
            )
    _note(unit, batch_id, "customer", made)
    return made


def _customer(unit: UnitOfWork, checked: Checked, index: int) -> NewCustomer:
    street, city = _text(checked, "street", index), _text(checked, "city", index)
    address = AddressEntry(
        street,
        city,
        _text(checked, "postcode", index),
        _text(checked, "country", index),
        _text(checked, "region", index),
        _text(checked, "contact", index),
    )
    phone = _text(checked, "phone", index)
    terms = _whole(checked, "terms_days", index)
    return NewCustomer(
        name=_text(checked, "customer_name", index),
        number=_text(checked, "customer_code", index),
        terms_days=30 if terms is None else terms,
        credit_limit=_limit(unit, checked, index),
        tax_class=_text(checked, "tax_class", index) or "standard",
        discount=_whole(checked, "discount", index) or 0,
        email=_text(checked, "email", index),
        note=_text(checked, "note", index),
        addresses=(address,) if street or city else (),
        phones=(phone,) if phone else (),
    )


def _limit(unit: UnitOfWork, checked: Checked, index: int) -> int | None:
    value = _whole(checked, "credit_limit", index)
    if value is None:
        return None
    return round_half_up(value * 10 ** minor_digits(unit.settings.currency), PRICE_SCALE)


def _change_customers(
    unit: UnitOfWork, checked: Checked, records: RecordPlan, known: Known
) -> None:
    """Replace what the file's columns say; what it has no column for stays."""
    for index in records.changed:
        new = _customer(unit, checked, index)
        columns: dict[str, dict[str, object]] = {
            "customer_name": {"name": new.name, "initials": initials_of(new.name)},
            "terms_days": {"terms_days": new.terms_days},
            "credit_limit": {"credit_limit": new.credit_limit},
            "tax_class": {"tax_class": new.tax_class},
            "discount": {"discount": new.discount},
            "email": {"email": new.email},
            "note": {"note": new.note},
        }
        values: dict[str, object] = {"version": Customer.version + 1}
        for name, change in columns.items():
            if name in checked.values:
                values.update(change)
        customer_id = known.customers[new.number]
        unit.connection.execute(update(Customer).where(Customer.id == customer_id).values(**values))
        unit.touch("customer", customer_id)


def _item(checked: Checked, index: int) -> NewItem:
    kind = _text(checked, "kind", index).casefold()
    return NewItem(
        code=_text(checked, "item_code", index),
        name=_text(checked, "item_name", index),
        kind=kind if kind in {"service", "kit"} else "stock",
        state="discontinued" if _whole(checked, "discontinued", index) else "active",
        unit=_text(checked, "unit", index) or "each",
        tax_class=_text(checked, "tax_class", index) or "standard",
        price=_whole(checked, "price", index) or 0,
        cost=_whole(checked, "cost", index),
        reorder_point=_whole(checked, "reorder_point", index),
        reorder_quantity=_whole(checked, "reorder_quantity", index),
        weight_g=_whole(checked, "weight_g", index),
        category=_text(checked, "category", index),
        note=_text(checked, "note", index) or _text(checked, "pack_text", index),
        barcodes=tuple(_text(checked, "barcode", index).upper().split()),
    )


def _add_items(
    unit: UnitOfWork, checked: Checked, records: RecordPlan, batch_id: int
) -> dict[str, int]:
    made = add_items_bulk(unit, [_item(checked, index) for index in records.new])
    _note(unit, batch_id, "item", list(made.values()))
    return made


_FROM_COLUMN = {
    "item_name": "name",
    "discontinued": "state",
    "unit": "unit",
    "tax_class": "tax_class",
    "price": "price",
    "cost": "cost",
    "reorder_point": "reorder_point",
    "reorder_quantity": "reorder_quantity",
    "weight_g": "weight_g",
    "category": "category",
    "note": "note",
}


def _change_items(unit: UnitOfWork, checked: Checked, records: RecordPlan, known: Known) -> None:
    """Replace what the file's columns say; code, kind and barcodes stay."""
    for index in records.changed:
        new = _item(checked, index)
        values: dict[str, object] = {"version": Item.version + 1}
        for field, column in _FROM_COLUMN.items():
            if field in checked.values:
                values[column] = getattr(new, column)
        if "name" in values:
            values["initials"] = initials_of(new.name)
        item_id = known.items[new.code]
        unit.connection.execute(update(Item).where(Item.id == item_id).values(**values))
        unit.touch("item", item_id)


def _open(unit: UnitOfWork, preview: Preview, known: Known, batch_id: int, watch: Watch) -> int:
    """Post opening stock for the new rows that state a quantity; gives the units."""
    checked, records = preview.checked, preview.records or RecordPlan((), (), (), ())
    name = "quantity" if "quantity" in checked.values else "on_hand"
    usual, source = usual_bin(unit), outside(unit, "opening")
    items, bins = known.items, dict(known.places)
    moves = []
    services = _services(unit, set(items.values()))
    for index in records.new:
        units = _whole(checked, name, index)
        item_id = items[_text(checked, "item_code", index)]
        if not units or item_id in services:
            continue
        place_id = _bin(unit, _text(checked, "place", index), bins) or usual
        moves.append(
            NewMove(
                item_id,
                units,
                source,
                place_id,
                "opening",
                lot=_text(checked, "lot", index),
                document="import",
                unit_cost=_whole(checked, "cost", index),
            )
        )
    lock_items(unit, {move.item_id for move in moves})
    first, last = post_in_pieces(unit, iter(moves), len(moves), watch)
    unit.connection.execute(
        update(ImportBatch)
        .where(ImportBatch.id == batch_id)
        .values(first_move=first, last_move=last, documents=len(records.new))
    )
    return sum(move.quantity for move in moves)


def _services(unit: UnitOfWork, item_ids: set[int]) -> set[int]:
    found = unit.connection.execute(select(Item.id).where(Item.kind != "stock")).scalars()
    return item_ids & set(found)


def _bin(unit: UnitOfWork, code: str, bins: dict[str, int]) -> int | None:
    """Find a bin by its code; a new one is made."""
    if not code:
        return None
    if code not in bins:
        bins[code] = add_place(unit, AddPlace(code=code)).record_id
    return bins[code]


def _expect(
    unit: UnitOfWork, checked: Checked, records: RecordPlan, items: dict[str, int], batch_id: int
) -> None:
    """Book what the file says is on order as one purchase."""
    lines = []
    for index in records.new:
        units = _whole(checked, "incoming", index)
        if units:
            item_id = items[_text(checked, "item_code", index)]
            lines.append(PurchaseWanted(item_id=item_id, quantity=units))
    if lines:
        purchase = order_purchase(unit, OrderPurchase(lines=tuple(lines)))
        _note(unit, batch_id, "purchase", [purchase.record_id])

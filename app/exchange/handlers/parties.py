"""Customers and items that an import of orders needs and the desk does not have yet."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from app.catalog.handlers.bulk import NewItem, add_items_bulk
from app.core.messages import _
from app.customers.commands import AddressEntry
from app.customers.handlers.bulk import NewCustomer, add_customers_bulk
from app.db.unit_of_work import UnitOfWork
from app.exchange.preview.known import Known
from app.exchange.preview.planning import OrderPlan
from app.exchange.rules.checking import Checked
from app.exchange.rules.findings import BIT


@dataclass(frozen=True)
class Parties:
    """Ids by the file's codes, and which of them were made now.

    `names` are item names for lines without one; `services` items that are no goods.
    """

    customers: dict[str, int]
    items: dict[str, int]
    names: dict[str, str]
    services: frozenset[str]
    new_customers: tuple[int, ...]
    new_items: tuple[int, ...]


def customer_names(checked: Checked) -> Callable[[int], str]:
    """Give a quick way to what names a row's customer: number, else name, else the counter."""
    code, name = checked.text("customer_code"), checked.text("customer_name")
    counter = checked.settings.counter_customer
    return lambda index: code(index) or name(index) or counter


def make_parties(unit: UnitOfWork, checked: Checked, plan: OrderPlan, known: Known) -> Parties:
    """Add what is missing and give all ids."""
    customers = dict(known.customers)
    missing: dict[str, int] = {}
    named = customer_names(checked)
    for document in plan.documents:
        if document.lines:
            key = named(document.first)
            if key not in customers:
                missing.setdefault(key, document.first)
    made = add_customers_bulk(
        unit, [_customer(checked, key, index) for key, index in missing.items()]
    )
    customers.update(zip(missing, made, strict=True))
    names, samples, charges = _items_of(checked, plan)
    wanted = [code for code in samples if code not in known.items]
    items = add_items_bulk(
        unit,
        [_item(checked, code, names, samples[code], charge=code in charges) for code in wanted],
    )
    return Parties(
        customers,
        {**known.items, **items},
        names,
        known.services | charges,
        tuple(made),
        tuple(items.values()),
    )


def _customer(checked: Checked, key: str, index: int) -> NewCustomer:
    counter = key == checked.settings.counter_customer
    name = _("Counter sale") if counter else str(checked.value("customer_name", index) or key)
    street = str(checked.value("ship_street", index) or "")
    city = str(checked.value("ship_city", index) or "")
    addresses = (
        AddressEntry(
            street,
            city,
            str(checked.value("ship_postcode", index) or ""),
            str(checked.value("ship_country", index) or ""),
            str(checked.value("ship_region", index) or ""),
            str(checked.value("ship_name", index) or ""),
        ),
    )
    phone = str(checked.value("ship_phone", index) or "")
    return NewCustomer(
        name=name,
        number=key,
        addresses=addresses if street and city and not counter else (),
        phones=(phone,) if phone and not counter else (),
    )


def _items_of(
    checked: Checked, plan: OrderPlan
) -> tuple[dict[str, str], dict[str, int], frozenset[str]]:
    """Find each item's name, a row that shows it, and whether it is a charge."""
    codes, names = checked.values["item_code"], checked.values.get("item_name")
    samples: dict[int, int] = {}
    named: dict[int, int] = {}
    charges: set[int] = set()
    note, charge = BIT["NOTEDESC"] | BIT["NODESC"], BIT["NONSTOCK"]
    of_row, all_flags, name_of = codes.codes, checked.flags, checked.text("item_name")
    for index in _rows(plan):
        code = of_row[index]
        samples.setdefault(code, index)
        flags = all_flags[index]
        if flags & charge:
            charges.add(code)
        if names is not None and code not in named and not flags & note and name_of(index):
            named[code] = names.codes[index]
    texts = {
        str(codes.values[code]): str(names.values[name]) if names else ""
        for code, name in named.items()
    }
    return (
        texts,
        {str(codes.values[code]): index for code, index in samples.items()},
        frozenset(str(codes.values[code]) for code in charges),
    )


def _rows(plan: OrderPlan) -> Iterable[int]:
    for document in plan.documents:
        yield from document.lines
        yield from document.returns
        yield from document.adjusts


def _item(
    checked: Checked,
    code: str,
    names: dict[str, str],
    index: int,
    *,
    charge: bool,
) -> NewItem:
    price = checked.value("price", index)
    return NewItem(
        code=code,
        name=names.get(code) or code,
        kind="service" if charge else "stock",
        price=max(price, 0) if isinstance(price, int) else 0,
    )

"""Many customers at once, for imports: one transaction, few statements, checked beforehand."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from sqlalchemy import Connection, insert, select

from app.core.text import initials_of, phone_e164
from app.customers.commands import AddressEntry
from app.customers.errors import NumberTaken
from app.customers.handlers.customers import SERIES
from app.customers.models import Address, Customer, Phone
from app.customers.rules import customer_number
from app.db.unit_of_work import UnitOfWork

CHUNK = 5_000


@dataclass(frozen=True, slots=True)
class NewCustomer:
    """A customer as an import brings it, its texts already cleaned; an empty number is given."""

    name: str
    number: str = ""
    terms_days: int = 30
    credit_limit: int | None = None
    tax_class: str = "standard"
    price_list_id: int | None = None
    discount: int = 0
    email: str = ""
    note: str = ""
    addresses: tuple[AddressEntry, ...] = ()
    phones: tuple[str, ...] = ()


def add_customers_bulk(unit: UnitOfWork, rows: Sequence[NewCustomer]) -> list[int]:
    """Add new customers and give their ids in the order of the rows.

    Raises:
        NumberTaken: a number is in use already, or twice in the rows.
    """
    if not rows:
        return []
    connection = unit.connection
    _refuse_known_numbers(connection, rows)
    numbers = _numbers(unit, rows)
    connection.execute(
        insert(Customer),
        [
            {
                "number": number,
                "name": row.name,
                "initials": initials_of(row.name),
                "terms_days": row.terms_days,
                "credit_limit": row.credit_limit,
                "tax_class": row.tax_class,
                "price_list_id": row.price_list_id,
                "discount": row.discount,
                "blocked_reason": None,
                "email": row.email,
                "note": row.note,
                "version": 1,
            }
            for number, row in zip(numbers, rows, strict=True)
        ],
    )
    known: dict[str, int] = {}
    for start in range(0, len(numbers), CHUNK):
        wanted = numbers[start : start + CHUNK]
        found = connection.execute(
            select(Customer.number, Customer.id).where(Customer.number.in_(wanted))
        )
        known.update((number, customer_id) for number, customer_id in found)
    ids = [known[number] for number in numbers]
    _add_addresses(connection, unit.settings.country, rows, ids)
    _add_phones(connection, unit.settings.country, rows, ids)
    for customer_id in ids:
        unit.touch("customer", customer_id)
    return ids


def _numbers(unit: UnitOfWork, rows: Sequence[NewCustomer]) -> list[str]:
    if all(row.number for row in rows):
        return [row.number for row in rows]
    taken = {row.number for row in rows}
    taken.update(unit.connection.execute(select(Customer.number)).scalars())
    numbers = []
    for row in rows:
        number = row.number
        while not number or (not row.number and number in taken):
            number = customer_number(unit.next_number(SERIES))
        numbers.append(number)
    return numbers


def _refuse_known_numbers(connection: Connection, rows: Sequence[NewCustomer]) -> None:
    seen: set[str] = set()
    for row in rows:
        if row.number and row.number in seen:
            raise NumberTaken(row.number)
        seen.add(row.number)
    numbers = sorted(seen - {""})
    for start in range(0, len(numbers), CHUNK):
        chunk = numbers[start : start + CHUNK]
        taken = connection.execute(
            select(Customer.number).where(Customer.number.in_(chunk)).limit(1)
        ).scalar()
        if taken is not None:
            raise NumberTaken(taken)


def _add_addresses(
    connection: Connection, country: str, rows: Sequence[NewCustomer], ids: Sequence[int]
) -> None:
    values = [
        asdict(entry)
        | {
            "customer_id": customer_id,
            "country": entry.country or country,
            "is_ship_default": place == 0,
            "is_bill_default": place == 0,
            "state": "active",
        }
        for customer_id, row in zip(ids, rows, strict=True)
        for place, entry in enumerate(row.addresses)
    ]
    if values:
        connection.execute(insert(Address), values)


def _add_phones(
    connection: Connection, country: str, rows: Sequence[NewCustomer], ids: Sequence[int]
) -> None:
    values = [
        {
            "customer_id": customer_id,
            "typed": typed,
            "number_e164": phone_e164(typed, country),
            "label": "",
        }
        for customer_id, row in zip(ids, rows, strict=True)
        for typed in row.phones
        if typed
    ]
    if values:
        connection.execute(insert(Phone), values)

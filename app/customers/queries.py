"""Reads of the customers room; rows are frozen, one per customer unless said otherwise."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any, Literal

from sqlalchemy import ColumnElement, Connection, Select, and_, bindparam, func, or_, select

from app.core.finder import FinderEntry
from app.core.money import BasisPoints, Money
from app.core.reading.spans import FIRST, PageKey, Span
from app.core.text import clean, digits_of, fold, home_phone, phone_e164, phone_part
from app.customers.models import Address, Customer, Phone
from app.customers.rules import alike_names
from app.db.reading.keyset import in_order, spanned


@dataclass(frozen=True)
class CustomerRow:
    """A customer as orders and lists use it."""

    customer_id: int
    number: str
    name: str
    terms_days: int
    credit_limit: Money | None
    tax_class: str
    price_list_id: int | None
    discount: BasisPoints
    blocked_reason: str | None
    email: str
    note: str
    version: int


@dataclass(frozen=True)
class AddressRow:
    """One address of a customer."""

    address_id: int
    customer_id: int
    label: str
    recipient: str
    street: str
    city: str
    region: str
    postcode: str
    country: str
    is_ship_default: bool
    is_bill_default: bool
    state: str


@dataclass(frozen=True)
class PhoneRow:
    """One phone of a customer, as typed and (when readable) in E.164."""

    phone_id: int
    number_e164: str | None
    typed: str
    label: str


@dataclass(frozen=True)
class CustomerDetailRow:
    """A customer with all active addresses (the usual one first) and all phones."""

    customer: CustomerRow
    addresses: tuple[AddressRow, ...]
    phones: tuple[PhoneRow, ...]


@dataclass(frozen=True)
class CustomerListRow:
    """A customer as a line of a list, with town and phone."""

    customer_id: int
    number: str
    name: str
    blocked_reason: str | None
    city: str
    phone: str


@dataclass(frozen=True)
class AlikeRow:
    """A known customer that may be the same; 100 is certain."""

    customer_id: int
    number: str
    name: str
    same_phone: bool
    alike: int


CustomerOrder = Literal["number", "name"]


@dataclass(frozen=True)
class CustomerFilter:
    """Which customers a page shows; `text` is looked for in number, name, initials and phones."""

    text: str = ""
    blocked: bool | None = None


EVERY_CUSTOMER = CustomerFilter()
_CUSTOMERS: Select[*tuple[Any, ...]] = select(
    Customer.id.label("customer_id"),
    *(getattr(Customer, field.name) for field in fields(CustomerRow)[1:]),
)
_BY_ID = _CUSTOMERS.where(Customer.id == bindparam("wanted"))
_BY_NUMBER = _CUSTOMERS.where(Customer.number == bindparam("wanted"))
_ADDRESSES: Select[*tuple[Any, ...]] = select(
    Address.id.label("address_id"),
    *(getattr(Address, field.name) for field in fields(AddressRow)[1:]),
)
_ADDRESSES_OF = _ADDRESSES.where(
    Address.customer_id == bindparam("wanted"), Address.state == "active"
).order_by(Address.is_ship_default.desc(), Address.id)
_PHONES_OF = (
    select(Phone.id, Phone.number_e164, Phone.typed, Phone.label)
    .where(Phone.customer_id == bindparam("wanted"))
    .order_by(Phone.id)
)
_CITY = (
    select(Address.city)
    .where(Address.customer_id == Customer.id, Address.state == "active")
    .order_by(Address.is_ship_default.desc(), Address.id)
    .limit(1)
    .correlate(Customer)
    .scalar_subquery()
)
_PHONE = (
    select(Phone.typed)
    .where(Phone.customer_id == Customer.id)
    .order_by(Phone.id)
    .limit(1)
    .correlate(Customer)
    .scalar_subquery()
)
_LIST: Select[*tuple[Any, ...]] = select(
    Customer.id,
    Customer.number,
    Customer.name,
    Customer.blocked_reason,
    func.coalesce(_CITY, ""),
    func.coalesce(_PHONE, ""),
)


def customer_by_id(connection: Connection, customer_id: int) -> CustomerRow | None:
    """Give one customer; one statement."""
    found = connection.execute(_BY_ID, {"wanted": customer_id}).one_or_none()
    return CustomerRow(*found) if found else None


def customer_by_number(connection: Connection, number: str) -> CustomerRow | None:
    """Give the customer of that number; one statement, a second one for another letter case."""
    wanted = clean(number)
    found = connection.execute(_BY_NUMBER, {"wanted": wanted}).one_or_none()
    if found is None and wanted != wanted.upper():
        found = connection.execute(_BY_NUMBER, {"wanted": wanted.upper()}).one_or_none()
    return CustomerRow(*found) if found else None


def customer_detail(connection: Connection, customer_id: int) -> CustomerDetailRow | None:
    """Give a customer with addresses and phones; three statements."""
    customer = customer_by_id(connection, customer_id)
    if customer is None:
        return None
    wanted = {"wanted": customer_id}
    return CustomerDetailRow(
        customer=customer,
        addresses=tuple(AddressRow(*row) for row in connection.execute(_ADDRESSES_OF, wanted)),
        phones=tuple(PhoneRow(*row) for row in connection.execute(_PHONES_OF, wanted)),
    )


def page_key(row: CustomerListRow, order: CustomerOrder = "number") -> PageKey:
    """Give the key of a row for spans."""
    return PageKey(row.number if order == "number" else row.name, row.customer_id)


def customer_page(
    connection: Connection,
    wanted: CustomerFilter = EVERY_CUSTOMER,
    span: Span = FIRST,
    order: CustomerOrder = "number",
) -> tuple[CustomerListRow, ...]:
    """Give a span of the customers in order of number or name; one statement, no offset."""
    text = Customer.number if order == "number" else Customer.name
    page = _LIST
    if wanted.blocked is not None:
        blocked = Customer.blocked_reason.is_not(None)
        page = page.where(blocked if wanted.blocked else ~blocked)
    if wanted.text.strip():
        page = page.where(or_(*_meant_by(wanted.text)))
    page = spanned(page, (text, Customer.id), span)
    return in_order((CustomerListRow(*row) for row in connection.execute(page)), span)


def _meant_by(text: str) -> list[ColumnElement[bool]]:
    """Look for every word in number, name or initials, or for all of it in a phone."""
    words = [
        or_(
            func.lower(Customer.number).contains(word, autoescape=True),
            func.lower(Customer.name).contains(word, autoescape=True),
            Customer.initials.contains(word, autoescape=True),
        )
        for word in fold(text).split()
    ]
    meant = [and_(*words)]
    digits = phone_part(text)
    if digits:
        squeezed = func.replace(func.replace(Phone.typed, " ", ""), "-", "")
        calling = select(Phone.customer_id).where(
            or_(Phone.number_e164.contains(digits), squeezed.contains(digits))
        )
        meant.append(Customer.id.in_(calling))
    return meant


def customer_finder_entries(
    connection: Connection,
    customer_ids: Sequence[int] | None = None,
    weights: Mapping[int, int] | None = None,
) -> list[FinderEntry]:
    """Give what type-ahead needs of all customers, or of some; two statements."""
    customers = select(Customer.id, Customer.number, Customer.name, Customer.initials)
    phones = select(Phone.customer_id, Phone.number_e164, Phone.typed)
    if customer_ids is not None:
        customers = customers.where(Customer.id.in_(customer_ids))
        phones = phones.where(Phone.customer_id.in_(customer_ids))
    keys: dict[int, tuple[str, ...]] = {}
    for customer_id, number, typed in connection.execute(phones):
        written = (number or "", digits_of(typed), home_phone(number or ""))
        mine = (*keys.get(customer_id, ()), *(one for one in written if one))
        keys[customer_id] = tuple(dict.fromkeys(mine))
    heavy = weights or {}
    return [
        FinderEntry(one, number, name, initials, keys.get(one, ()), heavy.get(one, 0))
        for one, number, name, initials in connection.execute(customers)
    ]


def customers_like(
    connection: Connection,
    name: str,
    phones: Sequence[str] = (),
    country: str = "GB",
    but: int | None = None,
) -> tuple[AlikeRow, ...]:
    """Warn of customers that may be the same: one phone, or names alike; two statements.

    Args:
        connection: a reading connection.
        name: the name as typed.
        phones: the phones as typed.
        country: the country in which the phones were typed.
        but: the customer being edited, who is not a double.
    """
    numbers = [number for typed in phones if (number := phone_e164(clean(typed), country))]
    calling = select(Phone.customer_id).where(Phone.number_e164.in_(numbers))
    same = set(connection.execute(calling).scalars()) if numbers else set()
    found = connection.execute(select(Customer.id, Customer.number, Customer.name)).all()
    known = {row[0]: (row[1], row[2]) for row in found if row[0] != but}
    alike = dict(alike_names(name, {one: row[1] for one, row in known.items()}))
    return tuple(
        AlikeRow(one, *known[one], same_phone=one in same, alike=alike.get(one, 0))
        for one in dict.fromkeys((*sorted(same & known.keys()), *alike))
    )

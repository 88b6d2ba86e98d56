"""One function per command of the customers room."""

from dataclasses import asdict, dataclass

from sqlalchemy import Connection, column, delete, func, insert, select, table, update
from sqlalchemy.exc import IntegrityError

from app.core.errors import BadValue, NotFound, Stale
from app.core.messages import N_, _
from app.core.money import FULL_SHARE
from app.core.text import clean, clean_lines, initials_of, phone_e164
from app.customers.commands import (
    AddAddress,
    AddCustomer,
    AddressEntry,
    BlockCustomer,
    ChangeAddress,
    ChangeCustomer,
    CustomerFields,
    PhoneEntry,
    UnblockCustomer,
)
from app.customers.errors import NumberTaken, UnknownPriceList
from app.customers.models import Address, Customer, Phone
from app.customers.rules import customer_number, first_true
from app.db.unit_of_work import UnitOfWork

SERIES = "customer"
_PRICE_LIST = table("price_list", column("id"))


@dataclass(frozen=True)
class CustomerSaved:
    """The customer, the number and the new version."""

    customer_id: int
    number: str
    version: int


@dataclass(frozen=True)
class AddressSaved:
    """The address."""

    address_id: int


def add_customer(unit: UnitOfWork, command: AddCustomer) -> CustomerSaved:
    """Take on a customer with addresses and phones in one go.

    Raises:
        BadValue: no name, an empty address, or a number that cannot be.
        NumberTaken: another customer has the typed number.
        UnknownPriceList: there is no such price list.
    """
    connection = unit.connection
    values = _values(command)
    number = clean(command.number)
    if number and _number_known(connection, number):
        raise NumberTaken(number)
    number = number or next_customer_number(unit)
    _check_price_list(connection, command.price_list_id)
    try:
        customer_id = connection.execute(
            insert(Customer).values(number=number, version=1, **values).returning(Customer.id)
        ).scalar_one()
    except IntegrityError as taken:  # another desk was a moment quicker
        raise NumberTaken(number) from taken
    ship = first_true(entry.is_ship_default for entry in command.addresses)
    bill = first_true(entry.is_bill_default for entry in command.addresses)
    rows = [
        _address(unit, entry, line)
        | {
            "customer_id": customer_id,
            "is_ship_default": line == ship + 1,
            "is_bill_default": line == bill + 1,
        }
        for line, entry in enumerate(command.addresses, 1)
    ]
    if rows:
        connection.execute(insert(Address), rows)
    _write_phones(unit, customer_id, command.phones)
    unit.touch("customer", customer_id)
    return CustomerSaved(customer_id, number, 1)


def change_customer(unit: UnitOfWork, command: ChangeCustomer) -> CustomerSaved:
    """Replace what is kept about a customer, and the phones.

    Raises:
        NotFound: there is no such customer.
        Stale: it was saved after the version that was seen.
        BadValue: no name, or a number that cannot be.
        UnknownPriceList: there is no such price list.
    """
    connection = unit.connection
    values = _values(command)
    _check_price_list(connection, command.price_list_id)
    saved = connection.execute(
        update(Customer)
        .where(Customer.id == command.customer_id, Customer.version == command.version)
        .values(version=Customer.version + 1, **values)
        .returning(Customer.number, Customer.version)
    ).first()
    if saved is None:
        _refuse_unknown(connection, command.customer_id)
        raise Stale(N_("customer"), command.customer_id)
    connection.execute(delete(Phone).where(Phone.customer_id == command.customer_id))
    _write_phones(unit, command.customer_id, command.phones)
    unit.touch("customer", command.customer_id)
    return CustomerSaved(command.customer_id, saved.number, saved.version)


def add_address(unit: UnitOfWork, command: AddAddress) -> AddressSaved:
    """Give a customer one more address; the first becomes the usual one.

    Raises:
        NotFound: there is no such customer.
        BadValue: the address is empty.
    """
    connection = unit.connection
    _refuse_unknown(connection, command.customer_id)
    entry = command.address
    values = _address(unit, entry)
    _take_defaults(connection, command.customer_id, entry)
    address_id = connection.execute(
        insert(Address)
        .values(
            **values,
            customer_id=command.customer_id,
            is_ship_default=entry.is_ship_default,
            is_bill_default=entry.is_bill_default,
        )
        .returning(Address.id)
    ).scalar_one()
    _keep_defaults(connection, command.customer_id)
    unit.touch("customer", command.customer_id)
    return AddressSaved(address_id)


def change_address(unit: UnitOfWork, command: ChangeAddress) -> AddressSaved:
    """Replace an address, or retire it; the oldest left is the usual one if no other is.

    Raises:
        NotFound: there is no such address.
        BadValue: the address is empty.
    """
    connection = unit.connection
    customer_id = connection.execute(
        select(Address.customer_id).where(Address.id == command.address_id)
    ).scalar()
    if customer_id is None:
        raise NotFound(N_("address"), command.address_id)
    entry = command.address
    if not command.retired:
        _take_defaults(connection, customer_id, entry)
    connection.execute(
        update(Address)
        .where(Address.id == command.address_id)
        .values(
            **_address(unit, entry),
            is_ship_default=entry.is_ship_default and not command.retired,
            is_bill_default=entry.is_bill_default and not command.retired,
            state="retired" if command.retired else "active",
        )
    )
    _keep_defaults(connection, customer_id)
    unit.touch("customer", customer_id)
    return AddressSaved(command.address_id)


def block_customer(unit: UnitOfWork, command: BlockCustomer) -> CustomerSaved:
    """Take no orders from a customer, for a reason.

    Raises:
        NotFound: there is no such customer.
        BadValue: no reason is given.
    """
    reason = clean(command.reason)
    if not reason:
        raise BadValue("reason", command.reason, _("a reason is expected"))
    return _set_blocked(unit, command.customer_id, reason)


def unblock_customer(unit: UnitOfWork, command: UnblockCustomer) -> CustomerSaved:
    """Take orders from a customer again.

    Raises:
        NotFound: there is no such customer.
    """
    return _set_blocked(unit, command.customer_id, None)


def next_customer_number(unit: UnitOfWork) -> str:
    """Give the next customer number that nobody typed before."""
    while True:
        number = customer_number(unit.next_number(SERIES))
        if not _number_known(unit.connection, number):
            return number


def _set_blocked(unit: UnitOfWork, customer_id: int, reason: str | None) -> CustomerSaved:
    saved = unit.connection.execute(
        update(Customer)
        .where(Customer.id == customer_id)
        .values(blocked_reason=reason, version=Customer.version + 1)
        .returning(Customer.number, Customer.version)
    ).first()
    if saved is None:
        raise NotFound(N_("customer"), customer_id)
    unit.touch("customer", customer_id)
    return CustomerSaved(customer_id, saved.number, saved.version)


def _values(fields: CustomerFields) -> dict[str, object]:
    name = clean(fields.name)
    if not name:
        raise BadValue("name", fields.name, _("a name is expected"))
    if not 0 <= fields.discount <= FULL_SHARE:
        raise BadValue("discount", fields.discount, _("a share from 0 to 100 % is expected"))
    if not 0 <= fields.terms_days <= 3650:
        raise BadValue("terms_days", fields.terms_days, _("0 to 3650 days are expected"))
    if fields.credit_limit is not None and fields.credit_limit < 0:
        raise BadValue("credit_limit", fields.credit_limit, _("0 or more is expected"))
    return {
        "name": name,
        "initials": initials_of(name),
        "terms_days": fields.terms_days,
        "credit_limit": fields.credit_limit,
        "tax_class": clean(fields.tax_class) or "standard",
        "price_list_id": fields.price_list_id,
        "discount": int(fields.discount),
        "email": clean(fields.email),
        "note": clean_lines(fields.note),
    }


def _address(unit: UnitOfWork, entry: AddressEntry, line: int = 0) -> dict[str, object]:
    flags = {"is_ship_default", "is_bill_default"}
    values: dict[str, object] = {
        field: clean(str(typed)) for field, typed in asdict(entry).items() if field not in flags
    }
    values["street"] = clean_lines(entry.street)
    if not values["street"] and not values["city"]:
        raise BadValue("street", entry.street, _("a street or a town is expected"), line)
    country = str(values["country"]) or unit.settings.country
    values["country"] = country.upper() if len(country) == 2 else country
    return values


def _write_phones(unit: UnitOfWork, customer_id: int, phones: tuple[PhoneEntry, ...]) -> None:
    country = unit.settings.country
    rows = [
        {
            "customer_id": customer_id,
            "typed": clean(phone.typed),
            "number_e164": phone_e164(clean(phone.typed), country),
            "label": clean(phone.label),
        }
        for phone in phones
        if clean(phone.typed)
    ]
    if rows:
        unit.connection.execute(insert(Phone), rows)


def _take_defaults(connection: Connection, customer_id: int, entry: AddressEntry) -> None:
    """Let the other addresses stop being the usual one where this one becomes it."""
    for flag, wanted in (
        (Address.is_ship_default, entry.is_ship_default),
        (Address.is_bill_default, entry.is_bill_default),
    ):
        if wanted:
            connection.execute(
                update(Address).where(Address.customer_id == customer_id).values({flag: False})
            )


def _keep_defaults(connection: Connection, customer_id: int) -> None:
    """Let the oldest active address be the usual one where no other is."""
    oldest = (
        select(func.min(Address.id))
        .where(Address.customer_id == customer_id, Address.state == "active")
        .scalar_subquery()
    )
    for flag in (Address.is_ship_default, Address.is_bill_default):
        usual = select(Address.id).where(Address.customer_id == customer_id, flag)
        if connection.execute(usual).first() is None:
            connection.execute(update(Address).where(Address.id == oldest).values({flag: True}))


def _number_known(connection: Connection, number: str) -> bool:
    found = connection.execute(select(Customer.id).where(Customer.number == number)).first()
    return found is not None


def _refuse_unknown(connection: Connection, customer_id: int) -> None:
    if connection.execute(select(Customer.id).where(Customer.id == customer_id)).first() is None:
        raise NotFound(N_("customer"), customer_id)


def _check_price_list(connection: Connection, price_list_id: int | None) -> None:
    if price_list_id is None:
        return
    wanted = select(_PRICE_LIST.c.id).where(_PRICE_LIST.c.id == price_list_id)
    if connection.execute(wanted).first() is None:
        raise UnknownPriceList(price_list_id)

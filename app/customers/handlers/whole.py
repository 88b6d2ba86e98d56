"""A whole customer in one go: the record, the phones and every address, or nothing."""

from dataclasses import fields

from sqlalchemy import select

from app.core.errors import NotFound, Refused
from app.core.messages import N_
from app.customers.commands import (
    AddAddress,
    AddCustomer,
    AddressChange,
    ChangeAddress,
    ChangeCustomer,
    CustomerFields,
    SaveCustomer,
)
from app.customers.handlers.customers import (
    CustomerSaved,
    add_address,
    add_customer,
    change_address,
    change_customer,
)
from app.customers.models import Address
from app.db.unit_of_work import UnitOfWork

_FIELDS = tuple(one.name for one in fields(CustomerFields))


def save_customer(unit: UnitOfWork, command: SaveCustomer) -> CustomerSaved:
    """Keep a customer with addresses; a refused address has its place from 1 in `line`.

    Raises:
        BadValue: no name, an empty address, or a number that cannot be.
        NumberTaken: another customer has the typed number.
        NotFound: there is no such customer, or the address is not one of theirs.
        Stale: it was saved after the version that was seen.
        UnknownPriceList: there is no such price list.
    """
    typed = {name: getattr(command, name) for name in _FIELDS}
    if not command.customer_id:
        entries = tuple(one.entry for one in command.addresses)
        new = AddCustomer(**typed, number=command.number, addresses=entries)
        return add_customer(unit, new)
    change = ChangeCustomer(**typed, customer_id=command.customer_id, version=command.version)
    saved = change_customer(unit, change)
    _refuse_strangers(unit, command)
    for line, one in enumerate(command.addresses, 1):
        try:
            _keep_address(unit, command.customer_id, one)
        except Refused as refused:
            refused.area, refused.line = "addresses", line
            raise
    return saved


def _refuse_strangers(unit: UnitOfWork, command: SaveCustomer) -> None:
    wanted = {one.address_id for one in command.addresses if one.address_id}
    mine = select(Address.id).where(Address.customer_id == command.customer_id)
    strangers = wanted - set(unit.connection.execute(mine).scalars())
    if strangers:
        raise NotFound(N_("address"), min(strangers))


def _keep_address(unit: UnitOfWork, customer_id: int, one: AddressChange) -> None:
    if one.address_id:
        change = ChangeAddress(address_id=one.address_id, address=one.entry, retired=one.retired)
        change_address(unit, change)
    else:
        add_address(unit, AddAddress(customer_id=customer_id, address=one.entry))

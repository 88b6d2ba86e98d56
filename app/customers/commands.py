"""What somebody may want of the customers room."""

from dataclasses import dataclass
from typing import ClassVar

from app.core.command import Command
from app.core.money import BasisPoints, Money
from app.core.permissions import Right


@dataclass(frozen=True)
class AddressEntry:
    """An address as typed; the first one of a customer is the usual one for goods and bills."""

    street: str
    city: str
    postcode: str = ""
    country: str = ""
    region: str = ""
    recipient: str = ""
    label: str = ""
    is_ship_default: bool = False
    is_bill_default: bool = False


@dataclass(frozen=True)
class PhoneEntry:
    """A phone as typed."""

    typed: str
    label: str = ""


@dataclass(frozen=True, kw_only=True)
class CustomerFields(Command):
    """What is typed about a customer, new or known; phones are kept as one whole."""

    right: ClassVar[Right] = Right.KEEP_CUSTOMERS
    name: str
    terms_days: int = 30
    credit_limit: Money | None = None
    tax_class: str = "standard"
    price_list_id: int | None = None
    discount: BasisPoints = BasisPoints(0)
    email: str = ""
    note: str = ""
    phones: tuple[PhoneEntry, ...] = ()


@dataclass(frozen=True, kw_only=True)
class AddCustomer(CustomerFields):
    """Take on a customer with addresses and phones; an empty number means the next one."""

    number: str = ""
    addresses: tuple[AddressEntry, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ChangeCustomer(CustomerFields):
    """Replace what is kept about a customer, unless somebody saved it after `version`."""

    customer_id: int
    version: int


@dataclass(frozen=True)
class AddressChange:
    """An address of a customer that is saved as one whole; `address_id` 0 means a new one."""

    entry: AddressEntry
    address_id: int = 0
    retired: bool = False


@dataclass(frozen=True, kw_only=True)
class SaveCustomer(CustomerFields):
    """Keep a customer and the addresses named as one whole, new or known.

    `customer_id` 0 means a new customer, then an empty number means the next one; a known one
    must not have been saved after `version`. Addresses that are not named stay as they are.
    """

    customer_id: int = 0
    version: int = 0
    number: str = ""
    addresses: tuple[AddressChange, ...] = ()


@dataclass(frozen=True, kw_only=True)
class AddAddress(Command):
    """Give a customer one more address."""

    right: ClassVar[Right] = Right.KEEP_CUSTOMERS
    customer_id: int
    address: AddressEntry


@dataclass(frozen=True, kw_only=True)
class ChangeAddress(Command):
    """Replace an address, or retire it."""

    right: ClassVar[Right] = Right.KEEP_CUSTOMERS
    address_id: int
    address: AddressEntry
    retired: bool = False


@dataclass(frozen=True, kw_only=True)
class BlockCustomer(Command):
    """Take no orders from a customer, for a reason."""

    right: ClassVar[Right] = Right.KEEP_CUSTOMERS
    customer_id: int
    reason: str


@dataclass(frozen=True, kw_only=True)
class UnblockCustomer(Command):
    """Take orders from a customer again."""

    right: ClassVar[Right] = Right.KEEP_CUSTOMERS
    customer_id: int

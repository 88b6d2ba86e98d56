"""One function per command of the customers room, and the bulk way in for imports."""

from app.customers.handlers.bulk import NewCustomer, add_customers_bulk
from app.customers.handlers.customers import (
    AddressSaved,
    CustomerSaved,
    add_address,
    add_customer,
    block_customer,
    change_address,
    change_customer,
    unblock_customer,
)
from app.customers.handlers.whole import save_customer

__all__ = [
    "AddressSaved",
    "CustomerSaved",
    "NewCustomer",
    "add_address",
    "add_customer",
    "add_customers_bulk",
    "block_customer",
    "change_address",
    "change_customer",
    "save_customer",
    "unblock_customer",
]

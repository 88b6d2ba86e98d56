"""Makes one command of everything typed about a customer: all of it is kept or nothing."""

from app.customers.commands import AddressChange, SaveCustomer
from app.customers.queries import CustomerDetailRow
from ui.customers.customer_form import CustomerTyped


def save_of(typed: CustomerTyped, known: CustomerDetailRow | None) -> SaveCustomer:
    """Give the command that makes a customer what was typed."""
    return SaveCustomer(
        **typed.fields,
        number=typed.number,
        customer_id=known.customer.customer_id if known else 0,
        version=known.customer.version if known else 0,
        addresses=tuple(
            AddressChange(one.entry, one.address_id or 0, one.retired) for one in typed.addresses
        ),
    )

"""What an order form shows of the customer on the phone, read in one go."""

from dataclasses import dataclass

from sqlalchemy import Connection

from app.customers.queries import CustomerDetailRow, customer_detail
from app.orders.queries.forms import UsualRow, last_order_id, usuals
from app.orders.standing import AccountRow, account_of


@dataclass(frozen=True)
class CallerRow:
    """What is known of the customer on the phone, all of one moment."""

    detail: CustomerDetailRow
    account: AccountRow
    usuals: tuple[UsualRow, ...]
    last_order_id: int | None


def caller_of(connection: Connection, customer_id: int) -> CallerRow | None:
    """Give a customer with its account, usual items and last order; None for one that is gone."""
    detail = customer_detail(connection, customer_id)
    if detail is None:
        return None
    return CallerRow(
        detail,
        account_of(connection, customer_id),
        usuals(connection, customer_id),
        last_order_id(connection, customer_id),
    )

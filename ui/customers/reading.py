"""Everything the customers page shows of one customer, read in one go."""

from dataclasses import dataclass

from app.catalog.queries import PriceListRow, items_by_ids, price_lists, tax_rates
from app.customers.queries import CustomerDetailRow, customer_detail
from app.desk import Desk
from app.orders.queries import UsualRow, usuals
from app.orders.standing import AccountRow, account_of


@dataclass(frozen=True)
class Choices:
    """What can be chosen in the form."""

    tax_classes: tuple[str, ...] = ("standard",)
    price_lists: tuple[PriceListRow, ...] = ()


@dataclass(frozen=True)
class Whole:
    """One customer: the record, what is owed, what is usual."""

    detail: CustomerDetailRow
    account: AccountRow
    usuals: tuple[tuple[UsualRow, str], ...]
    choices: Choices


def choices(desk: Desk) -> Choices:
    """Read what can be chosen in the form."""
    classes = {rate.customer_class for rate in desk.read(tax_rates)} | {"standard"}
    return Choices(tuple(sorted(classes)), desk.read(price_lists))


def whole_customer(desk: Desk, customer_id: int) -> Whole | None:
    """Read everything about a customer, None for an unknown one."""
    detail = desk.read(customer_detail, customer_id)
    if detail is None:
        return None
    usual = desk.read(usuals, customer_id)
    items = desk.read(items_by_ids, [one.item_id for one in usual])
    named = tuple(
        (one, f"{items[one.item_id].code} · {items[one.item_id].name}")
        for one in usual
        if one.item_id in items
    )
    return Whole(
        detail,
        desk.read(account_of, customer_id),
        named,
        choices(desk),
    )

"""Saves a customer step by step: the record first, then each address that changed."""

from collections.abc import Callable
from typing import Any

from app.core.command import Command
from app.customers.commands import AddAddress, AddCustomer, ChangeAddress, ChangeCustomer
from app.customers.handlers import add_address, add_customer, change_address, change_customer
from app.customers.queries import AddressRow, CustomerDetailRow
from ui.customers.customer_form import AddressTyped, CustomerTyped
from ui.kit.tasks import Tasks

Wish = tuple[Callable[..., Any], Command]


def wishes_of(typed: CustomerTyped, known: CustomerDetailRow | None, version: int) -> list[Wish]:
    """Give the commands that make a customer what was typed."""
    if known is None:
        addresses = tuple(one.entry for one in typed.addresses)
        wanted = AddCustomer(number=typed.number, addresses=addresses, **typed.fields)
        return [(add_customer, wanted)]
    customer_id = known.customer.customer_id
    change = ChangeCustomer(customer_id=customer_id, version=version, **typed.fields)
    before = {one.address_id: one for one in known.addresses}
    wishes: list[Wish] = [(change_customer, change)]
    for one in typed.addresses:
        if one.address_id is None:
            wishes.append((add_address, AddAddress(customer_id=customer_id, address=one.entry)))
        elif one.retired or not _same(one, before[one.address_id]):
            wishes.append(
                (
                    change_address,
                    ChangeAddress(
                        address_id=one.address_id, address=one.entry, retired=one.retired
                    ),
                )
            )
    return wishes


def _same(typed: AddressTyped, known: AddressRow) -> bool:
    entry = typed.entry
    return all(getattr(entry, name) == getattr(known, name) for name in vars(entry))


class CustomerSaving:
    """Runs the commands one after the other and stops at the first that is refused."""

    def __init__(
        self,
        tasks: Tasks,
        wishes: list[Wish],
        kept: Callable[[Any], Any],
        done: Callable[[], Any],
        refused: Callable[[Exception], Any],
    ) -> None:
        """Prepare; `kept` gets each answer, `done` is called after the last."""
        self._tasks, self._wishes = tasks, list(wishes)
        self._kept, self._done, self._refused = kept, done, refused

    def start(self) -> None:
        """Run the next command."""
        handler, command = self._wishes.pop(0)

        def landed(answer: Any) -> None:
            self._kept(answer)
            if self._wishes:
                self.start()
            else:
                self._done()

        self._tasks.run(handler, command, landed, self._refused)

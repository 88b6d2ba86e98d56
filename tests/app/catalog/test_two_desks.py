"""Two desks on one server: the one that comes second gets a clear answer."""

from threading import Thread

from app.catalog.commands import AddItem
from app.catalog.handlers import ItemSaved, add_item
from app.core.errors import Refused
from app.customers.commands import AddCustomer
from app.customers.handlers import CustomerSaved, add_customer
from app.db.unit_of_work import UnitOfWork
from tests.support.desks import shared_database, shared_desk
from tests.support.postgres import PostgresServer


def test_the_second_of_two_new_items_with_one_code_is_refused(
    postgres_server: PostgresServer,
) -> None:
    refused: list[str] = []
    with shared_database(postgres_server) as address:
        first, second = shared_desk(address), shared_desk(address)

        def add_late() -> None:
            try:
                second.run(add_item, AddItem(code="NUT", name="Late"))
            except Refused as error:
                refused.append(error.name)

        late = Thread(target=add_late)

        def add_and_wait(unit: UnitOfWork, command: AddItem) -> ItemSaved:
            saved = add_item(unit, command)
            late.start()
            late.join(0.3)
            return saved

        first.run(add_and_wait, AddItem(code="NUT", name="First"))
        late.join()
        first.close()
        second.close()
    assert refused == ["CodeTaken"]


def test_the_second_of_two_customers_with_one_typed_number_is_refused(
    postgres_server: PostgresServer,
) -> None:
    refused: list[str] = []
    with shared_database(postgres_server) as address:
        first, second = shared_desk(address), shared_desk(address)

        def add_late() -> None:
            try:
                second.run(add_customer, AddCustomer(number="K1", name="Late"))
            except Refused as error:
                refused.append(error.name)

        late = Thread(target=add_late)

        def add_and_wait(unit: UnitOfWork, command: AddCustomer) -> CustomerSaved:
            saved = add_customer(unit, command)
            late.start()
            late.join(0.3)
            return saved

        first.run(add_and_wait, AddCustomer(number="K1", name="First"))
        late.join()
        first.close()
        second.close()
    assert refused == ["NumberTaken"]

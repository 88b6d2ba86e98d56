"""Two desks on one server: the one that comes second gets a clear answer."""

from collections.abc import Callable
from threading import Event, Thread
from typing import Any

import pytest
from sqlalchemy import Connection, text

from app.catalog.commands import AddItem
from app.catalog.handlers import add_item
from app.core.command import Command
from app.core.errors import Refused
from app.customers.commands import AddCustomer
from app.customers.handlers import add_customer
from app.db.unit_of_work import UnitOfWork
from tests.support.desks import shared_database, shared_desk
from tests.support.postgres import PostgresServer

_WAITING = text(
    "SELECT count(*) FROM pg_stat_activity "
    "WHERE datname = current_database() AND wait_event_type = 'Lock'"
)
_ANEW = text("SELECT pg_stat_clear_snapshot()")
_LOOKS = 1000


def _somebody_waits(connection: Connection) -> bool:
    """Look until another desk waits for what this one holds; not for ever."""
    for _look in range(_LOOKS):
        connection.execute(_ANEW)
        if connection.scalar(_WAITING):
            return True
        Event().wait(0.01)
    return False


@pytest.mark.parametrize(
    ("handler", "early", "late", "why"),
    [
        (
            add_item,
            AddItem(code="NUT", name="First"),
            AddItem(code="NUT", name="Late"),
            "CodeTaken",
        ),
        (
            add_customer,
            AddCustomer(number="K1", name="First"),
            AddCustomer(number="K1", name="Late"),
            "NumberTaken",
        ),
    ],
    ids=["item", "customer"],
)
def test_the_second_of_two_with_one_code_or_number_waits_for_the_first_and_is_refused(
    postgres_server: PostgresServer,
    handler: Callable[[UnitOfWork, Any], Any],
    early: Command,
    late: Command,
    why: str,
) -> None:
    refused: list[str] = []
    waited: list[bool] = []
    with shared_database(postgres_server) as address:
        first, second = shared_desk(address), shared_desk(address)

        def come_second() -> None:
            try:
                second.run(handler, late)
            except Refused as error:
                refused.append(error.name)

        behind = Thread(target=come_second)

        def hold_on(unit: UnitOfWork, command: Any) -> Any:
            saved = handler(unit, command)
            behind.start()
            waited.append(_somebody_waits(unit.connection))
            return saved

        first.run(hold_on, early)
        behind.join()
        first.close()
        second.close()
    assert waited == [True]
    assert refused == [why]

"""Desks that want the same goods and orders queue up; the server never has to break a tie."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from threading import Event, Thread
from time import monotonic
from typing import Any

import psycopg
import pytest
from typing_extensions import override

from app.core.command import Command
from app.core.errors import Refused
from app.fulfilment.commands import ReleaseOrder, ShipOrder
from app.fulfilment.handlers import cancel_order, close_rest, release_order, ship_order
from app.orders import commands as o
from app.orders import handlers as oh
from app.stock import commands as s
from app.stock import handlers as sh
from tests.support.desks import shared_database, shared_desk
from tests.support.postgres import OWNER, PostgresServer
from tests.support.shops import Shop, open_shop

WAIT_S = 20


class Shops:
    """Two desks on one server, and a third hand that can hold an item or a row fast."""

    def __init__(self, server: PostgresServer, address: str) -> None:
        self.first = open_shop(shared_desk(address))
        self.second = Shop(shared_desk(address), self.first.customer_id)
        name = address.rsplit("/", 1)[1]
        self._connect = f"host=127.0.0.1 port={server.port} user={OWNER} dbname={name}"

    @contextmanager
    def holding(self, item_id: int) -> Iterator[None]:
        """Keep the stock of an item locked for a while."""
        with psycopg.connect(self._connect) as third:
            third.execute("SELECT 1 FROM item_stock WHERE item_id = %s FOR UPDATE", (item_id,))
            yield

    def ask(self, statement: str) -> int:
        """Ask the server for a number."""
        with psycopg.connect(self._connect, autocommit=True) as third:
            row = third.execute(statement.encode()).fetchone()
            assert row is not None
            return int(row[0])

    def wait_for(self, statement: str, number: int) -> None:
        """Look at the server until it says so."""
        pause, end = Event(), monotonic() + WAIT_S
        while self.ask(statement) != number:
            assert monotonic() < end, f"{statement} is not {number}"
            pause.wait(0.01)

    def close(self) -> None:
        """Close both desks."""
        self.first.desk.close()
        self.second.desk.close()


WAITING = (
    "SELECT count(*) FROM pg_stat_activity "
    "WHERE datname = current_database() AND wait_event_type = 'Lock'"
)
TIES = "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()"


@pytest.fixture
def shops(postgres_server: PostgresServer) -> Iterator[Shops]:
    """Give two desks on the same shop."""
    with shared_database(postgres_server) as address:
        both = Shops(postgres_server, address)
        yield both
        both.close()


class Behind(Thread):
    """Carries out one command at one desk while the test goes on; a refusal is an answer."""

    def __init__(self, shop: Shop, handler: Callable[..., Any], command: Command) -> None:
        super().__init__()
        self._work = (shop, handler, command)
        self.failure: BaseException | None = None

    @override
    def run(self) -> None:
        shop, handler, command = self._work
        try:
            with suppress(Refused):
                shop.run(handler, command)
        except BaseException as failure:  # noqa: BLE001 - told by the test, in its own thread
            self.failure = failure


def queue_up(shops: Shops, item_id: int, first: Behind, second: Behind) -> None:
    """Let both commands wait for the item, the first one first, and then go on."""
    with shops.holding(item_id):
        first.start()
        shops.wait_for(WAITING, 1)
        second.start()
        shops.wait_for(WAITING, 2)
    first.join()
    second.join()
    assert (first.failure, second.failure) == (None, None)
    shops.wait_for(
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
        "AND state LIKE 'idle in transaction%'",
        0,
    )
    assert shops.ask(TIES) == 0


def _amend(order: o.OrderPlaced, item_id: int) -> tuple[Callable[..., Any], Command]:
    lines = (o.LineWanted(item_id=item_id, quantity=5),)
    return oh.amend_order, o.AmendOrder(order_id=order.order_id, revision=1, lines=lines)


ENDS: dict[str, Callable[[o.OrderPlaced, int], tuple[Callable[..., Any], Command]]] = {
    "amend": _amend,
    "hold": lambda order, _item: (oh.place_hold, o.PlaceHold(order_id=order.order_id)),
    "reserve": lambda order, _item: (oh.reserve_order, o.ReserveOrder(order_id=order.order_id)),
    "cancel": lambda order, _item: (cancel_order, o.CancelOrder(order_id=order.order_id)),
    "close": lambda order, _item: (
        close_rest,
        o.CloseRest(order_id=order.order_id, reason="enough"),
    ),
    "release": lambda order, _item: (release_order, ReleaseOrder(order_id=order.order_id)),
    "ship": lambda order, _item: (ship_order, ShipOrder(order_id=order.order_id)),
}


@pytest.mark.parametrize("end", sorted(ENDS))
def test_a_correction_of_stock_and_a_change_of_the_order_it_hits_follow_each_other(
    shops: Shops, end: str
) -> None:
    nut = shops.first.item("NUT", 10)
    placed = shops.first.order((nut, 8))
    correct = s.AdjustStock(item_id=nut, difference=-4, reason="broken")
    handler, command = ENDS[end](placed, nut)
    queue_up(
        shops,
        nut,
        Behind(shops.first, sh.adjust_stock, correct),
        Behind(shops.second, handler, command),
    )
    assert shops.first.differences() == ()

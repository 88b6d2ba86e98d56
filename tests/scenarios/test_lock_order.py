"""Desks that want the same goods and orders queue up; the server never has to break a tie."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from threading import Event, Thread
from time import monotonic
from typing import Any

import psycopg
import pytest
from typing_extensions import override

from app.catalog.commands import ItemKind
from app.core.command import Command
from app.core.errors import Refused
from app.fulfilment.commands import CancelShipment, FinishPicking, ReleaseOrder, ShipOrder
from app.fulfilment.handlers import (
    cancel_order,
    cancel_shipment,
    close_rest,
    finish_picking,
    release_order,
    ship_order,
)
from app.orders import commands as o
from app.orders import handlers as oh
from app.stock import commands as s
from app.stock import handlers as sh
from tests.support.desks import shared_database, shared_desk
from tests.support.postgres import OWNER, PostgresServer
from tests.support.shops import Shop, open_shop

WAIT_S = 20


Wish = tuple[Callable[..., Any], Command]
WAITING = (
    "SELECT count(*) FROM pg_stat_activity "
    "WHERE datname = current_database() AND wait_event_type = 'Lock'"
)
TIES = "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()"
OTHERS = (
    "SELECT count(*) FROM pg_stat_activity "
    "WHERE datname = current_database() AND pid <> pg_backend_pid()"
)


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


class Shops:
    """Two desks on one server, and a third hand that can hold an item or a row fast."""

    def __init__(self, server: PostgresServer, address: str) -> None:
        self.first = open_shop(shared_desk(address))
        self.second = Shop(shared_desk(address), self.first.customer_id)
        self._open = [self.first.desk, self.second.desk]
        name = address.rsplit("/", 1)[1]
        self._connect = f"host=127.0.0.1 port={server.port} user={OWNER} dbname={name}"

    @contextmanager
    def holding(self, rows: str) -> Iterator[None]:
        """Keep rows of a table locked for a while."""
        with psycopg.connect(self._connect) as third:
            third.execute(f"SELECT 1 FROM {rows} FOR UPDATE".encode())
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

    def turns(self, rows: str, *wishes: Wish) -> tuple[object, ...]:
        """Let two commands wait for rows in this order; gives all that went wrong of both."""
        first, second = (
            Behind(shop, *wish)
            for shop, wish in zip((self.first, self.second), wishes, strict=True)
        )
        with self.holding(rows):
            first.start()
            self.wait_for(WAITING, 1)
            second.start()
            self.wait_for(WAITING, 2)
        first.join()
        second.join()
        differences = self.first.differences()
        self.close()
        self.wait_for(OTHERS, 0)
        failures = (one.failure for one in (first, second) if one.failure is not None)
        ties = (TIES,) * self.ask(TIES)
        return (*failures, *differences, *ties)

    def close(self) -> None:
        """Close both desks; the server has counted everything they did."""
        while self._open:
            self._open.pop().close()


@pytest.fixture
def shops(postgres_server: PostgresServer) -> Iterator[Shops]:
    """Give two desks on the same shop."""
    with shared_database(postgres_server) as address:
        both = Shops(postgres_server, address)
        yield both
        both.close()


def _amend(order: o.OrderPlaced, item_id: int) -> Wish:
    lines = (o.LineWanted(item_id=item_id, quantity=5),)
    return oh.amend_order, o.AmendOrder(order_id=order.order_id, revision=1, lines=lines)


ENDS: dict[str, Callable[[o.OrderPlaced, int], Wish]] = {
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
    assert shops.turns(_stock_of(nut), (sh.adjust_stock, correct), ENDS[end](placed, nut)) == ()


def _stock_of(item_id: int) -> str:
    return f"item_stock WHERE item_id = {item_id}"


def _placing(shop: Shop, *items: int) -> Wish:
    lines = tuple(o.LineWanted(item_id=item_id, quantity=1) for item_id in items)
    return oh.place_order, o.PlaceOrder(customer_id=shop.customer_id, lines=lines)


def _adding(shop: Shop, placed: o.OrderPlaced, item_id: int) -> Wish:
    """Add an item to an order as it stands."""
    detail = shop.detail(placed.order_id)
    kept = tuple(
        o.LineWanted(item_id=line.item_id, quantity=line.quantity, line_id=line.line_id)
        for line in detail.lines
    )
    lines = (*kept, o.LineWanted(item_id=item_id, quantity=1))
    return oh.amend_order, o.AmendOrder(
        order_id=placed.order_id, revision=detail.revision, lines=lines, answers=_YES
    )


_YES = ("duplicate_order:0",)


def test_an_order_that_gets_an_item_more_locks_its_items_in_one_go(shops: Shops) -> None:
    shop = shops.first
    nut, bolt = shop.item("NUT", 10), shop.item("BOLT", 10)
    placed = shop.order((bolt, 2))
    assert shops.turns(_stock_of(nut), _placing(shop, nut, bolt), _adding(shop, placed, nut)) == ()


def test_a_part_of_a_new_kit_is_locked_with_the_rest(shops: Shops) -> None:
    shop = shops.first
    nut, bolt = shop.item("NUT", 10), shop.item("BOLT", 10)
    kit = shop.kit("KIT", [(nut, 1)])
    placed = shop.order((bolt, 2))
    assert shops.turns(_stock_of(nut), _placing(shop, nut, bolt), _adding(shop, placed, kit)) == ()


def test_sums_that_two_orders_change_are_met_in_one_order(shops: Shops) -> None:
    shop = shops.first
    fit, nut = shop.item("FIT", kind=ItemKind.SERVICE), shop.item("NUT", 10)
    shop.order((fit, 3))
    placed = shop.order((nut, 2))
    shop.customer("Lamp Co")
    assert shops.turns("day_sales", _adding(shop, placed, fit), _placing(shop, fit)) == ()


def _bought(shop: Shop, *items: int) -> tuple[int, list[int]]:
    """Order ten of each item and receive one of the first."""
    lines = tuple(s.PurchaseWanted(item_id=item_id, quantity=10) for item_id in items)
    made = shop.run(sh.order_purchase, s.OrderPurchase(lines=lines))
    ids = [row[0] for row in shop.rows("SELECT id FROM purchase_line ORDER BY id")]
    shop.run(*_receiving(made.record_id, ids[0]))
    return made.record_id, ids


def _receiving(purchase_id: int, line_id: int) -> Wish:
    arrived = (s.PurchaseArrived(purchase_line_id=line_id, quantity=1),)
    return sh.receive_purchase, s.ReceivePurchase(purchase_id=purchase_id, arrived=arrived)


def test_a_receipt_and_the_reversal_of_another_follow_each_other(shops: Shops) -> None:
    nut = shops.first.item("NUT")
    purchase_id, (line_id,) = _bought(shops.first, nut)
    reverse = sh.reverse_move, s.ReverseMove(sequence=1, reason="typed twice")
    assert shops.turns(_stock_of(nut), reverse, _receiving(purchase_id, line_id)) == ()


def test_closing_a_purchase_locks_its_items_in_their_order(shops: Shops) -> None:
    shop = shops.first
    nut, bolt = shop.item("NUT", 5), shop.item("BOLT", 5)
    purchase_id, _lines = _bought(shop, bolt, nut)
    close = sh.close_purchase, s.ClosePurchase(purchase_id=purchase_id)
    assert shops.turns(_stock_of(nut), _placing(shop, nut, bolt), close) == ()


PICKS: dict[str, Callable[[int], Wish]] = {
    "pick": lambda one: (finish_picking, FinishPicking(shipment_id=one)),
    "cancel": lambda one: (cancel_shipment, CancelShipment(shipment_id=one)),
}


@pytest.mark.parametrize("step", sorted(PICKS))
def test_a_correction_and_a_step_of_the_shipment_it_hits_follow_each_other(
    shops: Shops, step: str
) -> None:
    nut = shops.first.item("NUT", 10)
    placed = shops.first.order((nut, 8))
    made = shops.first.run(release_order, ReleaseOrder(order_id=placed.order_id))
    correct = s.AdjustStock(item_id=nut, difference=-4, reason="broken")
    taken = PICKS[step](made.shipment_id)
    assert shops.turns(_stock_of(nut), (sh.adjust_stock, correct), taken) == ()

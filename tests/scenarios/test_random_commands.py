"""Random days at the shop: whatever is asked, only refusals, and every kept sum stays true."""

import shutil
import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path
from typing import Any, ClassVar

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)
from typing_extensions import override

from app.catalog.commands import ItemKind
from app.fulfilment import commands as f
from app.fulfilment import handlers as fh
from app.fulfilment.handlers import ending
from app.orders import commands as o
from app.orders import handlers as oh
from app.orders.states import HOLDS
from tests.scenarios.random_stock import FEW, PICK, StockDays
from tests.support.desks import SetClock, local_desk, shared_database, shared_desk
from tests.support.postgres import PostgresServer
from tests.support.shops import CLERK, OWNER, open_shop


class Days(StockDays):
    """Anything anybody may ask of stock, orders and shipments, in any order."""

    server: ClassVar[PostgresServer | None] = None
    shipped: ClassVar[int] = 0
    """Orders that left, over all days: a run that only refuses proves nothing."""

    def __init__(self) -> None:
        super().__init__()
        self.left_open = ExitStack()
        self.clock = SetClock()
        if self.server is None:
            folder = Path(tempfile.mkdtemp())
            self.left_open.callback(shutil.rmtree, folder)
            desk = local_desk(folder, self.clock)
        else:
            address = self.left_open.enter_context(shared_database(self.server))
            desk = shared_desk(address, self.clock)
        self.left_open.callback(desk.close)
        self.shop = open_shop(desk)
        self.steps = 0

    @override
    def teardown(self) -> None:
        try:
            self.compare()
            self.wind_up()
        finally:
            self.left_open.close()

    def wind_up(self) -> None:
        """Ship what is ready and end every order: nobody at the counter is ever stuck."""
        shop = self.shop
        ready = "SELECT id FROM sales_order WHERE label = 'ready' AND units > cancelled_units"
        for (order_id,) in shop.rows(ready):
            shop.ship(order_id)
        going = (
            "SELECT id, shipped_units FROM sales_order WHERE state IN ('submitted', 'confirmed')"
        )
        for order_id, shipped in shop.rows(going):
            if shipped:
                shop.run(ending.close_rest, o.CloseRest(order_id=order_id, reason="enough"))
            else:
                shop.run(ending.cancel_order, o.CancelOrder(order_id=order_id, reason="enough"))
        self.compare()
        assert shop.rows("SELECT item_id FROM item_stock WHERE reserved > 0") == []
        ((left,),) = shop.rows("SELECT count(*) FROM sales_order WHERE shipped_units > 0")
        type(self).shipped += left

    @initialize(limit=st.sampled_from([None, 4_000]))
    def fill(self, limit: int | None) -> None:
        shop = self.shop
        self.stocked = [shop.item("NUT", 9), shop.item("BOLT", 5), shop.item("ROD", 0)]
        kit = shop.kit("KIT", [(self.stocked[0], 2), (self.stocked[1], 1)])
        self.sold = [*self.stocked, kit, shop.item("DRIVE", kind=ItemKind.SERVICE)]
        self.bins = [2, shop.place("A-1"), shop.place("A-2"), 3]
        self.customers = [shop.customer_id, shop.customer("Lamp Co", limit=limit, discount=500)]

    @rule(
        lines=st.lists(st.tuples(PICK, FEW, st.sampled_from([0, 0, 1500])), min_size=1, max_size=3),
        who=PICK,
        shortage=st.sampled_from(["backorder", "backorder", "available", "refuse"]),
        confirm=st.booleans(),
        clerk=st.booleans(),
    )
    def place(
        self,
        lines: list[tuple[int, int, int]],
        who: int,
        shortage: str,
        confirm: bool,
        clerk: bool,
    ) -> None:
        wanted = tuple(
            o.LineWanted(item_id=self.sold[i % 5], quantity=units, discount=share)
            for i, units, share in lines
        )
        command = o.PlaceOrder(
            customer_id=self.customers[who % 2],
            lines=wanted,
            shortage=shortage,
            confirm=confirm,
            on_question="hold",
            freight=399 if who % 3 else None,
            answers=("duplicate_order:0",) if who % 4 else (),
        )
        self.shop.sign_in(CLERK if clerk else OWNER)
        self.ask(oh.place_order, command)
        self.shop.sign_in(OWNER)

    def order(self, which: int) -> int:
        return self.one("SELECT id FROM sales_order ORDER BY id DESC LIMIT 12", which)

    @rule(
        which=PICK,
        changes=st.lists(st.tuples(PICK, st.integers(0, 8)), max_size=3),
        shortage=st.sampled_from(["", "", "available", "refuse"]),
    )
    def amend(self, which: int, changes: list[tuple[int, int]], shortage: str = "") -> None:
        order_id = self.order(which)
        if not order_id:
            return
        detail = self.shop.detail(order_id)
        lines = {
            line.line_id: o.LineWanted(
                item_id=line.item_id, quantity=line.quantity, line_id=line.line_id
            )
            for line in detail.lines
        }
        fresh = []
        for change, units in changes:
            known = detail.lines[change % len(detail.lines)]
            if change % 3 == 0 and units:
                item_id = self.sold[change % 5]
                fresh.append(o.LineWanted(item_id=item_id, quantity=units, shortage=shortage))
            elif units:
                lines[known.line_id] = o.LineWanted(
                    item_id=known.item_id,
                    quantity=units,
                    line_id=known.line_id,
                    shortage=shortage,
                )
            else:
                lines.pop(known.line_id, None)
        command = o.AmendOrder(
            order_id=order_id,
            revision=detail.revision,
            lines=(*lines.values(), *fresh),
            answers=("duplicate_order:0",),
        )
        self.ask(oh.amend_order, command)

    @rule(
        which=PICK,
        kind=st.sampled_from(sorted(HOLDS)),
        keeps=st.sampled_from([None, True]),
        days=st.sampled_from([None, 1, 2]),
    )
    def hold(self, which: int, kind: str, keeps: bool | None, days: int | None = None) -> None:
        until = self.clock.now().date() + timedelta(days=days) if days else None
        command = o.PlaceHold(
            order_id=self.order(which), kind=kind, keeps_reservation=keeps, until=until
        )
        self.ask(oh.place_hold, command)

    @rule(which=PICK)
    def release_hold(self, which: int) -> None:
        hold_id = self.one(
            "SELECT id FROM order_hold WHERE released_at IS NULL ORDER BY id DESC LIMIT 9", which
        )
        self.ask(oh.release_hold, o.ReleaseHold(hold_id=hold_id, reason="seen"))

    @rule(which=PICK, what=st.sampled_from(["confirm", "reserve", "cancel", "close", "reopen"]))
    def end(self, which: int, what: str) -> None:
        order_id = self.order(which)
        if what == "confirm":
            self.ask(oh.confirm_order, o.ConfirmOrder(order_id=order_id))
        elif what == "reserve":
            self.ask(oh.reserve_order, o.ReserveOrder(order_id=order_id))
        elif what == "cancel":
            self.ask(ending.cancel_order, o.CancelOrder(order_id=order_id))
        elif what == "close":
            self.ask(ending.close_rest, o.CloseRest(order_id=order_id, reason="enough"))
        else:
            self.ask(oh.reopen_order, o.ReopenOrder(order_id=order_id, reason="more"))

    @rule(which=PICK, amount=st.integers(-900, 3_000))
    def pay(self, which: int, amount: int) -> None:
        self.ask(oh.record_payment, o.RecordPayment(order_id=self.order(which), amount=amount))
        self.ask(oh.invoice_order, o.InvoiceOrder(order_id=self.order(which)))

    @rule(which=PICK, units=st.integers(0, 3), part=st.booleans())
    def ship_order(self, which: int, units: int, part: bool) -> None:
        order_id = self.order(which)
        quantities: tuple[tuple[int, int], ...] = ()
        if part and order_id:
            lines = self.shop.detail(order_id).lines
            quantities = ((lines[which % len(lines)].line_id, units),)
        self.ask(fh.ship_order, f.ShipOrder(order_id=order_id, quantities=quantities))

    @rule(which=PICK)
    def release_order(self, which: int) -> None:
        self.ask(fh.release_order, f.ReleaseOrder(order_id=self.order(which)))

    def shipment(self, which: int) -> int:
        return self.one("SELECT id FROM shipment ORDER BY id DESC LIMIT 6", which)

    @rule(which=PICK, short=st.integers(0, 3))
    def pick(self, which: int, short: int) -> None:
        shipment_id = self.shipment(which)
        lines = self.shop.shipment_lines(shipment_id)
        picked = tuple(
            f.Picked(
                shipment_line_id=line.shipment_line_id,
                quantity=max(0, line.planned - short),
                reason="broken",
            )
            for line in lines[:1]
        )
        self.ask(fh.finish_picking, f.FinishPicking(shipment_id=shipment_id, picked=picked))

    @rule(which=PICK, what=st.sampled_from(["start", "pack", "ship", "back", "cancel", "reverse"]))
    def step(self, which: int, what: str) -> None:
        shipment_id = self.shipment(which)
        steps: dict[str, tuple[Callable[..., Any], Any]] = {
            "start": (fh.start_picking, f.StartPicking(shipment_id=shipment_id)),
            "pack": (fh.pack_shipment, f.PackShipment(shipment_id=shipment_id)),
            "ship": (fh.ship_shipment, f.ShipShipment(shipment_id=shipment_id)),
            "back": (fh.step_back, f.StepBack(shipment_id=shipment_id)),
            "cancel": (ending.cancel_shipment, f.CancelShipment(shipment_id=shipment_id)),
            "reverse": (
                fh.reverse_shipment,
                f.ReverseShipment(shipment_id=shipment_id, reason="wrong van"),
            ),
        }
        self.ask(*steps[what])

    @rule(which=PICK, back=st.booleans(), missing=st.integers(0, 2))
    def arrive(self, which: int, back: bool, missing: int) -> None:
        shipment_id = self.shipment(which)
        if back:
            refused = f.ReturnShipment(shipment_id=shipment_id, reason="refused")
            self.ask(fh.return_shipment, refused)
            return
        arrived = tuple(
            f.Arrived(shipment_line_id=line.shipment_line_id, quantity=line.shipped - missing)
            for line in self.shop.shipment_lines(shipment_id)[:1]
        )
        received = f.ReceiveShipment(shipment_id=shipment_id, received_by="Bob", arrived=arrived)
        self.ask(fh.receive_shipment, received)

    @rule()
    def tomorrow(self) -> None:
        self.clock.moment += timedelta(hours=9)

    @invariant()
    def every_sum_is_true(self) -> None:
        self.steps += 1
        if self.steps % 4 == 0:
            self.compare()

    def compare(self) -> None:
        """Recompute every kept sum."""
        found = self.shop.differences()
        assert not found, found


ROUNDS = settings(
    max_examples=20,
    stateful_step_count=40,
    derandomize=True,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)


def test_any_sequence_of_commands_leaves_every_sum_true_in_the_local_file() -> None:
    class LocalDays(Days):
        """Days at the local file."""

    run_state_machine_as_test(LocalDays, settings=ROUNDS)
    assert LocalDays.shipped > 0


def test_any_sequence_of_commands_leaves_every_sum_true_on_the_server(
    postgres_server: PostgresServer,
) -> None:
    class SharedDays(Days):
        """Days at the shared server."""

        server = postgres_server

    run_state_machine_as_test(SharedDays, settings=settings(ROUNDS, max_examples=12))
    assert SharedDays.shipped > 0

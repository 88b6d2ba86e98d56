"""Entering and shipping orders: the program's service beside the bare database."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter

from app.desk import Desk
from app.fulfilment.commands import ShipOrder, ShipOrders
from app.fulfilment.handlers import ship_order, ship_orders
from app.orders.handlers import place_order
from bench.floor import Floor
from bench.report import Figure, by_ratio
from bench.rounds import Timed, round_robin
from bench.setting import Setting
from bench.workload import Caller, bare, copy_of, signed_in

_MANY = 100
"""Orders chosen and shipped together."""


class Clerk:
    """Takes the same calls at a desk, or at a bare file, and ships what was taken."""

    def __init__(self, desk: Desk | None = None, floor: Floor | None = None) -> None:
        """Sit down at one of the two."""
        self._calls = Caller()
        self._desk, self._floor = desk, floor
        self._open: list[int] = []

    def place(self) -> None:
        """Enter the next order."""
        wanted = self._calls.order()
        if self._desk is not None:
            outcome = self._desk.run(place_order, wanted.command())
            self._open.append(outcome.answer.order_id)
        elif self._floor is not None:
            self._open.append(self._floor.place(wanted))

    def ship(self) -> None:
        """Ship the oldest order that is open."""
        order_id = self._open.pop(0)
        if self._desk is not None:
            self._desk.run(ship_order, ShipOrder(order_id=order_id))
        elif self._floor is not None:
            self._floor.ship(order_id)

    def ship_many(self, count: int) -> None:
        """Ship the oldest open orders in one transaction."""
        chosen, self._open = self._open[:count], self._open[count:]
        if self._desk is not None:
            outcome = self._desk.run(ship_orders, ShipOrders(order_ids=tuple(chosen)))
            if len(outcome.answer.steps) != count:
                raise AssertionError(outcome.answer.refused)
        elif self._floor is not None:
            self._floor.ship_many(chosen)


@contextmanager
def _clerks(template: Path) -> Iterator[dict[str, Clerk]]:
    desk = signed_in(copy_of(template, "ours.tally"))
    floors = [
        Floor(bare(copy_of(template, "floor.tally"))),
        Floor(bare(copy_of(template, "without.tally")), figures=False),
    ]
    try:
        yield {
            "floor": Clerk(floor=floors[0]),
            "ours": Clerk(desk),
            "without": Clerk(floor=floors[1]),
        }
    finally:
        desk.close()
        for floor in floors:
            floor.raw.close()


def bulk(setting: Setting) -> list[Figure]:
    """Measure shipping a hundred chosen orders in one transaction, per order."""
    with _clerks(setting.template) as clerks:
        pair = [(name, clerks[name]) for name in ("floor", "ours")]
        timed = Timed({name: [] for name, _one in pair}, {name: [] for name, _one in pair})
        for _turn in range(4 if setting.quick else 15):
            for name, clerk in pair:
                for _order in range(_MANY):
                    clerk.place()
                started = perf_counter()
                clerk.ship_many(_MANY)
                timed.calls[name].append((perf_counter() - started) / _MANY)
                timed.rounds[name].append(timed.calls[name][-1])
    ratio = timed.ratio("ours", "floor")
    return [
        by_ratio("bulk", timed.ms("ours"), timed.ms("floor"), ratio),
        Figure("bulk_ms", timed.ms("ours"), None, timed.ms("ours")),
    ]


def orders(setting: Setting) -> list[Figure]:
    """Measure entering, shipping and what the roll-ups cost."""
    rounds = 8 if setting.quick else 20
    with _clerks(setting.template) as clerks:
        placed = round_robin([(name, one.place) for name, one in clerks.items()], rounds, 50)
        pair = [(name, clerks[name].ship) for name in ("floor", "ours")]
        shipped = round_robin(pair, rounds - 1, 50)
    ratio = placed.ratio("floor", "without")
    return [
        by_ratio("place", placed.ms("ours"), placed.ms("floor"), placed.ratio("ours", "floor")),
        by_ratio("ship", shipped.ms("ours"), shipped.ms("floor"), shipped.ratio("ours", "floor")),
        by_ratio("rollups", placed.ms("floor"), placed.ms("without"), ratio),
    ]

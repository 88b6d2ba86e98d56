"""Many clients at once in several processes: what each call took, and that nothing was lost."""

import gc
import multiprocessing
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from multiprocessing.synchronize import Barrier
from pathlib import Path
from random import Random
from threading import Thread
from time import perf_counter, sleep
from typing import Any

from app.core.clock import SystemClock
from app.db.engine import shared_engine, shared_readers
from app.desk import Desk
from app.orders.handlers import place_order
from bench.floor import Floor
from bench.server import bare_line
from bench.workload import OWNER, Caller, Wanted, bare, signed_in

WARM = 2
"""Orders each client enters before the clock starts."""

_PLACE = b"SELECT floor_place(%s, %s::bigint[], %s::bigint[])"


@dataclass(frozen=True)
class Load:
    """Who works where and for how long; `ours` or bare, on a server's address or a file."""

    where: str
    ours: bool
    processes: int
    clients: int
    seconds: float
    think_s: float
    seed: int = 0


@dataclass(frozen=True)
class Measured:
    """What came of it: seconds of every call, in order of size, and how long it went on."""

    calls: list[float]
    seconds: float
    warm: int = 0

    @property
    def orders(self) -> int:
        """Count the orders entered, with those that do not count for the clock."""
        return len(self.calls) + self.warm

    @property
    def each_second(self) -> float:
        """Give the orders entered in a second."""
        return len(self.calls) / self.seconds

    def at_ms(self, share: float) -> float:
        """Give the time that a share of the calls stayed under."""
        return self.calls[min(len(self.calls) - 1, int(len(self.calls) * share))] * 1000


def run(load: Load) -> Measured:
    """Let all clients begin together and gather what they measured; an error of one is raised."""
    context = multiprocessing.get_context("spawn")
    start, results = context.Barrier(load.processes + 1), context.Queue()
    workers = [
        context.Process(target=_work, args=(load, number, start, results), daemon=True)
        for number in range(load.processes)
    ]
    for one in workers:
        one.start()
    start.wait(120)
    calls: list[float] = []
    for _worker in workers:
        found = results.get(timeout=load.seconds + 120)
        if isinstance(found, str):
            raise RuntimeError(found)  # noqa: TRY004 - it names what went wrong there
        calls += found
    for one in workers:
        one.join()
    return Measured(sorted(calls), load.seconds, WARM * load.processes * load.clients)


def _work(load: Load, number: int, start: Barrier, results: Any) -> None:
    calls: list[float] = []
    failures: list[str] = []
    with ExitStack() as stack:
        opened = [stack.enter_context(_client(load)) for _client_number in range(load.clients)]
        for at, place in enumerate(opened):
            _warm(place, 50_000 + load.seed + number * 100 + at)
        threads = [
            Thread(target=_ask, args=(load, place, load.seed + number * 100 + at, calls, failures))
            for at, place in enumerate(opened)
        ]
        gc.collect()
        gc.freeze()  # the program, too, looks through old objects only while nobody waits
        start.wait(120)
        for one in threads:
            one.start()
        for one in threads:
            one.join()
    results.put(failures[0] if failures else calls)


def _warm(place: Callable[[Wanted], object], seed: int) -> None:
    """Enter the first orders, which load and open what later ones find ready; they do not count."""
    caller = Caller(seed=seed)
    for _order in range(WARM):
        place(caller.order())


def _ask(
    load: Load,
    place: Callable[[Wanted], object],
    seed: int,
    calls: list[float],
    failures: list[str],
) -> None:
    caller, chance = Caller(seed=seed), Random(seed)
    end = perf_counter() + load.seconds
    sleep(chance.random() * load.think_s)
    try:
        while perf_counter() < end:
            wanted = caller.order()
            started = perf_counter()
            place(wanted)
            calls.append(perf_counter() - started)
            sleep(load.think_s * (0.5 + chance.random()))
    except Exception as error:  # noqa: BLE001 - told by the process that waits for all
        failures.append(f"{type(error).__name__}: {error}")


@contextmanager
def _client(load: Load) -> Iterator[Callable[[Wanted], object]]:
    if load.ours:
        desk = _desk(load.where)
        try:
            yield lambda wanted: desk.run(place_order, wanted.command())
        finally:
            desk.close()
    elif load.where.startswith("postgresql"):
        with bare_line(load.where) as line:
            yield lambda wanted: line.execute(_PLACE, _values(wanted)).fetchone()
    else:
        raw = bare(Path(load.where))
        raw.execute("PRAGMA busy_timeout = 30000")
        yield Floor(raw).place
        raw.close()


def _desk(where: str) -> Desk:
    if not where.startswith("postgresql"):
        return signed_in(Path(where))
    engine = shared_engine(where)
    desk = Desk(engine, shared_readers(engine), SystemClock(), "bench")
    desk.sign_in(OWNER)
    return desk


def _values(wanted: Wanted) -> tuple[int, list[int], list[int]]:
    items, units = zip(*wanted.lines, strict=True)
    return wanted.customer_id, list(items), list(units)

"""Fair timing: in each round a block of every variant, so that a busy machine cancels out."""

import gc
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from statistics import median
from time import perf_counter

Work = Callable[[], object]
_WARM_UP = 3


@dataclass
class Timed:
    """Seconds of every call by variant, and each round's medians."""

    calls: dict[str, list[float]] = field(default_factory=dict)
    rounds: dict[str, list[float]] = field(default_factory=dict)

    def ratio(self, ours: str, floor: str) -> float:
        """Give the median over rounds of our median by the floor's."""
        pairs = zip(self.rounds[ours], self.rounds[floor], strict=True)
        return median(mine / bare for mine, bare in pairs)

    def ms(self, name: str) -> float:
        """Give the median of all calls in milliseconds."""
        return median(self.calls[name]) * 1000

    def p99_ms(self, name: str) -> float:
        """Give the time that 99 of 100 calls stay under, in milliseconds."""
        calls = sorted(self.calls[name])
        return calls[min(len(calls) - 1, int(len(calls) * 0.99))] * 1000


def round_robin(variants: Sequence[tuple[str, Work]], rounds: int, block: int) -> Timed:
    """Time blocks of every variant in turn, after a few calls that do not count."""
    timed = Timed({name: [] for name, _work in variants}, {name: [] for name, _work in variants})
    for _name, work in variants:
        for _number in range(min(_WARM_UP, block)):
            work()
    gc.collect()
    gc.freeze()
    for turn in range(rounds):
        order = list(variants) if turn % 2 == 0 else list(reversed(variants))
        for name, work in order:
            block_calls = [_time(work) for _number in range(block)]
            timed.calls[name].extend(block_calls)
            timed.rounds[name].append(median(block_calls))
    gc.unfreeze()
    return timed


def _time(work: Work) -> float:
    started = perf_counter()
    work()
    return perf_counter() - started

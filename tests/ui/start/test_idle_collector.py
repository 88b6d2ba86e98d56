"""Tests of collecting unused circles beside a person who types."""

import gc
import weakref
from collections.abc import Iterator

import pytest

from ui.kit.context import Context
from ui.start.idle_collector import IdleCollector


class Ring:
    """An object that only the collector can let go of."""

    def __init__(self) -> None:
        """Hold itself."""
        self.me = self


@pytest.fixture
def collector(context: Context) -> Iterator[IdleCollector]:
    """Give a collector, stopped afterwards."""
    made = IdleCollector(context.tasks)
    yield made
    made.stop()


def test_a_step_lets_go_of_what_is_unused(collector: IdleCollector) -> None:
    ring = Ring()
    alive = weakref.ref(ring)
    del ring
    collector.step()
    assert alive() is None


def test_a_step_does_not_look_again_at_what_stays(collector: IdleCollector) -> None:
    kept = [[number] for number in range(10_000)]
    collector.step()
    assert len(gc.get_objects()) < len(kept)


def test_no_full_pass_comes_by_itself(collector: IdleCollector) -> None:
    del collector
    before = gc.get_stats()[2]["collections"]
    kept = [[number] for number in range(300_000)]
    assert gc.get_stats()[1]["collections"] > 0
    assert gc.get_stats()[2]["collections"] == before
    assert len(kept) == 300_000


def test_all_is_as_before_when_it_stops(context: Context) -> None:
    before = gc.get_threshold()
    IdleCollector(context.tasks).stop()
    assert gc.get_threshold() == before
    assert gc.get_freeze_count() == 0

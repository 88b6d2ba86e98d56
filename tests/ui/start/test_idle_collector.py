"""Tests of collecting unused circles beside a person who types."""

import gc
import weakref
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QTimer
from pytestqt.qtbot import QtBot

from tests.support.windows import idle
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


def test_a_worker_never_collects_what_belongs_to_the_window(
    qtbot: QtBot, context: Context, collector: IdleCollector
) -> None:
    """A timer that dies on another thread than its own takes the program with it."""
    timer = QTimer()
    timer.me = timer  # type: ignore[attr-defined]  # a circle, as a slot of its own makes one
    alive = weakref.ref(timer)
    del timer
    lasting: list[list[int]] = []
    context.tasks.call(lambda: lasting.extend([number] for number in range(300_000)))
    idle(qtbot, context)
    assert len(lasting) == 300_000
    assert alive() is not None
    collector.step()
    assert alive() is None


def test_all_is_as_before_when_it_stops(context: Context) -> None:
    before = gc.isenabled()
    IdleCollector(context.tasks).stop()
    assert gc.isenabled() == before
    assert gc.get_freeze_count() == 0

"""How long work tells where it is and asks whether to go on."""

import gc
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Lock

from app.exchange.errors import ImportCancelled

Watch = Callable[[str, int, int], bool]
"""Called with stage, done and total (0: unknown); answers False to stop."""

EVERY = 2_000
"""Rows between two calls: far less than half a second."""


def unwatched(_stage: str, _done: int, _total: int) -> bool:
    """Watch nothing and never stop."""
    return True


def step(watch: Watch, stage: str, done: int, total: int) -> None:
    """Tell where the work is.

    Raises:
        ImportCancelled: the watcher wants to stop.
    """
    if not watch(stage, done, total):
        raise ImportCancelled


_TURN_S = 0.001
"""How long another thread waits for its turn while a long file is worked on, in seconds."""
_changing = Lock()
_usual: list[tuple[bool, float]] = []
"""What was in force before each of the works under way."""


@contextmanager
def considerate() -> Iterator[None]:
    """Leave the other threads, the window's above all, their turns while a file is worked on.

    They get them soon, and the garbage collector is held back: a full pass over everything
    alive stops every thread for a tenth of a second, and rows read make no garbage that needs
    one.
    """
    with _changing:
        _usual.append(_usual[0] if _usual else (gc.isenabled(), sys.getswitchinterval()))
        gc.disable()
        sys.setswitchinterval(min(_TURN_S, _usual[0][1]))
    try:
        yield
    finally:
        with _changing:
            collects, turn = _usual.pop()
            if not _usual:
                sys.setswitchinterval(turn)
                if gc.get_freeze_count():  # the window looks at old objects in its own time
                    gc.freeze()
                if collects:
                    gc.enable()

"""How long work tells where it is and asks whether to go on."""

import gc
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


_collecting = Lock()
_held_back = 0


@contextmanager
def uncollected() -> Iterator[None]:
    """Hold the garbage collector back while a long file is read.

    A full pass over everything that is alive stops every thread for a tenth of a second, the
    window's too; what is read makes no garbage that needs one.
    """
    global _held_back  # noqa: PLW0603 - the collector is one for the whole program
    with _collecting:
        _held_back += 1
        gc.disable()
    try:
        yield
    finally:
        with _collecting:
            _held_back -= 1
            if not _held_back:
                gc.enable()

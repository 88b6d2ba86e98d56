"""How long work tells where it is and asks whether to go on."""

from collections.abc import Callable

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

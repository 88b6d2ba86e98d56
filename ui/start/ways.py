"""The ways to a desk's key, to a first look and to the open desk: files, servers, the demo."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.core.clock import Clock
from app.glance import glance, key_at_hand, key_from, open_key
from ui.start.opening import Way
from ui.today.board import COLUMNS

if TYPE_CHECKING:
    from app.desk import Desk

Load = Callable[[], "tuple[Callable[..., Desk], Callable[..., Desk]]"]
"""Loads what a desk needs: gives what opens a desk, and what opens the demo shop."""

_COLUMNS = tuple(labels for _name, labels in COLUMNS)


def way_to(place: str, clock: Clock, load: Load) -> Way:
    """Give the way to a desk's file or to a server's address."""
    path = Path(place)
    is_file = "://" not in place

    def key(secret: dict[str, Any]) -> bytes | None:
        if not is_file:
            return None
        if secret:
            return key_from(path, secret.get("passphrase"), secret.get("recovery"))
        return key_at_hand(path)

    def desk(known: bytes | None, secret: dict[str, Any]) -> "Desk":
        remember = bool(secret.get("remember"))
        return load()[0](place, key=known, remember=remember, clock=clock)

    return Way(key, lambda known: glance(path, known, clock, _COLUMNS), desk, load)


def demo_way(place: str, clock: Clock, load: Load) -> Way:
    """Give the way to the demo desk, which is made when there is none."""
    path = Path(place)

    def desk(_known: bytes | None, _secret: dict[str, Any]) -> "Desk":
        return load()[1](path.parent, clock)

    return Way(
        lambda _secret: open_key(path),
        lambda known: glance(path, known, clock, _COLUMNS),
        desk,
        load,
    )

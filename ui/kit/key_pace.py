"""Tells a scanner's burst of keys from a person's typing."""

import time

from PySide6.QtGui import QKeyEvent

GAP_MS = 35
"""Keys of a scanner follow each other within this time; people are slower."""


class KeyPace:
    """Knows when the last key was pressed.

    By the clock of the system that sent it, where it tells: a busy window gets the keys of one
    scan late and unevenly, and must not take them for two.
    """

    def __init__(self) -> None:
        """Start with no key before."""
        self._last_ms = 0.0

    def follows(self, event: QKeyEvent) -> bool:
        """Tell whether a key belongs to the burst of the one before."""
        return abs(_pressed_ms(event) - self._last_ms) <= GAP_MS

    def note(self, event: QKeyEvent) -> None:
        """Remember a key as the last one."""
        self._last_ms = _pressed_ms(event)

    def forget(self) -> None:
        """Let the next key begin a burst."""
        self._last_ms = 0.0


def _pressed_ms(event: QKeyEvent) -> float:
    return float(event.timestamp()) or time.monotonic() * 1000

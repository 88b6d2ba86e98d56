"""What a column of a table is."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Qt

LABEL_ROLE = int(Qt.ItemDataRole.UserRole) + 1
"""Role under which a status column gives its label to the pill delegate."""


@dataclass(frozen=True)
class Column:
    """A column: its heading, how to write a row's value, its width in characters.

    `number` sets figures right-aligned; `stretch` takes the rest of the width; `label` gives
    the board label a pill is painted for.
    """

    title: str
    text: Callable[[Any], str]
    width: int = 12
    number: bool = False
    stretch: bool = False
    label: Callable[[Any], str] | None = None
    colour: Callable[[Any], Any] | None = None

"""What every part of the benchmark is given: the shop to copy, how much to do, which server."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Setting:
    """A closed encrypted desk to copy, whether to be quick, and a PostgreSQL server if any."""

    template: Path
    quick: bool = True
    server: str = ""

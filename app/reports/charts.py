"""A chart as a plain value: what window and paper draw, and the round figures of its axis."""

import math
from dataclasses import dataclass
from typing import Literal

_ROUND_STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)
_SLACK = 1e-9
_FLAT = 1e-12


@dataclass(frozen=True)
class Series:
    """One row of values, one for each label of the chart."""

    name: str
    values: tuple[float, ...]


@dataclass(frozen=True)
class Chart:
    """Bars or lines over labels; `description` says in words what the picture shows."""

    kind: Literal["bars", "lines"]
    title: str
    x_labels: tuple[str, ...]
    series: tuple[Series, ...]
    unit: str
    description: str

    def ticks(self, count: int = 5) -> tuple[float, ...]:
        """Give the figures of the value axis; bars always stand on zero."""
        values = [value for series in self.series for value in series.values]
        low, high = min(values, default=0.0), max(values, default=0.0)
        if self.kind == "bars" or low >= 0:
            low, high = min(low, 0.0), max(high, 0.0)
        return nice_ticks(low, high, count)


def nice_ticks(low: float, high: float, count: int = 5) -> tuple[float, ...]:
    """Give about `count` round, evenly spaced figures that enclose `low` to `high`.

    At least two figures come back; ends too near to tell apart are widened, unordered ones turned.
    """
    if low > high:
        low, high = high, low
    if high - low < _FLAT:
        low, high = (low - 1, high + 1) if low < 0 else (low, low + max(abs(low), 1.0))
    step = _round_step((high - low) / max(count - 1, 1))
    first = math.floor(low / step + _SLACK)
    last = math.ceil(high / step - _SLACK)
    digits = max(0, 2 - math.floor(math.log10(step)))
    return tuple(round(index * step, digits) + 0.0 for index in range(first, last + 1))


def _round_step(rough: float) -> float:
    power = float(10 ** math.floor(math.log10(rough)))
    return power * next(step for step in _ROUND_STEPS if step * power >= rough * (1 - _SLACK))

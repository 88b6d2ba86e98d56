"""What was measured, beside what it must reach: as a table and as JSON."""

import platform
import tomllib
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

_TARGETS = Path(__file__).with_name("targets.toml")
_ROW = "{:>2}  {:<60} {:>9} {:>9} {:>7} {:>6} {:>6}  {}"
_SLACK = 1.25
"""How far a shared machine may push a ratio beyond its must before `--check` fails."""


@dataclass(frozen=True)
class Figure:
    """One measured figure; `floor_ms` is empty where the value itself is judged, in `unit`."""

    name: str
    ours_ms: float
    floor_ms: float | None
    value: float
    note: str = ""
    unit: str = "ms"


@dataclass(frozen=True)
class Judged:
    """A figure with its target: "aim", "must" or "missed"."""

    number: str
    title: str
    floor: str
    must: float
    aim: float
    figure: Figure

    @property
    def verdict(self) -> str:
        """Say which target is reached."""
        if self.figure.value <= self.aim:
            return "aim"
        return "must" if self.figure.value <= self.must else "missed"

    @property
    def fails(self) -> bool:
        """Tell whether `--check` objects: ratios with slack, counts at once, milliseconds never."""
        if self.figure.floor_ms is not None:
            return self.figure.value > self.must * _SLACK
        return self.figure.unit == "count" and self.figure.value > self.must


def by_ratio(name: str, ours_ms: float, floor_ms: float, ratio: float, note: str = "") -> Figure:
    """Give a figure that is judged by its ratio."""
    return Figure(name, ours_ms, floor_ms, ratio, note)


def judge(figures: list[Figure]) -> list[Judged]:
    """Put each figure beside its target."""
    targets: dict[str, dict[str, Any]] = tomllib.loads(_TARGETS.read_text("utf-8"))
    return [Judged(**targets[figure.name], figure=figure) for figure in figures]


def better(first: list[Judged], second: list[Judged]) -> list[Judged]:
    """Choose the lower value of each figure of two runs of a part."""
    pairs = zip(first, second, strict=True)
    return [min(pair, key=lambda one: one.figure.value) for pair in pairs]


def table(judged: list[Judged]) -> str:
    """Write the table of ratios."""
    lines = [_ROW.format("#", "what", "ours ms", "floor ms", "ratio", "must", "aim", "verdict")]
    for one in judged:
        figure = one.figure
        bare = "" if figure.floor_ms is None else f"{figure.floor_ms:.3f}"
        shown = figure.unit if figure.floor_ms is None else f"{figure.value:.2f}"
        ours = figure.ours_ms or figure.value
        title = f"{one.title} {figure.note}".strip()
        lines.append(
            _ROW.format(
                one.number, title[:60], f"{ours:.3f}", bare, shown, one.must, one.aim,
                one.verdict,
            )
        )  # fmt: skip
    return "\n".join(lines)


def as_json(
    judged: list[Judged], seconds: float, measured_with: dict[str, str], *, quick: bool
) -> dict[str, Any]:
    """Give everything measured, with the versions it was measured with."""
    rows = [asdict(one) | {"verdict": one.verdict} for one in judged]
    return {
        "quick": quick,
        "seconds": round(seconds, 1),
        "versions": measured_with,
        "figures": rows,
    }


def versions(template: Path) -> dict[str, str]:
    """Name what was measured with."""
    import PySide6
    import sqlalchemy
    import sqlcipher3.dbapi2 as sqlcipher

    from bench.workload import bare

    raw = bare(template)
    wanted = ("cipher_version", "page_size", "synchronous")
    said = [str(raw.execute(f"PRAGMA {name}").fetchone()[0]) for name in wanted]
    raw.close()
    return {
        "Python": platform.python_version(),
        "SQLCipher": said[0],
        "SQLite": sqlcipher.sqlite_version,
        "page size": said[1],
        "synchronous": {"2": "FULL", "1": "NORMAL"}.get(said[2], said[2]),
        "SQLAlchemy": sqlalchemy.__version__,
        "Qt": PySide6.__version__,
    }

"""Importing a year from a file, beside a bare insert of the very rows it wrote."""

import csv
import multiprocessing
import resource
from concurrent.futures import ProcessPoolExecutor
from datetime import date, timedelta
from pathlib import Path
from random import Random
from time import perf_counter
from typing import Any

from app.exchange.commands import ImportFile
from app.exchange.handlers import import_file
from app.exchange.preview.choices import Choices, How
from bench.report import Figure, by_ratio
from bench.setting import Setting
from bench.workload import bare, copy_of, signed_in

_HEAD = (
    "InvoiceNo", "StockCode", "Description", "Quantity", "InvoiceDate", "UnitPrice",
    "CustomerID", "Country",
)  # fmt: skip
_LINES_EACH = 5
_BY_TRIGGER = frozenset({"balance", "item_stock", "ledger_head"})
"""Tables the database itself writes when the others are written."""


def importing(setting: Setting) -> list[Figure]:
    """Import a generated year, then insert the same rows bare, in turn; charges, then goods.

    Charges move nothing: that is the file alone. Goods are also posted to the ledger.
    """
    lines = 100_000 if setting.quick else 500_000
    turns = 1 if setting.quick else 3
    figures, grown = _imported(setting, "import", _write(setting, lines, "S-{:05}"), turns)
    goods = _write(setting, lines // 4, "{:05}")
    more, _grown = _imported(setting, "import_goods", goods, turns)
    return [*figures, Figure("import_memory", 0, None, grown, unit="MB"), *more]


def _imported(setting: Setting, name: str, source: Path, turns: int) -> tuple[list[Figure], float]:
    """Import in a process of its own; gives the figure and by how many MB it grew at most."""
    ratios, ours, floors = [], [], []
    grown = 0.0
    lines = 0
    for turn in range(turns):
        path = copy_of(setting.template, f"import-{turn}.tally")
        with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as pool:
            seconds, lines, megabytes = pool.submit(_import, path, source).result()
        ours.append(seconds)
        grown = max(grown, megabytes)
        floors.append(_bare_seconds(setting.template, path))
        ratios.append(ours[-1] / floors[-1])
        path.unlink()
    best = sorted(range(len(ratios)), key=lambda at: ratios[at])[len(ratios) // 2]
    note = f"({lines // 1000}k, {lines / ours[best]:,.0f} a second)"
    return [by_ratio(name, ours[best] * 1000, floors[best] * 1000, ratios[best], note)], grown


def _import(path: Path, source: Path) -> tuple[float, int, float]:
    """Import a file; gives seconds, lines, and the growth of the process in MB."""
    choices = Choices(how=How.HISTORY, decisions={"REPEAT": "take", "DUP": "take"})
    desk = signed_in(path)
    before = _peak_mb()
    started = perf_counter()
    answer = desk.run(import_file, ImportFile(paths=(str(source),), choices=choices)).answer
    seconds = perf_counter() - started
    grown = _peak_mb() - before
    desk.close()
    return seconds, answer.lines, grown


def _peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _write(setting: Setting, lines: int, codes: str) -> Path:
    path = setting.template.with_name(f"year-{len(codes)}.csv")
    chance = Random(13)
    first = date.today() - timedelta(days=365)  # noqa: DTZ011 - a date in the file, of no zone
    documents = lines // _LINES_EACH
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file)
        out.writerow(_HEAD)
        for number in range(documents):
            day = first + timedelta(days=number * 360 // documents)
            customer = chance.randint(12_000, 14_000)
            for code in chance.sample(range(2_000), _LINES_EACH):
                price = f"{(code % 90 + 10) / 10:.2f}"
                out.writerow(
                    (536_000 + number, codes.format(20_000 + code), f"BRASS PART {code}",
                     chance.randint(1, 24), f"{day} 09:00:00", price, customer, "United Kingdom")
                )  # fmt: skip
    return path


def _bare_seconds(template: Path, done: Path) -> float:
    """Insert what an import added to a copy of the template, one statement per table."""
    path = copy_of(template, "bare-import.tally")
    raw, source = bare(path), bare(done)
    added = [(name, _added(raw, source, name)) for name in _tables(raw)]
    raw.execute("PRAGMA defer_foreign_keys = ON")
    started = perf_counter()
    raw.execute("BEGIN IMMEDIATE")
    raw.execute("PRAGMA defer_foreign_keys = ON")
    for name, rows in added:
        if rows:
            holes = ", ".join("?" * len(rows[0]))
            raw.executemany(f"INSERT OR REPLACE INTO {name} VALUES ({holes})", rows)
    raw.execute("COMMIT")
    seconds = perf_counter() - started
    raw.close()
    source.close()
    path.unlink()
    return seconds


def _tables(raw: Any) -> list[str]:
    found = raw.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    return [name for (name,) in found if name not in _BY_TRIGGER]


def _added(raw: Any, source: Any, name: str) -> list[tuple[Any, ...]]:
    before = set(raw.execute(f"SELECT * FROM {name}").fetchall())
    rows: list[tuple[Any, ...]] = source.execute(f"SELECT * FROM {name}").fetchall()
    return [row for row in rows if row not in before]

"""`python -m bench`: every figure beside its floor, as a table and, if asked, as JSON."""

import argparse
import json
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from importlib import import_module
from pathlib import Path
from time import perf_counter
from typing import cast

from bench.report import Figure, Judged, as_json, better, judge, table, versions
from bench.setting import Setting
from bench.workload import make_file

Part = Callable[[Setting], list[Figure]]

PARTS = {
    "orders": "orders:orders",
    "bulk": "orders:bulk",
    "server": "server:server",
    "crowd": "crowd:crowd",
    "reads": "reads:reads",
    "finding": "reads:finding",
    "chinese": "chinese:chinese",
    "window": "window:window",
    "slips": "slips:slips",
    "importing": "importing:importing",
    "startup": "startup:startup",
    "passphrase": "startup:passphrase",
    "memory": "memory:memory",
    "growth": "growth:growth",
}
"""Parts by name, in the order they run: module of `bench.parts` and function in it."""


def main(argv: Sequence[str] | None = None) -> int:
    """Measure everything, or what `--only` names; gives 1 with `--check` when a must is missed."""
    options = _parser().parse_args(argv)
    started = perf_counter()
    with tempfile.TemporaryDirectory(prefix="tallydesk-bench-") as folder:
        template = make_file(Path(folder) / "template.tally")
        measured_with = versions(template)
        setting = Setting(template, quick=not options.full, server=options.pg)
        names = options.only or list(PARTS)
        judged = list(_measured(setting, names, check=options.check))
    seconds = perf_counter() - started
    print(table(judged))
    print(", ".join(f"{name} {version}" for name, version in measured_with.items()))
    print(f"{seconds:.0f} s")
    if options.json:
        report = as_json(judged, seconds, measured_with, quick=not options.full)
        text = json.dumps(report, indent=2, ensure_ascii=False)
        Path(options.json).write_text(text + "\n", encoding="utf-8")
    return int(options.check and any(one.fails for one in judged))


def _measured(setting: Setting, names: Sequence[str], *, check: bool) -> Iterator[Judged]:
    """Run each part; with `check` one that fails has a second try, and the better figure counts."""
    for name in names:
        sys.stderr.write(f"{name} ...\n")
        part = _part(name)
        judged = judge(part(setting))
        if check and any(one.fails for one in judged):
            sys.stderr.write(f"{name} once more ...\n")
            judged = better(judged, judge(part(setting)))
        yield from judged


def _part(name: str) -> Part:
    module, function = PARTS[name].split(":")
    return cast("Part", getattr(import_module(f"bench.parts.{module}"), function))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    size = parser.add_mutually_exclusive_group()
    size.add_argument("--quick", action="store_true", help="under two minutes; the usual size")
    size.add_argument("--full", action="store_true", help="a million orders, 500,000 lines")
    parser.add_argument("--pg", metavar="URL", default="", help="also measure on this server")
    parser.add_argument("--json", metavar="FILE", help="also write the figures here")
    parser.add_argument("--check", action="store_true", help="fail when a must is missed by 25 %%")
    parser.add_argument("--only", action="append", choices=PARTS, help="just this part")
    return parser


if __name__ == "__main__":
    sys.exit(main())

"""`python -m bench`: every figure beside its floor, as a table and, if asked, as JSON."""

import argparse
import json
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from time import perf_counter

from bench.app_ops import orders
from bench.importing import importing
from bench.pdf import slips
from bench.reads import finding, reads
from bench.report import Figure, as_json, judge, table, versions
from bench.startup import startup
from bench.workload import make_file


def main(argv: Sequence[str] | None = None) -> int:
    """Measure everything, or what `--only` names; gives 1 with `--check` when a must is missed."""
    options = _parser().parse_args(argv)
    started = perf_counter()
    figures: list[Figure] = []
    with tempfile.TemporaryDirectory(prefix="tallydesk-bench-") as folder:
        template = make_file(Path(folder) / "template.tally")
        measured_with = versions(template)
        for name, part in _parts(template, quick=options.quick).items():
            if options.only and name not in options.only:
                continue
            sys.stderr.write(f"{name} ...\n")
            figures += part()
    judged = judge(figures)
    seconds = perf_counter() - started
    print(table(judged))
    print(", ".join(f"{name} {version}" for name, version in measured_with.items()))
    print(f"{seconds:.0f} s")
    if options.json:
        report = as_json(judged, seconds, measured_with, quick=options.quick)
        text = json.dumps(report, indent=2, ensure_ascii=False)
        Path(options.json).write_text(text + "\n", encoding="utf-8")
    return int(options.check and any(one.verdict == "missed" for one in judged))


def _parts(template: Path, *, quick: bool) -> dict[str, Callable[[], list[Figure]]]:
    return {
        "orders": lambda: orders(template, quick=quick),
        "reads": lambda: reads(template, quick=quick),
        "finding": lambda: finding(quick=quick),
        "slips": lambda: slips(quick=quick),
        "importing": lambda: importing(template, quick=quick),
        "startup": lambda: startup(quick=quick),
    }


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="smaller data, under two minutes")
    parser.add_argument("--json", metavar="FILE", help="also write the figures here")
    parser.add_argument("--check", action="store_true", help="fail when a must is missed")
    parser.add_argument("--only", action="append", help="orders, reads, finding, slips, ...")
    return parser


if __name__ == "__main__":
    sys.exit(main())

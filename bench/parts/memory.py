"""What the program holds in memory: at rest on the page of orders, and after a busy day."""

import json
import subprocess
import sys
from pathlib import Path

from app.db.recovery import recovery_text
from app.glance import open_file_of
from bench.parts.reads import fill
from bench.parts.startup import fresh
from bench.report import Figure
from bench.setting import Setting
from bench.workload import KEY, copy_of

_BATCHES = 3
_REST_MS = 6_000
"""The collector steps once the window is left alone for 5 s."""
_PATIENCE_S = 240.0
_DAY = """
import json, resource, sys
from functools import partial
from pathlib import Path
from PySide6.QtCore import QTimer
from ui.__main__ import forgo_features, main
forgo_features()
import ui.application
from app.orders.handlers import place_order
from bench.workload import Caller
from ui.shell.pages import pages
report, (batches, each, rest) = Path(sys.argv[1]), map(int, sys.argv[2:5])
found, calls = [], Caller()
def note():
    held = int(Path("/proc/self/statm").read_text().split()[1])
    found.append(held * resource.getpagesize() / 2**20)
class Watched(ui.application.Application):
    def trace(self, event):
        super().trace(event)
        if event == "indexed":
            QTimer.singleShot(0, lambda: self._window.go("orders"))
            QTimer.singleShot(rest // 2, self.rested)
    def rested(self):
        note()
        self.visit([page.page_id for page in pages()] + ["orders"])
    def visit(self, left):
        self._window.go(left[0])
        again = partial(self.visit, left[1:]) if left[1:] else partial(self.enter, each)
        QTimer.singleShot(300, again)
    def enter(self, left):
        if left:
            wanted = calls.order().command()
            on = lambda _answer: self.enter(left - 1)
            self._context.tasks.run(place_order, wanted, on, lambda _error: self._qt.exit(3))
        else:
            QTimer.singleShot(rest, self.entered)
    def entered(self):
        note()
        if len(found) <= batches:
            self.enter(each)
        else:
            report.write_text(json.dumps(found))
            self._qt.quit()
ui.application.Application = Watched
sys.exit(main(sys.argv[5:]))
"""


def memory(setting: Setting) -> list[Figure]:
    """Let the program rest, open every page, then enter orders; gives megabytes.

    A first run compiles the modules and does not count: what that takes is not all given back.
    """
    if not Path("/proc/self/statm").exists():
        return []
    count, each = (100_000, 200) if setting.quick else (1_000_000, 1_000)
    path = copy_of(setting.template, "memory.tally")
    fill(path, count)
    with fresh() as (folder, surroundings):
        desk, report = folder / "demo.tally", folder / "report.json"
        path.replace(desk)
        open_file_of(desk).write_text(recovery_text(KEY), encoding="ascii")
        shop = ["--demo", "--profile", str(folder), "--lang", "en"]
        for counts in ((0, 0, 100), (_BATCHES, each, _REST_MS)):
            (folder / "window.ini").unlink(missing_ok=True)  # both start on Today
            subprocess.run(
                [sys.executable, "-c", _DAY, str(report), *map(str, counts), *shop],
                env=surroundings,
                check=True,
                capture_output=True,
                timeout=_PATIENCE_S,
            )
        rest, *days = json.loads(report.read_text("utf-8"))
    grown = (days[-1] - days[0]) / (len(days) - 1) * 1_000 / each
    note = f"({count:,} orders)"
    return [
        Figure("memory_rest", 0, None, rest, note, unit="MB"),
        Figure("memory_day", 0, None, days[-1], f"({each * _BATCHES:,} entered)", unit="MB"),
        Figure("memory_growth", 0, None, grown, unit="MB"),
    ]

"""Cold starts in fresh processes: the program's window beside a bare one."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from time import perf_counter, sleep

from bench.report import Figure, by_ratio
from bench.rounds import Timed
from bench.setting import Setting

_PATIENCE_S = 60.0
_BARE = """
import sys
from pathlib import Path
from PySide6.QtWidgets import QApplication, QMainWindow
class Window(QMainWindow):
    def paintEvent(self, event):
        super().paintEvent(event)
        Path(sys.argv[1]).write_text("ready")
application = QApplication(sys.argv[:1])
window = Window()
window.show()
application.exec()
"""


def startup(setting: Setting) -> list[Figure]:
    """Start the demo shop and a bare window in turn; the first starts do not count."""
    with tempfile.TemporaryDirectory(prefix="tallydesk-bench-") as folder:
        ready = Path(folder) / "ready"
        program = ("-m", "ui", "--demo", "--profile", folder, "--ready-file", str(ready))
        bare = ("-c", _BARE, str(ready))
        _seconds(program, ready)
        _seconds(bare, ready)
        timed = Timed({"floor": [], "ours": []}, {"floor": [], "ours": []})
        for _round in range(4 if setting.quick else 12):
            for name, words in (("floor", bare), ("ours", program)):
                timed.calls[name].append(_seconds(words, ready))
        timed.rounds.update(timed.calls)
    return [by_ratio("start", timed.ms("ours"), timed.ms("floor"), timed.ratio("ours", "floor"))]


def _seconds(words: Sequence[str], ready: Path) -> float:
    ready.unlink(missing_ok=True)
    surroundings = os.environ | {"QT_QPA_PLATFORM": "offscreen"}
    started = perf_counter()
    process = subprocess.Popen(
        [sys.executable, *words],
        env=surroundings,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        while not ready.exists():
            if process.poll() is not None or perf_counter() - started > _PATIENCE_S:
                raise RuntimeError(words[0:2], process.returncode)
            sleep(0.002)
        return perf_counter() - started
    finally:
        process.kill()
        process.wait()

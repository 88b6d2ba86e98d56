"""Cold starts in fresh processes: the program's window beside a bare one, and by passphrase."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from time import perf_counter, sleep

from app.bootstrap import create_desk
from app.core.settings import ShopSettings
from app.db.key import KeyFile
from app.db.recovery import recovery_text
from app.glance import open_file_of
from bench.parts.reads import fill
from bench.report import Figure, by_ratio
from bench.rounds import Timed
from bench.setting import Setting
from bench.workload import KEY, copy_of

_PATIENCE_S = 60.0
_PASSPHRASE = "correct horse battery"
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
_IMPORTS = """
import sys
from pathlib import Path
import app.bootstrap
import ui.application
import ui.shell.passphrase_dialog
import ui.today.today_page
Path(sys.argv[1]).write_text("ready")
"""
_TYPING = """
import sys
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from ui.__main__ import main
def typed():
    dialog = QApplication.activeModalWidget()
    lines = dialog.findChildren(QLineEdit) if dialog and dialog.isVisible() else []
    if not lines:
        QTimer.singleShot(1, typed)
        return
    lines[0].setText(sys.argv[1])
    QTest.keyClick(lines[0], Qt.Key.Key_Return)
import ui.application
class Typing(ui.application.Application):
    def run(self):
        QTimer.singleShot(1, typed)
        return super().run()
ui.application.Application = Typing
sys.exit(main(sys.argv[2:]))
"""


def startup(setting: Setting) -> list[Figure]:
    """Start a shop of many orders by its raw key and a bare window in turn, until painted."""
    count = 100_000 if setting.quick else 1_000_000
    path = copy_of(setting.template, "start.tally")
    fill(path, count)
    with fresh() as (folder, surroundings):
        ready, desk = folder / "ready", folder / "demo.tally"
        path.replace(desk)
        open_file_of(desk).write_text(recovery_text(KEY), encoding="ascii")
        program = _program(ready, "--demo", "--profile", folder)
        turns = {"floor": ("-c", _BARE, str(ready)), "ours": program}
        timed = _timed(turns, 5 if setting.quick else 15, ready, surroundings)
    ratio = timed.ratio("ours", "floor")
    note = f"({count:,} orders)"
    return [by_ratio("start", timed.ms("ours"), timed.ms("floor"), ratio, note)]


def passphrase(setting: Setting) -> list[Figure]:
    """Start with a passphrase typed at once, beside the longer of its stretching and imports."""
    with fresh() as (folder, surroundings):
        ready, desk = folder / "ready", folder / "shop.tally"
        made, _sheet = create_desk(desk, _PASSPHRASE, ShopSettings(), "Olive", kind="demo")
        made.close()
        keys = KeyFile.load(desk)
        stretching = median(_stretched(keys) for _time in range(5))
        program = _program(ready, "--desk", desk, "--profile", folder)
        turns = {
            "floor": ("-c", _IMPORTS, str(ready)),
            "ours": ("-c", _TYPING, _PASSPHRASE, *program[2:]),
        }
        timed = _timed(turns, 5 if setting.quick else 15, ready, surroundings)
    floor_ms = max(timed.ms("floor"), stretching * 1000)
    ratio = min(timed.ratio("ours", "floor"), timed.ms("ours") / floor_ms)
    return [by_ratio("passphrase", timed.ms("ours"), floor_ms, ratio)]


def _stretched(keys: KeyFile) -> float:
    started = perf_counter()
    keys.open_with_passphrase(_PASSPHRASE)
    return perf_counter() - started


def _program(ready: Path, *options: object) -> tuple[str, ...]:
    return ("-m", "ui", *map(str, options), "--lang", "en", "--ready-file", str(ready))


@contextmanager
def fresh() -> Iterator[tuple[Path, dict[str, str]]]:
    """Give a folder, and surroundings in which compiled modules are kept after the first start."""
    with tempfile.TemporaryDirectory(prefix="tallydesk-bench-") as folder:
        kept = {name: it for name, it in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
        compiled = {"PYTHONPYCACHEPREFIX": f"{folder}/compiled", "QT_QPA_PLATFORM": "offscreen"}
        yield Path(folder), kept | compiled


def _timed(
    turns: dict[str, tuple[str, ...]], rounds: int, ready: Path, surroundings: dict[str, str]
) -> Timed:
    """Start each in turn; the first starts compile and do not count."""
    for words in turns.values():
        _seconds(words, ready, surroundings)
    timed = Timed({name: [] for name in turns}, {})
    for _round in range(rounds):
        for name, words in turns.items():
            timed.calls[name].append(_seconds(words, ready, surroundings))
    timed.rounds.update(timed.calls)
    return timed


def _seconds(words: Sequence[str], ready: Path, surroundings: dict[str, str]) -> float:
    ready.unlink(missing_ok=True)
    started = perf_counter()
    process = subprocess.Popen(
        [sys.executable, *words],
        env=surroundings,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        while not ready.exists():
            if process.poll() is not None and not ready.exists():
                raise RuntimeError(words[0:2], process.returncode)
            if perf_counter() - started > _PATIENCE_S:
                raise RuntimeError(words[0:2])
            sleep(0.002)
        return perf_counter() - started
    finally:
        process.kill()
        process.wait()

"""The window stays free while a long file is read, filtered, put right and let go."""

import gc
import threading
import time
import weakref
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, Qt, QTimer
from pytestqt.qtbot import QtBot

from app.exchange.preview.choices import Fix, How
from tests.support.windows import idle, shown
from ui.exchange.import_page import ImportPage
from ui.kit.context import Context
from ui.start.idle_collector import IdleCollector

_HEADER = "Order no,Item code,Item name,Quantity,Order date,Unit price,Customer number\n"
_FEW, _MANY = 200, 60_000
_MOST_MS = 50
_NOISE = 2


class _Beat(QObject):
    """Beats every two milliseconds and notes how long the window's thread worked in between.

    The thread's own processor time: how busy others keep the machine changes nothing.
    """

    def __init__(self) -> None:
        super().__init__()
        self.worked_ms: list[float] = []
        self._last = time.thread_time()
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._note)
        self._timer.start(2)

    def _note(self) -> None:
        now = time.thread_time()
        self.worked_ms.append((now - self._last) * 1000)
        self._last = now

    def worst(self, act: Callable[[], object], done: Callable[[], None]) -> float:
        """Do something to its end; give the longest work between two beats."""
        self._note()
        self.worked_ms.clear()
        act()
        done()
        self._note()
        return max(self.worked_ms)

    def stop(self) -> None:
        """Beat no more."""
        self._timer.stop()


@pytest.fixture
def page(qtbot: QtBot, context: Context) -> ImportPage:
    """Give the page, shown."""
    return shown(ImportPage(context), qtbot)


@pytest.fixture
def beat() -> Iterator[_Beat]:
    """Give a beat of the window's thread."""
    made = _Beat()
    yield made
    made.stop()


def _file(folder: Path, rows: int) -> str:
    """Write orders of five lines; every third row lacks its customer, one quantity is a word."""
    path = folder / f"orders-{rows}.csv"
    lines = (
        f"{at // 5},I{at % 500},Item {at % 500},{'six' if at == rows // 2 else at % 9 + 1},"
        f"2010-12-{at * 28 // rows + 1:02},{at % 70}.50,{'' if at % 3 else at % 90}\n"
        for at in range(rows)
    )
    path.write_text(_HEADER + "".join(lines), encoding="utf-8")
    return str(path)


def _deeds(page: ImportPage, path: str, rows: int) -> dict[str, Callable[[], object]]:
    """Give what a person does with a file, in turn."""
    bad = Fix(rows // 2 + 2, "Quantity", "6")
    return {
        "read": lambda: page.open_files((path,)),
        "plan": lambda: page._change({"how": How.HISTORY}),
        "filter": lambda: page.preview.filter("NOCUST"),
        "show all": lambda: page.preview.filter(""),
        "put right": lambda: page._change({"fixes": (bad,)}),
        "go back": page._back,
    }


def test_no_deed_keeps_the_window_longer_for_a_file_being_long(
    qtbot: QtBot, context: Context, page: ImportPage, tmp_path: Path, beat: _Beat
) -> None:
    worst: dict[int, dict[str, float]] = {}
    for rows in (_FEW, _MANY):
        deeds = _deeds(page, _file(tmp_path, rows), rows)
        worst[rows] = {
            name: beat.worst(act, lambda: idle(qtbot, context)) for name, act in deeds.items()
        }
    most = {name: max(_MOST_MS, _NOISE * took) for name, took in worst[_FEW].items()}
    assert {name: took for name, took in worst[_MANY].items() if took > most[name]} == {}


def test_no_full_pass_of_the_collector_comes_while_a_file_is_worked_on(
    qtbot: QtBot, context: Context, page: ImportPage, tmp_path: Path
) -> None:
    collector = IdleCollector(context.tasks)
    before = gc.get_stats()[2]["collections"]
    for act in _deeds(page, _file(tmp_path, _MANY), _MANY).values():
        act()
        idle(qtbot, context)
    after = gc.get_stats()[2]["collections"]
    collector.stop()
    assert after == before


def test_a_preview_that_is_replaced_or_left_is_dropped_beside_the_window(
    qtbot: QtBot, context: Context, page: ImportPage, tmp_path: Path
) -> None:
    where: list[str] = []
    page.open_files((_file(tmp_path, _FEW),))
    idle(qtbot, context)
    deeds = _deeds(page, "", _FEW)
    for act in (deeds["put right"], deeds["plan"], deeds["go back"]):
        assert page._read is not None
        weakref.finalize(page._read.preview, lambda: where.append(_thread()))
        act()
        idle(qtbot, context)
    assert [name.split("_")[0] for name in where] == ["job", "job", "job"]


def _thread() -> str:
    return threading.current_thread().name

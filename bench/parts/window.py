"""The long list on the screen: painting a page beside a C++ model, and holding PageDown."""

import gc
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from time import perf_counter, thread_time

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEvent, QEventLoop, Qt
from PySide6.QtGui import QKeyEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QApplication, QTableView

from app.core.money import money_text
from app.desk import Desk
from app.orders.queries import order_page
from bench.parts.reads import fill
from bench.report import Figure, by_ratio
from bench.rounds import round_robin
from bench.setting import Setting
from bench.workload import copy_of, signed_in
from ui.kit.pills import PillDelegate
from ui.kit.table import Column, ListTable, Source, WindowModel
from ui.kit.tasks import Tasks
from ui.kit.theme import Theme, load_fonts

_SEEN = 33
"""Rows seen at once, as in the figures the targets come from."""
_WIDE = 900
Key = Qt.Key


def window(setting: Setting) -> list[Figure]:
    """Measure the list of orders on 100,000 of them, or a million."""
    count = 100_000 if setting.quick else 1_000_000
    path = copy_of(setting.template, "window.tally")
    fill(path, count)
    desk = signed_in(path)
    with _orders(desk) as (table, tasks):
        figures = [_painting(table), *_paging(table, tasks, 300 if setting.quick else 1_500)]
    desk.close()
    return figures


@contextmanager
def _orders(desk: Desk) -> Iterator[tuple[ListTable, Tasks]]:
    """Show the newest orders, as the page of orders does."""
    made = QApplication.instance() or QApplication([])
    assert isinstance(made, QApplication)
    load_fonts()
    theme = Theme(made)
    theme.apply("light", 1.0)
    tasks = Tasks(desk)
    columns = (
        Column("Order", lambda one: one.name, 10),
        Column("State", lambda one: one.label, 14, label=lambda one: one.label),
        Column("Customer", lambda one: one.customer, stretch=True),
        Column("Due", lambda one: str(one.due_on or ""), 10),
        Column("Total", lambda one: money_text(one.total, "GBP"), 10, number=True),
    )
    model = WindowModel(columns, Source(tasks, order_page, lambda one: (one.order_id,)))
    table = ListTable(model, "orders", "Orders")
    table.setItemDelegateForColumn(1, PillDelegate(theme, table))
    _stand(table)
    model.ask()
    _until_idle(tasks)
    table.select(0)
    gc.collect()
    gc.freeze()  # as the program does when it has started
    yield table, tasks
    gc.unfreeze()
    _until_idle(tasks)
    tasks.close()
    table.close()
    table.deleteLater()
    model.deleteLater()
    QApplication.processEvents()


def _stand(table: QTableView) -> None:
    """Show a table with room for the rows seen."""
    high = table.verticalHeader().defaultSectionSize()
    table.resize(_WIDE, high * _SEEN + table.horizontalHeader().sizeHint().height() + 2)
    table.show()
    QApplication.processEvents()


def _until_idle(tasks: Tasks, passes: list[float] | None = None) -> None:
    """Handle events until all is read and painted; `passes` gets how long each turn took."""
    while tasks.busy:
        started = perf_counter()
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents)
        if passes is not None:
            passes.append(perf_counter() - started)
    started = perf_counter()
    QApplication.processEvents()
    if passes is not None:
        passes.append(perf_counter() - started)


def _painting(table: ListTable) -> Figure:
    """Paint the rows seen, beside a table of Qt's own model with the same values."""
    floor = _bare(table)
    repaint: list[tuple[str, Callable[[], object]]] = [
        ("floor", floor.viewport().repaint),
        ("ours", table.viewport().repaint),
    ]
    timed = round_robin(repaint, 9, 20)
    floor.close()
    floor.deleteLater()
    ratio = timed.ratio("ours", "floor")
    return by_ratio("painting", timed.ms("ours"), timed.ms("floor"), ratio)


def _bare(table: ListTable) -> QTableView:
    """Give a plain table of the same look, with the rows seen copied into a C++ model."""
    ours = table.rows_model
    copied = QStandardItemModel(_SEEN, ours.columnCount())
    copied.setHorizontalHeaderLabels([column.title for column in ours.columns])
    for row in range(_SEEN):
        for place, column in enumerate(ours.columns):
            item = QStandardItem(column.text(ours.rows[row]))
            item.setData(ours.data(ours.index(row, place), 7), 7)
            copied.setItem(row, place, item)
    bare = QTableView()
    copied.setParent(bare)
    bare.setModel(copied)
    bare.setShowGrid(False)
    bare.setWordWrap(False)
    bare.verticalHeader().hide()
    bare.verticalHeader().setDefaultSectionSize(table.verticalHeader().defaultSectionSize())
    bare.setVerticalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
    bare.setHorizontalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
    _stand(bare)
    for place in range(ours.columnCount()):
        bare.setColumnWidth(place, table.columnWidth(place))
    bare.selectRow(0)
    QApplication.processEvents()
    return bare


def _paging(table: ListTable, tasks: Tasks, presses: int) -> list[Figure]:
    """Hold PageDown, go to both ends and come back up; each press until it is painted."""
    pages: list[tuple[float, float]] = []
    slots: list[float] = []
    press = partial(_press, table, tasks)
    pages += [press(Key.Key_PageDown, slots) for _time in range(presses)]
    for key in (Key.Key_End, Key.Key_Home) * 5:
        slots.append(press(key, slots)[0])
    press(Key.Key_End, slots)
    pages += [press(Key.Key_PageUp, slots) for _time in range(presses)]
    took, busy = (_p99_ms([page[side] for page in pages]) for side in (0, 1))
    worst = max(*slots, *(page[0] for page in pages)) * 1000
    return [
        Figure("paging", took, None, took, f"(own time {busy:.1f})"),
        Figure("stall", worst, None, worst),
    ]


def _p99_ms(seconds: list[float]) -> float:
    return sorted(seconds)[int(len(seconds) * 0.99)] * 1000


def _press(table: ListTable, tasks: Tasks, key: Qt.Key, slots: list[float]) -> tuple[float, float]:
    """Press a key as its repeat would; gives the seconds until it is painted, and its own."""
    event = QKeyEvent(QEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier)
    started, busy = perf_counter(), thread_time()
    QApplication.sendEvent(table, event)
    QApplication.processEvents()
    took = perf_counter() - started, thread_time() - busy
    _until_idle(tasks, slots)
    return took

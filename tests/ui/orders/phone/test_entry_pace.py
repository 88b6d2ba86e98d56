"""The form keeps its pace: a key at three hundred lines costs about what it costs at three."""

import time
from statistics import median

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from app.catalog.commands import AddItem
from app.catalog.handlers import add_item
from app.core.money import Price
from tests.support.counter import Counter
from ui.orders.phone.entry import EntryLine

_MANY = 300
_ROUNDS = 9
_MOST_TIMES = 4.0
"""Pricing, undo and painting of the other lines may not be paid again with each key."""


def lines_of(ids: list[int], count: int) -> list[EntryLine]:
    """Give lines of different items."""
    return [EntryLine(ids[i], f"P{i:03}", f"Part {i:03}", 3) for i in range(count)]


def round_ms(counter: Counter, number: int) -> float:
    """Type a line, add to it, take both back; gives the processor's time that took."""
    field = counter.page._lines.item
    began = time.thread_time()
    counter.qtbot.keyClicks(field, f"{number} brassn")
    counter.qtbot.keyClick(field, Qt.Key.Key_Return)
    QApplication.processEvents()
    counter.qtbot.keyClicks(field, "5 brassn")
    counter.qtbot.keyClick(field, Qt.Key.Key_Return)
    QApplication.processEvents()
    assert counter.page.undo()
    assert counter.page.undo()
    QApplication.processEvents()
    took = (time.thread_time() - began) * 1000
    counter.settle()
    return took


def test_a_line_at_three_hundred_lines_costs_what_it_costs_at_three(counter: Counter) -> None:
    ids = [
        counter.desk.run(
            add_item, AddItem(code=f"P{i:03}", name=f"Part {i:03}", price=Price(12_345))
        ).answer.item_id
        for i in range(_MANY)
    ]
    counter.type("acme")
    counter.settle()
    took: dict[int, float] = {}
    for count in (3, _MANY):
        counter.page._lines.replace_lines(lines_of(ids, count))
        counter.settle()
        round_ms(counter, 1)
        took[count] = median(round_ms(counter, 2 + i) for i in range(_ROUNDS))
        assert len(counter.page.entry.lines) == count
    assert took[_MANY] <= took[3] * _MOST_TIMES, took


def test_taking_back_a_change_keeps_nothing_of_the_other_lines(counter: Counter) -> None:
    counter.type("acme", "12 brassn", "3 hose")
    kept = counter.page.entry.lines[0]
    counter.type("*9", "4 bolt")
    for _change in range(2):
        assert counter.page.undo()
    assert counter.page.entry.lines[0] is kept
    assert [one.quantity for one in counter.page.entry.lines] == [12, 3]

"""Tests of long lists that are read slowly, or not at all."""

from PySide6.QtWidgets import QLabel

from app.core.reading.spans import PAGE
from tests.support.filling.list_reader import COUNT, Gate, Key, Reader
from tests.support.windows import idle


def test_the_list_paints_and_moves_while_a_page_is_still_being_read(
    reader: Reader, gate: Gate
) -> None:
    bar = reader.table.verticalScrollBar()
    gate.open.clear()
    bar.setValue(bar.maximum())
    assert reader.context.tasks.busy == 1
    painted = reader.table.viewport().grab().toImage()
    reader.qtbot.keyClick(reader.table, Key.Key_Down)
    assert reader.table.current().order_id == COUNT - 1
    assert reader.table.viewport().grab().toImage() != painted
    kept = reader.numbers()
    gate.open.set()
    idle(reader.qtbot, reader.context)
    assert reader.numbers()[: len(kept)] == kept
    assert len(reader.numbers()) == len(kept) + PAGE


def test_a_list_that_takes_long_says_that_it_is_being_read(reader: Reader, gate: Gate) -> None:
    gate.open.clear()
    reader.model.clear()
    reader.model.ask(labels=("ready",))
    said = "Reading…"
    labels = reader.pane.findChildren(QLabel)
    reader.qtbot.waitUntil(
        lambda: any(one.isVisible() and one.text() == said for one in labels), timeout=3000
    )
    gate.open.set()
    idle(reader.qtbot, reader.context)
    assert reader.table.isVisible()
    assert not any(one.isVisible() and one.text() == said for one in labels)


def test_a_page_that_cannot_be_read_is_told_and_tried_again_on_the_next_key_only(
    reader: Reader, gate: Gate
) -> None:
    told: list[Exception] = []
    reader.context.tasks.failed_silently.connect(told.append)
    gate.broken = True
    reader.press(Key.Key_PageDown, 30)
    last = reader.numbers()[-1]
    tried = gate.asked
    assert reader.table.current().order_id == last
    assert len(told) == tried
    reader.qtbot.wait(50)
    assert gate.asked == tried
    reader.press(Key.Key_End)
    assert reader.table.current().order_id == last
    gate.broken = False
    reader.press(Key.Key_PageDown)
    assert reader.table.current().order_id < last
    reader.press(Key.Key_End)
    assert reader.table.current().order_id == 1

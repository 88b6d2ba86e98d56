"""Tests of lists longer than what is kept of them, with real keys."""

from typing import Any

from PySide6.QtCore import QPoint, Qt

from app.core.reading.spans import Span
from app.orders.queries import OrderRow, order_page
from tests.support.filling.list_reader import COUNT, KEPT, Gate, Key, Reader, steady
from tests.support.windows import idle
from ui.kit.table import Source


def test_page_down_walks_through_every_order_and_keeps_a_bounded_window(reader: Reader) -> None:
    passed = set()
    for _press in range(COUNT):
        passed |= set(reader.numbers())
        before = reader.table.current().order_id
        reader.press(Key.Key_PageDown)
        assert steady(reader.numbers())
        assert before - reader.table.current().order_id <= 20
        if before == 1:
            break
    assert passed == set(range(1, COUNT + 1))
    assert reader.most_kept == KEPT
    assert reader.table.current().order_id == 1
    assert reader.chosen[-1].order_id == 1
    assert reader.model.note() == "3,000 in all"


def test_page_up_comes_back_through_the_pages_that_were_let_go(reader: Reader) -> None:
    reader.press(Key.Key_End)
    assert reader.numbers()[-1] == 1
    last = reader.table.current().order_id
    while last < COUNT:
        reader.press(Key.Key_PageUp)
        now = reader.table.current().order_id
        assert now > last
        assert now - last <= 20
        assert steady(reader.numbers())
        last = now
    assert reader.most_kept == KEPT
    assert reader.model.at_first


def test_end_goes_to_the_real_last_order_without_reading_those_between(reader: Reader) -> None:
    asked: list[Span] = []

    def heard(connection: Any, *, span: Span) -> Any:
        asked.append(span)
        return order_page(connection, span=span)

    model = reader.model
    model._source = Source(reader.context.tasks, heard, model._source.key)
    reader.press(Key.Key_End)
    assert reader.table.current().order_id == 1
    assert reader.chosen[-1].order_id == 1
    assert asked[0] == Span(backwards=True)
    assert len(asked) <= 3
    assert reader.table.rowAt(reader.table.viewport().height() - 3) == len(model.rows) - 1
    reader.press(Key.Key_Home)
    assert reader.table.current().order_id == COUNT
    assert reader.table.verticalScrollBar().value() == 0
    assert reader.seen() == COUNT


def test_keys_typed_while_the_last_page_is_on_its_way_are_not_lost(
    reader: Reader, gate: Gate
) -> None:
    opened: list[OrderRow] = []
    reader.table.opened.connect(opened.append)
    gate.open.clear()
    for key in (Key.Key_End, Key.Key_Up, Key.Key_Up, Key.Key_Return):
        reader.qtbot.keyClick(reader.table, key)
    assert not opened
    gate.open.set()
    idle(reader.qtbot, reader.context)
    assert reader.table.current().order_id == 3
    assert [row.order_id for row in opened] == [3]


def test_the_current_order_stays_current_though_its_row_is_let_go(reader: Reader) -> None:
    reader.press(Key.Key_Down, 5)
    told = list(reader.chosen)
    bar = reader.table.verticalScrollBar()
    for _turn in range(40):
        bar.setValue(bar.maximum())
        idle(reader.qtbot, reader.context)
    assert reader.model.find(COUNT - 5) < 0
    assert not reader.table.currentIndex().isValid()
    assert reader.table.current_id == COUNT - 5
    assert reader.table.current().order_id == COUNT - 5
    assert reader.chosen == told
    reader.press(Key.Key_Down)
    assert reader.table.current().order_id == COUNT - 6
    assert reader.selected() == [COUNT - 6]


def test_scrolling_back_finds_the_chosen_orders_chosen(reader: Reader) -> None:
    table, rows = reader.table, reader.model.rows
    for row in (0, 2, 4):
        where = table.visualRect(reader.model.index(row, 0)).center()
        held = Qt.KeyboardModifier.ControlModifier if row else Qt.KeyboardModifier.NoModifier
        reader.qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, held, QPoint(where))
    wanted = [rows[row].order_id for row in (0, 2, 4)]
    bar = table.verticalScrollBar()
    for _turn in range(12):
        bar.setValue(bar.maximum())
        idle(reader.qtbot, reader.context)
    assert reader.selected() == []
    assert sorted(row.order_id for row in table.marked()) == sorted(wanted)
    for _turn in range(40):
        bar.setValue(0)
        idle(reader.qtbot, reader.context)
    assert reader.selected() == wanted
    assert [row.order_id for row in table.marked()] == wanted
    where = table.visualRect(reader.model.index(1, 0)).center()
    left, plain = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    reader.qtbot.mouseClick(table.viewport(), left, plain, QPoint(where))
    assert [row.order_id for row in table.marked()] == [wanted[0] - 1]


def test_what_is_seen_does_not_jump_when_rows_come_and_go(reader: Reader) -> None:
    bar = reader.table.verticalScrollBar()
    high = reader.table.verticalHeader().defaultSectionSize()
    for _turn in range(200):
        before, value = reader.seen(), bar.value()
        bar.setValue(value + 10 * high)
        idle(reader.qtbot, reader.context)
        assert before - reader.seen() == 10
    for _turn in range(200):
        before, value = reader.seen(), bar.value()
        bar.setValue(value - 10 * high)
        idle(reader.qtbot, reader.context)
        assert reader.seen() - before == 10
    assert reader.seen() == COUNT


def test_a_record_is_sought_by_key_wherever_it_stands(reader: Reader) -> None:
    told = list(reader.chosen)
    reader.table.seek((1_234,))
    idle(reader.qtbot, reader.context)
    assert reader.table.current().order_id == 1_234
    assert reader.selected() == [1_234]
    assert 0 < reader.top_px(1_234) < reader.table.viewport().height()
    assert reader.chosen == told
    reader.press(Key.Key_Down)
    assert reader.chosen[-1].order_id == 1_233


def test_the_note_counts_only_what_is_known(reader: Reader) -> None:
    assert reader.pane.note.text() == "256 of many"
    reader.press(Key.Key_End)
    assert reader.pane.note.text() == "256 of many"
    reader.model.ask(text="SO-000007")
    idle(reader.qtbot, reader.context)
    assert reader.pane.note.text() == "1 in all"
    reader.model.ask(text="nobody at all")
    idle(reader.qtbot, reader.context)
    assert reader.pane.is_empty
    assert reader.pane.note.text() == ""


def test_another_question_voids_what_was_on_its_way(reader: Reader) -> None:
    reader.qtbot.keyClick(reader.table, Key.Key_End)
    reader.model.ask(labels=("ready",))
    reader.model.ask(labels=("hold",))
    idle(reader.qtbot, reader.context)
    assert {row.label for row in reader.model.rows} == {"hold"}
    assert reader.model.at_first
    assert reader.seen() == reader.numbers()[0]


def test_shift_chooses_a_stretch_and_a_plain_arrow_ends_it(reader: Reader) -> None:
    shift = Qt.KeyboardModifier.ShiftModifier
    for _time in range(3):
        reader.qtbot.keyClick(reader.table, Key.Key_Down, shift)
    assert reader.selected() == [COUNT, COUNT - 1, COUNT - 2, COUNT - 3]
    reader.press(Key.Key_Down)
    assert [row.order_id for row in reader.table.marked()] == [COUNT - 4]

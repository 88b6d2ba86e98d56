"""Tests of lists longer than what is kept of them, on a real encrypted desk, with real keys."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from threading import Event
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot
from sqlalchemy import update

from app.core.reading.spans import PAGE, Span
from app.db.errors import DeskBusy
from app.db.unit_of_work import UnitOfWork
from app.desk import Desk
from app.orders.models import SalesOrder
from app.orders.queries import OrderRow, order_page
from tests.support.filling.many import Fill, many_orders, one_more_order
from tests.support.windows import idle
from ui.kit.context import Context
from ui.kit.parts import EmptyState
from ui.kit.table import Column, ListPane, ListTable, Source, WindowModel

COUNT = 3_000
KEPT = 4 * PAGE
Key = Qt.Key


@dataclass
class Reader:
    """Somebody who scrolls through three thousand orders of which four pages are kept."""

    table: ListTable
    pane: ListPane
    context: Context
    desk: Desk
    qtbot: QtBot
    chosen: list[OrderRow] = field(default_factory=list)
    most_kept: int = 0

    @property
    def model(self) -> WindowModel:
        """Give the window of rows."""
        return self.table.window_model

    def press(self, key: Qt.Key, times: int = 1) -> None:
        """Press a key, and wait each time until the rows it wants are there."""
        for _time in range(times):
            self.qtbot.keyClick(self.table, key)
            idle(self.qtbot, self.context)
            self.most_kept = max(self.most_kept, len(self.model.rows))

    def numbers(self) -> list[int]:
        """Give the ids of the rows kept."""
        return [row.order_id for row in self.model.rows]

    def seen(self) -> int:
        """Give the id of the row at the top of what is seen."""
        row: OrderRow = self.model.rows[self.table.rowAt(0)]
        return row.order_id

    def top_px(self, order_id: int) -> int:
        """Give where a record's row begins on the screen."""
        index = self.model.index(self.model.find(order_id), 0)
        return self.table.visualRect(index).top()

    def change(self, order_ids: tuple[int, ...], **values: Any) -> None:
        """Change orders as somebody else would, and announce it."""

        def write(unit: UnitOfWork, command: Fill) -> int:
            orders = SalesOrder.__table__
            statement = update(SalesOrder).where(orders.c.id.in_(order_ids)).values(**values)
            unit.connection.execute(statement)
            for order_id in order_ids:
                unit.touch("order", order_id)
            return command.count

        self.desk.run(write, Fill(count=len(order_ids)))
        idle(self.qtbot, self.context)

    def selected(self) -> list[int]:
        """Give the ids of the rows marked on the screen."""
        rows = sorted(index.row() for index in self.table.selectionModel().selectedRows())
        return [self.model.rows[row].order_id for row in rows]


@pytest.fixture
def reader(qtbot: QtBot, shop_desk: Desk, request: pytest.FixtureRequest) -> Iterator[Reader]:
    """Show the list, its first page read."""
    many_orders(shop_desk, COUNT)
    context: Context = request.getfixturevalue("context")
    columns = (
        Column("Order", lambda one: one.name),
        Column("Customer", lambda one: one.customer, stretch=True),
        Column("Reference", lambda one: one.reference),
    )
    source = Source(context.tasks, order_page, lambda one: (one.order_id,))
    model = WindowModel(columns, source, pages=getattr(request, "param", 4))
    table = ListTable(model, "orders", "Orders")
    table.setSelectionMode(ListTable.SelectionMode.ExtendedSelection)
    pane = ListPane(table, EmptyState("clipboard-list", ""), lambda: "Nothing fits.")
    qtbot.addWidget(pane)
    pane.resize(700, 600)
    pane.show()
    qtbot.waitExposed(pane)
    context.changes.changed.connect(lambda _touched: model.reread())
    made = Reader(table, pane, context, shop_desk, qtbot)
    table.chosen.connect(made.chosen.append)
    model.ask()
    idle(qtbot, context)
    table.select(0)
    idle(qtbot, context)
    yield made
    idle(qtbot, context)
    model.deleteLater()


def _steady(numbers: list[int]) -> bool:
    return numbers == list(range(numbers[0], numbers[0] - len(numbers), -1))


def test_page_down_walks_through_every_order_and_keeps_a_bounded_window(reader: Reader) -> None:
    passed = set()
    for _press in range(COUNT):
        passed |= set(reader.numbers())
        before = reader.table.current().order_id
        reader.press(Key.Key_PageDown)
        assert _steady(reader.numbers())
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
        assert _steady(reader.numbers())
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


def test_keys_typed_while_the_last_page_is_on_its_way_are_not_lost(reader: Reader) -> None:
    opened: list[OrderRow] = []
    reader.table.opened.connect(opened.append)
    for key in (Key.Key_End, Key.Key_Up, Key.Key_Up, Key.Key_Return):
        reader.qtbot.keyClick(reader.table, key)
    assert not opened
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


def test_an_order_changed_while_scrolled_deep_is_refreshed_where_it_stands(reader: Reader) -> None:
    reader.press(Key.Key_PageDown, 60)
    order_id = reader.table.current().order_id
    assert order_id < COUNT - KEPT
    resets: list[int] = []
    reader.model.modelReset.connect(lambda: resets.append(1))
    px, told = reader.top_px(order_id), list(reader.chosen)
    reader.change((order_id, order_id + 2), reference="by Carl")
    index = reader.model.index(reader.model.find(order_id), 2)
    assert index.data() == "by Carl"
    assert reader.top_px(order_id) == px
    assert reader.table.current().reference == "by Carl"
    assert reader.selected() == [order_id]
    assert (resets, reader.chosen) == ([], told)


@pytest.mark.parametrize("reader", [64], indirect=True)
def test_only_what_is_near_is_read_again_after_a_change(reader: Reader) -> None:
    reader.press(Key.Key_PageDown, 150)
    order_id = reader.table.current().order_id
    assert len(reader.model.rows) > 18 * PAGE
    px = reader.top_px(order_id)
    reader.change((order_id + 1,), reference="by Carl")
    assert 8 * PAGE < len(reader.model.rows) <= 17 * PAGE
    assert _steady(reader.numbers())
    assert reader.model.index(reader.model.find(order_id + 1), 2).data() == "by Carl"
    assert reader.top_px(order_id) == px
    assert reader.selected() == [order_id]
    assert not reader.model.at_first


def test_orders_that_leave_the_list_while_scrolled_deep_close_up_in_place(
    reader: Reader,
) -> None:
    reader.model.ask(labels=("closed",))
    idle(reader.qtbot, reader.context)
    reader.table.select(0)
    reader.press(Key.Key_PageDown, 50)
    here = reader.table.current().order_id
    px = reader.top_px(here)
    above = tuple(reader.numbers()[reader.model.find(here) - 300 : reader.model.find(here) - 290])
    assert len(above) == 10
    reader.change(above, label="ready")
    assert not set(above) & set(reader.numbers())
    assert reader.top_px(here) == px
    assert reader.selected() == [here]
    reader.change((here,), label="ready")
    assert reader.model.find(here) < 0
    assert reader.table.current_id == here
    assert reader.table.marked() == []
    reader.press(Key.Key_Down)
    assert reader.table.current().order_id < here
    assert len(reader.selected()) == 1


def test_a_new_order_stands_at_the_top_for_whoever_is_there(reader: Reader) -> None:
    reader.press(Key.Key_Down)
    one_more_order(reader.desk, COUNT, (1, 2))
    idle(reader.qtbot, reader.context)
    assert reader.seen() == COUNT + 1
    assert reader.table.current().order_id == COUNT - 1
    assert reader.selected() == [COUNT - 1]


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


class Gate:
    """A list of orders that answers when it is let, and fails when it is told to."""

    def __init__(self) -> None:
        """Stand open."""
        self.open = Event()
        self.open.set()
        self.broken = False
        self.asked = 0

    def __call__(self, connection: Any, *, span: Span, **question: Any) -> tuple[OrderRow, ...]:
        """Answer once the gate is open."""
        self.asked += 1
        self.open.wait(20)
        if self.broken:
            raise DeskBusy
        return order_page(connection, span=span, **question)


@pytest.fixture
def gate(reader: Reader) -> Iterator[Gate]:
    """Put a gate before the reader's list."""
    made = Gate()
    reader.model._source = replace(reader.model._source, query=made)
    yield made
    made.open.set()


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

"""Tests of long lists whose records change while they are read."""

import pytest

from app.core.reading.spans import PAGE
from tests.support.filling.list_reader import COUNT, KEPT, Key, Reader, steady
from tests.support.filling.many import one_more_order
from tests.support.windows import idle


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
    assert steady(reader.numbers())
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

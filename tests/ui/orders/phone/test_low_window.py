"""The form in a low window: what is typed and where it goes are seen together."""

import pytest
from PySide6.QtCore import Qt

from tests.support.counter import Counter
from ui.orders.form_scroll import FormScroll


def _show(counter: Counter, wide: int, high: int, scale: float) -> FormScroll:
    counter.context.theme.apply("light", scale)
    counter.page.resize(wide, high)
    found = counter.page.findChild(FormScroll)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("wide", "high", "scale"), [(1242, 420, 1.5), (1202, 470, 2.0), (1032, 330, 1.0)]
)
def test_the_add_line_and_the_line_just_added_are_seen_together(
    counter: Counter, wide: int, high: int, scale: float
) -> None:
    _show(counter, wide, high, scale)
    counter.type("acme", "3 brassn")
    counter.settle()
    counter.press(Qt.Key.Key_F9, Qt.KeyboardModifier.NoModifier)
    counter.type("acme", "3 brassn", "4 bolt")
    counter.settle()
    item, table = counter.page._lines.item, counter.page._lines.table
    assert counter.focus() is item
    assert item.visibleRegion().boundingRect() == item.rect()
    added = table.visualRect(table.model().index(1, 0))
    assert table.viewport().visibleRegion().contains(added)


def test_a_parked_call_does_not_make_a_form_scroll_that_has_room(counter: Counter) -> None:
    scroll = _show(counter, 1032, 490, 1.0)
    counter.type("acme", "3 brassn")
    counter.press(Qt.Key.Key_F9, Qt.KeyboardModifier.NoModifier)
    counter.type("acme", "3 brassn")
    counter.settle()
    assert scroll.verticalScrollBar().maximum() == 0

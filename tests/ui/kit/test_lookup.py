"""The indexes for type-ahead: whatever order answers come in, the newest state is found."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from app.catalog.commands import AddItem, ChangeItem
from app.catalog.handlers import add_item, change_item
from app.core.money import Price
from app.desk import Desk
from tests.support.windows import idle
from ui.kit.changes import ChangeFeed
from ui.kit.context import Context
from ui.kit.lookup import Lookup


class HeldTasks:
    """Does every read at once, and lets the test say when its answer comes."""

    def __init__(self, desk: Desk) -> None:
        """Read from a desk."""
        self._desk = desk
        self.waiting: list[Callable[[], None]] = []

    def read(self, query: Callable[..., Any], *args: Any, done: Any, tag: str = "") -> None:
        """Read now, answer later."""
        del tag
        found = self._desk.read(query, *args)
        self.waiting.append(lambda: done(found))

    def call(self, work: Callable[[], Any], done: Callable[[Any], None]) -> None:
        """Work now, answer later."""
        found = work()
        self.waiting.append(lambda: done(found))


@pytest.fixture
def held(shop_desk: Desk) -> HeldTasks:
    """Give tasks that answer when they are told to."""
    return HeldTasks(shop_desk)


@pytest.fixture
def lookup(qtbot: QtBot, shop_desk: Desk, held: HeldTasks) -> Iterator[Lookup]:
    """Give a lookup that follows a desk."""
    del qtbot
    feed = ChangeFeed(shop_desk)
    yield Lookup(shop_desk, held, feed)  # type: ignore[arg-type]  # the same two methods
    feed.close()


def name_of(lookup: Lookup, item_id: int) -> str:
    """Give what the index calls an item."""
    entry = lookup.items.entry(item_id)
    return entry.name if entry else ""


def rename(desk: Desk, item_id: int, version: int, name: str) -> None:
    """Give an item another name."""
    command = ChangeItem(item_id=item_id, version=version, code="NUT", name=name, price=Price(1))
    desk.run(change_item, command)


def test_an_older_answer_never_replaces_a_newer(
    qtbot: QtBot, shop_desk: Desk, held: HeldTasks, lookup: Lookup
) -> None:
    made = shop_desk.run(add_item, AddItem(code="NUT", name="First", price=Price(1))).answer
    qtbot.waitUntil(lambda: len(held.waiting) == 1)
    rename(shop_desk, made.item_id, made.version, "Second")
    qtbot.waitUntil(lambda: len(held.waiting) == 2)
    older, newer = held.waiting
    newer()
    older()
    assert name_of(lookup, made.item_id) == "Second"


def test_what_changes_while_everything_is_read_is_not_forgotten(
    qtbot: QtBot, shop_desk: Desk, held: HeldTasks, lookup: Lookup
) -> None:
    lookup.load()
    made = shop_desk.run(add_item, AddItem(code="NUT", name="First", price=Price(1))).answer
    qtbot.waitUntil(lambda: len(held.waiting) == 2)
    everything, change = held.waiting
    change()
    everything()
    held.waiting[-1]()
    assert name_of(lookup, made.item_id) == "First"


def test_of_two_readings_of_everything_the_later_counts(
    shop_desk: Desk, held: HeldTasks, lookup: Lookup
) -> None:
    lookup.load()
    made = shop_desk.run(add_item, AddItem(code="NUT", name="First", price=Price(1))).answer
    earlier = held.waiting[0]
    lookup.load()
    later = held.waiting[-1]
    later()
    earlier()
    assert name_of(lookup, made.item_id) == "First"


def test_a_page_is_told_when_there_is_more_or_less_of_something(
    qtbot: QtBot, context: Context
) -> None:
    with qtbot.waitSignal(context.lookup.restocked, timeout=5000):
        context.lookup._follow(frozenset({("stock", 1)}))
    idle(qtbot, context)

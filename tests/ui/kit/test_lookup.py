"""The indexes for type-ahead: whatever order answers come in, the newest state is found."""

from collections.abc import Callable, Iterator
from functools import partial
from threading import get_ident
from typing import Any, ClassVar

import pytest
from PySide6.QtCore import QObject, Signal
from pytestqt.qtbot import QtBot
from sqlalchemy import event

from app.catalog.commands import AddItem, ChangeItem
from app.catalog.handlers import add_item, change_item
from app.core.errors import DeskError
from app.core.finder import FinderEntry
from app.core.money import Price
from app.db.errors import Unreachable
from app.desk import Desk
from app.stock.commands import OpenStock, StockWanted
from app.stock.handlers import open_stock
from tests.support.windows import idle
from ui.kit.changes import ChangeFeed
from ui.kit.context import Context
from ui.kit.lookup import Lookup


class HeldTasks(QObject):
    """Does every read at once, and lets the test say when its answer comes."""

    failed_silently = Signal(object)

    def __init__(self, desk: Desk) -> None:
        """Read from a desk."""
        super().__init__()
        self._desk = desk
        self.waiting: list[Callable[[], None]] = []
        self.broken: DeskError | None = None

    def read(self, query: Callable[..., Any], *args: Any, done: Any, failed: Any) -> None:
        """Read now, answer later."""
        if self.broken is not None:
            self.waiting.append(partial(failed, self.broken))
            return
        self.waiting.append(partial(done, self._desk.read(query, *args)))

    def call(self, work: Callable[[], Any], done: Callable[[Any], None] | None = None) -> None:
        """Work now, answer later."""
        found = work()
        if done is not None:
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


@pytest.fixture
def asked(shop_desk: Desk) -> Iterator[list[tuple[str, Any]]]:
    """Write down what is asked of the stock's sums: the statement and its values."""
    found: list[tuple[str, Any]] = []

    def note(_connection: Any, _cursor: Any, statement: str, values: Any, *_more: Any) -> None:
        if "FROM item_stock" in statement:
            found.append((statement, values))

    event.listen(shop_desk._readers, "before_cursor_execute", note)
    yield found
    event.remove(shop_desk._readers, "before_cursor_execute", note)


def loaded(lookup: Lookup, held: HeldTasks) -> None:
    """Read everything once."""
    lookup.load()
    held.waiting.pop()()


def stocked(desk: Desk, code: str, units: int) -> int:
    """Add an item with stock."""
    item_id = desk.run(add_item, AddItem(code=code, name=code, price=Price(1))).answer.item_id
    more(desk, item_id, units)
    return item_id


def more(desk: Desk, item_id: int, units: int) -> None:
    """Add to the stock of an item."""
    lines = (StockWanted(item_id=item_id, quantity=units),)
    desk.run(open_stock, OpenStock(lines=lines))


def test_a_change_of_stock_reads_the_items_it_names_and_no_others(
    qtbot: QtBot,
    shop_desk: Desk,
    held: HeldTasks,
    lookup: Lookup,
    asked: list[tuple[str, Any]],
) -> None:
    nut, bolt, nail = (stocked(shop_desk, code, 5) for code in ("NUT", "BOLT", "NAIL"))
    qtbot.waitUntil(lambda: len(held.waiting) == 6)
    loaded(lookup, held)
    held.waiting.clear()
    whole = dict(lookup.available)
    assert whole == {nut: 5, bolt: 5, nail: 5}
    asked.clear()
    lines = tuple(StockWanted(item_id=one, quantity=2) for one in (nut, bolt))
    shop_desk.run(open_stock, OpenStock(lines=lines))
    qtbot.waitUntil(lambda: len(held.waiting) == 1)
    held.waiting.pop()()
    assert len(asked) == 1
    statement, values = asked[0]
    assert "WHERE" in statement
    assert set(values) == {nut, bolt}
    assert lookup.available == {nut: 7, bolt: 7, nail: 5}


def test_stock_that_changes_while_everything_is_read_is_read_once_more(
    qtbot: QtBot, shop_desk: Desk, held: HeldTasks, lookup: Lookup
) -> None:
    nut = stocked(shop_desk, "NUT", 5)
    qtbot.waitUntil(lambda: len(held.waiting) == 2)
    held.waiting.clear()
    lookup.load()
    everything = held.waiting.pop()
    more(shop_desk, nut, 3)
    qtbot.waitUntil(lambda: len(held.waiting) == 1)
    held.waiting.pop()()
    everything()
    assert lookup.available == {nut: 5}
    held.waiting.pop()()
    assert lookup.available == {nut: 8}


def test_an_older_answer_about_stock_never_replaces_a_newer(
    qtbot: QtBot, shop_desk: Desk, held: HeldTasks, lookup: Lookup
) -> None:
    nut, bolt = stocked(shop_desk, "NUT", 5), stocked(shop_desk, "BOLT", 5)
    qtbot.waitUntil(lambda: len(held.waiting) == 4)
    loaded(lookup, held)
    held.waiting.clear()
    lines = tuple(StockWanted(item_id=one, quantity=1) for one in (nut, bolt))
    shop_desk.run(open_stock, OpenStock(lines=lines))
    more(shop_desk, nut, 3)
    qtbot.waitUntil(lambda: len(held.waiting) == 2)
    older, newer = held.waiting
    newer()
    older()
    assert lookup.available == {nut: 9, bolt: 6}


def test_stock_that_could_not_be_read_is_asked_for_with_the_next_change(
    qtbot: QtBot, shop_desk: Desk, held: HeldTasks, lookup: Lookup
) -> None:
    nut, bolt = stocked(shop_desk, "NUT", 5), stocked(shop_desk, "BOLT", 5)
    qtbot.waitUntil(lambda: len(held.waiting) == 4)
    loaded(lookup, held)
    held.waiting.clear()
    held.broken = Unreachable()
    more(shop_desk, nut, 3)
    qtbot.waitUntil(lambda: len(held.waiting) == 1)
    with qtbot.waitSignal(held.failed_silently, timeout=5000):
        held.waiting.pop()()
    held.broken = None
    more(shop_desk, bolt, 1)
    qtbot.waitUntil(lambda: len(held.waiting) == 1)
    held.waiting.pop()()
    assert lookup.available == {nut: 8, bolt: 6}


def test_the_window_is_not_kept_waiting_while_stock_is_read(
    qtbot: QtBot, context: Context, shop_desk: Desk
) -> None:
    threads: list[int] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        if "FROM item_stock" in statement:
            threads.append(get_ident())

    event.listen(shop_desk._readers, "before_cursor_execute", note)
    with qtbot.waitSignal(context.lookup.restocked, timeout=5000):
        context.lookup._follow(frozenset({("stock", 1)}))
    event.remove(shop_desk._readers, "before_cursor_execute", note)
    assert threads
    assert get_ident() not in threads
    idle(qtbot, context)


class Name(str):
    """A name that notes on which thread it is let go of."""

    threads: ClassVar[list[int]] = []
    __slots__ = ()

    def __del__(self) -> None:
        """Note the thread."""
        self.threads.append(get_ident())


def test_an_index_that_was_replaced_is_let_go_of_beside_the_window(
    qtbot: QtBot, context: Context
) -> None:
    Name.threads.clear()
    before = context.lookup.items
    before.put(FinderEntry(7, "OLD", Name("Old nut")))
    with qtbot.waitSignal(context.lookup.ready, timeout=5000):
        context.lookup.load()
    idle(qtbot, context)
    assert Name.threads
    assert get_ident() not in Name.threads
    assert len(before) == 0
    assert before.find("old") == ()

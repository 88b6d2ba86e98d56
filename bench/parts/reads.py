"""Lists, the Today page and type-ahead over many rows, beside the bare database."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

from sqlalchemy import Connection, insert

from app.core.clock import business_date
from app.core.finder import Finder, FinderEntry
from app.core.reading.spans import Span
from app.db.engine import local_engine
from app.db.models import Counter
from app.orders.models import DaySales, SalesOrder
from app.orders.queries import board_figures, order_page
from bench.report import Figure, by_ratio
from bench.rounds import round_robin
from bench.setting import Setting
from bench.workload import CUSTOMERS, KEY, bare, copy_of, name_of, signed_in, table

ENTRIES = 100_000
"""Items that type-ahead searches."""

_PAGE = 50
_BATCH = 20_000
_NEW = ("review", "hold", "ready", "picking", "packed", "part_shipped")
_COLUMNS = (
    "o.id, o.number, o.label, o.customer_id, c.name, o.reference, o.ordered_on, o.due_on, "
    "o.lines, o.units, o.shipped_units, o.total, o.holds, o.version"
)
_NEWEST = (
    f"SELECT {_COLUMNS} FROM sales_order o JOIN customer c ON c.id = o.customer_id "
    f"ORDER BY o.id DESC LIMIT {_PAGE}"
)
_BEFORE = _NEWEST.replace("ORDER BY", "WHERE o.id < ? ORDER BY")
_SALES = "SELECT day, orders, amount FROM day_sales WHERE day IN (?, ?)"


@dataclass(frozen=True)
class _Board:
    """The same questions as the Today page, as prepared statements over its labels."""

    raw: Any
    labels: tuple[str, ...]
    today: date

    def ask(self) -> None:
        week_before = self.today - timedelta(days=7)
        run = self.raw.execute
        run(_SALES, (str(self.today), str(week_before))).fetchall()
        holes = ", ".join("?" * len(self.labels))
        among = f"FROM sales_order WHERE label IN ({holes})"
        run(f"SELECT label, count(*) {among} GROUP BY label", self.labels).fetchall()
        late = (*self.labels, str(self.today))
        run(f"SELECT count(*) {among} AND due_on < ?", late).fetchone()


def reads(setting: Setting) -> list[Figure]:
    """Measure pages and figures over 100,000 orders, or a million."""
    from app.orders.states import OPEN_LABELS

    count = 100_000 if setting.quick else 1_000_000
    path = copy_of(setting.template, "many.tally")
    fill(path, count)
    desk, raw = signed_in(path), bare(path)
    chance = Random(3)
    spots = [chance.randint(_PAGE + 1, count) for _number in range(97)]
    today = business_date(datetime.now(UTC), desk.settings.zone)
    board = _Board(raw, (*OPEN_LABELS, "draft"), today)
    pairs: dict[str, tuple[Callable[[], object], Callable[[], object]]] = {
        "newest": (
            lambda: raw.execute(_NEWEST).fetchall(),
            lambda: desk.read(order_page, span=Span(limit=_PAGE)),
        ),
        "anywhere": (
            lambda: [raw.execute(_BEFORE, (spot,)).fetchall() for spot in spots],
            lambda: [desk.read(order_page, span=Span((spot,), limit=_PAGE)) for spot in spots],
        ),
        "board": (
            board.ask,
            lambda: desk.read(board_figures, today, today - timedelta(days=7)),
        ),
    }
    figures = [_pair(name, *works) for name, works in pairs.items()]
    raw.close()
    desk.close()
    return figures


def _pair(name: str, bare_work: Callable[[], object], ours: Callable[[], object]) -> Figure:
    block = 3 if name == "anywhere" else 40
    timed = round_robin([("floor", bare_work), ("ours", ours)], 9, block)
    each = 97 if name == "anywhere" else 1
    ratio = timed.ratio("ours", "floor")
    return by_ratio(name, timed.ms("ours") / each, timed.ms("floor") / each, ratio)


def fill(path: Path, count: int) -> None:
    """Write orders of two years into a closed desk, the newest four hundred of them open."""
    engine = local_engine(path, KEY)
    chance = Random(11)
    now = datetime.now(UTC)
    with engine.begin() as connection:
        for start in range(1, count + 1, _BATCH):
            end = min(start + _BATCH, count + 1)
            rows = [_order(number, count, now, chance) for number in range(start, end)]
            connection.execute(insert(table(SalesOrder)), rows)
        connection.execute(insert(table(Counter)), {"series": "order", "last": count})
        _days(connection, now.date())
    engine.dispose()


def _order(number: int, count: int, now: datetime, chance: Random) -> dict[str, object]:
    is_open = number > count - 400
    label = chance.choice(_NEW) if is_open else "closed"
    day = now.date() - timedelta(days=(count - number) * 700 // count)
    return {
        "number": f"SO-{number:06}",
        "state": "confirmed" if is_open else "closed",
        "label": label,
        "customer_id": chance.randint(1, CUSTOMERS),
        "ordered_on": day,
        "due_on": day + timedelta(days=chance.randint(-2, 5)),
        "made_at": now,
        "lines": 5,
        "units": 12,
        "shipped_units": 0 if is_open else 12,
        "total": chance.randint(1_000, 99_000),
    }


def _days(connection: Connection, today: date) -> None:
    rows = [
        {"day": today - timedelta(days=back), "orders": 40, "lines": 200, "units": 500,
         "amount": 900_000}
        for back in range(700)
    ]  # fmt: skip
    connection.execute(insert(table(DaySales)), rows)


def finding(setting: Setting) -> list[Figure]:
    """Time each keystroke of words as they are typed; judged by the slowest of a hundred."""
    finder = Finder(
        FinderEntry(number, f"C-{number:06}", name_of(number), weight=number % 13)
        for number in range(1, ENTRIES + 1)
    )
    keys = iter(_keystrokes(6_000 if setting.quick else 20_000))
    block = 300 if setting.quick else 1_500
    timed = round_robin([("key", lambda: finder.find(next(keys)))], 10, block)
    worst = timed.p99_ms("key")
    return [Figure("find", worst, None, worst)]


def _keystrokes(count: int) -> list[str]:
    chance = Random(5)
    typed: list[str] = []
    while len(typed) < count:
        number = chance.randint(1, ENTRIES)
        wanted = chance.choice((f"C-{number:06}", name_of(number), name_of(number).split()[1]))
        typed += [wanted[:length] for length in range(1, min(len(wanted), 14) + 1)]
    return typed

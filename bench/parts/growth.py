"""What a hundred times the orders cost: the same work on a small and on a large file, in turn."""

from collections.abc import Callable
from pathlib import Path

from app.core.reading.spans import Span
from app.desk import Desk
from app.orders.handlers import place_order
from app.orders.queries import order_id_of, order_page
from bench.parts.reads import fill
from bench.report import Figure, by_ratio
from bench.rounds import round_robin
from bench.setting import Setting
from bench.workload import ITEMS, Caller, bare, copy_of, signed_in

SMALL, LARGE = 10_000, 1_000_000
_PAGE = 50
_LINES = (
    "INSERT INTO order_line (order_id, position, item_id, kind, code, name, quantity, cancelled, "
    "reserved, shipped, received, price, price_manual, discount, amount, tax_share, tax, is_open) "
    "SELECT o.id, p.value, i.id, 'stock', i.code, i.name, 2, 0, 0, o.shipped_units > 0, 0, "
    "i.price, 0, 0, i.price / 50, 0, 0, o.shipped_units = 0 FROM sales_order o "
    "JOIN json_each('[1,2,3,4,5]') p "
    f"JOIN item i ON i.id = (o.id * 7 + p.value * 131) % {ITEMS} + 1 ORDER BY o.id, p.value"
)


def growth(setting: Setting) -> list[Figure]:
    """Enter an order, show the newest and find one by number, on 10,000 orders and a million."""
    if setting.quick:
        return []
    small = _shop(setting, SMALL)
    large = _shop(setting, LARGE)
    figures = [
        _compared("growth_enter", _entering(small), _entering(large), block=50),
        _compared("growth_newest", _newest(small), _newest(large), block=200),
        _compared("growth_number", _found(small, SMALL), _found(large, LARGE), block=200),
    ]
    small.close()
    large.close()
    return figures


def _shop(setting: Setting, count: int) -> Desk:
    path = copy_of(setting.template, f"grown-{count}.tally")
    fill(path, count)
    _fill_lines(path)
    return signed_in(path)


def _fill_lines(path: Path) -> None:
    raw = bare(path)
    raw.execute("BEGIN IMMEDIATE")
    raw.execute(_LINES)
    raw.execute("COMMIT")
    raw.execute("ANALYZE")
    raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    raw.close()


def _compared(
    name: str, small: Callable[[], object], large: Callable[[], object], *, block: int
) -> Figure:
    timed = round_robin([("small", small), ("large", large)], 9, block)
    ratio = timed.ratio("large", "small")
    return by_ratio(name, timed.ms("large"), timed.ms("small"), ratio)


def _entering(desk: Desk) -> Callable[[], object]:
    calls = Caller()
    return lambda: desk.run(place_order, calls.order().command())


def _newest(desk: Desk) -> Callable[[], object]:
    return lambda: desk.read(order_page, span=Span(limit=_PAGE))


def _found(desk: Desk, count: int) -> Callable[[], object]:
    spots = iter(range(1, count * 1_000, count // 997))
    return lambda: desk.read(order_id_of, f"SO-{next(spots) % count + 1:06}")

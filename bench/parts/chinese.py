"""Two Chinese characters must find every name that holds them: what LIKE finds and we do not."""

from collections.abc import Callable
from random import Random

from sqlalchemy import Connection, insert

from app.catalog.models import Item
from app.catalog.queries import ItemFilter, item_finder_entries, item_page
from app.core.finder import Finder, FinderEntry
from app.core.reading.spans import Span
from app.customers.models import Customer
from app.customers.queries import CustomerFilter, customer_finder_entries, customer_page
from app.db.engine import local_engine
from bench.report import Figure
from bench.setting import Setting
from bench.workload import KEY, bare, copy_of, signed_in, table

COUNT = 100_000
"""Items, and as many customers, that are searched."""

_BATCH = 20_000
_SIGNS = (
    "黄铜六角螺母門把手絲杭州市明輝五金商行有限公司王李張陳林華東"
    "貿易工業材料鋼鐵不銹圓頭木膠帶扳鉗鋸燈線管"
)
_EVERY = 10_000_000
_POPUP = 20
_PICKED = 50


def chinese(setting: Setting) -> list[Figure]:
    """Ask type-ahead and the lists for pairs of signs, and count what only LIKE finds."""
    path = copy_of(setting.template, "chinese.tally")
    chance = Random(13)
    engine = local_engine(path, KEY)
    with engine.begin() as connection:
        _fill(connection, chance)
    engine.dispose()
    desk, raw = signed_in(path), bare(path)
    pairs = [chance.choice(_SIGNS) + chance.choice(_SIGNS) for _n in range(12)] + ["螺母", "公司"]
    lists: dict[str, tuple[list[FinderEntry], Callable[[str], set[int]]]] = {
        "item": (
            desk.read(item_finder_entries),
            lambda pair: {
                row.item_id
                for row in desk.read(item_page, ItemFilter(text=pair), Span(limit=_EVERY))
            },
        ),
        "customer": (
            desk.read(customer_finder_entries),
            lambda pair: {
                row.customer_id
                for row in desk.read(customer_page, CustomerFilter(text=pair), Span(limit=_EVERY))
            },
        ),
    }
    missed, asked = 0, 0
    for name, (entries, listed) in lists.items():
        finder = Finder(entries)
        for pair in pairs:
            question = f"SELECT id FROM {name} WHERE name LIKE ?"
            wanted = {one for (one,) in raw.execute(question, (f"%{pair}%",)).fetchall()}
            missed += len(wanted - listed(pair)) + _missing(finder, pair, wanted, chance)
            asked += len(wanted)
    raw.close()
    desk.close()
    return [Figure("chinese", missed, None, missed, f"(of {asked:,})", "count")]


def _missing(finder: Finder, pair: str, wanted: set[int], chance: Random) -> int:
    """Count what type-ahead owes: a full popup of right names, and each name by one word more."""
    popup = {one.entry.entry_id for one in finder.find(pair, limit=_POPUP)} & wanted
    missing = min(_POPUP, len(wanted)) - len(popup)
    for one in chance.sample(sorted(wanted), min(_PICKED, len(wanted))):
        entry = finder.entry(one)
        narrowed = f"{pair} {entry.code}" if entry else pair
        missing += one not in {hit.entry.entry_id for hit in finder.find(narrowed)}
    return missing


def _fill(connection: Connection, chance: Random) -> None:
    def name(number: int) -> str:
        return f"{''.join(chance.choices(_SIGNS, k=chance.randint(4, 9)))} {number}"

    for start in range(1, COUNT + 1, _BATCH):
        numbers = range(start, start + _BATCH)
        connection.execute(
            insert(table(Item)),
            [{"code": f"Z-{n:06}", "code_fold": f"z-{n:06}", "name": name(n)} for n in numbers],
        )
        connection.execute(
            insert(table(Customer)), [{"number": f"Z-{n:06}", "name": name(n)} for n in numbers]
        )

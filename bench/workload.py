"""The shop the benchmark trades in: seeded goods, customers and orders, some of them hot."""

import shutil
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import Any, cast
from uuid import uuid4

from sqlalchemy import Connection, Engine, Table, insert

from app.bootstrap import furnish
from app.core.clock import SystemClock
from app.core.settings import ShopSettings
from app.db.engine import local_engine, shared_engine, shared_readers
from app.db.models import DeskInfo
from app.desk import Desk
from app.orders.commands import LineWanted, PlaceOrder
from app.stock.commands import OpenStock, StockWanted
from app.stock.handlers import open_stock

KEY = bytes(range(32))
OWNER = 1
ITEMS = 1_000
CUSTOMERS = 1_000
LINES = 5
HOT_ITEMS = 10
HOT_SHARE = 0.2
PRICE = 12_500
"""Price of the cheapest item, in ten-thousandths."""

_STOCK = 100_000
_WORDS = (
    "brass nut",
    "hex bolt",
    "washer",
    "hinge",
    "cabinet knob",
    "黄铜六角螺母",
    "門把手",
    "螺絲",
)
_SETTINGS = ShopSettings(shop_name="Bell Street Brass", country="GB", currency="GBP")


@dataclass(frozen=True)
class Wanted:
    """One order to enter: (item, units) by line, items in ascending order."""

    customer_id: int
    lines: tuple[tuple[int, int], ...]

    def command(self) -> PlaceOrder:
        """Give the command a form would build."""
        return PlaceOrder(
            customer_id=self.customer_id,
            lines=tuple(LineWanted(item_id=item, quantity=units) for item, units in self.lines),
        )


class Caller:
    """Makes up orders; the same seed makes the same orders, no customer twice in a row."""

    def __init__(self, seed: int = 7, customers: int = CUSTOMERS) -> None:
        """Begin a day of calls."""
        self._chance = Random(seed)
        self._turn = 0
        self._customers = customers

    def order(self) -> Wanted:
        """Take the next call."""
        self._turn += 1
        chosen: dict[int, int] = {}
        while len(chosen) < LINES:
            hot = self._chance.random() < HOT_SHARE / LINES
            item = self._chance.randint(1, HOT_ITEMS if hot else ITEMS)
            chosen[item] = self._chance.randint(1, 4)
        return Wanted(self._turn % self._customers + 1, tuple(sorted(chosen.items())))


def table(model: Any) -> Table:
    """Give the table of a mapped class."""
    return cast("Table", model.__table__)


def name_of(number: int) -> str:
    """Name the item or customer of a number; every third word or so is Chinese."""
    first, second = _WORDS[number % len(_WORDS)], _WORDS[number // 7 % len(_WORDS)]
    return f"{first} {number % 97}mm {second} {number}"


def fill(connection: Connection) -> None:
    """Make the program's own schema with goods, customers and their addresses."""
    from app.catalog.models import Item
    from app.customers.models import Address, Customer

    furnish(
        connection,
        DeskInfo(desk_id=str(uuid4()), made_at=datetime.now(UTC), kind="shop"),
        _SETTINGS,
        "Olive",
    )
    connection.execute(
        insert(table(Item)),
        [
            {
                "code": f"C-{number:05}",
                "code_fold": f"c-{number:05}",
                "name": name_of(number),
                "price": PRICE + number * 100,
            }
            for number in range(1, ITEMS + 1)
        ],
    )
    connection.execute(
        insert(table(Customer)),
        [
            {"number": f"K-{number:05}", "name": f"Customer {name_of(number)}"}
            for number in range(1, CUSTOMERS + 1)
        ],
    )
    connection.execute(
        insert(table(Address)),
        [
            {
                "customer_id": number,
                "street": f"{number} Bell Street",
                "city": "Bristol",
                "postcode": "BS1 4QA",
                "country": "GB",
                "is_ship_default": True,
            }
            for number in range(1, CUSTOMERS + 1)
        ],
    )


def stocked(desk: Desk) -> Desk:
    """Sign the owner in and open the stock of every item."""
    desk.sign_in(OWNER)
    lines = tuple(
        StockWanted(item_id=item, quantity=_STOCK, unit_cost=PRICE // 2)
        for item in range(1, ITEMS + 1)
    )
    desk.run(open_stock, OpenStock(lines=lines))
    return desk


def make_file(path: Path) -> Path:
    """Make an encrypted desk with goods, customers and stock, and close it."""
    engine = local_engine(path, KEY, create=True)
    with engine.begin() as connection:
        fill(connection)
    engine.dispose()
    opened = stocked(open_file(path))
    opened.close()
    return path


def open_file(path: Path) -> Desk:
    """Open an encrypted desk as the program does."""
    readers = local_engine(path, KEY, reads_only=True)
    return Desk(local_engine(path, KEY), readers, SystemClock(), str(path))


def signed_in(path: Path) -> Desk:
    """Open an encrypted desk with its owner at it."""
    desk = open_file(path)
    desk.sign_in(OWNER)
    return desk


def copy_of(path: Path, name: str) -> Path:
    """Copy a closed desk beside itself."""
    return Path(shutil.copyfile(path, path.with_name(name)))


def bare(path: Path) -> Any:
    """Open the file as the program's writer does and give the bare driver connection."""
    engine: Engine = local_engine(path, KEY)
    return engine.raw_connection().driver_connection


def shared(url: str) -> Desk:
    """Fill a database of a server and open it."""
    engine = shared_engine(url)
    with engine.begin() as connection:
        fill(connection)
    return stocked(Desk(engine, shared_readers(engine), SystemClock(), url))

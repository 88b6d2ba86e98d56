"""The demo shop in a real window, driven by keys and read back from its encrypted file."""

import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TypeVar

from app.core.clock import ShiftedClock
from app.core.reading.spans import Span
from app.demo import DEMO_NAME, open_demo
from app.desk import Desk
from app.orders.queries import OrderDetail, drafts, order_detail, order_id_of, order_page
from app.stock.queries import stock_page
from tests.support.screen import Screen, wait_until

TODAY = date(2026, 11, 22)
CUSTOMERS = 5_000
_ORDERS = ("Orders", "SO-", "R-")
"""What the window is called on the page of orders: the order in front, once it is read."""
Answer = TypeVar("Answer")


def customer_name(number: int) -> str:
    """Give an imported customer's name: its first word belongs to no other customer."""
    sounds = [f"{a}{b}" for a in "bdfgklmnprstvz" for b in "aeiou"]
    first = "".join(sounds[number // 70**place % 70] for place in range(3))
    return f"{first.capitalize()} Trading"


def customer_number(number: int) -> str:
    """Give an imported customer's number."""
    return f"K{number:05}"


def customer_phone(number: int) -> str:
    """Give an imported customer's phone as the file writes it."""
    return f"+44 121 {4_960_000 + number:07}"


@dataclass
class ShopWindow:
    """A desk, its window and the screen they stand on."""

    screen: Screen
    profile: Path
    program: tuple[str, ...] = ("-m", "ui")
    window: str = ""
    process: subprocess.Popen[str] | None = field(default=None, repr=False)

    def furnish(self) -> None:
        """Make the demo shop and import many customers by the command line."""
        open_demo(self.profile, ShiftedClock(TODAY)).close()
        file = self.profile / "customers.csv"
        lines = ["customer number,name,phone,street,city,country"]
        for number in range(CUSTOMERS):
            name, phone = customer_name(number), customer_phone(number)
            lines.append(f"{customer_number(number)},{name},{phone},{number} High St,Leeds,GB")
        file.write_text("\n".join(lines), encoding="utf-8")
        self.command("import", "customers", str(file))

    def command(self, *words: str) -> None:
        """Run the program without a window on this desk."""
        desk = str(self.profile / DEMO_NAME)
        asked = [sys.executable, "-m", "app", "--desk", desk, "--person", "Olive Bell"]
        done = subprocess.run(
            [*asked, "--today", str(TODAY), *words], capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr

    def start(self, *words: str) -> None:
        """Open the window and wait until it takes keys."""
        ready = self.profile / "ready"
        ready.unlink(missing_ok=True)
        self.process = self.screen.start(
            *(sys.executable, *self.program, "--demo", "--profile", str(self.profile)),
            *("--today", str(TODAY), "--lang", "en", "--theme", "light", "--scale", "1.0"),
            *("--ready-file", str(ready), "--trace", str(self.profile / "trace"), *words),
        )
        before = self.told("indexed")
        wait_until(ready.exists, "the window never became ready", 60)
        wait_until(lambda: self.told("indexed") > before, "the desk never opened", 60)
        self.window = self.screen.find("Tallydesk")
        self.screen.activate(self.window)

    def quit(self) -> None:
        """Close the window by its key; it must end well and say nothing."""
        assert self.process is not None
        self.key("ctrl+q")
        said, complained = self.process.communicate(timeout=30)
        assert (self.process.returncode, said, complained) == (0, "", "")
        self.process = None

    def end(self) -> None:
        """End the program at once, whatever it does."""
        if self.process is not None:
            self.process.kill()
            self.process.communicate(timeout=10)
            self.process = None

    def rests(self) -> bool:
        """Close what an earlier test left open and go to the first page; tell whether it did."""
        if self.process is None or self.process.poll() is not None:
            return False
        for _try in range(4):
            if len(self.screen.windows()) > 1:
                self.key("Escape")
        self.key("ctrl+1")
        return settles(lambda: self.title.startswith("Today"), 5.0)

    # --- keys -----------------------------------------------------------------------------

    def key(self, *names: str) -> None:
        """Press keys."""
        self.screen.key(*names)

    def enter(self, text: str) -> None:
        """Type a text and press Enter straight after its last letter."""
        self.screen.type_and_enter(text)

    def press_until(self, key: str, done: Callable[[], bool], trouble: str) -> None:
        """Press a key that rests for a while after another step, until it has done its work."""
        for _try in range(20):
            self.key(key)
            if settles(done, 1.0):
                return
        wait_until(done, trouble, 0.0)

    # --- what is seen -----------------------------------------------------------------------

    @property
    def title(self) -> str:
        """Give the window's title."""
        return self.screen.title(self.window)

    def wait_title(self, text: str) -> None:
        """Wait until the window is called like this."""
        wait_until(lambda: self.title.startswith(text), f"the title never became {text!r}")

    def told(self, event: str) -> int:
        """Count an event of the trace."""
        return sum(one["event"] == event for one in self.events())

    def wait_told(self, event: str, count: int) -> None:
        """Wait until an event has come so often."""
        wait_until(lambda: self.told(event) >= count, f"{event} did not come {count} times", 8.0)

    def events(self) -> list[dict[str, float | str]]:
        """Give the lines of the trace; one that is being written is left out."""
        file = self.profile / "trace"
        text = file.read_text(encoding="utf-8") if file.exists() else ""
        return [json.loads(line) for line in text.splitlines(keepends=True) if line[-1] == "\n"]

    def show_order(self, name: str) -> None:
        """Find an order on the orders page and bring it to the front."""
        self.key("ctrl+2")
        wait_until(lambda: self.title.startswith(_ORDERS), "the orders never came to the front")
        self.key("ctrl+f")
        self.enter(name)
        self.wait_title(name)

    # --- what is stored ---------------------------------------------------------------------

    @contextmanager
    def desk(self) -> Iterator[Desk]:
        """Lend the desk beside the window."""
        desk = open_demo(self.profile, ShiftedClock(TODAY))
        try:
            yield desk
        finally:
            desk.close()

    def read(self, query: Callable[..., Answer], *args: object, **kwargs: object) -> Answer:
        """Answer a query."""
        with self.desk() as desk:
            return desk.read(query, *args, **kwargs)

    def order(self, name: str) -> OrderDetail:
        """Read an order by its number."""
        with self.desk() as desk:
            found = desk.read(order_detail, desk.read(order_id_of, name) or 0)
        assert found is not None
        return found

    def draft_holds(self, text: str) -> bool:
        """Tell whether a draft that is kept holds a text."""
        with self.desk() as desk:
            person = desk.person
            kept = desk.read(drafts, person.person_id if person else 0)
        return any(text in one.content for one in kept)

    def newest_orders(self, count: int) -> list[OrderDetail]:
        """Read the newest orders, the oldest of them first."""
        with self.desk() as desk:
            rows = desk.read(order_page, span=Span(limit=count))
            found = [desk.read(order_detail, row.order_id) for row in reversed(rows)]
        return [one for one in found if one is not None]

    def stock(self) -> dict[str, tuple[int, int]]:
        """Give what is on hand and reserved of every item, by code."""
        rows = self.read(stock_page, span=Span(limit=5_000))
        return {row.code: (row.on_hand, row.reserved) for row in rows}

    def plenty(self, least: int) -> list[str]:
        """Give codes of items of which much is free."""
        rows = self.read(stock_page, span=Span(limit=5_000))
        return [one.code for one in rows if one.available > least and one.state == "active"]


def settles(done: Callable[[], bool], timeout_s: float) -> bool:
    """Tell whether something becomes so in time."""
    end = time.monotonic() + timeout_s
    while not done():
        if time.monotonic() > end:
            return False
        time.sleep(0.02)
    return True

"""The in-memory indexes for type-ahead, kept fresh by the change feed."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from app.core.finder import Finder, FinderEntry
from ui.kit.changes import ChangeFeed
from ui.kit.tasks import Tasks

if TYPE_CHECKING:
    from app.desk import Desk


@dataclass
class _Indexes:
    items: Finder
    customers: Finder
    available: dict[int, int]


class Lookup(QObject):
    """Finds items and customers by code, words, phone, barcode and initials, synchronously."""

    ready = Signal()
    restocked = Signal()

    def __init__(self, desk: "Desk", tasks: Tasks, changes: ChangeFeed) -> None:
        """Start empty; `load` reads in the background."""
        super().__init__()
        self._desk, self._tasks = desk, tasks
        self.items = Finder()
        self.customers = Finder()
        self.available: dict[int, int] = {}
        self.loaded = False
        self._loads = 0
        self._loading = False
        self._asked = 0
        self._newest: dict[tuple[str, int], int] = {}
        self._missed: set[tuple[str, int]] = set()
        changes.changed.connect(self._follow)

    def load(self) -> None:
        """Read everything once; `ready` tells when it is there."""
        self._loads += 1
        self._loading = True
        self._tasks.call(self._read, partial(self._take, self._loads))

    def _read(self) -> _Indexes:
        from app.catalog.queries import item_finder_entries
        from app.customers.queries import customer_finder_entries
        from app.stock.queries import available_everywhere

        return _Indexes(
            Finder(self._desk.read(item_finder_entries)),
            Finder(self._desk.read(customer_finder_entries)),
            self._desk.read(available_everywhere),
        )

    def _take(self, load: int, indexes: _Indexes) -> None:
        """Take what was read last; what changed meanwhile is read again."""
        if load != self._loads:
            return
        self.items, self.customers = indexes.items, indexes.customers
        self.available = indexes.available
        self.loaded = True
        self._loading = False
        missed, self._missed = self._missed, set()
        self.ready.emit()
        if missed:
            self._follow(frozenset(missed))

    def _follow(self, touched: frozenset[tuple[str, int]]) -> None:
        from app.catalog.queries import item_finder_entries
        from app.customers.queries import customer_finder_entries
        from app.stock.queries import available_everywhere

        kinds = {kind for kind, _id in touched}
        if self._loading:
            self._missed.update(one for one in touched if one[0] in ("item", "customer", "stock"))
        if "import" in kinds:
            self.load()
            return
        if "item" in kinds:
            ids = tuple(one for kind, one in touched if kind == "item")
            self._refresh("items", item_finder_entries, ids)
        if "customer" in kinds:
            ids = tuple(one for kind, one in touched if kind == "customer")
            self._refresh("customers", customer_finder_entries, ids)
        if "stock" in kinds:
            self._tasks.read(available_everywhere, done=self._restock, tag="available")

    def _refresh(
        self, name: str, query: Callable[..., list[FinderEntry]], ids: tuple[int, ...]
    ) -> None:
        """Read some entries again; an answer that comes after a newer one is dropped."""
        self._asked += 1
        mark = self._asked
        for one in ids:
            self._newest[name, one] = mark

        def done(entries: list[FinderEntry]) -> None:
            finder: Finder = getattr(self, name)
            fresh = {one for one in ids if self._newest.get((name, one)) == mark}
            for one in fresh:
                del self._newest[name, one]
            found = {entry.entry_id: entry for entry in entries}
            for one in fresh:
                if one in found:
                    finder.put(found[one])
                else:
                    finder.remove(one)

        self._tasks.read(query, ids, done=done)

    def _restock(self, available: dict[int, int]) -> None:
        self.available = available
        self.restocked.emit()

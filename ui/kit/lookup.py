"""The in-memory indexes for type-ahead, kept fresh by the change feed."""

from collections.abc import Callable
from dataclasses import dataclass
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

    def __init__(self, desk: "Desk", tasks: Tasks, changes: ChangeFeed) -> None:
        """Start empty; `load` reads in the background."""
        super().__init__()
        self._desk, self._tasks = desk, tasks
        self.items = Finder()
        self.customers = Finder()
        self.available: dict[int, int] = {}
        self.loaded = False
        changes.changed.connect(self._follow)

    def load(self) -> None:
        """Read everything once; `ready` tells when it is there."""
        self._tasks.call(self._read, self._take)

    def _read(self) -> _Indexes:
        from app.catalog.queries import item_finder_entries
        from app.customers.queries import customer_finder_entries
        from app.stock.queries import available_everywhere

        return _Indexes(
            Finder(self._desk.read(item_finder_entries)),
            Finder(self._desk.read(customer_finder_entries)),
            self._desk.read(available_everywhere),
        )

    def _take(self, indexes: _Indexes) -> None:
        self.items, self.customers = indexes.items, indexes.customers
        self.available = indexes.available
        self.loaded = True
        self.ready.emit()

    def _follow(self, touched: frozenset[tuple[str, int]]) -> None:
        from app.catalog.queries import item_finder_entries
        from app.customers.queries import customer_finder_entries
        from app.stock.queries import available_everywhere

        kinds = {kind for kind, _id in touched}
        if "import" in kinds:
            self.load()
            return
        if "item" in kinds:
            ids = tuple(one for kind, one in touched if kind == "item")
            self._refresh(item_finder_entries, ids, self.items)
        if "customer" in kinds:
            ids = tuple(one for kind, one in touched if kind == "customer")
            self._refresh(customer_finder_entries, ids, self.customers)
        if "stock" in kinds:
            self._tasks.read(available_everywhere, done=self._restock, tag="available")

    def _refresh(
        self,
        query: Callable[..., list[FinderEntry]],
        ids: tuple[int, ...],
        finder: Finder,
    ) -> None:
        def done(entries: list[FinderEntry]) -> None:
            found = {entry.entry_id for entry in entries}
            for entry in entries:
                finder.put(entry)
            for gone in set(ids) - found:
                finder.remove(gone)

        self._tasks.read(query, ids, done=done)

    def _restock(self, available: dict[int, int]) -> None:
        self.available = available

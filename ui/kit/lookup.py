"""The in-memory indexes for type-ahead, kept fresh by the change feed."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from app.core.finder import Finder
from ui.kit.changes import ChangeFeed
from ui.kit.tasks import Tasks

if TYPE_CHECKING:
    from app.desk import Desk

Touched = tuple[str, int]
"""What a change names: the kind of a record and its id."""
_KINDS = ("item", "customer", "stock")


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
        self._newest: dict[Touched, int] = {}
        self._missed: set[Touched] = set()
        self._owed: set[Touched] = set()
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
            self._let_go(indexes.items, indexes.customers)
            return
        self._let_go(self.items, self.customers)
        self.items, self.customers = indexes.items, indexes.customers
        self.available = indexes.available
        self.loaded = True
        self._loading = False
        missed, self._missed = self._missed, set()
        self.ready.emit()
        if missed:
            self._follow(frozenset(missed))

    def _let_go(self, *finders: Finder) -> None:
        """Empty indexes off the window's thread: freeing a big one takes as long as many keys."""
        for finder in finders:
            if len(finder):
                self._tasks.call(finder.let_go)

    def _follow(self, touched: frozenset[Touched]) -> None:
        """Read again what was touched, and no more; everything only after an import."""
        if self._loading:
            self._missed.update(one for one in touched if one[0] in _KINDS)
        if any(kind == "import" for kind, _id in touched):
            self.load()
            return
        for kind in _KINDS:
            ids = {one for of, one in (*touched, *self._owed) if of == kind}
            if ids:
                self._refresh(kind, tuple(sorted(ids)))

    def _refresh(self, kind: str, ids: tuple[int, ...]) -> None:
        """Read some records again; an answer that comes after a newer one is dropped.

        What could not be read is asked for once more with the next change.
        """
        self._asked += 1
        mark = self._asked
        for one in ids:
            self._newest[kind, one] = mark
            self._owed.discard((kind, one))

        def fresh() -> set[int]:
            newest = {one for one in ids if self._newest.get((kind, one)) == mark}
            for one in newest:
                del self._newest[kind, one]
            return newest

        def done(found: Any) -> None:
            self._put(kind, fresh(), found)

        def failed(error: Exception) -> None:
            self._owed.update((kind, one) for one in fresh())
            self._tasks.failed_silently.emit(error)

        self._tasks.read(_query_of(kind), ids, done=done, failed=failed)

    def _put(self, kind: str, fresh: set[int], found: Any) -> None:
        """Take what was read of some records; one that is gone is taken out."""
        if kind == "stock":
            self._restock(fresh, found)
            return
        finder = self.items if kind == "item" else self.customers
        entries = {entry.entry_id: entry for entry in found}
        for one in fresh:
            if one in entries:
                finder.put(entries[one])
            else:
                finder.remove(one)

    def _restock(self, fresh: set[int], found: dict[int, int]) -> None:
        for one in fresh:
            if one in found:
                self.available[one] = found[one]
            else:
                self.available.pop(one, None)
        self.restocked.emit()


def _query_of(kind: str) -> Callable[..., Any]:
    """Give the query that reads some records of a kind; imported when first needed."""
    if kind == "stock":
        from app.stock.queries import available_of

        return available_of
    if kind == "item":
        from app.catalog.queries import item_finder_entries

        return item_finder_entries
    from app.customers.queries import customer_finder_entries

    return customer_finder_entries

"""A long list kept as a window: pages read by key ahead of the eye, let go far behind it."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal
from typing_extensions import override

from app.core.messages import _, ngettext
from app.core.reading.spans import FIRST, LAST, PAGE, Span, read_spans
from ui.kit.table.columns import Column
from ui.kit.table.rows_model import RowsModel

if TYPE_CHECKING:
    from ui.kit.tasks import Tasks

PAGES_KEPT = 64
_MOST_REREAD = 8 * PAGE
"""Rows read again to each side of what is seen, after a change."""
_LEAP, _AGAIN, _EDGE = "leap", "again", "edge"

Pages = tuple[tuple[Any, ...], ...]


@dataclass(frozen=True)
class Source:
    """Where rows come from: a list query with `span=`, and the key of a row.

    The last part of a key is the id of the record; a query is always asked off the window's
    thread.
    """

    tasks: "Tasks"
    query: Callable[..., Sequence[Any]]
    key: Callable[[Any], tuple[Any, ...]]


@dataclass(frozen=True)
class Landing:
    """How rows came to stand here: `row` is the one to look at, `gone` are ids no longer listed.

    `how` is "top" for another question, "first" and "last" for the ends, "found" for a key,
    "again" for the same rows after a change.
    """

    how: str
    row: int = 0
    gone: frozenset[Any] = field(default_factory=frozenset)


class WindowModel(RowsModel):
    """Keeps at most `pages` pages of a list; `look` tells it what is seen, and it reads on.

    The view hears `moving` before rows come or go at an edge and `moved` after: how many more
    there are above, and which rows are new. `dropping` names rows about to leave; `landed` says
    that others stand here now; `settled` that the note or the waiting may have changed.
    """

    moving = Signal()
    moved = Signal(int, int, int)
    dropping = Signal(int, int)
    landed = Signal(object)
    settled = Signal()

    def __init__(
        self,
        columns: Sequence[Column],
        source: Source,
        parent: QObject | None = None,
        *,
        pages: int = PAGES_KEPT,
    ) -> None:
        """Start with no question and no rows."""
        super().__init__(columns, parent)
        self.most_rows = pages * PAGE
        self._source = source
        self._question: dict[str, Any] | None = None
        self._turn = 0
        self._under_way = ""
        self._once_more = False
        self._seen = (0, 0)
        self._failed_at: tuple[int, int] | None = None
        self._above: int | None = 0
        self.at_first, self.at_last = True, True

    # --- asking --------------------------------------------------------------------------

    def ask(self, **question: Any) -> None:
        """Show what answers a question, from its top; the one shown is read again in place."""
        if question == self._question:
            self.reread()
        else:
            self._question = question
            self._leap((FIRST,), "top")

    def forget(self) -> None:
        """Let the next question be shown from its top, even when it is the same."""
        self._question = None

    def clear(self) -> None:
        """Show nothing until the next question is answered."""
        self._turn += 1
        self._under_way, self._question = "", None
        self._put([], at_first=True, at_last=True)
        self.landed.emit(Landing("top", -1))

    def reread(self) -> None:
        """Read what is kept around the rows seen again, after a change."""
        if self._question is None:
            return
        if self._under_way in (_LEAP, _AGAIN):
            self._once_more = True
        elif not self.rows:
            self._leap((FIRST,), "top")
        else:
            seen = min(self._seen[0], len(self.rows) - 1)
            spans = self._around(seen)
            self._read(_AGAIN, spans, lambda pages: self._take_again(pages, spans, seen))

    def leap_first(self) -> None:
        """Show the first rows of the list, wherever the window is."""
        self._leap((FIRST,), "first")

    def leap_last(self) -> None:
        """Show the real last rows of the list; nothing in between is read."""
        self._leap((LAST,), "last")

    def leap_to(self, key: tuple[Any, ...]) -> None:
        """Show the rows around a key, whether its record is still there or not."""
        self._leap((Span(key, backwards=True), Span(key, inclusive=True)), "found")

    def look(self, first: int, last: int) -> None:
        """Be told which rows are seen; reads on before an edge of the window comes in sight."""
        self._seen = (first, last)
        if self._under_way or not self.rows or self._seen == self._failed_at:
            return
        self._failed_at = None
        key = self._source.key
        if not self.at_last and last >= len(self.rows) - PAGE:
            self._read(_EDGE, (Span(key(self.rows[-1])),), self._take_below)
        elif not self.at_first and first < PAGE:
            self._read(_EDGE, (Span(key(self.rows[0]), backwards=True),), self._take_above)

    def retry(self) -> None:
        """Let `look` read again where a read failed; it does so by itself elsewhere."""
        self._failed_at = None

    # --- what is known ----------------------------------------------------------------------

    @property
    @override
    def complete(self) -> bool:
        """Tell whether every row of the list is here."""
        return self.at_first and self.at_last

    @property
    def leaping(self) -> bool:
        """Tell whether other rows are about to stand here."""
        return self._under_way == _LEAP

    @property
    def reading(self) -> bool:
        """Tell whether any rows are on their way."""
        return bool(self._under_way)

    def id_of(self, row: Any) -> Any:
        """Give the id of a row's record."""
        return self._source.key(row)[-1]

    def key_of(self, row: Any) -> tuple[Any, ...]:
        """Give the key of a row."""
        return self._source.key(row)

    def find(self, record_id: Any) -> int:
        """Give where a record stands among the rows kept, -1 when it is not among them."""
        found = (at for at, row in enumerate(self.rows) if self.id_of(row) == record_id)
        return next(found, -1)

    def note(self) -> str:
        """Say how many rows there are, as far as it is known without counting."""
        if self.at_last and self._above is not None:
            count = self._above + len(self.rows)
            return ngettext("{count} in all", "{count} in all", count).format(count=f"{count:,}")
        return _("{count} of many").format(count=f"{len(self.rows):,}")

    # --- reading ---------------------------------------------------------------------------

    def _leap(self, spans: tuple[Span, ...], how: str) -> None:
        self._read(_LEAP, spans, lambda pages: self._take_leap(pages, spans, how))
        self.settled.emit()

    def _read(self, under_way: str, spans: tuple[Span, ...], take: Callable[[Pages], None]) -> None:
        """Ask for spans; whatever was under way before is void."""
        self._turn += 1
        self._under_way = under_way
        turn = self._turn

        def done(pages: Pages) -> None:
            if turn == self._turn:
                self._under_way = ""
                take(pages)
                self._end()

        def failed(error: Exception) -> None:
            if turn == self._turn:
                self._under_way, self._failed_at = "", self._seen
                self._source.tasks.failed_silently.emit(error)
                self._end()

        self._source.tasks.read(
            read_spans,
            self._source.query,
            spans,
            done=done,
            failed=failed,
            **(self._question or {}),
        )

    def _end(self) -> None:
        self.settled.emit()
        if self._once_more and self._under_way not in (_LEAP, _AGAIN):
            self._once_more = False
            self.reread()

    def _around(self, seen: int) -> tuple[Span, ...]:
        """Give the spans that read the rows kept around a row again, within reason.

        One row more is asked for at an end of the list, to see whether it still is the end.
        """
        below = min(len(self.rows) - seen + self.at_last, _MOST_REREAD)
        if seen == 0 and self.at_first:
            return (Span(limit=max(below, PAGE)),)
        key = self._source.key(self.rows[seen])
        above = min(seen + self.at_first, _MOST_REREAD)
        return Span(key, backwards=True, limit=above or PAGE), Span(
            key, inclusive=True, limit=below
        )

    # --- taking ------------------------------------------------------------------------------

    def _take_leap(self, pages: Pages, spans: tuple[Span, ...], how: str) -> None:
        full = [len(page) == span.limit for page, span in zip(pages, spans, strict=True)]
        rows = [row for page in pages for row in page]
        at_first = not full[0] if spans[0].backwards else True
        at_last = not full[-1] if how != "last" else True
        self._put(rows, at_first=at_first, at_last=at_last)
        row = {"last": len(rows) - 1, "found": len(pages[0])}.get(how, 0)
        self.landed.emit(Landing(how, min(row, len(rows) - 1)))

    def _take_again(self, pages: Pages, spans: tuple[Span, ...], seen: int) -> None:
        full = [len(page) == span.limit for page, span in zip(pages, spans, strict=True)]
        rows = [row for page in pages for row in page]
        ends = (len(pages) == 1 or not full[0], not full[-1])
        first = seen - (len(pages[0]) if len(pages) > 1 else 0)
        if rows and first >= 0 and self._ids(rows) == self._ids(self.rows[first:][: len(rows)]):
            self.at_first, self.at_last = ends
            self._keep(first, first + len(rows))
            self._above = 0 if self.at_first else None
            self._renew(rows)
            return
        gone = self._gone(rows, ends)
        self._put(rows, at_first=ends[0], at_last=ends[1])
        row = len(pages[0]) if len(pages) > 1 else 0
        self.landed.emit(Landing("again", min(row, max(len(rows) - 1, 0)), gone))

    def _keep(self, first: int, end: int) -> None:
        """Let go of all rows but these: the others may have changed meanwhile."""
        if (first, end) == (0, len(self.rows)):
            return
        self.moving.emit()
        if end < len(self.rows):
            self._drop(end, len(self.rows) - 1)
        if first:
            self._drop(0, first - 1)
        self.moved.emit(-first, 0, -1)

    def _renew(self, rows: list[Any]) -> None:
        """Change the values of rows that stand where they stood."""
        pairs = enumerate(zip(self.rows, rows, strict=True))
        changed = [at for at, (old, new) in pairs if old != new]
        self.rows = rows
        if changed:
            last = self.columnCount() - 1
            self.dataChanged.emit(self.index(changed[0], 0), self.index(changed[-1], last))

    def _gone(self, rows: Sequence[Any], ends: tuple[bool, bool]) -> frozenset[Any]:
        """Give the ids kept until now that are no longer in the stretch just read."""
        old, new = self._ids(self.rows), self._ids(rows)
        known = {one: at for at, one in enumerate(old)}
        stood = [known[one] for one in new if one in known]
        first = 0 if ends[0] else min(stood, default=0)
        last = len(old) if ends[1] else max(stood, default=-1) + 1
        return frozenset(old[first:last]) - frozenset(new)

    def _put(self, rows: list[Any], *, at_first: bool, at_last: bool) -> None:
        self.moving.emit()
        if self.rows:
            self.dropping.emit(0, len(self.rows) - 1)
        self.beginResetModel()
        self.rows = rows
        self.at_first, self.at_last = at_first, at_last
        self._above = 0 if at_first else None
        self.endResetModel()

    def _take_below(self, pages: Pages) -> None:
        rows = pages[0]
        self.moving.emit()
        over = max(0, len(self.rows) + len(rows) - self.most_rows)
        if over:
            self._drop(0, over - 1)
            self.at_first = False
            self._above = None if self._above is None else self._above + over
        self.at_last = len(rows) < PAGE
        first = len(self.rows)
        self._insert(first, rows)
        self.moved.emit(-over, first, first + len(rows) - 1)

    def _take_above(self, pages: Pages) -> None:
        rows = pages[0]
        self.moving.emit()
        over = max(0, len(self.rows) + len(rows) - self.most_rows)
        if over:
            self._drop(len(self.rows) - over, len(self.rows) - 1)
            self.at_last = False
        self.at_first = len(rows) < PAGE
        known = self._above is not None and self._above >= len(rows)
        self._above = self._above - len(rows) if known and self._above is not None else None
        if self.at_first:
            self._above = 0
        self._insert(0, rows)
        self.moved.emit(len(rows), 0, len(rows) - 1)

    def _drop(self, first: int, last: int) -> None:
        self.dropping.emit(first, last)
        self.beginRemoveRows(self.index(-1, -1), first, last)
        del self.rows[first : last + 1]
        self.endRemoveRows()

    def _insert(self, first: int, rows: Sequence[Any]) -> None:
        if rows:
            self.beginInsertRows(self.index(-1, -1), first, first + len(rows) - 1)
            self.rows[first:first] = rows
            self.endInsertRows()

    def _ids(self, rows: Iterable[Any]) -> list[Any]:
        return [self._source.key(row)[-1] for row in rows]

"""The calls a counter has open: the one on the phone, those that wait, and their drafts."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import QObject, QTimer, Signal

from app.core.messages import _
from app.orders.commands import DropDraft, SaveDraft
from app.orders.handlers import drop_draft, save_draft
from app.orders.queries import DraftRow
from ui.kit.context import Context
from ui.orders.phone.entry import Entry, entry_of

SAVE_AFTER_MS = 700
"""A draft is saved within a second of the last change."""


@dataclass(frozen=True)
class Waiting:
    """A call that is not in front: parked here, or left unfinished earlier."""

    entry: Entry
    at: datetime
    parked: bool


class Calls(QObject):
    """Keeps every open form safe; one of them is in front, the others wait, newest first."""

    waiting_changed = Signal()

    def __init__(self, context: Context, show: Callable[[Entry], None], parent: QObject) -> None:
        """Show the form in front with `show`."""
        super().__init__(parent)
        self._context, self._show = context, show
        self.entry = Entry()
        self.waiting: list[Waiting] = []
        self._saved = ""
        self._sent: Entry | None = None
        self._kept_again = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SAVE_AFTER_MS)
        self._timer.timeout.connect(self.save)

    @property
    def parked(self) -> list[Entry]:
        """Give the calls parked here, newest first."""
        return [one.entry for one in self.waiting if one.parked]

    def touched(self) -> None:
        """Save the form in front soon."""
        if not self._timer.isActive():
            self._timer.start()

    def save(self, *, parked: bool = False) -> None:
        """Save the form in front now, if there is anything in it."""
        self._timer.stop()
        entry = self.entry
        if entry.is_empty:
            if self._saved:
                self._drop(entry.draft_id)
            return
        content = entry.content()
        if content == self._saved and not parked:
            return
        self._saved = content
        self._write(entry, parked=parked)

    def _write(self, entry: Entry, *, parked: bool) -> None:
        self._kept_again = self._kept_again or entry is self._sent
        self._context.tasks.run(
            save_draft,
            SaveDraft(
                draft_id=entry.draft_id,
                title=entry.customer_name,
                content=entry.content(timed=True),
                parked=parked,
            ),
            lambda _done: self._context.trace("draft_saved"),
        )

    def _drop(self, draft_id: str) -> None:
        self._saved = ""
        self._context.tasks.run(drop_draft, DropDraft(draft_id=draft_id))

    def _bring(self, entry: Entry) -> None:
        self._timer.stop()
        self._saved = ""
        self.entry = entry
        self._show(entry)
        self.waiting_changed.emit()

    def _put_aside(self) -> None:
        """Let the form in front wait, if there is anything in it."""
        if self.entry.is_empty:
            return
        self.entry.pause()
        self.save(parked=True)
        self.waiting.insert(0, Waiting(self.entry, self._context.desk.clock.now(), parked=True))

    def take_drafts(self, rows: Sequence[DraftRow]) -> None:
        """Let drafts wait that were left unfinished earlier; open ones are known already."""
        open_ids = {self.entry.draft_id, *(one.draft_id for one in self.parked)}
        left = [
            Waiting(entry_of(row.content), row.at, row.parked)
            for row in rows
            if row.draft_id not in open_ids
        ]
        here = [one for one in self.waiting if one.parked and one.entry.draft_id in open_ids]
        self.waiting = here + left
        self.waiting_changed.emit()

    def send(self, entry: Entry) -> None:
        """Note that an order is on its way to be saved."""
        self._sent, self._kept_again = entry, False

    def finish(self, entry: Entry) -> None:
        """Forget a call whose order is saved: its draft is gone with it, a later one too."""
        if self._kept_again:
            self._context.tasks.run(drop_draft, DropDraft(draft_id=entry.draft_id))
        self._sent, self._kept_again = None, False
        if entry is self.entry:
            self._bring(Entry())
        else:
            self.waiting = [one for one in self.waiting if one.entry is not entry]
            self.waiting_changed.emit()

    def park(self) -> None:
        """Put the call in front aside and begin another."""
        if not self.entry.is_empty:
            self._put_aside()
            self._bring(Entry())

    def next(self) -> None:
        """Go to the call that has waited longest of those parked, else to the newest left over.

        The one in front is parked.
        """
        parked = self.parked
        if parked:
            self.resume(parked[-1].draft_id)
        elif self.waiting:
            newest = max(self.waiting, key=lambda one: one.at)
            self.resume(newest.entry.draft_id)

    def resume(self, draft_id: str) -> None:
        """Bring a waiting call to the front; the one in front waits."""
        coming = self._waiting_one(draft_id)
        if coming is not None:
            self.waiting.remove(coming)
            self._put_aside()
            self._bring(coming.entry)

    def _waiting_one(self, draft_id: str) -> Waiting | None:
        return next((one for one in self.waiting if one.entry.draft_id == draft_id), None)

    def discard(self, draft_id: str = "") -> None:
        """Throw a call away, the one in front when none is named; it can be taken back."""
        gone = self._waiting_one(draft_id) if draft_id else None
        if gone is not None:
            self.waiting.remove(gone)
            self.waiting_changed.emit()
        elif draft_id:
            return
        elif self.entry.is_empty:
            self._bring(Entry())
            return
        else:
            self.entry.pause()
            gone = Waiting(self.entry, self._context.desk.clock.now(), parked=True)
            self._bring(Entry())
        self._timer.stop()
        self._context.tasks.run(drop_draft, DropDraft(draft_id=gone.entry.draft_id))
        who = gone.entry.customer_name or _("no customer yet")
        text = _("Unfinished order discarded: {customer}").format(customer=who)
        self._context.shell.toast(text, _("Undo"), lambda: self._take_back(gone))

    def _take_back(self, gone: Waiting) -> None:
        if self._waiting_one(gone.entry.draft_id) is None and self.entry is not gone.entry:
            self._write(gone.entry, parked=gone.parked)
            self.waiting.insert(0, gone)
            if self.entry.is_empty:
                self.resume(gone.entry.draft_id)
            else:
                self.waiting_changed.emit()

"""The calls a counter has open: the one on the phone, parked ones, and their drafts."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

from app.orders.commands import DropDraft, SaveDraft
from app.orders.handlers import drop_draft, save_draft
from app.orders.queries import DraftRow
from ui.kit.context import Context
from ui.orders.phone.entry import Entry, entry_of

SAVE_AFTER_MS = 700
"""A draft is saved within a second of the last change."""


class Calls(QObject):
    """Keeps every open form safe; one of them is in front."""

    def __init__(self, context: Context, show: Callable[[Entry], None], parent: QObject) -> None:
        """Show the form in front with `show`."""
        super().__init__(parent)
        self._context, self._show = context, show
        self.entry = Entry()
        self.parked: list[Entry] = []
        self._saved = ""
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SAVE_AFTER_MS)
        self._timer.timeout.connect(self.save)

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
        self._context.tasks.run(
            save_draft,
            SaveDraft(
                draft_id=entry.draft_id,
                title=entry.customer_name,
                content=content,
                parked=parked,
            ),
            lambda _done: self._context.trace("draft_saved"),
        )

    def _drop(self, draft_id: str) -> None:
        self._saved = ""
        self._context.tasks.run(drop_draft, DropDraft(draft_id=draft_id))

    def start(self) -> None:
        """Begin a new, empty call."""
        self._timer.stop()
        self._saved = ""
        self.entry = Entry()
        self._show(self.entry)

    def done(self) -> None:
        """Forget the call in front: its order is saved and its draft is gone with it."""
        self._timer.stop()
        self._saved = ""
        if self.parked:
            self.entry = self.parked.pop()
            self._show(self.entry)
        else:
            self.start()

    def discard(self) -> None:
        """Throw the call in front away, with its draft."""
        self._drop(self.entry.draft_id)
        self.done()

    def park(self) -> None:
        """Put the call in front aside and begin another."""
        if self.entry.is_empty:
            return
        self.save(parked=True)
        self.parked.insert(0, self.entry)
        self.start()

    def next(self) -> None:
        """Go to the next parked call; the one in front is parked."""
        if not self.parked:
            return
        coming = self.parked.pop()
        if not self.entry.is_empty:
            self.save(parked=True)
            self.parked.insert(0, self.entry)
        self._timer.stop()
        self._saved = ""
        self.entry = coming
        self._show(coming)

    def resume(self, draft: DraftRow) -> None:
        """Take an unfinished order up again; one that is open already comes to the front."""
        if draft.draft_id == self.entry.draft_id:
            return
        known = next((one for one in self.parked if one.draft_id == draft.draft_id), None)
        if known is not None:
            self.parked.remove(known)
        if not self.entry.is_empty:
            self.parked.insert(0, self.entry)
        self._saved = draft.content
        self.entry = known or entry_of(draft.content)
        self._show(self.entry)

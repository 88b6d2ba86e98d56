"""Orders that were begun and not placed: each as it was left, to be taken up or thrown away."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QSplitter, QStackedWidget, QVBoxLayout, QWidget

from app.core.messages import _, ngettext
from app.orders.commands import DropDraft, SaveDraft
from app.orders.handlers import drop_draft, save_draft
from app.orders.queries import DraftRow, drafts
from ui.kit.context import Context
from ui.kit.parts import EmptyState, button, label, row
from ui.kit.table import Column, DataTable, RowsModel
from ui.orders.forms.short_text import shortened
from ui.orders.phone.entry import Entry, entry_of

_NAME_LETTERS = 70


class DraftList(QSplitter):
    """Lists a person's drafts; Enter takes one up where it was left."""

    def __init__(self, context: Context) -> None:
        """Build the list and what one draft holds."""
        super().__init__(Qt.Orientation.Horizontal)
        self._context = context
        self._busy = False
        self._model = RowsModel(
            (
                Column(_("Customer"), _title, stretch=True),
                Column(_("Saved"), self._saved, 11),
                Column(_("Lines"), lambda one: f"{len(entry_of(one.content).lines):,}", 5, True),
            ),
            self,
        )
        self.table = DataTable(self._model, "drafts", _("Drafts"))
        self.table.opened.connect(self._resume)
        self.table.chosen.connect(self._show)
        text = _("No draft is kept. An order being typed is kept here by itself.")
        self._empty = EmptyState("pencil", text)
        self._list = QStackedWidget()
        self._list.addWidget(self.table)
        self._list.addWidget(self._empty)
        self._lines = RowsModel(
            (
                Column(_("Code"), lambda line: line.code, 11),
                Column(_("Item"), lambda line: line.name, stretch=True),
                Column(_("Qty"), lambda line: f"{line.quantity:,}", 8, number=True),
            ),
            self,
        )
        self.addWidget(self._list)
        self.addWidget(self._detail())
        self.setChildrenCollapsible(False)
        self.setSizes([560, 500])
        for keys in ("Delete", "Ctrl+Delete"):
            shortcut = QShortcut(QKeySequence(keys), self.table)
            shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
            shortcut.activated.connect(self._drop_current)

    def _detail(self) -> QWidget:
        self._name = label("", "title", wrap=True)
        self._facts = label("", "caption", wrap=True)
        self._resuming = button(
            _("Resume"),
            lambda: self._resume(self.table.current()),
            kind="primary",
            shortcut="Return",
        )
        self._dropping = button(_("Throw away"), self._drop_current, icon="trash-2", shortcut="Del")
        self._right = QWidget()
        self._right.setMinimumWidth(self._context.theme.px(420))
        column = QVBoxLayout(self._right)
        column.setContentsMargins(12, 4, 12, 0)
        column.setSpacing(8)
        column.addWidget(self._name)
        column.addWidget(self._facts)
        column.addWidget(DataTable(self._lines, "draft_lines", _("Order lines")), 1)
        column.addLayout(row(None, self._dropping, self._resuming))
        return self._right

    def _saved(self, draft: DraftRow) -> str:
        """Write when: the time of one of today, the day of an earlier one."""
        at = draft.at.astimezone()
        same_day = at.date() == self._context.today()
        return f"{at:%H:%M}" if same_day else f"{at:%Y-%m-%d}"

    def read(self) -> None:
        """Read the drafts of the person signed in."""
        person = self._context.desk.person
        person_id = person.person_id if person else 0
        self._context.tasks.read(drafts, person_id, done=self._show_rows, tag="order_drafts")

    def _show_rows(self, rows: tuple[DraftRow, ...]) -> None:
        kept = self.table.current()
        self._model.show(rows)
        self._list.setCurrentIndex(0 if rows else 1)
        self._right.setVisible(bool(rows))
        ids = [one.draft_id for one in rows]
        known = isinstance(kept, DraftRow) and kept.draft_id in ids
        self.table.select(ids.index(kept.draft_id) if known else 0)

    def _show(self, draft: DraftRow) -> None:
        entry = entry_of(draft.content)
        self._name.setText(shortened(_title(draft), _NAME_LETTERS))
        self._name.setToolTip(_title(draft))
        self._facts.setText(_facts(draft, entry))
        self._lines.show(entry.lines)

    def _resume(self, draft: DraftRow | None) -> None:
        if draft is not None:
            self._context.shell.go("new_order", draft_id=draft.draft_id)

    def _drop_current(self) -> None:
        draft = self.table.current()
        if draft is None or self._busy:
            return
        self._busy = True
        run, shell = self._context.tasks.run, self._context.shell
        again = SaveDraft(
            draft_id=draft.draft_id,
            title=draft.title,
            content=draft.content,
            parked=draft.parked,
        )

        def back() -> None:
            run(save_draft, again, lambda _done: self.read(), shell.problem)

        def done(_answer: object) -> None:
            self._busy = False
            self.read()
            text = _("Draft thrown away: {customer}").format(customer=_title(draft))
            shell.toast(text, _("Undo"), back)

        def failed(error: Exception) -> None:
            self._busy = False
            shell.problem(error)

        run(drop_draft, DropDraft(draft_id=draft.draft_id), done, failed)


def _title(draft: DraftRow) -> str:
    return draft.title or _("no customer yet")


def _facts(draft: DraftRow, entry: Entry) -> str:
    count = len(entry.lines)
    parts = [
        ngettext("{count} line", "{count} lines", count).format(count=count),
        _("saved {moment}").format(moment=f"{draft.at.astimezone():%Y-%m-%d %H:%M}"),
    ]
    if draft.parked:
        parts.append(_("parked call"))
    if entry.reference:
        parts.append(_("reference {reference}").format(reference=entry.reference))
    if entry.due_on:
        parts.append(_("due {day}").format(day=entry.due_on))
    if entry.typed.strip():
        parts.append(_("being typed: {text}").format(text=entry.typed.strip()))
    if entry.note:
        parts.append(entry.note)
    return " · ".join(parts)

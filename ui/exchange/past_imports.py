"""The imports that were done, and taking one back."""

from collections.abc import Callable

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.core.messages import N_, _, ngettext
from app.exchange.commands import ImportRevoked, RevokeImport
from app.exchange.handlers import revoke_import
from app.exchange.queries import ImportRow, import_board
from ui.kit.context import Context
from ui.kit.parts import EmptyState, button, row
from ui.kit.table import Column, DataTable, RowsModel

KINDS: dict[str, str] = {
    "customers": N_("Customers"),
    "items": N_("Items"),
    "stock": N_("Opening stock"),
    "orders": N_("Orders"),
    "order_heads": N_("Orders without lines"),
}
STATES: dict[str, str] = {"done": N_("Done"), "revoked": N_("Taken back")}


class PastImports(QWidget):
    """A table of imports, or an invitation when there are none."""

    def __init__(
        self, context: Context, failed: Callable[[Exception], None], told: Callable[[str], None]
    ) -> None:
        """Tell failures and good news with two functions."""
        super().__init__()
        self._context, self._failed, self._told = context, failed, told
        self._wants_focus = False
        self._board = RowsModel(
            (
                Column(_("When"), lambda one: f"{one.at:%Y-%m-%d %H:%M}", 16),
                Column(_("File"), lambda one: one.file_name, stretch=True),
                Column(_("What"), lambda one: _(KINDS.get(one.kind, one.kind)), 10),
                Column(_("Documents"), lambda one: f"{one.documents:,}", 8, number=True),
                Column(_("Rows in"), lambda one: f"{one.rows_in:,}", 8, number=True),
                Column(_("Left out"), lambda one: f"{one.rows_skipped:,}", 8, number=True),
                Column(_("Rejected"), lambda one: f"{one.rows_rejected:,}", 8, number=True),
                Column(_("State"), lambda one: _(STATES.get(one.state, one.state)), 9),
            ),
            self,
        )
        self._table = DataTable(self._board, "imports", _("Past imports"))
        self._table.chosen.connect(self._offer)
        context.theme.changed.connect(self._table.rescale)
        self._revoke = button(_("Take back this import"), self._take_back, icon="undo-2")
        self._empty = EmptyState(
            "upload",
            _(
                "Drop a CSV, TSV or Excel file here: customers, items, stock or orders. "
                "You see what will happen before anything is written."
            ),
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._empty, 1)
        layout.addWidget(self._table, 1)
        layout.addLayout(row(None, self._revoke))

    def take_focus(self) -> None:
        """Put the cursor into the table, at once or when its rows are there."""
        self._wants_focus = self._table.isHidden()
        self._table.setFocus()

    def refresh(self) -> None:
        """Read the imports again."""
        self._context.tasks.read(import_board, done=self._show, tag="imports")

    def _show(self, rows: tuple[ImportRow, ...]) -> None:
        self._board.show(rows)
        for part, shown in (
            (self._empty, not rows),
            (self._table, bool(rows)),
            (self._revoke, bool(rows)),
        ):
            part.setVisible(shown)
        self._table.select(0)
        if rows:
            self._offer(rows[0])
            if self._wants_focus:
                self.take_focus()

    def _offer(self, chosen: ImportRow) -> None:
        self._revoke.setEnabled(chosen.state == "done")

    def _take_back(self) -> None:
        chosen = self._table.current()
        if isinstance(chosen, ImportRow):
            command = RevokeImport(batch_id=chosen.batch_id)
            self._table.setFocus()
            self._revoke.setEnabled(False)
            self._context.tasks.run(revoke_import, command, self._taken_back, self._not_taken)

    def _not_taken(self, error: Exception) -> None:
        self._revoke.setEnabled(True)
        self._failed(error)

    def _taken_back(self, answer: ImportRevoked) -> None:
        text = ngettext(
            "The import was taken back: {count} document.",
            "The import was taken back: {count} documents.",
            answer.documents,
        )
        self._told(text.format(count=f"{answer.documents:,}"))

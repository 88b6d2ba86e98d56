"""The counts that are open: begin one, go on with one of earlier, post it or drop it."""

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from app.core.command import Command
from app.core.errors import BadValue, DeskError, Refused
from app.core.messages import _
from app.stock.commands import EnterCount, Made, MovesPosted, PostCount, StartCount, VoidCount
from app.stock.counting import CountLineRow, count_lines, open_counts
from app.stock.handlers import enter_count, post_count, start_count, void_count
from app.stock.queries import CountRow, PlaceRow
from ui.kit.context import Context
from ui.kit.fields import quantity_field
from ui.kit.find_field import FindField, Match
from ui.kit.parts import Banner, EmptyState, Field, button, column, row
from ui.kit.table import Column, DataTable, RowsModel
from ui.stock.place_field import PlaceField
from ui.stock.stock_dialog import take_back

_MOST_FOUND = 12


class CountsDialog(QDialog):
    """Open counts at the left, what was written down in the chosen one at the right."""

    def __init__(self, context: Context, places: tuple[PlaceRow, ...], parent: QWidget) -> None:
        """Read the open counts and go on with the newest."""
        super().__init__(parent)
        self._context = context
        self._count: CountRow | None = None
        self._item_id = 0
        self.setWindowTitle(_("Open counts"))
        self.resize(context.theme.px(1040), context.theme.px(520))
        self._banner = Banner()
        self._build_tables()
        self._build_entry(places)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 16, 20, 16)
        layout.setSpacing(12)
        layout.addWidget(self._banner)
        layout.addLayout(self._halves(), 1)
        close = button(_("Close"), self.accept, shortcut="Esc")
        layout.addLayout(row(self.begin_button, self.drop_button, None, close, self.post_button))
        self.reread()

    def _build_tables(self) -> None:
        self._heads = RowsModel(
            (
                Column(_("Count"), lambda one: one.number, 10, stretch=True),
                Column(_("Begun"), lambda one: f"{one.made_at:%Y-%m-%d}", 10),
                Column(_("Lines"), lambda one: f"{one.lines:,}", 6, number=True),
                Column(_("Differ"), lambda one: f"{one.differing:,}", 7, number=True),
            ),
            self,
        )
        self.heads = DataTable(self._heads, "open_counts", _("Open counts"))
        self.heads.chosen.connect(self._choose)
        self.heads.opened.connect(lambda _one: self.item.setFocus())
        self._lines = RowsModel(
            (
                Column(_("Item"), lambda one: f"{one.code} · {one.name}", stretch=True),
                Column(_("Place"), lambda one: f"{one.place} {one.lot}".strip(), 10),
                Column(_("Expected"), lambda one: f"{one.expected:,}", 9, number=True),
                Column(_("Counted"), lambda one: f"{one.counted:,}", 8, number=True),
                Column(_("Difference"), _difference, 9, number=True),
            ),
            self,
        )
        self.lines = DataTable(self._lines, "count_lines", _("What was counted"))
        self.lines.opened.connect(self._again)
        self.begin_button = button(_("Begin a count"), self._begin, icon="plus")
        self.drop_button = button(_("Drop this count"), self._drop)
        self.post_button = button(_("Post the count"), self._post, kind="primary")

    def _build_entry(self, places: tuple[PlaceRow, ...]) -> None:
        self.item = FindField(self._matches, _("Item"))
        self.item.setPlaceholderText(_("find or scan an item"))
        self.item.taken.connect(self._take)
        self.place = PlaceField(places, _("At place"))
        self.counted = quantity_field(_("Units counted"), least=0)
        self.counted.returnPressed.connect(self._write_down)
        self.place.returnPressed.connect(self.counted.setFocus)
        self._fields = {
            "item": Field(_("Item"), self.item),
            "place": Field(_("At place"), self.place),
            "counted": Field(_("Units counted"), self.counted),
        }
        self._write = button(_("Write down"), self._write_down, shortcut="Return")

    def _halves(self) -> QVBoxLayout:
        entry = row(*self._fields.values(), self._write, spacing=8)
        entry.setStretch(0, 3)
        entry.setStretch(1, 2)
        entry.setStretch(2, 1)
        for field in self._fields.values():
            entry.setAlignment(field, Qt.AlignmentFlag.AlignTop)
        entry.setAlignment(self._write, Qt.AlignmentFlag.AlignBottom)
        self._entry = QWidget()
        entry.setContentsMargins(0, 0, 0, 0)
        self._entry.setLayout(entry)
        self._empty = EmptyState(
            "clipboard-list",
            _("No count is open. Begin one, then scan an item and type how many there are."),
        )
        made = QHBoxLayout()
        made.setContentsMargins(0, 0, 0, 0)
        made.setSpacing(12)
        made.addWidget(self.heads, 3)
        made.addLayout(column(self.lines, self._entry), 5)
        self._both = QWidget()
        self._both.setLayout(made)
        self._empty.hide()
        return column(self._empty, self._both)

    # --- showing -------------------------------------------------------------------------

    def reread(self) -> None:
        """Read the open counts again."""
        self._context.tasks.read(
            open_counts, done=self._show, failed=self._refused, tag="open_counts"
        )

    def _show(self, found: tuple[CountRow, ...]) -> None:
        self._offer(some=bool(found))
        known = self._count.count_id if self._count else 0
        self._heads.show(found)
        here = next((at for at, one in enumerate(found) if one.count_id == known), 0)
        self._count = None
        self.heads.select(here)
        if not found:
            self._lines.show(())
        self._tell()

    def _offer(self, *, some: bool) -> None:
        """Show what there is to go on with, or how to begin."""
        self._empty.setVisible(not some)
        for part in (self._both, self.drop_button, self.post_button):
            part.setVisible(some)
        if not some:
            self.begin_button.setFocus()

    def _choose(self, chosen: CountRow) -> None:
        self._count = chosen
        self._tell()
        show = partial(self._show_lines, chosen.count_id)
        self._context.tasks.read(
            count_lines, chosen.count_id, done=show, failed=self._refused, tag="count_lines"
        )

    def _show_lines(self, count_id: int, found: tuple[CountLineRow, ...]) -> None:
        if self._count is not None and self._count.count_id == count_id:
            self._lines.show(found)

    def _tell(self) -> None:
        there = self._count is not None
        self._entry.setEnabled(there)
        self.drop_button.setEnabled(there)
        self.post_button.setEnabled(self._count is not None and self._count.lines > 0)

    # --- counting ------------------------------------------------------------------------

    def _matches(self, text: str) -> list[Match]:
        found = self._context.lookup.items.find(text, limit=_MOST_FOUND) if text.strip() else ()
        return [Match(one.entry.entry_id, f"{one.entry.code} · {one.entry.name}") for one in found]

    def _take(self, item_id: int, _typed: str) -> None:
        entry = self._context.lookup.items.entry(item_id)
        if entry is not None:
            self._item_id = item_id
            self.item.setText(f"{entry.code} · {entry.name}")
            self.place.setFocus()

    def _again(self, line: CountLineRow) -> None:
        """Count a line once more: the new number replaces the old one."""
        self._item_id = line.item_id
        self.item.setText(f"{line.code} · {line.name}")
        self.place.setText(line.place)
        self.counted.setText(str(line.counted))
        self.counted.setFocus()
        self.counted.selectAll()

    def _write_down(self) -> None:
        for field in self._fields.values():
            field.show_problem("")
        self._banner.hide()
        try:
            command = self._entry_command()
        except Refused as refused:
            self._refused(refused)
            return
        self._run(enter_count, command, self._written)

    def _entry_command(self) -> EnterCount:
        counted, place = self.counted.value(), self.place.place()
        entry = self._context.lookup.items.entry(self._item_id)
        if entry is None or not self.item.text().startswith(entry.code):
            raise BadValue("item", self.item.text(), _("the code of an item is expected"))
        if counted is None or self._count is None:
            raise BadValue("counted", "", _("a number of units is expected"))
        return EnterCount(
            count_id=self._count.count_id,
            item_id=self._item_id,
            counted=counted,
            place_id=place.place_id if place else None,
        )

    def _written(self, _made: Made) -> None:
        self._item_id = 0
        self.item.clear()
        self.counted.clear()
        self.item.setFocus()
        self.reread()

    # --- the count as a whole ------------------------------------------------------------

    def _begin(self) -> None:
        def begun(made: Made) -> None:
            self._count = CountRow(
                made.record_id, made.name, "open", self._context.desk.clock.now(), 0, 0
            )
            self._offer(some=True)
            self._tell()
            self.item.setFocus()
            self.reread()

        self._run(start_count, StartCount(), begun)

    def _drop(self) -> None:
        if self._count is not None:
            self._run(
                void_count, VoidCount(count_id=self._count.count_id), lambda _m: self.reread()
            )

    def _post(self) -> None:
        if self._count is None:
            return
        text = _("{number} posted").format(number=self._count.number)

        def posted(moves: MovesPosted) -> None:
            context = self._context
            undo = partial(take_back, context, moves) if moves.first else None
            context.shell.toast(text, _("Undo") if undo else "", undo)
            self.reread()

        self._run(post_count, PostCount(count_id=self._count.count_id), posted)

    def _run(
        self, handler: Callable[..., Any], command: Command, done: Callable[[Any], None]
    ) -> None:
        self._context.tasks.run(handler, command, done, self._refused)

    def _refused(self, error: Exception) -> None:
        if not isinstance(error, DeskError):
            self._context.shell.problem(error)
            return
        field = self._fields.get(str(getattr(error, "field", "")))
        if field is None:
            self._banner.tell("err", error.message())
            return
        field.show_problem(error.message())
        field.control.setFocus()


def _difference(one: CountLineRow) -> str:
    return f"{one.counted - one.expected:+,}"

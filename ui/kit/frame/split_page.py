"""A page of two halves: a long list at the left, the record chosen from it at the right."""

from abc import abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QApplication,
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QSplitter,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from app.core.messages import _
from ui.kit.context import Context, Page
from ui.kit.parts import EmptyState, PageHeader, button, row
from ui.kit.table import (
    Column,
    Landing,
    ListPane,
    ListTable,
    Source,
    WindowModel,
    remember_split,
)

_PAUSE_MS = 120
_NAME_CHARACTERS = 20
_NAME = 1
"""The column that is kept readable when the list is narrow."""


class Panel(QFrame):
    """The right half: shows one record.

    `shown` carries the id of the record shown (0 for a new one), `left` tells that the person
    wants back to the list.
    """

    shown = Signal(int)
    left = Signal()

    def busy(self) -> bool:
        """Tell whether something is being typed that must not be taken away."""
        return False

    def new_record(self) -> None:
        """Begin a new record; asks first when something typed is not saved."""

    def reread(self) -> None:
        """Read the record again, unless it is being edited."""

    @abstractmethod
    def show_record(self, record_id: int) -> None:
        """Show a record; asks first when something typed is not saved."""

    @abstractmethod
    def take_focus(self) -> None:
        """Put the cursor where work goes on."""


@dataclass(frozen=True)
class Halves:
    """What a page of two halves is made of; the first of the views is the one it begins with.

    `table` names the list (its key for what is kept, its accessible name), `give_way` the
    columns that leave a narrow list, the first one first; `widths` are those of both halves.
    """

    title: str
    new: str
    views: Mapping[str, str]
    find: tuple[str, str]
    table: tuple[str, str]
    columns: tuple[Column, ...]
    source: Source
    empty: tuple[str, str]
    give_way: tuple[int, ...]
    widths: tuple[int, int]


class SplitPage(Page):
    """A list with views and a search, a panel, and the keys that go between them."""

    record = ""
    """The word by which `go_to` names the record to show."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        """Build both halves from what the room says of them."""
        super().__init__(context, parent)
        self._record_id: int | None = None
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.timeout.connect(self._reread)
        made = self._halves = self.halves()
        self._first = next(iter(made.views))
        self._kept_view = f"{made.table[0]}/view"
        kept = str(context.kept.value(self._kept_view, ""))
        self.view = kept if kept in made.views else self._first
        header = PageHeader(made.title)
        header.add(button(made.new, self.new_record, kind="primary", shortcut="Ins"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        layout.addWidget(header)
        layout.addLayout(self._bar())
        layout.addWidget(self._split(), 1)
        keys = {"Ctrl+F": self._to_search, "F6": self._other_half, "Ins": self.new_record}
        for key, act in keys.items():
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(act)
        context.theme.changed.connect(self._rescale)

    # --- what a room says ----------------------------------------------------------------

    @abstractmethod
    def halves(self) -> Halves:
        """Say what the page is made of."""

    @property
    @abstractmethod
    def right(self) -> Panel:
        """Give the panel."""

    @abstractmethod
    def wanted(self) -> dict[str, Any]:
        """Give what the list is asked for, from the view and the search."""

    @abstractmethod
    def key_of(self, record_id: int) -> tuple[Any, ...] | None:
        """Give the key of a record in the list, None for an unknown one."""

    @abstractmethod
    def why_empty(self, *, narrowed: bool) -> str:
        """Say why the list has no rows: nothing fits, or there is nothing yet."""

    # --- building ------------------------------------------------------------------------

    def _bar(self) -> QHBoxLayout:
        group = QButtonGroup(self)
        self.chips: dict[str, QPushButton] = {}
        for name, title in self._halves.views.items():
            chip = button(title, partial(self._show_view, name), kind="chip")
            chip.setCheckable(True)
            group.addButton(chip)
            self.chips[name] = chip
        self.chips[self.view].setChecked(True)
        hint, title = self._halves.find
        self.search = QLineEdit()
        self.search.setPlaceholderText(hint)
        self.search.setAccessibleName(title)
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(lambda _text: self._pause.start(_PAUSE_MS))
        self.search.returnPressed.connect(self._to_list)
        made = row(*self.chips.values(), 8, self.search)
        made.setStretchFactor(self.search, 1)
        return made

    def _split(self) -> QSplitter:
        model = WindowModel(self._halves.columns, self._halves.source, self)
        self.table = ListTable(model, *self._halves.table)
        self.table.remember(self.context.kept)
        model.landed.connect(self._land)
        self.table.chosen.connect(self._choose)
        self.table.opened.connect(lambda _one: self._other_half())
        bring = button(_("Import a file…"), lambda: self.context.shell.go("import"), icon="upload")
        self._list = ListPane(self.table, EmptyState(*self._halves.empty, bring), self._say_empty)
        self.right.left.connect(self.table.setFocus)
        self.right.shown.connect(self._follow)
        split = QSplitter()
        split.setChildrenCollapsible(False)
        split.setHandleWidth(12)
        split.addWidget(self._list)
        split.addWidget(self.right)
        split.setSizes(list(self._halves.widths))
        for at, wide in enumerate(self._halves.widths):
            split.setStretchFactor(at, wide)
        remember_split(split, self._halves.table[0], self.context.kept)
        split.splitterMoved.connect(lambda *_place: self._list_fits())
        return split

    # --- the list ------------------------------------------------------------------------

    @override
    def refresh(self) -> None:
        """Read the list again, and the record shown unless it is being edited."""
        self._reread()
        self.right.reread()

    def _reread(self) -> None:
        self.table.window_model.ask(**self.wanted())

    def _stand_at(self, record_id: int | None) -> None:
        """Let the list stand at a record, wherever in it the record is."""
        key = self.key_of(record_id) if record_id else None
        if key is None:
            self.table.point_at(record_id)
        else:
            self.table.seek(key)

    def _land(self, _landing: Landing) -> None:
        if self._record_id is None and not self.right.busy():
            self.table.select(0)

    def _say_empty(self) -> str:
        return self.why_empty(narrowed=bool(self.search.text()) or self.view != self._first)

    def _start_over(self) -> None:
        """Let the first row of what is read next be the one shown, unless one is being edited."""
        if not self.right.busy():
            self._record_id = None
            self.table.point_at(None)
            self.table.window_model.forget()

    def _show_view(self, view: str) -> None:
        self._start_over()
        self.view = view
        self.context.kept.setValue(self._kept_view, view)
        self._reread()

    def _rescale(self) -> None:
        self.table.rescale()
        self._list_fits()

    def _list_fits(self) -> None:
        """Keep the name readable: what the panel repeats gives way first."""
        for at in self._halves.give_way:
            self.table.setColumnHidden(at, False)
        sizes = [self.table.columnWidth(at) for at in range(len(self._halves.columns))]
        sizes[_NAME] = self.table.fontMetrics().horizontalAdvance("0") * _NAME_CHARACTERS
        room = self._list.width() - self.table.verticalScrollBar().sizeHint().width() - 4
        for at in self._halves.give_way:
            hide = sum(sizes) > room
            self.table.setColumnHidden(at, hide)
            sizes[at] = 0 if hide else sizes[at]

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        QTimer.singleShot(0, self, self._list_fits)

    # --- one record ----------------------------------------------------------------------

    def _choose(self, one: Any) -> None:
        record_id = self.table.window_model.id_of(one)
        if record_id != self._record_id:
            self._record_id = record_id
            self.right.show_record(record_id)

    def _follow(self, record_id: int) -> None:
        """Let the list follow: after a save, or when typed values kept another one here."""
        self._record_id = record_id or None
        self._stand_at(self._record_id)

    def new_record(self) -> None:
        """Start a new record."""
        self.right.new_record()

    @override
    def go_to(self, **where: Any) -> None:
        """Show a record, or start a new one."""
        if self.record in where:
            self._record_id = int(where[self.record])
            self.right.show_record(self._record_id)
            self._reread()
            self._stand_at(self._record_id)
        if where.get("fresh"):
            self.new_record()

    # --- keys ----------------------------------------------------------------------------

    @override
    def enter(self) -> None:
        """Take the focus into the list, unless something is being edited."""
        super().enter()
        if not self.right.busy():
            self.table.setFocus()

    def _to_search(self) -> None:
        self.search.setFocus()
        self.search.selectAll()

    def _to_list(self) -> None:
        self._pause.stop()
        self._start_over()
        self._reread()
        self.table.setFocus()

    def _other_half(self) -> None:
        focus = QApplication.focusWidget()
        if focus is not None and self.right.isAncestorOf(focus):
            self.table.setFocus()
        else:
            self.right.take_focus()

"""All items, and the one chosen to look at, change, or take out of sale."""

from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QColor, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QApplication,
    QButtonGroup,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QSplitter,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from app.catalog.queries import ItemFilter, ItemRow, PageKey, item_page, page_key
from app.core.messages import _
from app.core.money import plain_price
from app.core.text import fold
from ui.catalog.item_panel import ItemPanel
from ui.kit.context import Context, Page
from ui.kit.parts import EmptyState, PageHeader, button, row
from ui.kit.table import Column, Landing, ListPane, ListTable, Source, WindowModel

_PAUSE_MS = 120
_NAME_CHARACTERS = 20
_GIVE_WAY = (3, 2)
"""Columns that leave a narrow list, the first one first."""


@dataclass(frozen=True)
class _View:
    title: str
    wanted: dict[str, str]


class ItemsPage(Page):
    """The list of items at the left, the form of one at the right."""

    shows = frozenset({"item", "import", "price_list"})

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        """Build the list and the panel."""
        super().__init__(context, parent)
        self._view = "active"
        self._item_id: int | None = None
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.timeout.connect(self._reread)
        self._header = PageHeader(_("Items"))
        self._new = button(_("New item"), self.new_item, kind="primary", shortcut="Ins")
        self._header.add(self._new)
        self.panel = ItemPanel(context)
        self.panel.left.connect(self._back_to_list)
        self.panel.shown.connect(self._panel_shows)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        layout.addWidget(self._header)
        layout.addLayout(self._bar())
        layout.addWidget(self._halves(), 1)
        keys = {"Ctrl+F": self._to_search, "F6": self._other_half, "Ins": self.new_item}
        for key, act in keys.items():
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(act)
        context.theme.changed.connect(self._list_fits)

    def _bar(self) -> QHBoxLayout:
        views = {
            "active": _View(_("On sale"), {"state": "active"}),
            "kit": _View(_("Kits"), {"kind": "kit"}),
            "service": _View(_("Services"), {"kind": "service"}),
            "discontinued": _View(_("Discontinued"), {"state": "discontinued"}),
            "all": _View(_("All"), {}),
        }
        self._wanted = {name: view.wanted for name, view in views.items()}
        self._group = QButtonGroup(self)
        self.chips: dict[str, QPushButton] = {}
        for name, view in views.items():
            chip = button(view.title, partial(self._show_view, name), kind="chip")
            chip.setCheckable(True)
            self._group.addButton(chip)
            self.chips[name] = chip
        self.chips[self._view].setChecked(True)
        self.search = QLineEdit()
        self.search.setPlaceholderText(_("Find by code, name or initials (Ctrl+F)"))
        self.search.setAccessibleName(_("Find items"))
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(lambda _text: self._pause.start(_PAUSE_MS))
        self.search.returnPressed.connect(self._to_list)
        made = row(*self.chips.values(), 8, self.search)
        made.setStretchFactor(self.search, 1)
        return made

    def _halves(self) -> QSplitter:
        columns = (
            Column(_("Code"), lambda one: one.code, 11, colour=self._colour),
            Column(_("Item"), _name, 20, stretch=True, colour=self._colour),
            Column(_("Price"), lambda one: plain_price(one.price), 9, number=True),
            Column(_("Category"), lambda one: one.category, 12),
        )
        model = WindowModel(columns, Source(self.context.tasks, item_page, page_key), self)
        self.table = ListTable(model, "items", _("Items"))
        model.landed.connect(self._land)
        self.table.chosen.connect(self._choose)
        self.table.opened.connect(lambda _one: self._other_half())
        self._empty = EmptyState(
            "package",
            _("No item yet."),
            button(_("Import a file…"), lambda: self.context.shell.go("import"), icon="upload"),
        )
        self._list = ListPane(self.table, self._empty, self._why_empty)
        self._split = QSplitter()
        self._split.setChildrenCollapsible(False)
        self._split.setHandleWidth(12)
        self._split.addWidget(self._list)
        self._split.addWidget(self.panel)
        self._split.setSizes([440, 640])
        self._split.setStretchFactor(0, 2)
        self._split.setStretchFactor(1, 3)
        self._split.splitterMoved.connect(lambda *_place: self._list_fits())
        return self._split

    # --- the list ------------------------------------------------------------------------

    @override
    def refresh(self) -> None:
        """Read the list again, and the item shown unless it is being edited."""
        self._reread()
        self.panel.reread()

    def _reread(self) -> None:
        wanted = ItemFilter(text=self.search.text(), **self._wanted[self._view])
        self.table.window_model.ask(wanted=wanted)

    def _stand_at(self, item_id: int | None) -> None:
        """Let the list stand at an item, wherever in it the item is."""
        known = self.context.lookup.items.entry(item_id) if item_id else None
        if known is None:
            self.table.point_at(item_id)
        else:
            self.table.seek(PageKey(fold(known.code), known.entry_id))

    def _land(self, _landing: Landing) -> None:
        if self._item_id is None and not self.panel.busy():
            self.table.select(0)

    def _why_empty(self) -> str:
        if self.search.text() or self._view != "active":
            return _("Nothing fits. Clear the search or choose All.")
        return _("No item yet. Add the first one, or import what you have.")

    def _show_view(self, view: str) -> None:
        self._view = view
        self._reread()

    def _colour(self, one: ItemRow) -> Any:
        name = "text" if one.state == "active" else "muted"
        return QColor(self.context.theme.tokens[name])

    def _list_fits(self) -> None:
        """Keep the item's name readable: what the form repeats gives way first."""
        self.table.resize_columns()
        sizes = [self.table.columnWidth(at) for at in range(4)]
        sizes[1] = self.table.fontMetrics().horizontalAdvance("0") * _NAME_CHARACTERS
        room = self._list.width() - self.table.verticalScrollBar().sizeHint().width() - 4
        for at in _GIVE_WAY:
            hide = sum(sizes) > room
            self.table.setColumnHidden(at, hide)
            sizes[at] = 0 if hide else sizes[at]

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        QTimer.singleShot(0, self, self._list_fits)

    # --- one item ------------------------------------------------------------------------

    def _choose(self, one: ItemRow) -> None:
        if one.item_id != self._item_id:
            self._item_id = one.item_id
            self.panel.show_item(one.item_id)

    def _panel_shows(self, item_id: int) -> None:
        """Let the list follow: after a save, or when typed values kept another item here."""
        self._item_id = item_id or None
        self._stand_at(self._item_id)

    def new_item(self) -> None:
        """Start a new item."""
        self.panel.new_item()

    @override
    def go_to(self, **where: Any) -> None:
        """Show an item, or start a new one."""
        if "item_id" in where:
            self._item_id = int(where["item_id"])
            self.panel.show_item(self._item_id)
            self._reread()
            self._stand_at(self._item_id)
        if where.get("fresh"):
            self.new_item()

    # --- keys ----------------------------------------------------------------------------

    @override
    def enter(self) -> None:
        """Take the focus into the list, unless something is being edited."""
        super().enter()
        if not self.panel.busy():
            self.table.setFocus()

    def _to_search(self) -> None:
        self.search.setFocus()
        self.search.selectAll()

    def _to_list(self) -> None:
        self._pause.stop()
        if not self.panel.busy():
            self._item_id = None
            self.table.point_at(None)
            self.table.window_model.forget()
        self._reread()
        self.table.setFocus()

    def _back_to_list(self) -> None:
        self.table.setFocus()

    def _other_half(self) -> None:
        focus = QApplication.focusWidget()
        if focus is not None and self.panel.isAncestorOf(focus):
            self.table.setFocus()
        else:
            self.panel.take_focus()

    @override
    def scanned(self, code: str) -> bool:
        """Show the item scanned."""
        found = self.context.lookup.items.exact(code)
        if not found:
            return False
        self.go_to(item_id=found[0].entry_id)
        return True


def _name(one: ItemRow) -> str:
    return one.name if one.state == "active" else f"{one.name} ({_('discontinued')})"

"""What there is of every item, what of it is free, and what to do about it."""

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QColor, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QApplication,
    QButtonGroup,
    QLineEdit,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from app.core.messages import _, ngettext
from app.core.permissions import Right, may
from app.stock.counting import open_counts
from app.stock.queries import CountRow, StockRow, low_count, places, stock_page
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
from ui.stock.adjust_dialog import AdjustDialog
from ui.stock.arrival_dialog import ArrivalDialog
from ui.stock.count_dialog import CountDialog
from ui.stock.counts.counts_dialog import CountsDialog
from ui.stock.counts.override_dialog import OverrideDialog
from ui.stock.detail_card import DetailCard
from ui.stock.move_dialog import MoveDialog
from ui.stock.purchase_dialog import PurchaseDialog
from ui.stock.reading import ItemStock, item_stock
from ui.stock.receive_dialog import ReceiveDialog
from ui.stock.stock_dialog import StockDialog

_PAUSE_MS = 120
_NAME_CHARACTERS = 22
_VIEWS = ("all", "low", "out", "reserved")
_KEPT_VIEW = "stock/view"
_GIVE_WAY = (5, 2, 3)
"""Columns that leave a narrow list, the first one first."""
_DIALOGS: dict[str, tuple[Callable[[Context, ItemStock, QWidget], StockDialog], Right]] = {
    "receive": (ReceiveDialog, Right.ADJUST),
    "count": (CountDialog, Right.ADJUST),
    "move": (MoveDialog, Right.MOVE_GOODS),
    "adjust": (AdjustDialog, Right.ADJUST),
    "purchase": (PurchaseDialog, Right.ADJUST),
    "arrive": (ArrivalDialog, Right.ADJUST),
    "override": (OverrideDialog, Right.ADMINISTER),
}


class StockPage(Page):
    """The list of stock at the left, one item explained at the right."""

    shows = frozenset({"stock", "item", "purchase", "place", "import", "order", "count"})

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        """Build the list, the card and their keys."""
        super().__init__(context, parent)
        kept = str(context.kept.value(_KEPT_VIEW, ""))
        self._view = kept if kept in _VIEWS else "all"
        self._item_id: int | None = None
        self._wanted_act, self._then = "", ""
        self._header = PageHeader(_("Stock"))
        self._header.add(
            button(_("Low stock report"), lambda: context.shell.go("reports"), icon="chart-column")
        )
        self.counts_button = button(_("Counts…"), self.show_counts, shortcut="F7")
        self._header.add(self.counts_button)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.timeout.connect(self._reread)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        layout.addWidget(self._header)
        layout.addLayout(self._bar())
        layout.addWidget(self._halves(), 1)
        keys_of_page = {
            "Ctrl+F": self._to_search,
            "F6": self._other_half,
            "F7": self.show_counts,
        }
        for keys, act in keys_of_page.items():
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(act)
        context.theme.changed.connect(self._rescale)

    def _bar(self) -> Any:
        self.search = QLineEdit()
        self.search.setPlaceholderText(_("Find by code, name or barcode (Ctrl+F)"))
        self.search.setAccessibleName(_("Find stock"))
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(lambda _text: self._pause.start(_PAUSE_MS))
        self.search.returnPressed.connect(self._to_list)
        self._chips = QButtonGroup(self)
        self.chips: dict[str, QPushButton] = {}
        for view, title in (
            ("all", _("All")),
            ("low", _("Low")),
            ("out", _("Out")),
            ("reserved", _("Reserved")),
        ):
            chip = button(title, partial(self._show_view, view), kind="chip")
            chip.setCheckable(True)
            self._chips.addButton(chip)
            self.chips[view] = chip
        self.chips[self._view].setChecked(True)
        made = row(*self.chips.values(), 8, self.search)
        made.setStretchFactor(self.search, 1)
        return made

    def _halves(self) -> QSplitter:
        columns = (
            Column(_("Code"), lambda one: one.code, 11),
            Column(_("Item"), lambda one: one.name, 20, stretch=True),
            Column(_("On hand"), lambda one: f"{one.on_hand:,}", 8, number=True),
            Column(_("Reserved"), lambda one: f"{one.reserved:,}", 9, number=True),
            Column(_("Available"), _available, 10, number=True, colour=self._colour),
            Column(_("Incoming"), lambda one: f"{one.incoming:,}", 9, number=True),
        )
        source = Source(self.context.tasks, stock_page, lambda one: (one.code, one.item_id))
        model = WindowModel(columns, source, self)
        self.table = ListTable(model, "stock", _("Stock by item"))
        self.table.remember(self.context.kept)
        model.landed.connect(self._land)
        self.table.chosen.connect(lambda one: self._show_item(one.item_id))
        self.table.opened.connect(lambda _one: self._other_half())
        self._empty = EmptyState(
            "boxes",
            _("No stock here yet."),
            button(_("Import a file…"), lambda: self.context.shell.go("import"), icon="upload"),
        )
        self._list = ListPane(self.table, self._empty, self._why_empty)
        acts = {
            "receive": (_("Receive…"), "Alt+R", partial(self._act, "receive")),
            "count": (_("Count…"), "Alt+C", partial(self._act, "count")),
            "move": (_("Move…"), "Alt+M", partial(self._act, "move")),
            "adjust": (_("Adjust…"), "Alt+J", partial(self._act, "adjust")),
            "purchase": (_("New purchase…"), "Alt+P", partial(self._act, "purchase")),
            "arrive": (_("Receive purchase…"), "Alt+U", partial(self._act, "arrive")),
            "override": (
                _("Found more than the books say…"),
                "Alt+O",
                partial(self._act, "override"),
            ),
        }
        self.card = DetailCard(self.context, acts)
        self.card.order_wanted.connect(lambda one: self.context.shell.go("orders", order_id=one))
        self._nothing = EmptyState("package", _("Choose an item to see what its figures mean."))
        self._right = QStackedWidget()
        self._right.addWidget(self._nothing)
        self._right.addWidget(self.card)
        self._split = QSplitter()
        self._split.setChildrenCollapsible(False)
        self._split.addWidget(self._list)
        self._split.addWidget(self._right)
        self._split.setHandleWidth(12)
        self._split.setSizes([560, 440])
        self._split.setStretchFactor(0, 5)
        self._split.setStretchFactor(1, 4)
        remember_split(self._split, "stock", self.context.kept)
        self._split.splitterMoved.connect(lambda *_place: self._list_fits())
        return self._split

    # --- the list ------------------------------------------------------------------------

    @override
    def refresh(self) -> None:
        """Read the list and the item shown again."""
        self._reread()
        self.context.tasks.read(low_count, done=self._show_low, tag="stock_low")
        self.context.tasks.read(open_counts, done=self._show_open, tag="stock_counts")
        if self._item_id is not None:
            self._read_item(self._item_id)

    def _reread(self) -> None:
        self.table.window_model.ask(view=self._view, text=self.search.text())

    def _start_over(self) -> None:
        """Let the first row of what is read next be the one shown."""
        self._item_id = None
        self.table.point_at(None)
        self.table.window_model.forget()

    def _stand_at(self, item_id: int) -> None:
        """Let the list stand at an item, wherever in it the item is."""
        known = self.context.lookup.items.entry(item_id)
        if known is None:
            self.table.point_at(item_id)
        else:
            self.table.seek((known.code, item_id))

    def _land(self, _landing: Landing) -> None:
        if self._item_id is None and self.table.rows_model.rows:
            self.table.select(0)
        elif self._item_id is None:
            self.card.forget()
            self._nothing.say(_("Choose an item to see what its figures mean."))
            self._right.setCurrentWidget(self._nothing)

    def _why_empty(self) -> str:
        if self.search.text() or self._view != "all":
            return _("Nothing fits. Clear the search or choose All.")
        return _("No stock here yet. Add items or import what you have.")

    def _show_low(self, low: int) -> None:
        said = ngettext("{count} item to order", "{count} items to order", low)
        self._header.show_subtitle(said.format(count=f"{low:,}") if low else _("nothing is low"))

    def _show_open(self, found: tuple[CountRow, ...]) -> None:
        text = _("Counts…") if not found else _("Open counts ({count})").format(count=len(found))
        self.counts_button.setText(text)

    def show_counts(self) -> None:
        """Show the counts that are open, to go on with one."""
        self.context.tasks.read(
            places, done=lambda found: CountsDialog(self.context, found, self).open()
        )

    def _show_view(self, view: str) -> None:
        self._start_over()
        self._view = view
        self.chips[view].setChecked(True)
        self.context.kept.setValue(_KEPT_VIEW, view)
        self._reread()

    def _colour(self, one: StockRow) -> Any:
        name = "err" if one.available <= 0 else "warn" if one.is_low else "text"
        return QColor(self.context.theme.tokens[name])

    def _rescale(self) -> None:
        self.table.rescale()
        self._list_fits()

    def _list_fits(self) -> None:
        """Keep the item's name readable: the figures the card repeats give way first."""
        for at in _GIVE_WAY:
            self.table.setColumnHidden(at, False)
        sizes = [self.table.columnWidth(at) for at in range(6)]
        room = self._list.width() - self.table.verticalScrollBar().sizeHint().width() - 4
        sizes[1] = self.table.fontMetrics().horizontalAdvance("0") * _NAME_CHARACTERS
        for at in _GIVE_WAY:
            if sum(sizes) <= room:
                break
            self.table.setColumnHidden(at, True)
            sizes[at] = 0

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        QTimer.singleShot(0, self, self._list_fits)

    # --- one item ------------------------------------------------------------------------

    def _show_item(self, item_id: int) -> None:
        if item_id != self._item_id:
            self._item_id = item_id
            self._read_item(item_id)

    def _read_item(self, item_id: int) -> None:
        desk = self.context.desk
        self.context.tasks.call(
            lambda: item_stock(desk, item_id), partial(self._show_whole, item_id)
        )

    def _show_whole(self, item_id: int, whole: ItemStock | None) -> None:
        if item_id != self._item_id:
            return
        if whole is None:
            self._nothing.say(_("This item has no stock: it is a service or a kit."))
            self._right.setCurrentWidget(self._nothing)
            return
        self.card.show_item(whole)
        self._right.setCurrentWidget(self.card)
        self._allow()
        if self._wanted_act:
            act, self._wanted_act = self._wanted_act, ""
            self._act(act)

    def _allow(self) -> None:
        person = self.context.desk.person
        for name, (_dialog, right) in _DIALOGS.items():
            allowed = person is not None and may(person.role, right)
            self.card.acts[name].setEnabled(allowed)
            if right is Right.ADMINISTER:
                self.card.acts[name].setVisible(allowed)

    def _act(self, name: str) -> None:
        whole, act = self.card.whole, self.card.acts[name]
        if whole is None or not act.isEnabled() or act.isHidden():
            return
        dialog = _DIALOGS[name][0](self.context, whole, self)
        then, self._then = self._then, ""
        if then:
            dialog.finished.connect(lambda _code: self.context.shell.go(then))
        dialog.open()

    @override
    def go_to(self, **where: Any) -> None:
        """Show an item, a view or the open counts; `act` opens what is to be done.

        `then` is where to go after it.
        """
        if where.get("counts"):
            self.show_counts()
        if "view" in where:
            self.search.clear()
            self._show_view(str(where["view"]))
        if "item_id" in where:
            self._item_id = int(where["item_id"])
            self._wanted_act = str(where.get("act", ""))
            self._then = str(where.get("then", ""))
            self._read_item(self._item_id)
            self._reread()
            self._stand_at(self._item_id)

    # --- keys ----------------------------------------------------------------------------

    @override
    def enter(self) -> None:
        """Take the focus into the list."""
        super().enter()
        if not self.search.hasFocus():
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
        if focus is not None and self._right.isAncestorOf(focus):
            self.table.setFocus()
        elif self._right.currentWidget() is self.card:
            self.card.figures["on_hand"].setFocus()

    @override
    def scanned(self, code: str) -> bool:
        """Find what was scanned in the list."""
        self.search.setText(code)
        self._to_list()
        return True


def _available(one: StockRow) -> str:
    if one.available <= 0:
        return "✕ " + _("{units} out").format(units=f"{one.available:,}")
    if one.is_low:
        return "▲ " + _("{units} low").format(units=f"{one.available:,}")
    return f"{one.available:,}"

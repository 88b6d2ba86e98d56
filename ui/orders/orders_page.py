"""All orders: filtered by how far they are, found by words, each whole at the right."""

import re
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QMenu,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from app.core.messages import _
from app.orders.queries import OrderRow, order_id_of, order_page
from app.orders.queries.chips import FilterCounts, filter_counts
from app.orders.states import LABELS
from ui.kit.context import Context, Page
from ui.kit.parts import EmptyState, PageHeader, button
from ui.kit.pills import PillDelegate
from ui.kit.table import (
    Column,
    Landing,
    ListPane,
    ListTable,
    Source,
    WindowModel,
)
from ui.orders.draft_list import DraftList
from ui.orders.front.front_half import FrontHalf
from ui.orders.listing.choice import Choice
from ui.orders.listing.filter_bar import FilterBar
from ui.orders.listing.order_halves import OrderHalves
from ui.orders.listing.search_line import SearchLine
from ui.orders.order_papers import OrderPapers

_COUNT_AFTER_MS = 250
"""Counts follow a burst of changes once, not each of them."""
_KEPT_FILTER = "orders/labels"
_ORDER_NAME = re.compile(r"(SO|R)-\d+", re.IGNORECASE)


class OrdersPage(Page):
    """The list of orders and the one in front."""

    shows = frozenset({"order", "shipment", "import"})

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        """Build the filters, the list and the card."""
        super().__init__(context, parent)
        self._named = ""
        self._wanted_id = 0
        self._papers = OrderPapers(context, self._chosen)
        self._filters = FilterBar()
        self._filters.show_labels(self._labels_left())
        self._filters.chosen.connect(lambda _labels: self._show_filter())
        self._filters.drafts.connect(self._show_filter)
        self._drafts = DraftList(context)
        self._body = QStackedWidget()
        self._body.addWidget(self._both())
        self._body.addWidget(self._drafts)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        layout.addWidget(self._head())
        layout.addWidget(self._filters)
        layout.addWidget(self._body, 1)
        self._counting = QTimer(self)
        self._counting.setSingleShot(True)
        self._counting.setInterval(_COUNT_AFTER_MS)
        self._counting.timeout.connect(self._count)
        self._shortcuts()
        context.theme.changed.connect(self.refresh)

    def _head(self) -> PageHeader:
        header = PageHeader(_("Orders"))
        self._search = SearchLine(self.context.theme)
        self._waiting = QTimer(self)
        self._waiting.setSingleShot(True)
        self._waiting.setInterval(120)
        self._waiting.timeout.connect(self._look_for)
        self._search.textChanged.connect(lambda _text: self._waiting.start())
        self._search.returnPressed.connect(self._to_list)
        more = button(_("More papers"), icon="file-text")
        papers = QMenu(self)
        papers.addAction(_("Order confirmation"), self._papers.confirmations)
        papers.addAction(_("Pick list"), self._papers.pick_lists)
        more.setMenu(papers)
        slip = button(_("Packing slip"), self._papers.slips, icon="printer", shortcut="Ctrl+P")
        fresh = button(
            _("New order"),
            lambda: self.context.shell.go("new_order", fresh=True),
            kind="primary",
            shortcut="Ctrl+N",
        )
        for part in (self._search, more, slip, fresh):
            header.add(part)
        return header

    def _shortcuts(self) -> None:
        keys: dict[str, Callable[[], object]] = {
            "Ctrl+P": self._papers.slips,
            "Ctrl+F": self._find,
            "Ctrl+E": self._pane.change,
            "Ctrl+H": self._pane.hold,
            "F6": self._other_half,
            "Ctrl+Return": partial(self._press, 0),
            "Ctrl+Enter": partial(self._press, 0),
            "Ctrl+Shift+Return": partial(self._press, 1),
            "Ctrl+Shift+Enter": partial(self._press, 1),
            "Esc": self._escape,
        }
        for name, act in keys.items():
            shortcut = QShortcut(QKeySequence(name), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.setAutoRepeat(False)
            shortcut.activated.connect(act)

    def _find(self) -> None:
        self._search.setFocus()
        self._search.selectAll()

    def _to_list(self) -> None:
        self._halves.show_list()
        (self._drafts.table if self._filters.shows_drafts else self._table).setFocus()

    def _escape(self) -> None:
        """Leave what is asked, then the many chosen, the search, the filter; go to the list."""
        if self._pane.take_back() or self._halves.hides_list or self._choice.only_one():
            pass
        elif self._search.text():
            self._search.clear()
        elif self._filters.labels or self._filters.shows_drafts:
            self._filters.show_labels(())
            self._show_filter()
        self._to_list()

    def _both(self) -> OrderHalves:
        context = self.context
        self._model = WindowModel(
            (
                Column(_("Order"), lambda one: one.name, 10),
                Column(_("State"), lambda one: one.label, 14, label=lambda one: one.label),
                Column(_("Customer"), lambda one: one.customer, stretch=True),
                Column(_("Due"), lambda one: str(one.due_on or ""), 10),
                Column(_("Total"), lambda one: context.money(one.total), 10, number=True),
            ),
            Source(context.tasks, order_page, lambda one: (one.order_id,)),
            self,
        )
        self._table = ListTable(self._model, "orders", _("Orders"))
        self._model.landed.connect(self._land)
        self._table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self._table.setItemDelegateForColumn(1, PillDelegate(context.theme, self._table))
        self._table.chosen.connect(self._choose)
        self._table.opened.connect(lambda _row: self._other_half())
        self._all = button(_("Show all orders"), self._escape_fully, shortcut="Esc")
        self._empty = EmptyState("clipboard-list", "", self._all)
        self._list = ListPane(self._table, self._empty, self._why_empty)
        self._pane = FrontHalf(context, self._papers)
        self._pane.opened.connect(self._open_refused)
        self._pane.left.connect(self._to_list)
        self._pane.named.connect(self._name)
        self._choice = Choice(self._table, self._pane, context.tasks, self._question)
        self._table.remember(context.kept)
        self._halves = OrderHalves(self._list, self._pane, context)
        self._halves.alone.connect(self._filters.setHidden)
        return self._halves

    def _name(self, text: str) -> None:
        self._named = text
        self.name_window(text)

    def _escape_fully(self) -> None:
        self._search.clear()
        self._filters.show_labels(())
        self._show_filter()
        self._to_list()

    @override
    def enter(self) -> None:
        """Be shown with the list ready for the arrows; drafts may have come or gone."""
        super().enter()
        if self._named and not self._filters.shows_drafts:
            self.name_window(self._named)
        self._counting.start()
        if self._filters.shows_drafts:
            self._drafts.read()
        self._to_list()

    @override
    def go_to(self, **where: Any) -> None:
        """Show an order, the orders of some labels, or the drafts."""
        if where.get("drafts"):
            self._filters.show_drafts()
            self._show_filter()
            return
        if "labels" in where:
            self._filters.show_labels(tuple(where["labels"]))
            self._search.clear()
            self._show_filter()
        if "order_id" in where:
            self._body.setCurrentIndex(0)
            if self._filters.shows_drafts:
                self._filters.show_labels(())
            self._show_order(int(where["order_id"]))
            self._ask()
            self._table.seek((self._wanted_id,))
            self._halves.show_front()

    @override
    def scanned(self, code: str) -> bool:
        """Show the order of a scanned paper; a pick form that is open gets every scan.

        A number of no order of ours is for the Scan page to tell.
        """
        if self._pane.one.scanned(code):
            return True
        if not _ORDER_NAME.fullmatch(code.strip()):
            return False

        def show(order_id: int | None) -> None:
            if order_id is None:
                self.context.shell.go("scan", code=code)
            else:
                self.go_to(order_id=order_id)

        self.context.tasks.read(order_id_of, code, done=show, tag="orders/scanned")
        return True

    def _show_filter(self) -> None:
        """Show what the chip in force asks for; it is in force again at the next start."""
        drafts = self._filters.shows_drafts
        if not drafts:
            self.context.kept.setValue(_KEPT_FILTER, ",".join(self._filters.labels))
        self._body.setCurrentIndex(1 if drafts else 0)
        self._counting.start()
        if drafts:
            self._drafts.read()
        else:
            self._look_for()
        self._to_list()

    def _labels_left(self) -> tuple[str, ...]:
        """Give the labels of the filter as the person left it."""
        kept = str(self.context.kept.value(_KEPT_FILTER, "")).split(",")
        return tuple(one for one in kept if one in LABELS)

    def _look_for(self) -> None:
        """Show the orders that fit now, with the newest of them in front."""
        self._wanted_id = 0
        self._table.point_at(None)
        self._model.forget()
        self.refresh()

    @override
    def refresh(self) -> None:
        """Read the newest orders that fit, and soon how many there are."""
        self._ask()
        self._counting.start()
        if self._pane.shows_many:
            self._pane.many.reread()
        elif self._wanted_id:
            self._pane.show_order(self._wanted_id)

    def _count(self) -> None:
        person = self.context.desk.person
        person_id = person.person_id if person else 0
        show: Callable[[FilterCounts], None] = self._filters.show_counts
        self.context.tasks.read(filter_counts, person_id, done=show, tag="order_counts")

    def _ask(self) -> None:
        self._model.ask(**self._question())

    def _question(self) -> dict[str, Any]:
        return {"labels": self._filters.labels, "text": self._search.text()}

    def _land(self, _landing: Landing) -> None:
        if self._model.rows and not self._wanted_id:
            self._table.select(0)
        elif not self._wanted_id:
            self._pane.clear()
            self._name(_("Orders"))

    def _why_empty(self) -> str:
        """Say why nothing is listed; all orders are offered only where some are left out."""
        typed = self._search.text().strip()
        self._all.setVisible(bool(typed or self._filters.labels))
        if typed:
            return _("No order fits “{text}” here.").format(text=typed)
        if self._filters.labels:
            return _("No order fits. Choose another filter.")
        return _("No order yet. Take the first one with Ctrl+N, or import what you have (Ctrl+I).")

    def _choose(self, chosen: OrderRow) -> None:
        self._wanted_id = chosen.order_id
        self._choice.takes(chosen.order_id)

    def _press(self, place: int) -> None:
        """Take the next step of what is chosen now, not of what was shown a moment ago."""
        self._choice.settle()
        self._halves.show_front()
        self._pane.press_main(place)

    def _open_refused(self, order_id: int) -> None:
        self._show_order(order_id)
        self._table.seek((order_id,))
        self._to_list()

    def _show_order(self, order_id: int) -> None:
        self._wanted_id = order_id
        self._pane.show_order(order_id)

    def _chosen(self) -> Sequence[OrderRow]:
        return self._choice.rows()

    def _other_half(self) -> None:
        if self._table.hasFocus() and not self._filters.shows_drafts:
            self._halves.show_front()
            self._pane.take_focus()
        else:
            self._to_list()

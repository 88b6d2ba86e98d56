"""All orders: filtered by how far they are, found by words, each whole at the right."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QButtonGroup,
    QHBoxLayout,
    QLineEdit,
    QMenu,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from app.core.messages import N_, _
from app.desk import Desk
from app.fulfilment.queries import ShipmentRow, shipments_of
from app.orders.commands import ReleaseHold
from app.orders.handlers import release_hold
from app.orders.queries import OrderDetail, OrderRow, order_detail, order_page
from app.orders.states import FILTERS
from ui.kit.context import Context, Page
from ui.kit.parts import EmptyState, PageHeader, button
from ui.kit.pills import PillDelegate
from ui.kit.table import PAGE, Column, DataTable, RowsModel
from ui.orders.amend_form import AmendForm
from ui.orders.deeds import Deed, deeds
from ui.orders.order_card import OrderCard
from ui.orders.order_papers import OrderPapers
from ui.orders.payment_dialog import PaymentDialog
from ui.orders.reason_dialog import ReasonDialog

CHIPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (N_("All"), ()),
    (N_("Not shipped"), FILTERS["not shipped"]),
    (N_("Partly shipped"), FILTERS["partly shipped"]),
    (N_("Shipped"), FILTERS["shipped"]),
    (N_("Received"), FILTERS["received"]),
    (N_("Closed"), FILTERS["closed"]),
    (N_("On hold"), ("hold",)),
)


@dataclass(frozen=True)
class _Shown:
    order: OrderDetail
    shipments: tuple[ShipmentRow, ...]


def _read(desk: Desk, order_id: int) -> _Shown | None:
    order = desk.read(order_detail, order_id)
    return None if order is None else _Shown(order, desk.read(shipments_of, order_id))


class OrdersPage(Page):
    """The list of orders and the one in front."""

    shows = frozenset({"order", "shipment", "import"})

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        """Build the filters, the list and the card."""
        super().__init__(context, parent)
        self._labels: tuple[str, ...] = ()
        self._shown: _Shown | None = None
        self._wanted_id = 0
        self._papers = OrderPapers(context, self._chosen)
        self._header = PageHeader(_("Orders"))
        self._print = button(
            _("Packing slip"), self._papers.slips, icon="printer", shortcut="Ctrl+P"
        )
        self._more = button(_("More papers"), icon="file-text")
        papers = QMenu(self)
        papers.addAction(_("Order confirmation"), self._papers.confirmations)
        papers.addAction(_("Pick list"), self._papers.pick_lists)
        self._more.setMenu(papers)
        for part in (self._more, self._print):
            self._header.add(part)
        self._header.add(
            button(
                _("New order"),
                lambda: context.shell.go("new_order", fresh=True),
                kind="primary",
                shortcut="Ctrl+N",
            )
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        layout.addWidget(self._header)
        layout.addLayout(self._filters())
        layout.addWidget(self._halves(), 1)
        for keys, act in (
            ("Ctrl+P", self._papers.slips),
            ("Ctrl+F", self._search.setFocus),
            ("Ctrl+E", self._amend),
            ("F6", self._other_half),
        ):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(act)

    def _filters(self) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(8)
        self._group = QButtonGroup(self)
        self._chips: list[QPushButton] = []
        for name, labels in CHIPS:
            chip = button(_(name), partial(self._filter, labels), kind="chip")
            chip.setCheckable(True)
            self._group.addButton(chip)
            self._chips.append(chip)
            line.addWidget(chip)
        self._chips[0].setChecked(True)
        line.addStretch(1)
        self._search = QLineEdit()
        self._search.setPlaceholderText(_("Number, reference or customer (Ctrl+F)"))
        self._search.setAccessibleName(_("Find orders"))
        self._search.setClearButtonEnabled(True)
        self._search.setMinimumWidth(self.context.theme.px(300))
        self._waiting = QTimer(self)
        self._waiting.setSingleShot(True)
        self._waiting.setInterval(120)
        self._waiting.timeout.connect(self.refresh)
        self._search.textChanged.connect(lambda _text: self._waiting.start())
        line.addWidget(self._search)
        return line

    def _halves(self) -> QSplitter:
        context = self.context
        self._model = RowsModel(
            (
                Column(_("Order"), lambda one: one.name, 10),
                Column(_("State"), lambda one: one.label, 14, label=lambda one: one.label),
                Column(_("Customer"), lambda one: one.customer, stretch=True),
                Column(_("Due"), lambda one: str(one.due_on or ""), 10),
                Column(_("Total"), lambda one: context.money(one.total), 10, number=True),
            ),
            self,
        )
        self._model.more.connect(self._read_on)
        self._table = DataTable(self._model, "orders", _("Orders"))
        self._table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self._table.setItemDelegateForColumn(1, PillDelegate(context.theme, self._table))
        self._table.chosen.connect(self._choose)
        self._table.opened.connect(lambda _row: self._other_half())
        self._empty = EmptyState("clipboard-list", _("No order fits. Choose another filter."))
        self._list = QStackedWidget()
        self._list.addWidget(self._table)
        self._list.addWidget(self._empty)
        self._card = OrderCard(context)
        self._card.release.connect(self._release)
        self._acts = QHBoxLayout()
        self._acts.setSpacing(8)
        right = QWidget()
        right.setMinimumWidth(context.theme.px(560))
        column = QVBoxLayout(right)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._card, 1)
        column.addLayout(self._acts)
        halves = QSplitter(Qt.Orientation.Horizontal)
        halves.addWidget(self._list)
        halves.addWidget(right)
        halves.setChildrenCollapsible(False)
        halves.setSizes([640, 500])
        return halves

    @override
    def enter(self) -> None:
        """Be shown with the list ready for the arrows."""
        super().enter()
        self._table.setFocus()

    @override
    def go_to(self, **where: Any) -> None:
        """Show an order, or the orders of some labels."""
        if "labels" in where:
            self._labels = tuple(where["labels"])
            for chip, (_name, labels) in zip(self._chips, CHIPS, strict=True):
                chip.setChecked(labels == self._labels)
            self._search.clear()
            self.refresh()
        if "order_id" in where:
            self._show_order(int(where["order_id"]))

    def _filter(self, labels: tuple[str, ...]) -> None:
        self._labels = labels
        self.refresh()

    @override
    def refresh(self) -> None:
        """Read the newest orders that fit."""
        self.context.tasks.read(
            order_page,
            labels=self._labels,
            text=self._search.text(),
            done=self._show_rows,
            tag="orders",
        )
        if self._wanted_id:
            self._show_order(self._wanted_id)

    def _show_rows(self, rows: tuple[OrderRow, ...]) -> None:
        self._model.show(rows, complete=len(rows) < PAGE)
        self._list.setCurrentIndex(0 if rows else 1)
        shown = next((i for i, one in enumerate(rows) if one.order_id == self._wanted_id), -1)
        self._table.blockSignals(True)
        self._table.select(max(shown, 0))
        self._table.blockSignals(False)
        if rows and not self._wanted_id:
            self._show_order(rows[0].order_id)

    def _read_on(self, last: OrderRow) -> None:
        self.context.tasks.read(
            order_page,
            labels=self._labels,
            text=self._search.text(),
            before=last.order_id,
            done=lambda rows: self._model.add(rows, complete=len(rows) < PAGE),
            tag="orders",
        )

    def _choose(self, chosen: OrderRow) -> None:
        self._show_order(chosen.order_id)

    def _show_order(self, order_id: int) -> None:
        self._wanted_id = order_id
        desk = self.context.desk

        def show(found: _Shown | None) -> None:
            if found is not None and self._wanted_id == order_id:
                self._show(found)

        self.context.tasks.call(lambda: _read(desk, order_id), show)

    def _show(self, found: _Shown) -> None:
        self._shown = found
        self.context.shell.title(found.order.name)
        self._card.show_order(found.order, found.shipments)
        while self._acts.count():
            item = self._acts.takeAt(0)
            old = item.widget() if item is not None else None
            if old is not None:
                old.deleteLater()
        offered = deeds(found.order, found.shipments)
        main = [one for one in offered if one.main][:2]
        rest = QMenu(self)
        if found.order.state in ("submitted", "confirmed"):
            rest.addAction(_("Change order… (Ctrl+E)"), self._amend)
        rest.addAction(_("Book a payment…"), self._pay)
        for deed in offered:
            if deed not in main:
                rest.addAction(_(deed.name), partial(self._begin, deed))
        more = button(_("More"), icon="chevron-down")
        more.setMenu(rest)
        self._acts.addStretch(1)
        self._acts.addWidget(more)
        for place, deed in enumerate(reversed(main)):
            kind = "primary" if place == len(main) - 1 else ""
            self._acts.addWidget(button(_(deed.name), partial(self._begin, deed), kind=kind))

    def _begin(self, deed: Deed) -> None:
        if not deed.question:
            self._do(deed, "")
            return
        optional = deed.question in (N_("Tracking number (may be empty)"), N_("How many packages?"))
        proposal = "1" if deed.question == N_("How many packages?") else ""
        ReasonDialog(
            _(deed.name),
            _(deed.question),
            partial(self._do, deed),
            self,
            needed=not optional,
            proposal=proposal,
        ).open()

    def _do(self, deed: Deed, text: str) -> None:
        name = self._shown.order.name if self._shown else ""
        said = f"{name}: {_(deed.name)}"

        def done(_answer: object) -> None:
            if deed.undo is None:
                self.context.shell.toast(said)
            else:
                handler, command = deed.undo
                back = partial(
                    self.context.tasks.run, handler, command, None, self.context.shell.problem
                )
                self.context.shell.toast(said, _("Undo"), back)

        self.context.tasks.run(deed.handler, deed.make(text), done, self.context.shell.problem)

    def _release(self, hold_id: int) -> None:
        def act(text: str) -> None:
            command = ReleaseHold(hold_id=hold_id, reason=text)
            self.context.tasks.run(release_hold, command, failed=self.context.shell.problem)

        ReasonDialog(_("Release hold"), _("Why may it go on?"), act, self, needed=False).open()

    def _amend(self) -> None:
        if self._shown is not None and self._shown.order.state in ("submitted", "confirmed"):
            AmendForm(self.context, self._shown.order, self).open()

    def _pay(self) -> None:
        if self._shown is not None:
            PaymentDialog(self.context, self._shown.order, self).open()

    def _chosen(self) -> Sequence[OrderRow]:
        rows = sorted({index.row() for index in self._table.selectedIndexes()})
        return [self._model.rows[row] for row in rows]

    def _other_half(self) -> None:
        (self._card if self._table.hasFocus() else self._table).setFocus()

"""What is known of a customer, to read: ways to reach them, terms, usuals, last orders."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHeaderView,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from app.core.messages import _
from app.core.money import plain_money
from app.customers.queries import AddressRow
from app.orders.queries import order_page
from app.orders.states import LABELS
from ui.customers.reading import Whole
from ui.kit.context import Context
from ui.kit.frame.tax_choice import USUAL, tax_class_text
from ui.kit.parts import label
from ui.kit.pills import PillDelegate, pill_width
from ui.kit.table import Column, ListTable, Source, WindowModel

_MOST_USUALS = 5
_DATE, _STATE, _REFERENCE, _TOTAL = 1, 2, 3, 4
_REFERENCE_LETTERS = 12
_GIVE_WAY = (_REFERENCE, _DATE)


class CustomerCard(QScrollArea):
    """The overview of one customer."""

    order_wanted = Signal(int)

    def __init__(self, context: Context) -> None:
        """Build it empty."""
        super().__init__()
        self._customer_id = 0
        self._theme = context.theme
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAccessibleName(_("About the customer"))
        inside = QWidget()
        inside.setObjectName("page")
        layout = QVBoxLayout(inside)
        layout.setContentsMargins(0, 0, 10, 0)
        layout.setSpacing(10)
        self._facts = QGridLayout()
        self._facts.setHorizontalSpacing(16)
        self._facts.setVerticalSpacing(6)
        self._facts.setColumnStretch(1, 1)
        layout.addLayout(self._facts)
        layout.addWidget(label(_("Last orders"), "section"))
        columns = (
            Column(_("Order"), lambda one: one.name, 11),
            Column(_("Date"), lambda one: str(one.ordered_on), 11),
            Column(_("State"), lambda one: one.label, 16, label=lambda one: one.label),
            Column(_("Reference"), lambda one: one.reference, 8, stretch=True),
            Column(_("Total"), lambda one: context.money(one.total), 11, number=True),
        )
        source = Source(context.tasks, order_page, lambda one: (one.order_id,))
        self._list = WindowModel(columns, source, self)
        self._list.settled.connect(self._show_orders)
        self.orders = ListTable(self._list, "customer_orders", _("Last orders"))
        self.orders.setItemDelegateForColumn(_STATE, PillDelegate(context.theme, self.orders))
        self.orders.opened.connect(lambda one: self.order_wanted.emit(one.order_id))
        self._none = label(_("No order yet."), "muted")
        layout.addWidget(self.orders, 1)
        layout.addWidget(self._none, 1, Qt.AlignmentFlag.AlignTop)
        self.setWidget(inside)
        context.theme.changed.connect(self._fit)
        self._fit()

    def show_customer(self, whole: Whole) -> None:
        """Show a customer."""
        while self._facts.count():
            item = self._facts.takeAt(0)
            part = item.widget() if item is not None else None
            if part is not None:
                part.hide()
                part.deleteLater()
        for line, (name, text) in enumerate(_facts(whole)):
            said = label(text, wrap=True)
            self._facts.addWidget(label(name, "muted"), line, 0, Qt.AlignmentFlag.AlignTop)
            self._facts.addWidget(said, line, 1)
        customer_id = whole.detail.customer.customer_id
        if customer_id != self._customer_id:
            self._customer_id = customer_id
            self._list.clear()
        self._list.ask(customer_id=customer_id)

    def _show_orders(self) -> None:
        if not self._list.leaping:
            self.orders.setVisible(bool(self._list.rows))
            self._none.setVisible(not self._list.rows)

    def facts(self) -> str:
        """Give what is told above the orders, for those who hear it."""
        parts = (self._facts.itemAt(at) for at in range(self._facts.count()))
        widgets = (one.widget() for one in parts if one is not None)
        return "\n".join(str(one.property("text")) for one in widgets if one is not None)

    def _fit(self) -> None:
        self.orders.resize_columns()
        high = self.orders.verticalHeader().defaultSectionSize()
        self.orders.setMinimumHeight(high * 5)
        self._share_width()

    def _share_width(self) -> None:
        """Keep the pills whole: the references, then the dates leave a narrow table."""
        table, header = self.orders, self.orders.horizontalHeader()
        metrics = table.fontMetrics()
        for at in _GIVE_WAY:
            table.setColumnHidden(at, False)
        sizes = [table.columnWidth(at) for at in range(_TOTAL + 1)]
        state = max(pill_width(one, metrics, self._theme) for one in LABELS)
        sizes[_STATE] = state + PillDelegate.LEFT + PillDelegate.RIGHT
        letters = metrics.horizontalAdvance("0") * _REFERENCE_LETTERS
        sizes[_REFERENCE] = max(header.sectionSizeHint(_REFERENCE), letters)
        room = self.viewport().width() - table.verticalScrollBar().sizeHint().width() - 16
        for at in _GIVE_WAY:
            hide = sum(sizes) > room
            table.setColumnHidden(at, hide)
            sizes[at] = 0 if hide else sizes[at]
        mode = QHeaderView.ResizeMode
        alone = table.isColumnHidden(_REFERENCE)
        header.setSectionResizeMode(_STATE, mode.Stretch if alone else mode.Interactive)
        if not alone:
            table.setColumnWidth(_STATE, sizes[_STATE])

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_width()


def _facts(whole: Whole) -> list[tuple[str, str]]:
    detail, customer = whole.detail, whole.detail.customer
    facts = [
        (one.label or _("Phone"), one.typed + ("" if one.number_e164 else f" ({_('unread')})"))
        for one in detail.phones
    ]
    if customer.email:
        facts.append((_("E-mail"), customer.email))
    facts += [(_address_title(one), address_text(one)) for one in detail.addresses]
    facts.append((_("Terms"), _terms(whole)))
    if customer.note:
        facts.append((_("Note"), customer.note))
    if whole.usuals:
        said = [
            _("{units} of {item}").format(units=f"{usual.last_quantity:,}", item=item)
            for usual, item in whole.usuals[:_MOST_USUALS]
        ]
        facts.append((_("Usually buys"), "\n".join(said)))
    return facts


def _terms(whole: Whole) -> str:
    customer = whole.detail.customer
    parts = [_("{days} days to pay").format(days=customer.terms_days)]
    if customer.discount:
        share = plain_money(customer.discount, 2).removesuffix(".00")
        parts.append(_("{share} % discount").format(share=share))
    lists = {one.price_list_id: one.name for one in whole.choices.price_lists}
    if customer.price_list_id in lists:
        parts.append(_("price list {name}").format(name=lists[customer.price_list_id]))
    if customer.tax_class != USUAL:
        name = tax_class_text(customer.tax_class)
        parts.append(_("tax class {name}").format(name=name))
    return ", ".join(parts)


def _address_title(one: AddressRow) -> str:
    if one.is_ship_default and one.is_bill_default:
        return _("Goods and bills")
    if one.is_ship_default:
        return _("Goods to")
    return _("Bills to") if one.is_bill_default else one.label or _("Address")


def address_text(one: AddressRow) -> str:
    """Write an address in one line."""
    town = " ".join(part for part in (one.postcode, one.city) if part)
    parts = (one.recipient, one.street, town, one.region, one.country)
    return ", ".join(part for part in parts if part)

"""One order whole: who, what, why it waits, what happened, and what can be done next."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from app.core.messages import _, ngettext
from app.fulfilment.queries import ShipmentRow
from app.fulfilment.states import SHIPMENT_LABELS
from app.orders.queries import HoldRow, OrderDetail, OrderLineRow
from ui.kit.context import Context
from ui.kit.parts import Banner, EmptyState, button, label, row
from ui.kit.pills import Pill
from ui.kit.table import Column, DataTable, RowsModel
from ui.orders.amend.differences import version_texts
from ui.orders.events import event_text, hold_text, released_text
from ui.orders.forms.short_text import short_label

_LINES_SHOWN = 8
_EVENTS_SHOWN = 12
_NAME_LETTERS, _PLACE_LETTERS = 90, 160


class OrderCard(QScrollArea):
    """Shows an order; `release` asks to release a hold."""

    release = Signal(int)

    def __init__(self, context: Context) -> None:
        """Start without an order."""
        super().__init__()
        self._context = context
        self._order_id = 0
        self.setWidgetResizable(True)
        self.setAccessibleName(_("Order"))
        self._lines = RowsModel(
            (
                Column(_("Item"), lambda one: f"{one.code}  {one.name}", stretch=True),
                Column(_("Qty"), _ordered, 6, number=True),
                Column(_("Reserved"), lambda one: f"{one.reserved:,}", 9, number=True),
                Column(_("Shipped"), lambda one: f"{one.shipped:,}", 8, number=True),
                Column(_("Short"), _short, 5, number=True),
            ),
            self,
        )
        self._table = DataTable(self._lines, "order_lines", _("Order lines"), self)
        self._table.hide()

    def clear(self) -> None:
        """Show that no order is chosen."""
        self._order_id = 0
        self._table.hide()
        self._table.setParent(self)
        self.setWidget(EmptyState("clipboard-list", _("Choose an order to see it whole.")))

    def show_order(self, order: OrderDetail, shipments: Sequence[ShipmentRow]) -> None:
        """Show an order with its shipments; the same order stays where it was scrolled to."""
        bar = self.verticalScrollBar()
        stays = bar.value() if order.order_id == self._order_id else 0
        self._order_id = order.order_id
        inside = QWidget()
        inside.setObjectName("page")
        layout = QVBoxLayout(inside)
        layout.setContentsMargins(12, 4, 12, 12)
        layout.setSpacing(8)
        layout.addLayout(self._head(order))
        customer = f"{order.customer} · {order.customer_number}"
        layout.addWidget(short_label(customer, "section", _NAME_LETTERS))
        layout.addWidget(short_label(_place(order), "muted", _PLACE_LETTERS))
        layout.addWidget(label(self._facts(order), "caption", wrap=True))
        for hold in order.holds:
            if hold.released_at is None:
                layout.addWidget(self._hold(hold, inside))
        layout.addWidget(self._line_table(order.lines))
        layout.addWidget(label(self._sums(order), "strong", wrap=True))
        if shipments:
            layout.addWidget(label(_("Shipments"), "section"))
            for one in shipments:
                layout.addWidget(label(_shipment_text(one), wrap=True))
        layout.addWidget(label(_("History"), "section"))
        layout.addWidget(self._history(order))
        for text in self._earlier(order):
            layout.addWidget(text)
        layout.addStretch(1)
        self.setWidget(inside)
        inside.adjustSize()
        bar.setValue(stays)

    def _history(self, order: OrderDetail) -> QWidget:
        """Write all that happened, newest first; a long history opens by a button."""
        texts = []
        for event in reversed(order.events):
            when = f"{event.at.astimezone():%Y-%m-%d %H:%M}"
            said = event_text(event, self._context.money)
            texts.append(f"{when}   {said}   {event.person}")
        holder = QWidget()
        holder.setObjectName("page")
        lines = QVBoxLayout(holder)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(4)
        for text in texts[:_EVENTS_SHOWN]:
            lines.addWidget(label(text, "caption", wrap=True))
        rest = texts[_EVENTS_SHOWN:]
        if rest:
            said = ngettext("{count} more", "{count} more", len(rest)).format(count=len(rest))
            more = button(_("Whole history") + f" ({said})", kind="link")

            def show() -> None:
                more.hide()
                lines.addWidget(label("\n".join(rest), "caption", wrap=True))

            more.clicked.connect(lambda _on=False: show())
            lines.addWidget(more)
        return holder

    def _earlier(self, order: OrderDetail) -> list[QWidget]:
        """Write which holds were released, and what each version changed."""
        parts: list[QWidget] = []
        released = [one for one in order.holds if one.released_at is not None]
        if released:
            parts.append(label(_("Released holds"), "section"))
            parts += [label(released_text(one), "caption", wrap=True) for one in released]
        if order.versions:
            parts.append(label(_("Earlier versions"), "section"))
            texts = version_texts(order, self._context.money)
            parts += [label(text, "caption", wrap=True) for text in texts]
        return parts

    def _head(self, order: OrderDetail) -> QHBoxLayout:
        name = label(order.name, "title")
        version = _("version {version}").format(version=order.version) if order.version > 1 else ""
        return row(name, Pill(order.label, self._context.theme), label(version, "muted"), None)

    def _facts(self, order: OrderDetail) -> str:
        parts = [_("ordered {day}").format(day=order.ordered_on)]
        if order.due_on:
            parts.append(_("due {day}").format(day=order.due_on))
        if order.reference:
            parts.append(_("reference {reference}").format(reference=order.reference))
        parts.append(_("taken by {person}").format(person=order.person or order.channel))
        parts.append(_PAYMENT[order.payment]())
        if order.note:
            parts.append(order.note)
        return " · ".join(parts)

    def _hold(self, hold: HoldRow, inside: QWidget) -> QWidget:
        text = hold_text(hold, self._context.today())
        banner = Banner(inside)
        banner.tell("warn", text, _("Release…"), lambda: self.release.emit(hold.hold_id))
        return banner

    def _line_table(self, lines: Sequence[OrderLineRow]) -> DataTable:
        """Fill the one table there is: the toolkit keeps a kilobyte of each that was made."""
        self._lines.show(lines)
        table = self._table
        table.resize_columns()
        shown = min(len(lines), _LINES_SHOWN)
        high = table.verticalHeader().defaultSectionSize()
        head = table.horizontalHeader().sizeHint().height()
        table.setFixedHeight(head + high * shown + 8)
        table.show()
        return table

    def _sums(self, order: OrderDetail) -> str:
        money = self._context.money
        parts = [_("Goods {money}").format(money=money(order.goods))]
        if order.discount_amount:
            parts.append(_("discount {money}").format(money=money(order.discount_amount)))
        if order.freight:
            parts.append(_("freight {money}").format(money=money(order.freight)))
        if order.tax:
            parts.append(_("tax {money}").format(money=money(order.tax)))
        parts.append(_("total {money}").format(money=money(order.total)))
        if order.paid:
            parts.append(_("paid {money}").format(money=money(order.paid)))
        return " · ".join(parts)


_PAYMENT: dict[str, Callable[[], str]] = {
    "not invoiced": lambda: _("not invoiced"),
    "unpaid": lambda: _("unpaid"),
    "part paid": lambda: _("partly paid"),
    "paid": lambda: _("paid"),
    "refund due": lambda: _("refund due"),
}


def _ordered(line: OrderLineRow) -> str:
    if line.cancelled:
        return f"{line.quantity - line.cancelled:,} ({line.quantity:,})"
    return f"{line.quantity:,}"


def _short(line: OrderLineRow) -> str:
    return f"{line.back_ordered:,}" if line.back_ordered else ""


def _place(order: OrderDetail) -> str:
    name = order.ship_name if order.ship_name != order.customer else ""
    parts = (name, order.ship_street, order.ship_postcode, order.ship_city)
    return ", ".join(part for part in (*parts, order.ship_phone) if part)


def _shipment_text(one: ShipmentRow) -> str:
    text = f"{one.number} · {_(SHIPMENT_LABELS[one.state])}"
    if one.carrier or one.tracking:
        text += f" · {one.carrier} {one.tracking}".rstrip()
    if one.received_by:
        text += " · " + _("received by {person}").format(person=one.received_by)
    return text

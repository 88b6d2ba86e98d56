"""One order whole: who, what, why it waits, what happened, and what can be done next."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from app.core.messages import _
from app.fulfilment.queries import ShipmentRow
from app.fulfilment.states import SHIPMENT_LABELS
from app.orders.queries import HoldRow, OrderDetail, OrderLineRow
from ui.kit.context import Context
from ui.kit.parts import Banner, label, row
from ui.kit.pills import Pill
from ui.kit.table import Column, DataTable, RowsModel
from ui.orders.events import HOLD_WORDS, event_text

_LINES_SHOWN = 8


class OrderCard(QScrollArea):
    """Shows an order; `release` asks to release a hold."""

    release = Signal(int)

    def __init__(self, context: Context) -> None:
        """Start without an order."""
        super().__init__()
        self._context = context
        self.setWidgetResizable(True)
        self.setAccessibleName(_("Order"))
        self._lines = RowsModel(
            (
                Column(_("Code"), lambda one: one.code, 9),
                Column(_("Item"), lambda one: one.name, stretch=True),
                Column(_("Qty"), _ordered, 7, number=True),
                Column(_("Reserved"), lambda one: f"{one.reserved:,}", 10, number=True),
                Column(_("Shipped"), lambda one: f"{one.shipped:,}", 10, number=True),
                Column(_("Short"), lambda one: f"{one.back_ordered or ''}", 6, number=True),
            ),
            self,
        )

    def show_order(self, order: OrderDetail, shipments: Sequence[ShipmentRow]) -> None:
        """Show an order with its shipments."""
        inside = QWidget()
        inside.setObjectName("page")
        layout = QVBoxLayout(inside)
        layout.setContentsMargins(12, 4, 12, 12)
        layout.setSpacing(8)
        layout.addLayout(self._head(order))
        layout.addWidget(label(f"{order.customer} · {order.customer_number}", "section"))
        layout.addWidget(label(_place(order), "muted", wrap=True))
        layout.addWidget(label(self._facts(order), "caption", wrap=True))
        for hold in order.holds:
            if hold.released_at is None:
                layout.addWidget(self._hold(hold))
        layout.addWidget(self._line_table(order.lines))
        layout.addWidget(label(self._sums(order), "strong", wrap=True))
        if shipments:
            layout.addWidget(label(_("Shipments"), "section"))
            for one in shipments:
                layout.addWidget(label(_shipment_text(one), wrap=True))
        layout.addWidget(label(_("History"), "section"))
        for event in reversed(order.events[-30:]):
            when = f"{event.at.astimezone():%Y-%m-%d %H:%M}"
            text = f"{when}   {event_text(event)}   {event.person}"
            layout.addWidget(label(text, "caption", wrap=True))
        if order.versions:
            layout.addWidget(label(_("Earlier versions"), "section"))
            for version in order.versions:
                lines = version.content.get("lines")
                count = len(lines) if isinstance(lines, list) else 0
                text = _("Version {version}: {count} lines, until {when}, {person}").format(
                    version=version.version,
                    count=count,
                    when=f"{version.at.astimezone():%Y-%m-%d %H:%M}",
                    person=version.person,
                )
                layout.addWidget(label(text, "caption", wrap=True))
        layout.addStretch(1)
        self.setWidget(inside)

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

    def _hold(self, hold: HoldRow) -> QWidget:
        kind = _(HOLD_WORDS.get(hold.kind, hold.kind))
        why = hold.finding.message() if hold.finding else hold.reason
        text = _("On hold ({kind}) since {when}, {person}. {why}").format(
            kind=kind,
            when=f"{hold.placed_at.astimezone():%Y-%m-%d %H:%M}",
            person=hold.placed_by,
            why=why,
        )
        banner = Banner()
        banner.tell("warn", text, _("Release…"), lambda: self.release.emit(hold.hold_id))
        return banner

    def _line_table(self, lines: Sequence[OrderLineRow]) -> DataTable:
        self._lines.show(lines)
        table = DataTable(self._lines, "order_lines", _("Order lines"))
        shown = min(len(lines), _LINES_SHOWN)
        high = table.verticalHeader().defaultSectionSize()
        table.setMinimumHeight(high * (shown + 1) + 8)
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


def _place(order: OrderDetail) -> str:
    parts = (order.ship_name, order.ship_street, order.ship_postcode, order.ship_city)
    return ", ".join(part for part in (*parts, order.ship_phone) if part)


def _shipment_text(one: ShipmentRow) -> str:
    text = f"{one.number} · {_(SHIPMENT_LABELS[one.state])}"
    if one.carrier or one.tracking:
        text += f" · {one.carrier} {one.tracking}".rstrip()
    if one.received_by:
        text += " · " + _("received by {person}").format(person=one.received_by)
    return text

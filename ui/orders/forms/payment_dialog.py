"""Booking money for an order."""

from PySide6.QtWidgets import QLineEdit, QWidget
from typing_extensions import override

from app.core.errors import BadValue, DeskError
from app.core.messages import _
from app.core.money import minor_digits
from app.orders.commands import RecordPayment
from app.orders.handlers import record_payment
from app.orders.queries import OrderDetail
from ui.kit.context import Context
from ui.kit.fields import money_field
from ui.kit.parts import Field, label
from ui.orders.forms.form import OrderForm
from ui.orders.forms.short_text import short_label

_NAME_LETTERS = 60


class PaymentDialog(OrderForm):
    """Proposes what is still owed; a minus is a refund. Pressing twice books once."""

    def __init__(self, context: Context, order: OrderDetail, parent: QWidget) -> None:
        """Ask the amount and how it was paid."""
        title = _("Book a payment for {order}").format(order=order.name)
        super().__init__(context, title, _("Book"), parent)
        self._order = order
        self._command_id = RecordPayment(order_id=order.order_id, amount=0).command_id
        self.amount = money_field(_("Amount"), minor_digits(context.settings.currency))
        self.amount.show_value(order.total - order.paid)
        self.amount.textEdited.connect(lambda _text: self.touched())
        self._field = Field(_("Amount (minus is a refund)"), self.amount)
        self.method = QLineEdit()
        self.method.textEdited.connect(lambda _text: self.touched())
        for line in (self.amount, self.method):
            line.returnPressed.connect(self.press_save)
        money = context.money
        text = _("{total} in all, {paid} paid so far").format(
            total=money(order.total), paid=money(order.paid)
        )
        self.body.addWidget(short_label(order.customer, "muted", _NAME_LETTERS))
        self.body.addWidget(label(text, "caption"))
        self.body.addWidget(self._field)
        self.body.addWidget(Field(_("How (cash, card, transfer)"), self.method))
        self.setMinimumWidth(context.theme.px(420))
        self.amount.setFocus()
        self.amount.selectAll()

    @override
    def save(self) -> None:
        """Book the amount typed."""
        try:
            amount = self.amount.value() or 0
        except BadValue as error:
            self._field.show_problem(error.message())
            return
        command = RecordPayment(
            command_id=self._command_id,
            order_id=self._order.order_id,
            amount=amount,
            method=self.method.text().strip(),
        )
        said = _("{order}: {money} booked").format(
            order=self._order.name, money=self.context.money(amount)
        )
        self.send(record_payment, command, lambda _done: self.context.shell.toast(said))

    @override
    def refused(self, error: Exception) -> None:
        """Say at the amount why it was not booked."""
        if isinstance(error, DeskError):
            self._field.show_problem(error.message())
        else:
            super().refused(error)

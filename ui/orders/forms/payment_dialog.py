"""Booking money for an order."""

from PySide6.QtWidgets import QDialog, QLineEdit, QVBoxLayout, QWidget

from app.core.errors import BadValue, DeskError
from app.core.messages import _
from app.core.money import minor_digits
from app.orders.commands import RecordPayment
from app.orders.handlers import record_payment
from app.orders.queries import OrderDetail
from ui.kit.context import Context
from ui.kit.fields import money_field
from ui.kit.parts import Field, button, label, row


class PaymentDialog(QDialog):
    """Proposes what is still owed; a minus is a refund."""

    def __init__(self, context: Context, order: OrderDetail, parent: QWidget) -> None:
        """Ask the amount and how it was paid."""
        super().__init__(parent)
        self._context, self._order = context, order
        self.setWindowTitle(_("Book a payment"))
        self.setMinimumWidth(380)
        self._amount = money_field(_("Amount"), minor_digits(context.settings.currency))
        self._amount.show_value(order.total - order.paid)
        self._field = Field(_("Amount (minus is a refund)"), self._amount)
        self._method = QLineEdit()
        booking = button(_("Book"), self._book, kind="primary")
        booking.setDefault(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 20, 20, 20)
        layout.setSpacing(12)
        layout.addWidget(label(f"{order.name} · {order.customer}", "section"))
        layout.addWidget(self._field)
        layout.addWidget(Field(_("How (cash, card, transfer)"), self._method))
        layout.addLayout(row(None, button(_("Cancel"), self.reject), booking))
        self._amount.selectAll()

    def _book(self) -> None:
        try:
            amount = self._amount.value() or 0
        except BadValue as error:
            self._field.show_problem(error.message())
            return
        command = RecordPayment(
            order_id=self._order.order_id, amount=amount, method=self._method.text().strip()
        )
        self._context.tasks.run(record_payment, command, lambda _done: self.accept(), self._failed)

    def _failed(self, error: Exception) -> None:
        if isinstance(error, DeskError):
            self._field.show_problem(error.message())
        else:
            self._context.shell.problem(error)

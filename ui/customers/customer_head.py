"""Who the customer is and what is owed, above everything else."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.core.messages import _, ngettext
from ui.customers.reading import Whole
from ui.kit.context import Context
from ui.kit.parts import ElidedLabel, label


class CustomerHead(QWidget):
    """Name, number, what is owed of what is allowed."""

    def __init__(self, context: Context) -> None:
        """Start empty."""
        super().__init__()
        self._context = context
        self._title = ElidedLabel("", "title")
        self._account = label("", "muted", wrap=True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self._title)
        layout.addWidget(self._account)

    def show_customer(self, whole: Whole | None, *, new: bool) -> None:
        """Show a customer, the beginning of a new one, or nothing."""
        self.setVisible(new or whole is not None)
        self._account.setVisible(whole is not None)
        if whole is None:
            self._title.say(_("New customer") if new else "")
            return
        customer = whole.detail.customer
        self._title.say(f"{customer.name} · {customer.number}")
        self._account.setText(self._owes(whole))

    def text(self) -> str:
        """Give what is told."""
        return f"{self._title.accessibleName()}\n{self._account.text()}"

    def _owes(self, whole: Whole) -> str:
        count, money = whole.account.orders, self._context.money
        limit = whole.detail.customer.credit_limit
        said = _("Owes {owed}").format(owed=money(whole.account.owed))
        if limit is not None:
            said += " " + _("of at most {limit}").format(limit=money(limit))
        orders = ngettext("{count} order", "{count} orders", count).format(count=count)
        return f"{said} · {orders}"

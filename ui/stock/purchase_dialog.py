"""Asks what to order from a supplier."""

from PySide6.QtWidgets import QWidget
from typing_extensions import override

from app.core.errors import BadValue
from app.core.messages import _
from app.stock.commands import ClosePurchase, Made, OrderPurchase, PurchaseWanted
from app.stock.handlers import close_purchase, order_purchase
from ui.kit.context import Context
from ui.kit.fields import DateField, price_field, quantity_field
from ui.stock.reading import ItemStock
from ui.stock.stock_dialog import StockDialog, line_field


class PurchaseDialog(StockDialog):
    """Orders one item; its units count as incoming from then on."""

    def __init__(self, context: Context, whole: ItemStock, parent: QWidget) -> None:
        """Ask how many, from whom, until when."""
        super().__init__(_("New purchase"), _("Order"), context, whole, parent)
        self.quantity = quantity_field(_("Units to order"))
        self.quantity.show_value(whole.item.item.reorder_quantity)
        self.add("quantity", _("Units to order"), self.quantity)
        self.supplier = line_field(_("Supplier"))
        self.add("supplier", _("Supplier"), self.supplier)
        self.cost = price_field(_("Cost of one, if known"))
        self.cost.show_value(whole.item.item.cost)
        self.add("cost", _("Cost of one, if known"), self.cost)
        self.expected = DateField(_("Expected on"), context.today)
        self.add("date", _("Expected on"), self.expected)
        self.quantity.setFocus()
        self.quantity.selectAll()

    @override
    def carry_out(self) -> None:
        """Record the purchase."""
        units = self.quantity.value()
        if units is None:
            raise BadValue("quantity", "", _("a number of units is expected"))
        line = PurchaseWanted(
            item_id=self.whole.item.item.item_id, quantity=units, unit_cost=self.cost.value()
        )
        command = OrderPurchase(
            lines=(line,),
            supplier=self.supplier.text().strip(),
            expected_on=self.expected.value(),
            command_id=self.command_id(),
        )
        self.run(order_purchase, command, self._ordered)

    def _ordered(self, made: Made) -> None:
        shell, tasks = self.context.shell, self.context.tasks
        text = _("{number} ordered").format(number=made.name)

        def close() -> None:
            tasks.run(
                close_purchase,
                ClosePurchase(purchase_id=made.record_id),
                lambda _made: shell.toast(_("{number} cancelled").format(number=made.name)),
                shell.problem,
            )

        shell.toast(text, _("Undo"), close)
        self.accept()

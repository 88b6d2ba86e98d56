"""Asks what arrived of a purchase."""

from PySide6.QtWidgets import QComboBox, QWidget
from typing_extensions import override

from app.core.errors import BadValue
from app.core.messages import _
from app.stock.commands import MovesPosted, PurchaseArrived, ReceivePurchase
from app.stock.handlers import receive_purchase
from ui.kit.context import Context
from ui.kit.fields import quantity_field
from ui.stock.reading import ItemStock
from ui.stock.stock_dialog import StockDialog


class ArrivalDialog(StockDialog):
    """Books units of a purchase into a place."""

    def __init__(self, context: Context, whole: ItemStock, parent: QWidget) -> None:
        """Ask which purchase, how many, where."""
        super().__init__(_("Receive a purchase"), _("Receive"), context, whole, parent)
        self.purchase = QComboBox()
        for line in whole.purchases:
            parts = (
                line.number,
                line.supplier,
                _("{count} expected").format(count=f"{line.expected:,}"),
            )
            self.purchase.addItem(" · ".join(part for part in parts if part))
        self.add("purchase", _("Purchase"), self.purchase)
        self.quantity = quantity_field(_("Units arrived"))
        self.add("quantity", _("Units arrived"), self.quantity)
        self.place = self.add_place("place", _("Into place"))
        self.lot = self.add_lot(always=True)
        self.purchase.currentIndexChanged.connect(self._expect)
        self._expect(0)
        self.quantity.setFocus()

    def _expect(self, position: int) -> None:
        self.quantity.show_value(self.whole.purchases[position].expected)
        self.quantity.selectAll()

    @override
    def carry_out(self) -> None:
        """Book what arrived."""
        units = self.quantity.value()
        if units is None:
            raise BadValue("quantity", "", _("a number of units is expected"))
        line = self.whole.purchases[self.purchase.currentIndex()]
        place = self.place.place()
        arrived = PurchaseArrived(
            purchase_line_id=line.purchase_line_id,
            quantity=units,
            place_id=place.place_id if place else None,
            lot=self.lot.text().strip(),
        )
        command = ReceivePurchase(
            purchase_id=line.purchase_id, arrived=(arrived,), command_id=self.command_id()
        )

        def done(moves: MovesPosted) -> None:
            text = _("{units} of {number} received")
            self.finish(text.format(units=f"{units:,}", number=line.number), moves)

        self.run(receive_purchase, command, done)

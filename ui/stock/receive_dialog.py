"""Asks what came in without a purchase."""

from PySide6.QtWidgets import QWidget
from typing_extensions import override

from app.core.errors import BadValue
from app.core.messages import _
from app.stock.commands import MovesPosted, ReceiveGoods, StockWanted
from app.stock.handlers import receive_goods
from ui.kit.context import Context
from ui.kit.fields import price_field, quantity_field
from ui.stock.reading import ItemStock
from ui.stock.stock_dialog import StockDialog, line_field


class ReceiveDialog(StockDialog):
    """Books goods into a place."""

    def __init__(self, context: Context, whole: ItemStock, parent: QWidget) -> None:
        """Ask how many, where, from whom."""
        super().__init__(_("Receive goods"), _("Receive"), context, whole, parent)
        self.quantity = quantity_field(_("Units received"))
        self.add("quantity", _("Units received"), self.quantity)
        self.place = self.add_place("place", _("Into place"))
        self.lot = self.add_lot(always=True)
        self.supplier = line_field(_("Supplier, if known"))
        self.add("supplier", _("Supplier, if known"), self.supplier)
        self.cost = price_field(_("Cost of one, if known"))
        self.cost.show_value(whole.item.item.cost)
        self.add("cost", _("Cost of one, if known"), self.cost)
        self.quantity.setFocus()

    @override
    def carry_out(self) -> None:
        """Book what was typed."""
        units = self.quantity.value()
        if units is None:
            raise BadValue("quantity", "", _("a number of units is expected"))
        place = self.place.place()
        line = StockWanted(
            item_id=self.whole.item.item.item_id,
            quantity=units,
            place_id=place.place_id if place else None,
            lot=self.lot.text().strip(),
            unit_cost=self.cost.value(),
        )
        command = ReceiveGoods(
            lines=(line,), supplier=self.supplier.text().strip(), command_id=self.command_id()
        )

        def done(moves: MovesPosted) -> None:
            text = _("Received {units} of {code}")
            self.finish(text.format(units=f"{units:,}", code=self.whole.item.item.code), moves)

        self.run(receive_goods, command, done)

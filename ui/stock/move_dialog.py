"""Asks what was carried from where to where."""

from PySide6.QtWidgets import QWidget
from typing_extensions import override

from app.core.errors import BadValue
from app.core.messages import _
from app.stock.commands import MovesPosted, MoveStock
from app.stock.handlers import move_stock
from ui.kit.context import Context
from ui.kit.fields import quantity_field
from ui.stock.reading import ItemStock
from ui.stock.stock_dialog import StockDialog


class MoveDialog(StockDialog):
    """Carries units from one place of ours to another."""

    def __init__(self, context: Context, whole: ItemStock, parent: QWidget) -> None:
        """Ask how many, from where, to where."""
        super().__init__(_("Move goods"), _("Move"), context, whole, parent)
        self.quantity = quantity_field(_("Units carried"))
        self.add("quantity", _("Units carried"), self.quantity)
        self.source = self.add_place("source", _("From place"))
        self.lot = self.add_lot()
        self.target = self.add_place("place", _("To place"), usual=False)
        self.source.textChanged.connect(lambda _text: self._tell())
        self._tell()
        self.quantity.setFocus()

    def _tell(self) -> None:
        here = self.bin_at(self.source, self.lot.text())
        text = _("{there} there now, {reserved} of them reserved.")
        there, reserved = (here.on_hand, here.reserved) if here else (0, 0)
        self.fact.setText(text.format(there=there, reserved=reserved))

    @override
    def carry_out(self) -> None:
        """Post the transfer."""
        units = self.quantity.value()
        if units is None:
            raise BadValue("quantity", "", _("a number of units is expected"))
        try:
            source = self.source.place()
        except BadValue as wrong:
            raise BadValue("source", wrong.value, wrong.expected) from wrong
        target = self.target.place()
        if source is None or target is None:
            named = "place" if source else "source"
            raise BadValue(named, "", _("a place of ours is expected"))
        command = MoveStock(
            item_id=self.whole.item.item.item_id,
            quantity=units,
            from_place_id=source.place_id,
            to_place_id=target.place_id,
            lot=self.lot.text().strip(),
            command_id=self.command_id(),
        )

        def done(moves: MovesPosted) -> None:
            text = _("Moved {units} of {code} to {place}").format(
                units=units, code=self.whole.item.item.code, place=target.code
            )
            self.finish(text, moves)

        self.run(move_stock, command, done)

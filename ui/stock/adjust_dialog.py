"""Asks by how much the stock at a place is wrong, and why."""

from PySide6.QtWidgets import QCheckBox, QWidget
from typing_extensions import override

from app.core.errors import BadValue
from app.core.messages import _
from app.core.quantity import MOST
from app.stock.commands import AdjustStock, MovesPosted
from app.stock.handlers import adjust_stock
from ui.kit.context import Context
from ui.kit.fields import quantity_field
from ui.stock.reading import ItemStock
from ui.stock.stock_dialog import StockDialog, line_field


class AdjustDialog(StockDialog):
    """Corrects what lies at a place by a difference with a reason."""

    def __init__(self, context: Context, whole: ItemStock, parent: QWidget) -> None:
        """Ask for the difference, the place and the reason."""
        super().__init__(_("Adjust stock"), _("Adjust"), context, whole, parent)
        self.difference = quantity_field(_("Difference"), least=-MOST)
        self.difference.setPlaceholderText(_("−3 takes three away, 3 adds three"))
        self.add("difference", _("Difference"), self.difference)
        self.place = self.add_place("place", _("At place"))
        self.lot = self.add_lot()
        self.reason = line_field(_("Reason"), hint=_("damaged, found, wrong before…"))
        self.add("reason", _("Reason"), self.reason)
        self.scrap = QCheckBox(_("The goods are scrap"))
        self._form.addWidget(self.scrap)
        self.difference.textChanged.connect(lambda _text: self._tell())
        self.place.textChanged.connect(lambda _text: self._tell())
        self._tell()
        self.difference.setFocus()

    def _tell(self) -> None:
        here = self.bin_at(self.place, self.lot.text())
        there = here.on_hand if here else 0
        try:
            change = self.difference.value() or 0
        except BadValue:
            change = 0
        text = _("{there} there now, {after} afterwards.")
        self.fact.setText(text.format(there=there, after=there + change))

    @override
    def carry_out(self) -> None:
        """Post the difference."""
        change = self.difference.value()
        if not change:
            raise BadValue("difference", "", _("a difference other than zero is expected"))
        if not self.reason.text().strip():
            raise BadValue("reason", "", _("say why the stock is corrected"))
        place = self.place.place()
        command = AdjustStock(
            item_id=self.whole.item.item.item_id,
            difference=change,
            reason=self.reason.text().strip(),
            place_id=place.place_id if place else None,
            lot=self.lot.text().strip(),
            scrap=self.scrap.isChecked() and change < 0,
            command_id=self.command_id(),
        )

        def done(moves: MovesPosted) -> None:
            text = _("{code} adjusted by {change:+d}")
            self.finish(text.format(code=self.whole.item.item.code, change=change), moves)

        self.run(adjust_stock, command, done)

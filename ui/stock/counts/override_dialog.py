"""Asks the owner for goods that lie at a place though the books say there are fewer."""

from PySide6.QtWidgets import QWidget
from typing_extensions import override

from app.core.errors import BadValue
from app.core.messages import _
from app.stock.commands import MovesPosted, OverrideStock
from app.stock.handlers import override_stock
from app.stock.queries import PlaceRow
from ui.kit.context import Context
from ui.kit.fields import quantity_field
from ui.stock.place_field import PlaceField
from ui.stock.reading import ItemStock
from ui.stock.stock_dialog import StockDialog, line_field


class OverrideDialog(StockDialog):
    """Carries more from a place than the books know of; what is left there is to be counted."""

    def __init__(self, context: Context, whole: ItemStock, parent: QWidget) -> None:
        """Ask how many, from where, to where and why."""
        title = _("Found more than the books say")
        super().__init__(title, _("Carry and open a count"), context, whole, parent)
        self.quantity = quantity_field(_("Units carried"))
        self.add("quantity", _("Units carried"), self.quantity)
        self.source = self.add_place("source", _("Found at place"))
        self.lot = self.add_lot()
        self.target = self.add_place("place", _("To place"), usual=False)
        self.reason = line_field(_("Reason"), hint=_("seen on the shelf, counted twice…"))
        self.add("reason", _("Reason"), self.reason)
        for field in (self.quantity, self.source, self.lot):
            field.textChanged.connect(lambda _text: self._tell())
        self._tell()
        self.quantity.setFocus()

    def _tell(self) -> None:
        here = self.bin_at(self.source, self.lot.text())
        there = here.on_hand if here else 0
        try:
            units = self.quantity.value() or 0
        except BadValue:
            units = 0
        if units <= there:
            text = _("The books say {there} there; this is for more than that.")
            self.fact.setText(text.format(there=f"{there:,}"))
            return
        text = _(
            "The books say {there} there: {missing} are booked as found, and a count is opened."
        )
        self.fact.setText(text.format(there=f"{there:,}", missing=f"{units - there:,}"))

    @override
    def carry_out(self) -> None:
        """Book what was found, carry it and open the count, all at once."""
        units = self.quantity.value()
        if units is None:
            raise BadValue("quantity", "", _("a number of units is expected"))
        source = _named(self.source, "source")
        target = _named(self.target, "place")
        reason = self.reason.text().strip()
        if not reason:
            raise BadValue("reason", "", _("say why the books are overridden"))
        command = OverrideStock(
            item_id=self.whole.item.item.item_id,
            quantity=units,
            from_place_id=source.place_id,
            to_place_id=target.place_id,
            reason=reason,
            lot=self.lot.text().strip(),
            command_id=self.command_id(),
        )

        def done(_moves: MovesPosted) -> None:
            text = _(
                "{units} of {code} are at {target} now. Count what is left at {source}: "
                "a count is open."
            ).format(
                units=f"{units:,}",
                code=self.whole.item.item.code,
                target=target.code,
                source=source.code,
            )
            shell = self.context.shell
            shell.toast(text, _("Open counts"), lambda: shell.go("stock", counts=True))
            self.accept()

        self.run(override_stock, command, done)


def _named(field: PlaceField, name: str) -> PlaceRow:
    """Give the place typed; what is wrong is said at the field of that name."""
    try:
        place = field.place()
    except BadValue as wrong:
        raise BadValue(name, wrong.value, wrong.expected) from wrong
    if place is None:
        raise BadValue(name, "", _("a place of ours is expected"))
    return place

"""Asks how many were counted at a place."""

from PySide6.QtWidgets import QWidget
from typing_extensions import override

from app.core.errors import BadValue
from app.core.messages import _
from app.stock.commands import EnterCount, Made, MovesPosted, PostCount, StartCount
from app.stock.handlers import enter_count, post_count, start_count
from ui.kit.context import Context
from ui.kit.fields import quantity_field
from ui.stock.reading import ItemStock
from ui.stock.stock_dialog import StockDialog


class CountDialog(StockDialog):
    """Counts one item at one place and posts the difference."""

    def __init__(self, context: Context, whole: ItemStock, parent: QWidget) -> None:
        """Ask for the number and the place."""
        super().__init__(_("Count"), _("Post the count"), context, whole, parent)
        self._count: Made | None = None
        self.counted = quantity_field(_("Units counted"), least=0)
        self.add("counted", _("Units counted"), self.counted)
        self.place = self.add_place("place", _("At place"))
        self.lot = self.add_lot()
        self.counted.textChanged.connect(lambda _text: self._tell())
        self.place.textChanged.connect(lambda _text: self._tell())
        self._tell()
        self.counted.setFocus()

    def _tell(self) -> None:
        here = self.bin_at(self.place, self.lot.text())
        there = here.on_hand if here else 0
        try:
            counted = self.counted.value()
        except BadValue:
            counted = None
        if counted is None:
            self.fact.setText(_("The ledger says {there}.").format(there=there))
            return
        text = _("The ledger says {there}: {difference:+d} will be posted.")
        self.fact.setText(text.format(there=there, difference=counted - there))

    @override
    def carry_out(self) -> None:
        """Open a count, write the number down, post it."""
        counted = self.counted.value()
        if counted is None:
            raise BadValue("counted", "", _("a number of units is expected"))
        place = self.place.place()
        place_id = place.place_id if place else None
        if self._count is not None:
            self._enter(self._count, counted, place_id)
            return
        self.run(
            start_count,
            StartCount(command_id=self.command_id("start")),
            lambda made: self._enter(made, counted, place_id),
        )

    def _enter(self, made: Made, counted: int, place_id: int | None) -> None:
        self._count = made
        command = EnterCount(
            count_id=made.record_id,
            item_id=self.whole.item.item.item_id,
            counted=counted,
            place_id=place_id,
            lot=self.lot.text().strip(),
        )
        self.run(enter_count, command, lambda _line: self._post(made, counted))

    def _post(self, made: Made, counted: int) -> None:
        command = PostCount(count_id=made.record_id, command_id=self.command_id("post"))

        def done(moves: MovesPosted) -> None:
            text = _("{number}: {counted} of {code} counted").format(
                number=made.name, counted=counted, code=self.whole.item.item.code
            )
            self.finish(text, moves)

        self.run(post_count, command, done)

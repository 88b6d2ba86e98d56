"""The orders that could not go with the others, each with the reason; Enter opens one."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.core.messages import _
from app.fulfilment.commands import NotSent
from ui.kit.parts import label
from ui.kit.table import Column, DataTable, RowsModel


class RefusedList(QWidget):
    """Names refused orders; `opened` asks to show one of them."""

    opened = Signal(int)

    def __init__(self) -> None:
        """Start empty and hidden."""
        super().__init__()
        self._why = label("", wrap=True)
        self._model = RowsModel(
            (
                Column(_("Order"), lambda one: one.name, 11),
                Column(_("Why it could not go"), lambda one: one.why, stretch=True),
            ),
            self,
        )
        self.table = DataTable(self._model, "refused_orders", _("Orders that could not go"))
        self.table.setMinimumHeight(120)
        self.table.opened.connect(lambda one: self.opened.emit(one.order_id))
        self.table.chosen.connect(lambda one: self._why.setText(one.why))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(label(_("Could not go: F6 goes here, Enter opens one."), "caption"))
        layout.addWidget(self.table, 1)
        layout.addWidget(self._why)
        self.hide()

    def show_refused(self, refused: Sequence[NotSent]) -> None:
        """Show these, the first of them current; hidden when there are none."""
        self._model.show(refused)
        self._why.setText("")
        self.table.select(0)
        self.setVisible(bool(refused))

"""Finishing a pick: each line asked and picked, less with a reason."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractItemView, QLineEdit, QWidget
from typing_extensions import override

from app.core.messages import _, ngettext
from app.fulfilment.commands import FinishPicking
from app.fulfilment.handlers import finish_picking
from app.fulfilment.queries import ShipmentLineRow
from ui.kit.context import Context
from ui.kit.parts import Field, label
from ui.kit.table import DataTable
from ui.orders.forms.form import OrderForm
from ui.orders.forms.pick_lines import PICKED, REASON, PickLines, reason_after


class PickForm(OrderForm):
    """Opens with every line picked in full: only what is missing is typed."""

    def __init__(
        self,
        context: Context,
        shipment: tuple[int, str],
        lines: Sequence[ShipmentLineRow],
        done: Callable[[], None],
        parent: QWidget,
    ) -> None:
        """Show the lines of a shipment (id, number); `done` is called after saving."""
        title = _("Picked of {shipment}").format(shipment=shipment[1])
        super().__init__(context, title, _("Save as picked"), parent)
        self._shipment_id, self._done = shipment[0], done
        self._command_id = FinishPicking(shipment_id=shipment[0]).command_id
        self.lines = PickLines(context, lines, self)
        self.table = DataTable(self.lines, "pick", _("Lines to pick"))
        trigger = QAbstractItemView.EditTrigger
        self.table.setEditTriggers(
            trigger.EditKeyPressed | trigger.AnyKeyPressed | trigger.DoubleClicked
        )
        self.table.opened.connect(lambda _line: self._open())
        self.scan = QLineEdit()
        self.scan.setPlaceholderText(_("Scan or type a code to go to its line (Ctrl+F)"))
        self.scan.returnPressed.connect(lambda: self.scanned(self.scan.text()))
        self._sum = label("", "section")
        self.body.addWidget(Field(_("Item"), self.scan))
        self.body.addWidget(self.table, 1)
        hint = _(
            "Enter changes a number · F8 walks the usual reasons · a short bin is counted next"
        )
        self.body.addWidget(label(hint, "caption", wrap=True))
        self.foot.insertWidget(0, self._sum)
        self.lines.typed.connect(self._typed_line)
        self.lines.missed.connect(self.miss)
        self.lines.scanned.connect(self._go_to)
        for keys, act in (("F8", self._reason), ("Ctrl+F", self.scan.setFocus)):
            QShortcut(QKeySequence(keys), self).activated.connect(act)
        self.fit(860, 560)
        self._add_up()
        self.table.setCurrentIndex(self.lines.index(0, PICKED))
        self.table.setFocus()

    def scanned(self, code: str) -> None:
        """Go to the line of a code; it never counts as a number."""
        self.scan.clear()
        place = self.lines.line_of(code)
        if place >= 0:
            self._go_to(place)
        elif code.strip():
            text = _("{code} is not on this shipment.").format(code=code.strip())
            self.banner.tell("err", text)

    def _go_to(self, place: int) -> None:
        self.banner.hide()
        QTimer.singleShot(0, self, lambda: self._edit(place))

    def _editor(self) -> QLineEdit | None:
        """Give the field that is open in the current cell, None when there is none."""
        found = self.table.indexWidget(self.table.currentIndex())
        return found if isinstance(found, QLineEdit) else None

    def _open(self) -> None:
        """Type into the current line; the Enter that ends a cell comes here too."""
        if self._editor() is None:
            self._edit(self.table.currentIndex().row())

    def _edit(self, place: int, column: int = PICKED) -> None:
        index = self.lines.index(place, column)
        if index.isValid():
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)
            self.table.setCurrentIndex(index)
            self.table.edit(index)

    def _typed_line(self, place: int, column: int) -> None:
        self.touched()
        self.banner.hide()
        self._add_up()
        line = self.lines.rows[place]
        if column == PICKED and line.short and not line.reason:
            QTimer.singleShot(0, self, lambda: self._edit(place, REASON))
        elif self._editor() is not None and place + 1 < len(self.lines.rows):
            QTimer.singleShot(0, self, lambda: self._step(place + 1))

    def _step(self, place: int) -> None:
        self.table.setCurrentIndex(self.lines.index(place, PICKED))

    def _reason(self) -> None:
        """Walk the usual reasons: in the field that is open, else on the line."""
        index = self.table.currentIndex()
        if not (index.isValid() and self.lines.rows[index.row()].short):
            return
        editor = self._editor()
        if editor is not None and index.column() == REASON:
            editor.setText(reason_after(editor.text()))
        elif editor is None:
            self.lines.next_reason(index.row())

    def _add_up(self) -> None:
        asked = sum(one.row.planned for one in self.lines.rows)
        picked = sum(one.picked for one in self.lines.rows)
        short = sum(1 for one in self.lines.rows if one.short)
        text = _("{picked} of {asked}").format(picked=f"{picked:,}", asked=f"{asked:,}")
        if short:
            text += " · " + ngettext("{count} line short", "{count} lines short", short).format(
                count=short
            )
        self._sum.setText(text)

    @override
    def save(self) -> None:
        """Record what was picked."""
        place = self.lines.first_unexplained()
        if place >= 0:
            code = self.lines.rows[place].row.code
            self.banner.tell("err", _("{item}: say why less was picked.").format(item=code))
            self._edit(place, REASON)
            return
        if not any(one.picked for one in self.lines.rows):
            text = _("Nothing was picked. Cancel the shipment instead: its goods stay reserved.")
            self.banner.tell("err", text)
            return
        command = FinishPicking(
            command_id=self._command_id, shipment_id=self._shipment_id, picked=self.lines.changed
        )
        self.send(finish_picking, command, lambda _answer: self._done())

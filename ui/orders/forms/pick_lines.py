"""The lines of a shipment while it is picked: asked, picked, and why less."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor
from typing_extensions import override

from app.core.errors import BadValue
from app.core.messages import N_, _
from app.core.quantity import quantity_of
from app.fulfilment.commands import Picked
from app.fulfilment.queries import ShipmentLineRow
from ui.kit.context import Context
from ui.kit.table import Column, Index, RowsModel

PICKED, REASON = 3, 4
"""Columns that can be typed into."""
REASONS = (
    N_("not in the bin"),
    N_("fewer than shown"),
    N_("damaged"),
    N_("wrong item in the bin"),
)
"""Usual reasons for a short pick, in the order F8 walks."""
_EDIT = int(Qt.ItemDataRole.EditRole)
_CODE_LETTERS = 6


@dataclass
class PickLine:
    """One line: what is asked from one bin, and what was found there."""

    row: ShipmentLineRow
    picked: int
    reason: str = ""

    @property
    def short(self) -> int:
        """Give how many units are missing."""
        return self.row.planned - self.picked


class PickLines(RowsModel):
    """Lines in walking order; `typed` tells of a value taken, `missed` of one that was not.

    A scanned code in a field for numbers is never a number: `scanned` tells its line.
    """

    typed = Signal(int, int)
    missed = Signal(str)
    scanned = Signal(int)

    def __init__(self, context: Context, lines: Sequence[ShipmentLineRow], parent: QObject) -> None:
        """Start with every line picked in full."""
        self._context = context
        super().__init__(
            (
                Column(_("Bin and lot"), lambda one: f"{one.row.bin}  {one.row.lot}".strip(), 12),
                Column(_("Item"), lambda one: f"{one.row.code}  {one.row.name}", stretch=True),
                Column(_("Asked"), lambda one: f"{one.row.planned:,}", 8, number=True),
                Column(_("Picked"), lambda one: f"{one.picked:,}", 8, True, colour=self._ink),
                Column(_("Why less"), self._why, 22, colour=self._ink),
            ),
            parent,
        )
        self.show([PickLine(one, one.planned) for one in lines])

    def _why(self, line: PickLine) -> str:
        if line.short and not line.reason:
            return _("⚠ why? (F8)")
        return line.reason

    def _ink(self, line: PickLine) -> QColor | None:
        return QColor(self._context.theme.tokens["err"]) if line.short else None

    @property
    def changed(self) -> tuple[Picked, ...]:
        """Give the lines of which less was picked."""
        return tuple(
            Picked(
                shipment_line_id=one.row.shipment_line_id, quantity=one.picked, reason=one.reason
            )
            for one in self.rows
            if one.short
        )

    def first_unexplained(self) -> int:
        """Give the first short line without a reason, -1 when there is none."""
        return next((i for i, one in enumerate(self.rows) if one.short and not one.reason), -1)

    def line_of(self, code: str) -> int:
        """Find the line of a scanned code or barcode, -1 when there is none."""
        wanted = code.strip().casefold()
        return next(
            (
                place
                for place, one in enumerate(self.rows)
                if wanted in (one.row.barcode.casefold(), one.row.code.casefold())
            ),
            -1,
        )

    def next_reason(self, place: int) -> None:
        """Walk the usual reasons of a short line."""
        self._take(place, REASON, reason_after(self.rows[place].reason))

    @override
    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        short = bool(self.rows[index.row()].short)
        if index.column() == PICKED or (index.column() == REASON and short):
            return flags | Qt.ItemFlag.ItemIsEditable
        return flags

    @override
    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:
        if int(role) == _EDIT:
            line = self.rows[index.row()]
            return str(line.picked) if index.column() == PICKED else line.reason
        return super().data(index, role)

    @override
    def setData(self, index: Index, value: Any, role: int = _EDIT) -> bool:
        text, line = str(value).strip(), self.rows[index.row()]
        place = self.line_of(text) if len(text) >= _CODE_LETTERS else -1
        if place >= 0:
            self.scanned.emit(place)
            return False
        try:
            if index.column() == REASON:
                self._take(index.row(), REASON, _reason(text))
            else:
                self._take(index.row(), PICKED, _units(text, line.row))
        except BadValue as error:
            self.missed.emit(error.message())
            return False
        return True

    def _take(self, place: int, column: int, value: int | str) -> None:
        line = self.rows[place]
        if column == PICKED:
            line.picked = int(value)
            line.reason = line.reason if line.short else ""
        else:
            line.reason = str(value)
        self.dataChanged.emit(self.index(place, 0), self.index(place, self.columnCount() - 1))
        self.typed.emit(place, column)


def reason_after(text: str) -> str:
    """Give the usual reason that follows another, the first one after any other words."""
    usual = [_(one) for one in REASONS]
    at = usual.index(text) if text in usual else -1
    return usual[(at + 1) % len(usual)]


def _reason(text: str) -> str:
    if re.fullmatch(r"\d{6,}", text):
        raise BadValue(_("why less"), text, _("words are expected, not a scanned code"))
    return text


def _units(text: str, row: ShipmentLineRow) -> int:
    units = quantity_of(text, _("picked"), 0)
    if units > row.planned:
        raise BadValue(_("picked"), text, _("at most {most} are asked").format(most=row.planned))
    return units

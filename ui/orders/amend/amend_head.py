"""The head of an order being changed: reference, date, terms, note, and the address."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QLineEdit, QVBoxLayout, QWidget

from app.core.errors import BadValue
from app.core.messages import _
from ui.kit.context import Context
from ui.kit.fields import DateField, money_field, share_field
from ui.kit.parts import Field, button, label, row
from ui.orders.amend.amendment import Amendment
from ui.orders.amend.differences import FIELDS
from ui.orders.forms.short_text import shortened

_TERMS = ("reference", "due_on", "discount", "freight", "note")
_SHIP = ("ship_name", "ship_street", "ship_postcode", "ship_city", "ship_region", "ship_phone")

_PLACE_LETTERS = 80


@dataclass(frozen=True)
class _Held:
    """One field: where it stands, how its value is read and written."""

    field: Field
    read: Callable[[], Any]
    write: Callable[[Any], None]


class AmendHead(QWidget):
    """Fields of the head; `edited` tells that a value of the amendment changed."""

    edited = Signal()

    def __init__(self, context: Context, amendment: Amendment) -> None:
        """Show the head of an amendment; the address opens with Ctrl+D."""
        super().__init__()
        self._amendment = amendment
        self.reference, self.note = QLineEdit(), QLineEdit()
        self.due = DateField(_(FIELDS["due_on"]), context.today)
        self.discount = share_field(_(FIELDS["discount"]))
        self.freight = money_field(_(FIELDS["freight"]), amendment.digits)
        self.ship = {name: QLineEdit() for name in _SHIP}
        self._held = self._hold()
        terms = QGridLayout()
        terms.setSpacing(8)
        for place, name in enumerate(_TERMS):
            terms.addWidget(self._held[name].field, 0, place)
            terms.setColumnStretch(place, 3 if name == "note" else 2)
        self._place = label("", "caption")
        opening = button(_("Address"), self.toggle_address, kind="link", shortcut="Ctrl+D")
        self.address = QWidget()
        grid = QGridLayout(self.address)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(8)
        for place, name in enumerate(_SHIP):
            grid.addWidget(self._held[name].field, place // 3, place % 3)
        self.address.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addLayout(terms)
        line = row(opening)
        line.addWidget(self._place, 1)
        layout.addLayout(line)
        layout.addWidget(self.address)
        self.show_amendment(amendment)
        self.due.changed.connect(lambda: self._take("due_on"))

    def _hold(self) -> dict[str, _Held]:
        held = {
            "due_on": _Held(Field(_("Due"), self.due), self.due.value, self.due.show_value),
        }
        for name, value in (("discount", self.discount), ("freight", self.freight)):
            field = Field(_(FIELDS[name]), value)
            read = _number(value.value)
            held[name] = _Held(field, read, value.show_value)
        lines = {"reference": self.reference, "note": self.note, **self.ship}
        for name, line in lines.items():
            held[name] = _Held(Field(_(FIELDS[name]), line), line.text, line.setText)
        for name, one in held.items():
            control = one.field.control
            if isinstance(control, QLineEdit):
                control.textEdited.connect(lambda _text, name=name: self._take(name))
        return held

    def show_amendment(self, amendment: Amendment) -> None:
        """Write the head of an amendment into the fields."""
        self._amendment = amendment
        for name, one in self._held.items():
            one.write(amendment.head[name])
            one.field.show_problem("")
            control = one.field.control
            if isinstance(control, QLineEdit):
                control.setCursorPosition(0)
        self._summarise()

    def toggle_address(self) -> None:
        """Open or close the fields of the address."""
        opened = self.address.isHidden()
        self.address.setVisible(opened)
        if opened:
            self.ship["ship_name"].setFocus()

    def check(self) -> bool:
        """Say at each field what cannot be used; True when all can."""
        wrong = []
        for one in self._held.values():
            try:
                one.read()
            except BadValue as error:
                one.field.show_problem(error.message())
                wrong.append(one)
        if wrong:
            wrong[0].field.control.setFocus()
        return not wrong

    def _take(self, name: str) -> None:
        one = self._held[name]
        try:
            value = one.read()
        except BadValue:
            return
        one.field.show_problem("")
        if value != self._amendment.head[name]:
            self._amendment.head[name] = value
            self._summarise()
            self.edited.emit()

    def _summarise(self) -> None:
        parts = [str(self._amendment.head[name]) for name in _SHIP]
        text = ", ".join(part for part in parts if part) or _("no address yet")
        self._place.setText(shortened(text, _PLACE_LETTERS))
        self._place.setToolTip(text)


def _number(read: Callable[[], int | None]) -> Callable[[], int]:
    return lambda: read() or 0

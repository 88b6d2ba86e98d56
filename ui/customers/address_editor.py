"""Edits the addresses and phones of a customer."""

from collections.abc import Iterable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QFrame, QGridLayout, QLineEdit, QVBoxLayout, QWidget

from app.core.messages import _
from app.customers.commands import AddressEntry, PhoneEntry
from app.customers.queries import AddressRow, PhoneRow
from ui.kit.parts import Field, button, label, row

_PARTS = ("recipient", "street", "postcode", "city", "region", "country", "label")


class AddressBox(QFrame):
    """One address."""

    changed = Signal()
    dropped = Signal()

    def __init__(self, known: AddressRow | None, country: str) -> None:
        """Show a known address, or an empty one in the shop's country."""
        super().__init__()
        self.setObjectName("bar")
        self.address_id = known.address_id if known else None
        titles = {
            "recipient": _("Recipient"),
            "street": _("Street"),
            "postcode": _("Postcode"),
            "city": _("Town"),
            "region": _("Region"),
            "country": _("Country"),
            "label": _("Called"),
        }
        self.lines = {name: QLineEdit() for name in _PARTS}
        grid = QGridLayout(self)
        grid.setContentsMargins(12, 8, 12, 8)
        grid.setSpacing(8)
        places = {
            "street": (0, 0, 4),
            "recipient": (0, 4, 2),
            "postcode": (1, 0, 2),
            "city": (1, 2, 2),
            "region": (1, 4, 1),
            "country": (1, 5, 1),
            "label": (2, 0, 2),
        }
        for name, (line, column, wide) in places.items():
            grid.addWidget(Field(titles[name], self.lines[name]), line, column, 1, wide)
        self.ship = QCheckBox(_("Usual for goods"))
        self.bill = QCheckBox(_("Usual for bills"))
        drop = button(_("Remove"), self.dropped.emit, icon="x", kind="link")
        checks = QWidget()
        checks.setLayout(row(self.ship, self.bill, None, drop))
        grid.addWidget(checks, 2, 2, 1, 4)
        self.lines["country"].setText(country)
        if known is not None:
            for name, line_edit in self.lines.items():
                line_edit.setText(getattr(known, name))
            self.ship.setChecked(known.is_ship_default)
            self.bill.setChecked(known.is_bill_default)
        for line_edit in self.lines.values():
            line_edit.textChanged.connect(lambda _text: self.changed.emit())
        for check in (self.ship, self.bill):
            check.toggled.connect(lambda _on: self.changed.emit())

    def entry(self) -> AddressEntry:
        """Give what stands here."""
        return AddressEntry(
            **{name: line.text().strip() for name, line in self.lines.items()},
            is_ship_default=self.ship.isChecked(),
            is_bill_default=self.bill.isChecked(),
        )

    def show_entry(self, entry: AddressEntry) -> None:
        """Show another text of this address."""
        for name, line in self.lines.items():
            line.setText(getattr(entry, name))
        self.ship.setChecked(entry.is_ship_default)
        self.bill.setChecked(entry.is_bill_default)

    def is_empty(self) -> bool:
        """Tell whether nothing but the country stands here."""
        return not any(
            line.text().strip() for name, line in self.lines.items() if name != "country"
        )


class AddressEditor(QWidget):
    """All addresses of a customer."""

    changed = Signal()

    def __init__(self, known: Sequence[AddressRow], country: str) -> None:
        """Show known addresses, or one empty box."""
        super().__init__()
        self._country = country
        self.boxes: list[AddressBox] = []
        self.retired: list[AddressBox] = []
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(8)
        self._problem = label("", "problem", wrap=True)
        self._problem.hide()
        self._layout.addWidget(label(_("Addresses"), "strong"))
        self._layout.addWidget(self._problem)
        more = button(_("Another address"), self.add_empty, icon="plus")
        self._layout.addLayout(row(more, None))
        for one in known or (None,):
            self._add(one)

    def add_empty(self) -> None:
        """Add an empty address and go there."""
        self._add(None).lines["street"].setFocus()

    def _add(self, known: AddressRow | None) -> AddressBox:
        box = AddressBox(known, self._country)
        box.changed.connect(self.changed.emit)
        box.dropped.connect(lambda: self._drop(box))
        self.boxes.append(box)
        self._layout.insertWidget(self._layout.count() - 1, box)
        return box

    def _drop(self, box: AddressBox) -> None:
        self.boxes.remove(box)
        box.hide()
        if box.address_id is not None:
            self.retired.append(box)
        self.changed.emit()

    def filled(self) -> list[AddressBox]:
        """Give the boxes in which something stands."""
        return [box for box in self.boxes if box.address_id is not None or not box.is_empty()]

    def show_problem(self, text: str, line: int = 0) -> None:
        """Say what is wrong and go to the address, counted from 1; an empty text takes it back."""
        self._problem.setText(text)
        self._problem.setVisible(bool(text))
        filled = self.filled()
        if text and 0 < line <= len(filled):
            filled[line - 1].lines["street"].setFocus()

    def raw(self) -> tuple[tuple[int | None, AddressEntry], ...]:
        """Give what stands here, for comparing."""
        return tuple((box.address_id, box.entry()) for box in self.filled())

    def put(self, address_id: int, entry: AddressEntry | None) -> None:
        """Let a known address be this one; None removes it."""
        box = next((one for one in self.boxes if one.address_id == address_id), None)
        if entry is None:
            if box is not None:
                self._drop(box)
            return
        if box is None:
            box = self._again(address_id)
        box.show_entry(entry)

    def _again(self, address_id: int) -> AddressBox:
        """Bring a removed address back, or one that somebody else added."""
        box = next((one for one in self.retired if one.address_id == address_id), None)
        if box is None:
            box = self._add(None)
            box.address_id = address_id
            return box
        self.retired.remove(box)
        self.boxes.append(box)
        box.show()
        return box


class PhoneEditor(QWidget):
    """The phones of a customer; an empty row is always there."""

    changed = Signal()

    def __init__(self, known: Sequence[PhoneRow]) -> None:
        """Show known phones."""
        super().__init__()
        self._rows: list[tuple[QLineEdit, QLineEdit]] = []
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(6)
        self._grid.setColumnStretch(0, 2)
        self._grid.setColumnStretch(1, 1)
        self._grid.addWidget(label(_("Phones"), "strong"), 0, 0, 1, 2)
        self.show_entries(PhoneEntry(one.typed, one.label) for one in known)

    def show_entries(self, entries: Iterable[PhoneEntry]) -> None:
        """Show these phones instead of those shown."""
        for phone, called in self._rows:
            for part in (phone, called):
                part.hide()
                part.deleteLater()
        self._rows.clear()
        for one in entries:
            self._add(one.typed, one.label)
        self._add("", "")
        self.changed.emit()

    def entries(self) -> tuple[PhoneEntry, ...]:
        """Give the phones that are filled in."""
        read = (PhoneEntry(one.text().strip(), name.text().strip()) for one, name in self._rows)
        return tuple(entry for entry in read if entry.typed)

    def line(self, position: int) -> QLineEdit:
        """Give the line of a phone."""
        return self._rows[position][0]

    def _add(self, typed: str, name: str) -> None:
        phone, called = QLineEdit(typed), QLineEdit(name)
        phone.setPlaceholderText(_("Phone"))
        called.setPlaceholderText(_("whose"))
        phone.setAccessibleName(_("Phone"))
        called.setAccessibleName(_("Whose phone"))
        at = self._grid.rowCount()
        self._grid.addWidget(phone, at, 0)
        self._grid.addWidget(called, at, 1)
        self._rows.append((phone, called))
        for part in (phone, called):
            part.textChanged.connect(lambda _text: self._edited())

    def _edited(self) -> None:
        if self._rows[-1][0].text().strip():
            self._add("", "")
        self.changed.emit()

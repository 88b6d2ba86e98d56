"""A new customer in the middle of a call: name, phone and address, without leaving the order."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit
from typing_extensions import override

from app.core.errors import DeskError
from app.core.messages import _
from app.customers.commands import AddCustomer, AddressEntry, PhoneEntry
from app.customers.handlers import CustomerSaved, add_customer
from app.customers.queries import AlikeRow, customers_like
from ui.kit.context import Context
from ui.kit.parts import Banner, Card, Field, button, label, row


class NewCustomer(Card):
    """Asks the little that is needed; a known phone or name is shown before saving."""

    made = Signal(int, str)
    left = Signal()

    def __init__(self, context: Context) -> None:
        """Start hidden."""
        super().__init__(margin=14)
        self._context = context
        self._sure = False
        self._alike_id = 0
        self._command: AddCustomer | None = None
        self._lines = {name: QLineEdit() for name in ("name", "phone", "street", "city", "post")}
        titles = {
            "name": _("Name"),
            "phone": _("Phone"),
            "street": _("Street"),
            "city": _("City"),
            "post": _("Postcode"),
        }
        self._fields = {name: Field(titles[name], line) for name, line in self._lines.items()}
        self.body.addWidget(label(_("New customer"), "section"))
        line = QHBoxLayout()
        line.setSpacing(12)
        for name, part in self._fields.items():
            wide = 3 if name in ("name", "street") else 2
            line.addWidget(part, wide, Qt.AlignmentFlag.AlignTop)
            self._lines[name].textEdited.connect(self._unsure)
        self.body.addLayout(line)
        self._banner = Banner()
        self.body.addWidget(self._banner)
        self.body.addLayout(
            row(
                None,
                button(_("Cancel"), self._leave, shortcut="Esc"),
                button(_("Add customer"), self._save, kind="primary", shortcut="Return"),
            )
        )
        self.hide()

    def ask(self, typed: str) -> None:
        """Open with what was typed: a number is a phone, else it is the name."""
        for line in self._lines.values():
            line.clear()
        digits = sum(letter.isdigit() for letter in typed)
        self._lines["phone" if digits >= 5 else "name"].setText(typed)
        self._sure = False
        self._banner.hide()
        self.show()
        self._lines["name" if digits >= 5 else "phone"].setFocus()

    def _unsure(self) -> None:
        self._sure = False
        self._command = None

    def _save(self) -> None:
        name, phone = self._lines["name"].text().strip(), self._lines["phone"].text().strip()
        if not name:
            self._fields["name"].show_problem(_("A name is needed."))
            self._lines["name"].setFocus()
            return
        self._fields["name"].show_problem("")
        if self._sure:
            self._add(name, phone)
            return
        country = self._context.settings.country
        phones = (phone,) if phone else ()
        self._context.tasks.read(
            customers_like, name, phones, country, done=self._compare, tag="alike"
        )

    def _compare(self, alike: tuple[AlikeRow, ...]) -> None:
        self._sure = True
        if not alike:
            self._add(self._lines["name"].text().strip(), self._lines["phone"].text().strip())
            return
        first = alike[0]
        why = _("has the same phone") if first.same_phone else _("has a similar name")
        text = _("{name} ({number}) {why}. Enter adds a new customer all the same.").format(
            name=first.name, number=first.number, why=why
        )
        self._banner.tell(
            "warn", text, _("Use this one"), lambda: self._use(first.customer_id, first.name)
        )

    def _use(self, customer_id: int, name: str) -> None:
        self.hide()
        self.made.emit(customer_id, name)

    def _add(self, name: str, phone: str) -> None:
        street, city = self._lines["street"].text().strip(), self._lines["city"].text().strip()
        address = AddressEntry(
            street=street,
            city=city,
            postcode=self._lines["post"].text().strip(),
            country=self._context.settings.country,
            is_ship_default=True,
            is_bill_default=True,
        )
        if self._command is None:
            self._command = AddCustomer(
                name=name,
                phones=(PhoneEntry(typed=phone),) if phone else (),
                addresses=(address,) if street or city else (),
            )
        self._context.tasks.run(
            add_customer,
            self._command,
            lambda saved: self._saved(saved, name),
            self._failed,
        )

    def _saved(self, saved: CustomerSaved, name: str) -> None:
        self._command = None
        self._use(saved.customer_id, name)

    def _failed(self, error: Exception) -> None:
        self._command = None
        if isinstance(error, DeskError):
            self._banner.tell("err", error.message())
        else:
            self._context.shell.problem(error)

    def _leave(self) -> None:
        self.hide()
        self.left.emit()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not (
            event.modifiers() & Qt.KeyboardModifier.ControlModifier
        ):
            self._save()
        elif event.key() == Qt.Key.Key_Escape:
            self._leave()
        else:
            super().keyPressEvent(event)

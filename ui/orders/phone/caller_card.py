"""Who is on the phone: the customer, where it goes, the reference and the date."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QWidget

from app.core.errors import BadValue
from app.core.messages import _, ngettext
from app.core.money import minor_digits
from app.orders.queries.caller import CallerRow
from ui.kit.context import Context
from ui.kit.fields import DateField, money_field, share_field
from ui.kit.find_field import FindField, Match
from ui.kit.parts import Card, Field, label
from ui.orders.phone.entry import Entry


class CallerCard(Card):
    """The head of the order form; `chosen` tells a customer's id and name at once."""

    chosen = Signal(int, str)
    unknown = Signal(str)
    edited = Signal()

    def __init__(self, context: Context) -> None:
        """Build the fields; `show_entry` fills them."""
        super().__init__(margin=14)
        self._context = context
        self._entry = Entry()
        self._known = ""
        self.customer = FindField(self._matches, _("Customer"))
        self.customer.setPlaceholderText(_("Name, number or phone"))
        self.customer.taken.connect(self._taken)
        self.customer.missed.connect(self.unknown.emit)
        self.customer.textEdited.connect(self._typed)
        self.ship_to = QComboBox()
        self.ship_to.activated.connect(self._ship)
        self.reference = QLineEdit()
        self.reference.textEdited.connect(self._refer)
        self.due = DateField(_("Due"), context.today)
        self.due.textEdited.connect(lambda _text: self._date())
        self.due.changed.connect(self._date)
        self.field = Field(_("Customer"), self.customer)
        self._due_field = Field(_("Due"), self.due)
        line = QHBoxLayout()
        line.setSpacing(12)
        for part, wide in (
            (self.field, 3),
            (Field(_("Ship to"), self.ship_to), 3),
            (Field(_("Customer's reference"), self.reference), 2),
            (self._due_field, 1),
        ):
            line.addWidget(part, wide, Qt.AlignmentFlag.AlignTop)
        self.body.addLayout(line)
        self._facts = label("", "caption", wrap=True)
        self.body.addWidget(self._facts)
        self._details = self._detail_fields()
        self._details.hide()
        self.body.addWidget(self._details)
        self.customer.left.connect(self._keep_customer)

    def _detail_fields(self) -> QWidget:
        digits = minor_digits(self._context.settings.currency)
        self.discount = share_field(_("Order discount (%)"))
        self.freight = money_field(_("Freight charge"), digits)
        self.note = QLineEdit()
        self.discount.textEdited.connect(lambda _text: self._money())
        self.freight.textEdited.connect(lambda _text: self._money())
        self.note.textEdited.connect(lambda _text: self._money())
        self._discount_field = Field(_("Order discount (%)"), self.discount)
        self._freight_field = Field(_("Freight charge"), self.freight)
        holder = QWidget()
        line = QHBoxLayout(holder)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(12)
        note = Field(_("Note"), self.note)
        for part, wide in ((self._discount_field, 1), (self._freight_field, 1), (note, 4)):
            line.addWidget(part, wide, Qt.AlignmentFlag.AlignTop)
        return holder

    def toggle_details(self) -> None:
        """Show or hide discount, freight and note."""
        self._details.setVisible(self._details.isHidden())
        if self._details.isVisible():
            self.discount.setFocus()

    def show_entry(self, entry: Entry) -> None:
        """Show the head of an order being typed."""
        self._entry = entry
        self.show_name(entry.customer_name)
        self.reference.setText(entry.reference)
        self.due.show_value(entry.due_on)
        self.discount.show_value(entry.discount)
        self.freight.show_value(entry.freight)
        self.note.setText(entry.note)
        self.ship_to.clear()
        self._tell("")
        self.field.show_problem("")

    def show_caller(self, caller: CallerRow) -> None:
        """Show what is known of the customer: phone, orders, terms, credit."""
        self.ship_to.clear()
        for place, address in enumerate(caller.detail.addresses):
            parts = (address.label, address.street, address.city)
            text = ", ".join(part for part in parts if part)
            self.ship_to.addItem(text or address.recipient, address.address_id)
            if address.address_id == self._entry.address_id:
                self.ship_to.setCurrentIndex(place)
        if not caller.detail.addresses:
            self.ship_to.addItem(_("no address yet"), None)
        self._tell(self._facts_text(caller))

    def _tell(self, known: str) -> None:
        self._known = known
        self._facts.setText(known)

    def _typed(self, text: str) -> None:
        """Say what Enter does with a name nobody has."""
        self._entry.begin()
        known = not text.strip() or self.customer.list_is_open() or not self._context.lookup.loaded
        new = _("Nobody is called that. Enter adds a new customer.")
        self._facts.setText(self._known if known else new)

    def _facts_text(self, caller: CallerRow) -> str:
        customer, money = caller.detail.customer, self._context.money
        orders = caller.account.orders
        parts = [phone.typed for phone in caller.detail.phones[:1]]
        parts.append(ngettext("{count} order", "{count} orders", orders).format(count=orders))
        parts.append(_("pays within {days} days").format(days=customer.terms_days))
        if customer.credit_limit is not None:
            left = customer.credit_limit - caller.account.owed
            parts.append(_("{money} credit left").format(money=money(left)))
        elif caller.account.owed:
            parts.append(_("owes {money}").format(money=money(caller.account.owed)))
        if customer.note:
            parts.append(customer.note)
        return " · ".join(parts)

    def check(self) -> bool:
        """Say at each field what cannot be used; True when all can."""
        right = self._knows_customer()
        for field, read in (
            (self._due_field, self.due.value),
            (self._discount_field, self.discount.value),
            (self._freight_field, self.freight.value),
        ):
            right = _readable(field, read) and right
        return right

    def _keep_customer(self) -> None:
        """Show the chosen customer again when another was typed and not taken."""
        if self._entry.customer_id and self.isActiveWindow():
            self.show_name(self._entry.customer_name)
            self.field.show_problem("")
            self._facts.setText(self._known)

    def _knows_customer(self) -> bool:
        """Tell whether the name that stands there is the customer the order is taken for."""
        problem = ""
        if not self._entry.customer_id:
            problem = _("Choose the customer first.")
        elif self.customer.text().strip() != self._entry.customer_name.strip():
            problem = _("Press Enter to choose this customer.")
        self.field.show_problem(problem)
        if problem:
            self.customer.setFocus()
        return not problem

    def _matches(self, text: str) -> list[Match]:
        found = self._context.lookup.customers.find(text, limit=12)
        return [Match(one.entry.entry_id, f"{one.entry.name}   {one.entry.code}") for one in found]

    def _taken(self, customer_id: int, _typed: str) -> None:
        entry = self._context.lookup.customers.entry(customer_id)
        name = entry.name if entry else ""
        self.show_name(name)
        self.field.show_problem("")
        self.chosen.emit(customer_id, name)

    def show_name(self, name: str) -> None:
        """Show a customer's name from its beginning, however long it is."""
        self.customer.setText(name)
        self.customer.setCursorPosition(0)

    def _ship(self, _place: int) -> None:
        self._entry.address_id = self.ship_to.currentData()
        self.edited.emit()

    def _refer(self, text: str) -> None:
        self._entry.reference = text
        self.edited.emit()

    def _date(self) -> None:
        try:
            self._entry.due_on = self.due.value()
        except BadValue:
            return
        self._due_field.show_problem("")
        self.edited.emit()

    def _money(self) -> None:
        self._entry.note = self.note.text()
        try:
            self._entry.discount = self.discount.value()
            self._entry.freight = self.freight.value()
        except BadValue:
            return
        self.edited.emit()


def _readable(field: Field, read: Callable[[], object]) -> bool:
    try:
        read()
    except BadValue as error:
        field.show_problem(error.message())
        return False
    field.show_problem("")
    return True

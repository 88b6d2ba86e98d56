"""Edits one customer: name, phones, terms, addresses; warns when there may be one already."""

from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QComboBox, QLineEdit
from typing_extensions import override

from app.core.errors import Refused
from app.core.messages import _
from app.core.money import BasisPoints, minor_digits
from app.customers.commands import AddressEntry
from app.customers.queries import AlikeRow, CustomerDetailRow, customers_like
from ui.customers.address_editor import AddressEditor, PhoneEditor
from ui.customers.reading import Choices
from ui.kit.compare.merging import Difference, merge, put_text
from ui.kit.context import Context
from ui.kit.fields import money_field, quantity_field, share_field
from ui.kit.frame.field_grid import FieldGrid
from ui.kit.frame.tax_choice import TaxChoice
from ui.kit.parts import Banner

_PAUSE_MS = 300
_USUAL_TERMS_DAYS = 30
_ADDRESS = "address "


@dataclass(frozen=True)
class AddressTyped:
    """An address as it stands in the form; no id means a new one."""

    address_id: int | None
    entry: AddressEntry
    retired: bool = False


@dataclass(frozen=True)
class CustomerTyped:
    """What stands in the form, as values."""

    number: str
    fields: dict[str, Any]
    addresses: tuple[AddressTyped, ...]


class CustomerForm(FieldGrid):
    """Fields of a customer, new when `detail` is None."""

    other_wanted = Signal(int)

    def __init__(
        self, context: Context, detail: CustomerDetailRow | None, choices: Choices
    ) -> None:
        """Show a customer as kept, or an empty form."""
        super().__init__(context)
        self.setObjectName("page")
        self._detail, self._choices = detail, choices
        self.twins = Banner()
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.timeout.connect(self._look_for_twins)
        self._grid.addWidget(self.twins, 0, 0, 1, 6)
        self._add_who()
        self._add_terms()
        self._add_lists()
        self._fill()
        self._baseline = self.raw()

    # --- building ------------------------------------------------------------------------

    def _add_who(self) -> None:
        self._put("name", _("Name"), QLineEdit(), (1, 0, 4))
        number = QLineEdit()
        number.setPlaceholderText(_("the next one"))
        number.setReadOnly(self._detail is not None)
        self._put("number", _("Number"), number, (1, 4, 2))
        self._put("email", _("E-mail"), QLineEdit(), (2, 3, 3))
        self.phones = PhoneEditor(self._detail.phones if self._detail else ())
        self._grid.addWidget(self.phones, 2, 0, 1, 3)
        self.phones.changed.connect(self.edited.emit)
        for signal in (self.line("name").textChanged, self.phones.changed):
            signal.connect(lambda *_text: self._pause.start(_PAUSE_MS))

    def _add_terms(self) -> None:
        digits = minor_digits(self._context.settings.currency)
        limit = money_field(_("Credit limit"), digits)
        limit.setPlaceholderText(_("none"))
        self._put("terms_days", _("Days to pay"), quantity_field(_("Days to pay"), 0), (3, 0, 2))
        self._put("credit_limit", _("Credit limit"), limit, (3, 2, 2))
        self._put("discount", _("Discount, %"), share_field(_("Discount, %")), (3, 4, 2))
        self.tax = TaxChoice(self._choices.tax_classes)
        self._put("tax_class", _("Tax class"), self.tax, (4, 0, 3))
        self.prices = QComboBox()
        self.prices.addItem(_("usual prices"), None)
        for one in self._choices.price_lists:
            self.prices.addItem(one.name, one.price_list_id)
        self._put("price_list_id", _("Price list"), self.prices, (4, 3, 3))

    def _add_lists(self) -> None:
        known = self._detail.addresses if self._detail else ()
        self.addresses = AddressEditor(known, self._context.settings.country)
        self.addresses.changed.connect(self.edited.emit)
        self._grid.addWidget(self.addresses, 5, 0, 1, 6)
        self.note = self._add_note(_("Note"), 6)

    def _fill(self) -> None:
        if self._detail is None:
            self._value("terms_days").show_value(_USUAL_TERMS_DAYS)
            self._value("discount").show_value(0)
            return
        customer = self._detail.customer
        for name in ("name", "number", "email"):
            self.line(name).setText(getattr(customer, name))
        for name in ("terms_days", "credit_limit", "discount"):
            self._value(name).show_value(getattr(customer, name))
        self.tax.show_value(customer.tax_class)
        self.prices.setCurrentIndex(max(self.prices.findData(customer.price_list_id), 0))
        self.note.setPlainText(customer.note)
        self._pause.stop()

    # --- reading -------------------------------------------------------------------------

    @override
    def raw(self) -> dict[str, object]:
        more = {"phones": self.phones.entries(), "addresses": self.addresses.raw()}
        return super().raw() | more

    def typed(self) -> CustomerTyped:
        """Give what stands in the form.

        Raises:
            BadValue: a value cannot be read.
        """
        terms = self._value("terms_days").value()
        fields = {
            "name": self.line("name").text(),
            "email": self.line("email").text(),
            "terms_days": _USUAL_TERMS_DAYS if terms is None else terms,
            "credit_limit": self._value("credit_limit").value(),
            "discount": BasisPoints(self._value("discount").value() or 0),
            "tax_class": self.tax.value(),
            "price_list_id": self.prices.currentData(),
            "note": self.note.toPlainText(),
            "phones": self.phones.entries(),
        }
        kept = [AddressTyped(box.address_id, box.entry()) for box in self.addresses.filled()]
        gone = [
            AddressTyped(box.address_id, box.entry(), retired=True)
            for box in self.addresses.retired
        ]
        return CustomerTyped(self.line("number").text().strip(), fields, (*kept, *gone))

    # --- what is wrong -------------------------------------------------------------------

    @override
    def clear_problems(self) -> None:
        super().clear_problems()
        self.addresses.show_problem("")

    @override
    def show_problem(self, error: Refused) -> bool:
        if error.field != "street":
            return super().show_problem(error)
        self.addresses.show_problem(error.message(), error.line or 1)
        return True

    def merge_theirs(self, detail: CustomerDetailRow) -> tuple[Difference, ...]:
        """Take over what somebody else saved where nothing was typed; give what differs."""
        other = CustomerForm(self._context, detail, self._choices)
        theirs, before, mine = other.raw(), self._baseline, self.raw()
        other.deleteLater()
        self._baseline, self._detail = theirs, detail
        titles = {**self._titles, "phones": _("Phones")}
        versions = [_with_addresses(one) for one in (before, mine, theirs)]
        for name in (*versions[0], *versions[2]):
            if name.startswith(_ADDRESS):
                titles[name] = _("Address")
        return merge(titles, versions[0], versions[1], versions[2], self._put_raw)

    def _put_raw(self, name: str, value: Any) -> None:
        if name == "phones":
            self.phones.show_entries(value)
        elif name.startswith(_ADDRESS):
            self.addresses.put(int(name.removeprefix(_ADDRESS)), value)
        elif name == "tax_class":
            self.tax.show_text(value)
        else:
            put_text(self._fields[name].control, value)

    # --- the same customer twice ---------------------------------------------------------

    def _look_for_twins(self) -> None:
        name = self.line("name").text().strip()
        phones = tuple(entry.typed for entry in self.phones.entries())
        if not name and not phones:
            self.twins.hide()
            return
        self._context.tasks.read(
            customers_like,
            name,
            phones,
            country=self._context.settings.country,
            but=self._detail.customer.customer_id if self._detail else None,
            done=self._show_twins,
            tag="customer_twins",
        )

    def _show_twins(self, alike: tuple[AlikeRow, ...]) -> None:
        if not alike:
            self.twins.hide()
            return
        first = alike[0]
        why = _("the same phone") if first.same_phone else _("a similar name")
        text = _("{number} {name} has {why}. Is it the same customer?").format(
            number=first.number, name=first.name, why=why
        )
        self.twins.tell("warn", text, _("Open"), lambda: self.other_wanted.emit(first.customer_id))


def _with_addresses(raw: dict[str, Any]) -> dict[str, object]:
    """Let each address of a form stand under a name of its own."""
    known = {f"{_ADDRESS}{one}": entry for one, entry in raw["addresses"] if one is not None}
    return raw | known

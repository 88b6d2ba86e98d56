"""Settings: how this window looks, and how the shop works."""

from dataclasses import replace
from typing import Any

from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QGridLayout,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from app.core.errors import BadValue, DeskError
from app.core.messages import LANGUAGES, N_, _
from app.core.money import minor_digits
from app.core.permissions import Right, may
from app.core.settings import ShopSettings
from app.people.commands import ChangeSettings
from app.people.handlers import change_settings
from ui.kit.context import Context, Page
from ui.kit.fields import DateField, money_field, quantity_field, share_field
from ui.kit.parts import Banner, Card, Field, PageHeader, button, label
from ui.kit.theme import SCALES
from ui.settings.checks_card import ChecksCard

_LANGUAGE_NAMES = {"en": "English", "zh_CN": "简体中文", "zh_TW": "繁體中文"}
_RESERVE = {
    "now": N_("When the order is confirmed"),
    "days": N_("Some days before it is due"),
    "manual": N_("By hand"),
}
_CLOSE = {"received": N_("When the customer has it"), "shipped": N_("When it has left")}


class SettingsPage(Page):
    """Two columns of cards; nothing is saved before Save."""

    shows = frozenset({"settings"})

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        """Build all cards."""
        super().__init__(context, parent)
        header = PageHeader(_("Settings"))
        person = context.desk.person
        self._owner = person is not None and may(person.role, Right.ADMINISTER)
        self._save = button(_("Save"), self._store, kind="primary", shortcut="Ctrl+S")
        self._save.setShortcut("Ctrl+S")
        self._save.setEnabled(self._owner)
        header.add(self._save)
        self._banner = Banner()
        if not self._owner:
            self._banner.tell("info", _("Only the owner changes the shop's settings."))
        inside = QWidget()
        inside.setObjectName("page")
        grid = QGridLayout(inside)
        grid.setContentsMargins(0, 0, 8, 0)
        grid.setSpacing(12)
        grid.addWidget(self._window_card(), 0, 0)
        grid.addWidget(self._shop_card(), 0, 1)
        grid.addWidget(self._orders_card(), 1, 0)
        self.checks = ChecksCard(context, self._as_typed, self)
        grid.addWidget(self.checks, 1, 1)
        grid.setRowStretch(2, 1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setWidget(inside)
        area.setAccessibleName(_("Settings"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        layout.addWidget(header)
        layout.addWidget(self._banner)
        layout.addWidget(area, 1)

    @staticmethod
    def _card(title: str) -> Card:
        card = Card()
        card.body.addWidget(label(title, "section"))
        return card

    def _window_card(self) -> Card:
        card = self._card(_("This window"))
        self._language = QComboBox()
        self._language.addItems([_LANGUAGE_NAMES[name] for name in LANGUAGES])
        self._language.activated.connect(lambda at: self.context.shell.speak(LANGUAGES[at]))
        self._theme = QComboBox()
        self._theme.addItems([_("Light"), _("Dark")])
        self._theme.activated.connect(lambda at: self._dress(theme=("light", "dark")[at]))
        self._scale = QComboBox()
        self._scale.addItems([f"{scale:.0%}" for scale in SCALES])
        self._scale.activated.connect(lambda at: self._dress(scale=SCALES[at]))
        card.body.addWidget(Field(_("Language"), self._language))
        card.body.addWidget(Field(_("Theme"), self._theme))
        card.body.addWidget(Field(_("Size of everything"), self._scale))
        card.body.addStretch(1)
        return card

    def _dress(self, theme: str = "", scale: float = 0.0) -> None:
        now = self.context.theme
        name, factor = theme or now.tokens.name, scale or now.scale
        self.context.kept.setValue("window/theme", name)
        self.context.kept.setValue("window/scale", factor)
        now.apply(name, factor)

    def _shop_card(self) -> Card:
        card = self._card(_("The shop"))
        self._name = QLineEdit()
        self._address = QPlainTextEdit()
        self._address.setMaximumHeight(self.context.theme.px(84))
        self._address.setTabChangesFocus(True)
        self._paper = QComboBox()
        self._paper.addItems(["A4", "Letter"])
        self._with_tax = QCheckBox(_("Prices include tax"))
        self._closed = DateField(_("Books closed up to"), self.context.today)
        card.body.addWidget(Field(_("Name on slips and reports"), self._name))
        card.body.addWidget(Field(_("Address on slips and reports"), self._address))
        card.body.addWidget(Field(_("Paper size"), self._paper))
        card.body.addWidget(Field(_("Books closed up to"), self._closed))
        card.body.addWidget(self._with_tax)
        return card

    def _orders_card(self) -> Card:
        card = self._card(_("Orders"))
        digits = minor_digits(self.context.settings.currency)
        self._reserve = QComboBox()
        self._reserve.addItems([_(text) for text in _RESERVE.values()])
        self._close = QComboBox()
        self._close.addItems([_(text) for text in _CLOSE.values()])
        self._numbers = {
            "reserve_days": quantity_field(_("Days before the due date"), 0),
            "freight_charge": money_field(_("Usual freight charge"), digits),
            "freight_free_from": money_field(_("No freight from this amount on"), digits),
            "freight_tax": share_field(_("Tax on freight (%)")),
            "most_discount_clerk": share_field(_("Most discount a clerk may give (%)")),
            "duplicate_hours": quantity_field(_("Look for the same order this many hours back"), 0),
            "unusual_factor": quantity_field(_("Ask when a quantity is this many times the usual")),
            "large_quantity": quantity_field(_("Ask from this quantity on")),
        }
        card.body.addWidget(Field(_("Reserve stock"), self._reserve))
        card.body.addWidget(Field(_("An order closes"), self._close))
        self._fields = {}
        for name, control in self._numbers.items():
            self._fields[name] = Field(control.accessibleName(), control)
            card.body.addWidget(self._fields[name])
        return card

    @override
    def refresh(self) -> None:
        """Show the settings as they are."""
        kept, theme = self.context.settings, self.context.theme
        self._theme.setCurrentIndex(int(theme.tokens.name == "dark"))
        if theme.scale in SCALES:
            self._scale.setCurrentIndex(SCALES.index(theme.scale))
        from app.core.messages import language

        self._language.setCurrentIndex(LANGUAGES.index(language()))
        self._name.setText(kept.shop_name)
        self._address.setPlainText(kept.shop_address)
        self._paper.setCurrentText(kept.paper)
        self._with_tax.setChecked(kept.prices_with_tax)
        self._closed.show_value(kept.closed_until)
        self._reserve.setCurrentIndex(list(_RESERVE).index(kept.reserve))
        self._close.setCurrentIndex(list(_CLOSE).index(kept.close_when))
        for name, control in self._numbers.items():
            control.show_value(getattr(kept, name))
        self.checks.show_settings(kept)

    def _typed(self) -> ShopSettings | None:
        values: dict[str, Any] = {}
        for name, control in self._numbers.items():
            self._fields[name].show_problem("")
            try:
                values[name] = control.value()
            except BadValue as error:
                self._fields[name].show_problem(error.message())
                control.setFocus()
                return None
            if values[name] is None and name != "freight_free_from":
                values[name] = 0
        return replace(
            self.context.settings,
            shop_name=self._name.text().strip(),
            shop_address=self._address.toPlainText().strip(),
            paper=self._paper.currentText(),
            prices_with_tax=self._with_tax.isChecked(),
            phone_needed=self.checks.phone_needed,
            email_needed=self.checks.email_needed,
            closed_until=self._closed.value(),
            reserve=list(_RESERVE)[self._reserve.currentIndex()],
            close_when=list(_CLOSE)[self._close.currentIndex()],
            checks_off=self.checks.off(),
            **values,
        )

    def _as_typed(self) -> ShopSettings | None:
        """Read the form; None when something in it makes no sense, which is told."""
        try:
            return self._typed()
        except BadValue as error:
            self._banner.tell("err", error.message())
            return None

    def _store(self) -> None:
        typed = self._as_typed()
        if typed is not None:
            self.context.tasks.run(
                change_settings, ChangeSettings(settings=typed), self._stored, self._failed
            )

    def _stored(self, _answer: object) -> None:
        self._banner.tell("ok", _("Saved."))

    def _failed(self, error: Exception) -> None:
        if isinstance(error, DeskError):
            self._banner.tell("err", error.message())
        else:
            self.context.shell.problem(error)

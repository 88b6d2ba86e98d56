"""The automatic checks of orders: which are on, and what each would have said of past orders."""

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QCheckBox, QGridLayout, QPushButton, QVBoxLayout, QWidget

from app.core.messages import N_, _, ngettext
from app.core.settings import ShopSettings
from app.exchange.progress import considerate
from app.orders.checks import ALWAYS_ON, CHECKS
from app.orders.queries.trial import DAYS, TRIABLE, TrialRow, try_check
from ui.kit.context import Context
from ui.kit.parts import Card, button, label
from ui.kit.tasks import Report

CHECK_NAMES: dict[str, str] = {
    "incomplete_address": N_("Incomplete address"),
    "credit": N_("Credit limit and overdue payments"),
    "price": N_("Zero and below-cost prices"),
    "discount": N_("Discount above the person's right"),
    "quantity": N_("Unusual quantities"),
    "packs": N_("Broken packs"),
    "duplicate": N_("Orders entered twice"),
    "discontinued": N_("Discontinued items"),
    "dates": N_("Dates in the past"),
    "ship_to": N_("Unusual address"),
    "phone": N_("The carrier needs a phone number"),
    "email": N_("The carrier needs an e-mail address"),
}
"""What can be ticked: checks, and the two needs of `contact`, which are settings of their own."""
_BASES: dict[str, str] = {
    "price": N_("Costs are taken as they are today."),
    "discount": N_("Roles and customers' own discounts are taken as they are today."),
    "packs": N_("Packs are taken as they are today."),
    "dates": N_("Only dates that had passed: what was on its way then is not kept."),
    "ship_to": N_("The customers' addresses are taken as they are today."),
    "email": N_("E-mail addresses are taken as they are today."),
}
"""What a trial cannot know of the day and takes from today."""
_IN_A_ROW = 4


class ChecksCard(Card):
    """A tick for each check, a way to try it, and below them what the last trial found."""

    def __init__(
        self, context: Context, typed: Callable[[], ShopSettings | None], parent: QWidget
    ) -> None:
        """Build ticks; `typed` gives the settings as they stand in the form, None if they fail."""
        super().__init__(parent)
        self._context, self._typed = context, typed
        self._ticks: dict[str, QCheckBox] = {}
        self.tries: dict[str, QPushButton] = {}
        self.body.addWidget(label(_("Automatic checks"), "section"))
        said = _("Every order is checked for what is ticked here.")
        tries = _("Try looks at the orders of the last {days} days as they stand now.")
        self.body.addWidget(label(f"{said} {tries.format(days=DAYS)}", "muted", wrap=True))
        rows = QGridLayout()
        rows.setHorizontalSpacing(12)
        rows.setVerticalSpacing(4)
        rows.setColumnStretch(0, 1)
        checks = [name for name in CHECKS if name not in ALWAYS_ON]
        for at, name in enumerate([*checks, "phone", "email"]):
            self._ticks[name] = QCheckBox(_(CHECK_NAMES[name]))
            rows.addWidget(self._ticks[name], at, 0)
            if name in TRIABLE:
                self.tries[name] = self._way_to_try(name)
                rows.addWidget(self.tries[name], at, 1)
        self.body.addLayout(rows)
        lacking = _(
            "Credit and discontinued items cannot be tried: "
            "what was owed or sold off on a past day is not kept."
        )
        self.body.addWidget(label(lacking, "muted", wrap=True))
        self.found = label("", wrap=True)
        self.found.hide()
        self.body.addWidget(self.found)
        self._orders = QVBoxLayout()
        self.body.addLayout(self._orders)
        self.body.addStretch(1)

    def show_settings(self, kept: ShopSettings) -> None:
        """Tick what is on."""
        for name, tick in self._ticks.items():
            tick.setChecked(name not in kept.checks_off)
        self._ticks["phone"].setChecked(kept.phone_needed)
        self._ticks["email"].setChecked(kept.email_needed)

    def off(self) -> tuple[str, ...]:
        """Give the checks that are not ticked."""
        return tuple(
            name for name, tick in self._ticks.items() if name in CHECKS and not tick.isChecked()
        )

    @property
    def phone_needed(self) -> bool:
        """Tell whether the carrier needs a phone number."""
        return self._ticks["phone"].isChecked()

    @property
    def email_needed(self) -> bool:
        """Tell whether the carrier needs an e-mail address."""
        return self._ticks["email"].isChecked()

    def _way_to_try(self, name: str) -> QPushButton:
        made = button(_("Try"), partial(self._try, name))
        made.setAccessibleName(_("Try: {check}").format(check=_(CHECK_NAMES[name])))
        made.setToolTip(_("See which of the last orders it would have stopped"))
        return made

    def _try(self, name: str) -> None:
        settings = self._typed()
        if settings is None:
            return
        desk, today = self._context.desk, self._context.today()

        def work(report: Report) -> TrialRow | None:
            with considerate():
                return desk.read(try_check, name, settings, today, report)

        text = _("Trying: {check}…").format(check=_(CHECK_NAMES[name]))
        self._context.tasks.job(work, text, self._show, None, self)

    def _show(self, found: TrialRow | None) -> None:
        if found is None:
            return
        self.found.setText(trial_text(found))
        self.found.show()
        while (old := self._orders.takeAt(0)) is not None:
            if (widget := old.widget()) is not None:
                widget.deleteLater()
        if found.newest:
            self._orders.addWidget(self._named(found))

    def _named(self, found: TrialRow) -> QWidget:
        made = QWidget()
        grid = QGridLayout(made)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setColumnStretch(_IN_A_ROW, 1)
        for at, (order_id, name) in enumerate(found.newest):
            one = button(
                name, partial(self._context.shell.go, "orders", order_id=order_id), kind="link"
            )
            grid.addWidget(one, at // _IN_A_ROW, at % _IN_A_ROW)
        return made


def trial_text(found: TrialRow) -> str:
    """Say what a check would have done, of how many orders, and what was taken from today."""
    check, since = _(CHECK_NAMES[found.name]), found.first.isoformat()
    if not found.orders:
        nothing = _("{check}: there is no order since {since} to try it on.")
        return nothing.format(check=check, since=since)
    text = ngettext(
        "{check}: would have stopped {count} of {of} order since {since}.",
        "{check}: would have stopped {count} of {of} orders since {since}.",
        found.orders,
    )
    count = f"{found.stopped:,}"
    parts = [text.format(check=check, count=count, of=f"{found.orders:,}", since=since)]
    if found.told:
        noted = ngettext(
            "On {count} other it would have noted something without stopping it.",
            "On {count} others it would have noted something without stopping them.",
            found.told,
        )
        parts.append(noted.format(count=f"{found.told:,}"))
    if found.name in _BASES:
        parts.append(_(_BASES[found.name]))
    return " ".join(parts)

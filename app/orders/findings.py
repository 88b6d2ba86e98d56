"""What a check found: plain data that travels to forms, JSON and holds."""

from dataclasses import dataclass

from app.core.messages import N_, _

TEXTS: dict[str, str] = {
    "unknown_customer": N_("There is no such customer. Choose one from the list or add it."),
    "blocked_customer": N_("{customer} is blocked: {reason}. Ask a manager to lift it."),
    "no_lines": N_("The order has no line. Add an item."),
    "incomplete_address": N_("The address lacks {missing}. Complete it before shipping."),
    "credit_limit": N_(
        "{customer} would owe {owed}, {over} above the limit of {limit}. "
        "Take a payment or ask for approval."
    ),
    "overdue": N_("{customer} has {amount} overdue since {since}. Ask for payment or approval."),
    "short_stock": N_(
        "{item}: {wanted} wanted, {available} available, {incoming} on order. {then}"
    ),
    "zero_price": N_("{item} has a price of zero. Type the price, or confirm a gift."),
    "negative_price": N_("{item} has a price below zero. Type the right price."),
    "below_cost": N_("{item} is sold at {price}, below its cost of {cost}. Check the price."),
    "high_discount": N_("A discount of {discount} is above your {most}. A manager must approve."),
    "unusual_quantity": N_("{item}: {quantity} is far from the usual {usual}. Check the number."),
    "small_quantity": N_("{item}: {quantity} is far below the usual {usual}. Check the number."),
    "unusual_for_item": N_(
        "{item}: {quantity} is far from the {usual} that usually leave at a time. Check the number."
    ),
    "large_quantity": N_("{item}: {quantity} is a large number. Check it."),
    "part_pack": N_("{item} comes in packs of {pack}: {quantity} breaks one. {whole}"),
    "duplicate_order": N_("{number} has the same items for this customer, {ago}. Entered twice?"),
    "duplicate_reference": N_("{number} carries the same customer order number {reference}."),
    "discontinued": N_("{item} is discontinued. {substitute}"),
    "date_past": N_("The requested date {date} has passed. Choose a later one."),
    "date_impossible": N_("{item}: not before {date}, when {incoming} arrive. Tell the customer."),
    "unusual_address": N_("{customer} never had anything sent to this address. Check it."),
    "missing_phone": N_("The carrier needs a phone number. Ask for it."),
    "missing_email": N_(
        "The carrier needs an e-mail address. Ask {customer} for it and keep it with the customer."
    ),
}
"""Rule to the English sentence of its finding; names in braces come from `values`."""

BLOCK = "block"
HOLD = "hold"
ASK = "ask"
TELL = "tell"


@dataclass(frozen=True)
class Finding:
    """One thing a check found.

    `effect` is block, hold, ask or tell; `line` counts order lines from 1, 0 is the whole
    order; `values` are texts already written for people.
    """

    rule: str
    effect: str
    line: int = 0
    values: tuple[tuple[str, str], ...] = ()
    field: str = ""
    hold: str = ""

    @property
    def key(self) -> str:
        """Name the question, for the answer to it."""
        return f"{self.rule}:{self.line}"

    def message(self) -> str:
        """Write the finding in the language in force: what is wrong, why, what to do."""
        text = _(TEXTS[self.rule]).format(**dict(self.values))
        return _("Line {line}: {text}").format(line=self.line, text=text) if self.line else text

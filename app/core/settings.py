"""Settings of a shop, declared once: name, type, default and help; kept as rows in the desk."""

from dataclasses import dataclass, field, fields
from datetime import date

from app.core.messages import N_


@dataclass(frozen=True)
class ShopSettings:
    """All settings of one shop; each field is one row of the table `setting`.

    Shares are basis points, money is minor units, days and hours are whole numbers.
    `help` of a field is its English help text (a message id).
    """

    shop_name: str = field(default="", metadata={"help": N_("Name on slips and reports")})
    shop_address: str = field(default="", metadata={"help": N_("Address on slips and reports")})
    currency: str = field(default="GBP", metadata={"help": N_("Currency (ISO 4217)")})
    country: str = field(default="GB", metadata={"help": N_("Country for phones and addresses")})
    zone: str = field(default="Europe/London", metadata={"help": N_("Time zone of the warehouse")})
    prices_with_tax: bool = field(default=False, metadata={"help": N_("Prices include tax")})
    paper: str = field(default="A4", metadata={"help": N_("Paper size: A4 or Letter")})
    closed_until: date | None = field(
        default=None, metadata={"help": N_("No entry may carry a date up to this day")}
    )
    reserve: str = field(default="now", metadata={"help": N_("Reserve stock: now, manual or days")})
    reserve_days: int = field(default=3, metadata={"help": N_("Days before the due date")})
    close_when: str = field(
        default="received", metadata={"help": N_("An order closes when received or shipped")}
    )
    freight_charge: int = field(default=0, metadata={"help": N_("Usual freight charge")})
    freight_free_from: int | None = field(
        default=None, metadata={"help": N_("No freight from this amount on")}
    )
    freight_tax: int = field(default=0, metadata={"help": N_("Tax on freight")})
    most_discount_clerk: int = field(
        default=1000, metadata={"help": N_("Most discount a clerk may give")}
    )
    duplicate_hours: int = field(
        default=24, metadata={"help": N_("Same customer and items within this many hours")}
    )
    unusual_factor: int = field(
        default=5, metadata={"help": N_("Ask when a quantity is this many times the usual")}
    )
    large_quantity: int = field(
        default=1000, metadata={"help": N_("Ask from this quantity on when there is no history")}
    )
    phone_needed: bool = field(
        default=False, metadata={"help": N_("The carrier needs a phone number")}
    )
    email_needed: bool = field(
        default=False, metadata={"help": N_("The carrier needs an e-mail address")}
    )
    checks_off: tuple[str, ...] = field(
        default=(), metadata={"help": N_("Order checks that are switched off")}
    )


NAMES = tuple(f.name for f in fields(ShopSettings))

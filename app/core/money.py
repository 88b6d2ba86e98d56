"""Money and prices as exact whole numbers, and the one place where rounding happens."""

import re
from decimal import Decimal, InvalidOperation
from typing import NewType

from app.core.errors import BadValue
from app.core.messages import _

Money = NewType("Money", int)
"""Whole minor units of the company's currency: 1999 is 19.99 pounds, 1999 yen are 1999."""

Price = NewType("Price", int)
"""Price of one base unit in ten-thousandths of the major unit: 2.55 is 25500."""

BasisPoints = NewType("BasisPoints", int)
"""A share in ten-thousandths: 2500 is 25 %."""

PRICE_SCALE = 10_000
FULL_SHARE = 10_000
NO_MONEY = Money(0)

_MINOR_DIGITS = {"JPY": 0, "KRW": 0, "VND": 0, "CLP": 0, "ISK": 0, "BHD": 3, "KWD": 3, "TND": 3}
_SIGNS = {"GBP": "£", "EUR": "€", "USD": "$", "CNY": "¥", "JPY": "¥", "TWD": "NT$", "HKD": "HK$"}
_NUMBER = re.compile(r"[+-]?\d{1,15}(\.\d+)?|[+-]?\.\d+")
_FULL_WIDTH = str.maketrans("０１２３４５６７８９．，－＋", "0123456789.,-+")


def minor_digits(currency: str) -> int:
    """Give the decimals of a currency's minor unit (ISO 4217): 2 for GBP, 0 for JPY."""
    return _MINOR_DIGITS.get(currency, 2)


def round_half_up(numerator: int, denominator: int) -> int:
    """Divide and round half away from zero; the only rounding of money in the program."""
    half = (abs(numerator) * 2 + denominator) // (denominator * 2)
    return half if numerator >= 0 else -half


def line_amount(quantity: int, price: Price, discount: BasisPoints, digits: int = 2) -> Money:
    """Round one line once: quantity x price less its discount, in minor units."""
    numerator = quantity * price * (FULL_SHARE - discount) * 10**digits
    return Money(round_half_up(numerator, PRICE_SCALE * FULL_SHARE))


def share_of(amount: Money, share: BasisPoints) -> Money:
    """Give a share of an amount, rounded once: a tax or a discount."""
    return Money(round_half_up(amount * share, FULL_SHARE))


def tax_inside(amount: Money, share: BasisPoints) -> Money:
    """Give the tax contained in an amount whose prices include it."""
    return Money(round_half_up(amount * share, FULL_SHARE + share))


def decimal_of(text: str, field: str = "price") -> Decimal:
    """Read a number as people and spreadsheets write it; refuses NaN, exponents and words.

    Accepts full-width digits, thousands separators in groups of three and a decimal comma
    where it cannot be a thousands separator.

    Raises:
        BadValue: the text is not a plain decimal number.
    """
    plain = text.translate(_FULL_WIDTH).replace("\u00a0", "").replace(" ", "").strip("¥£$€")
    if re.fullmatch(r"[+-]?\d{1,3}(,\d{3})+(\.\d*)?", plain):
        plain = plain.replace(",", "")
    elif re.fullmatch(r"[+-]?\d+,\d{1,4}", plain) and not re.fullmatch(r"\d{1,3},\d{3}", plain):
        plain = plain.replace(",", ".")
    if not _NUMBER.fullmatch(plain):
        raise BadValue(field, text, _("a number such as 12.50 is expected"))
    try:
        return Decimal(plain)
    except InvalidOperation as broken:  # pragma: no cover - the pattern lets none through
        raise BadValue(field, text, _("a number such as 12.50 is expected")) from broken


def price_of(text: str, field: str = "price") -> Price:
    """Read a price exactly; more than four decimals are refused, never rounded.

    Raises:
        BadValue: not a number, or more than four decimals.
    """
    scaled = decimal_of(text, field) * PRICE_SCALE
    if scaled != scaled.to_integral_value():
        raise BadValue(field, text, _("at most four decimals are kept"))
    return Price(int(scaled))


def money_of(text: str, digits: int = 2, field: str = "amount") -> Money:
    """Read an amount exactly; more decimals than the currency has are refused.

    Raises:
        BadValue: not a number, or too many decimals.
    """
    scaled = decimal_of(text, field) * 10**digits
    if scaled != scaled.to_integral_value():
        raise BadValue(field, text, _("at most {digits} decimals are kept").format(digits=digits))
    return Money(int(scaled))


def plain_money(amount: int, digits: int = 2) -> str:
    """Write an amount for machines: `1234.50`."""
    if digits == 0:
        return str(amount)
    whole, rest = divmod(abs(amount), 10**digits)
    return f"{'-' if amount < 0 else ''}{whole}.{rest:0{digits}d}"


def plain_price(price: int, least_decimals: int = 2) -> str:
    """Write a price for machines and people: at least two decimals, at most four."""
    whole, rest = divmod(abs(price), PRICE_SCALE)
    decimals = f"{rest:04d}".rstrip("0").ljust(least_decimals, "0")
    tail = f".{decimals}" if decimals else ""
    return f"{'-' if price < 0 else ''}{whole}{tail}"


def money_text(amount: int, currency: str) -> str:
    """Write an amount for people: `£1,234.50`, a minus sign in front when below zero."""
    digits = minor_digits(currency)
    whole, _dot, rest = plain_money(abs(amount), digits).partition(".")
    grouped = f"{int(whole):,}" + (f".{rest}" if rest else "")
    sign = _SIGNS.get(currency, f"{currency} ")
    return f"{'−' if amount < 0 else ''}{sign}{grouped}"

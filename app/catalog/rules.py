"""Choices and sums of the catalog: prices, tax, check digits, and what a typed line means."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from app.core.messages import _
from app.core.money import FULL_SHARE, BasisPoints, Price

GTIN_LENGTHS = (8, 12, 13, 14)
_QUANTITY_FIRST = re.compile(r"(\d{1,6})\s*(?:[*×]\s*|[xX]\s+|\s)(\S.*)")
_QUANTITY_LAST = re.compile(r"(\S.*?)\s+\*\s*(\d{1,6})")
_QUANTITY_ALONE = re.compile(r"[*×]\s*(\d{1,6})")
_ROUNDED = re.compile(r"\d(?:[.,]\d+)?[eE]\+?\d{1,2}")


@dataclass(frozen=True)
class PriceBreakRow:
    """The price from a quantity on; no price list means everyone."""

    least_quantity: int
    price: Price
    price_list_id: int | None = None


def price_for(
    price: Price, breaks: Iterable[PriceBreakRow], price_list_id: int | None, quantity: int
) -> Price:
    """Choose the unit price for a quantity: the customer's list first, then everyone's, then own.

    Within a list the break with the largest quantity that is reached counts.
    """
    reached = [one for one in breaks if one.least_quantity <= quantity]
    for wanted in (price_list_id, None) if price_list_id is not None else (None,):
        fitting = [one for one in reached if one.price_list_id == wanted]
        if fitting:
            return max(fitting, key=lambda one: one.least_quantity).price
    return price


def tax_share_for(
    rates: Mapping[tuple[str, str], BasisPoints], item_class: str, customer_class: str
) -> BasisPoints:
    """Give the tax on a class of items for a class of customers; none when no rate is kept."""
    return rates.get((item_class, customer_class), BasisPoints(0))


def is_share(share: int) -> bool:
    """Tell whether a number is a share from nothing to all, in basis points."""
    return 0 <= share <= FULL_SHARE


def gtin_is_right(code: str) -> bool:
    """Tell whether the last digit of an EAN, UPC or GTIN is its check digit.

    Source: GS1 General Specifications, check digit of GTIN (weights 3 and 1 from the right).
    """
    if not code.isascii() or not code.isdigit():
        return False
    weighed = sum(
        int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(reversed(code))
    )
    return weighed % 10 == 0


@dataclass(frozen=True)
class BarcodeFinding:
    """What is odd about a barcode that was kept all the same."""

    code: str
    kind: str
    suggestion: str = ""

    def message(self) -> str:
        """Say what is odd and what to do."""
        if self.kind == "lost zeros":
            return _("Barcode {code} seems to have lost zeros in front: {suggestion}?").format(
                code=self.code, suggestion=self.suggestion
            )
        if self.kind == "rounded":
            return _(
                "Barcode {code} was rounded by a spreadsheet; scan it from the goods again."
            ).format(code=self.code)
        return _("The last digit of barcode {code} is not its check digit; scan it again.").format(
            code=self.code
        )


def barcode_finding(code: str) -> BarcodeFinding | None:
    """Look for a wrong check digit, lost leading zeros or a rounded number; None when well."""
    if _ROUNDED.fullmatch(code):
        return BarcodeFinding(code, "rounded")
    if not code.isascii() or not code.isdigit():
        return None
    if len(code) in GTIN_LENGTHS:
        return None if gtin_is_right(code) else BarcodeFinding(code, "check digit")
    if 7 <= len(code) <= 11 and gtin_is_right(code):
        return BarcodeFinding(code, "lost zeros", code.zfill(8 if len(code) == 7 else 12))
    return None


def barcode_readings(text: str) -> tuple[str, ...]:
    """Give the ways one barcode is written: UPC-A, EAN-13 and GTIN-14 differ in zeros in front."""
    code = "".join(unicodedata.normalize("NFKC", text).split()).upper()
    if not code.isascii() or not code.isdigit() or len(code) not in GTIN_LENGTHS:
        return (code,) if code else ()
    bare = code.lstrip("0")
    padded = (bare.zfill(length) for length in GTIN_LENGTHS if length >= len(bare))
    return tuple(dict.fromkeys((code, *padded)))


@dataclass(frozen=True)
class QuickLine:
    """What a line typed in one go means; `set_last` gives the last line another quantity."""

    quantity: int | None
    words: str
    set_last: bool = False


def _never(_text: str) -> bool:
    return False


def read_quick_line(text: str, is_code: Callable[[str], bool] = _never) -> QuickLine:
    """Read "12 brassn", "12x brass nut", "brass nut *12", "*5" or just words or a scan.

    A number of at most six digits in front of something is a quantity, unless the whole text
    is a code; a number alone is a code or barcode, never a quantity.

    Args:
        text: what was typed or scanned.
        is_code: tells whether a text is exactly the code of an item.
    """
    plain = " ".join(unicodedata.normalize("NFKC", text).split())
    if is_code(plain):
        return QuickLine(None, plain)
    alone = _QUANTITY_ALONE.fullmatch(plain)
    if alone and int(alone[1]):
        return QuickLine(int(alone[1]), "", set_last=True)
    first = _QUANTITY_FIRST.fullmatch(plain)
    if first and int(first[1]):
        return QuickLine(int(first[1]), first[2])
    last = _QUANTITY_LAST.fullmatch(plain)
    if last and int(last[2]):
        return QuickLine(int(last[2]), last[1])
    return QuickLine(None, plain)

"""Quantities: whole numbers of an item's base unit, and exact pack ratios."""

import re
from typing import NewType

from app.core.errors import BadValue
from app.core.messages import _

Quantity = NewType("Quantity", int)
"""Whole base units; a case of twelve bottles is 12."""

MOST = 2_000_000_000
"""No single quantity is larger: it fits every engine's integer and no real shelf."""

_FULL_WIDTH = str.maketrans("０１２３４５６７８９", "0123456789")


def quantity_of(text: str, field: str = "quantity", least: int = 1) -> Quantity:
    """Read a whole quantity as typed or imported ("12", "1,200", "12.0").

    Raises:
        BadValue: not whole, below `least`, or beyond what any shelf holds.
    """
    plain = text.translate(_FULL_WIDTH).strip().replace(" ", "")
    if re.fullmatch(r"[+-]?\d{1,3}(,\d{3})+(\.0*)?", plain):
        plain = plain.replace(",", "")
    whole = re.fullmatch(r"([+-]?\d{1,12})(\.0*)?", plain)
    if whole is None:
        raise BadValue(field, text, _("a whole number is expected"))
    value = int(whole[1])
    if value < least:
        raise BadValue(field, text, _("at least {least} is expected").format(least=least))
    if value > MOST:
        raise BadValue(field, text, _("the number is too large"))
    return Quantity(value)

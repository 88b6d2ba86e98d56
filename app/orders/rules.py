"""Sums and choices of an order: pure functions, money rounded once per line and once per tax."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from app.core.money import (
    NO_MONEY,
    BasisPoints,
    Money,
    Price,
    line_amount,
    round_half_up,
    share_of,
    tax_inside,
)


@dataclass(frozen=True)
class PricedLine:
    """What a line costs: `amount` is net of its discount and of none of the tax rules."""

    quantity: int
    price: Price
    discount: BasisPoints
    tax_share: BasisPoints
    amount: Money


@dataclass(frozen=True)
class Totals:
    """What an order costs; `total` is what the customer pays, tax included."""

    goods: Money
    discount: Money
    freight: Money
    tax: Money
    total: Money
    line_taxes: tuple[Money, ...]


def price_line(
    quantity: int, price: Price, discount: BasisPoints, tax_share: BasisPoints, digits: int
) -> PricedLine:
    """Price one line, rounded once."""
    amount = line_amount(quantity, price, discount, digits)
    return PricedLine(quantity, price, discount, tax_share, amount)


@dataclass(frozen=True)
class Terms:
    """What applies to the whole order: discount, freight, its tax, and how prices are meant."""

    discount: BasisPoints = BasisPoints(0)
    freight: Money = NO_MONEY
    freight_tax: BasisPoints = BasisPoints(0)
    prices_with_tax: bool = False


def order_totals(lines: Sequence[PricedLine], terms: Terms) -> Totals:
    """Add up an order.

    The order discount is taken from the sum of goods once and spread over the lines in
    proportion (largest remainder), so that tax per line and the total agree exactly.
    """
    goods = Money(sum(line.amount for line in lines))
    discount = share_of(goods, terms.discount)
    shares = spread(discount, [line.amount for line in lines])
    taxes = []
    for line, less in zip(lines, shares, strict=True):
        base = Money(line.amount - less)
        taxes.append(_tax(base, line.tax_share, with_tax=terms.prices_with_tax))
    freight_tax = _tax(terms.freight, terms.freight_tax, with_tax=terms.prices_with_tax)
    tax = Money(sum(taxes) + freight_tax)
    before = goods - discount + terms.freight
    total = Money(before if terms.prices_with_tax else before + tax)
    return Totals(goods, discount, terms.freight, tax, total, tuple(taxes))


def _tax(base: Money, share: BasisPoints, *, with_tax: bool) -> Money:
    if not share:
        return NO_MONEY
    return tax_inside(base, share) if with_tax else share_of(base, share)


def spread(amount: int, weights: Sequence[int]) -> list[int]:
    """Split an amount in proportion to weights so that the parts add up exactly."""
    whole = sum(weights)
    if whole == 0 or amount == 0:
        return [0] * len(weights)
    parts, given, seen = [], 0, 0
    for weight in weights:
        seen += weight
        upto = round_half_up(amount * seen, whole)
        parts.append(upto - given)
        given = upto
    return parts


def freight_for(goods: int, charge: int, free_from: int | None) -> Money:
    """Give the usual freight: the set charge, nothing from a set amount on."""
    if free_from is not None and goods >= free_from:
        return NO_MONEY
    return Money(charge)


def kits_covered(parts: Iterable[tuple[int, int]]) -> int:
    """Give how many whole kits parts make: the least of units // per kit, rounded down."""
    return min((units // per_kit for units, per_kit in parts), default=0)


def kits_kept(parts: Iterable[tuple[int, int, int]], shipped: int) -> int:
    """Give the whole units still to ship that are reserved: of (kept, per unit, out already).

    Parts of a kit that left before their kit was whole count as there.
    """
    whole = min(((kept + out) // per for kept, per, out in parts), default=shipped)
    return max(0, whole - shipped)


@dataclass(frozen=True)
class Progress:
    """Sums over the lines of an order that goods belong to, in units."""

    units: int
    cancelled: int
    reserved: int
    shipped: int
    received: int


def label_of(state: str, stage: str, progress: Progress, *, hold: bool, tried: bool = True) -> str:
    """Derive the word of the board; first match wins (DOMAIN.md section 1).

    `stage` is how far the open shipments are: "", picking, packed, shipped or received; `tried`
    says whether reserving was tried: an order nobody has reserved for yet is not short.
    """
    if state in ("cancelled", "closed"):
        return state
    if hold:
        return "hold"
    if state != "confirmed":
        return "review" if state == "submitted" else "draft"
    wanted = progress.units - progress.cancelled
    if progress.shipped and progress.shipped >= wanted:
        return "received" if stage == "received" else "shipped"
    if progress.shipped:
        return "part_shipped"
    if stage in ("packed", "picking"):
        return stage
    if progress.reserved >= wanted:
        return "ready"
    return "short" if tried else "confirmed"


def fulfilment_of(progress: Progress, *, picking: bool) -> str:
    """Derive the fulfilment of an order or line from the ledger's sums."""
    wanted = progress.units - progress.cancelled
    if progress.received:
        return "received" if progress.received >= wanted else "part received"
    if progress.shipped:
        return "shipped" if progress.shipped >= wanted else "part shipped"
    if picking:
        return "picking"
    if progress.reserved:
        return "reserved" if progress.reserved >= wanted else "part reserved"
    return "none"


def payment_of(state: str, total: int, invoiced: int, paid: int) -> str:
    """Derive the payment state from invoices and payments; nothing is due for what is cancelled."""
    total = 0 if state == "cancelled" else total
    if paid > max(total, invoiced):
        return "refund due"
    if total and paid >= total:
        return "paid"
    if paid:
        return "part paid"
    return "unpaid" if invoiced else "not invoiced"

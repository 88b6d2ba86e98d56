"""Pricing an order and deciding about what its checks found."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from app.core.errors import BadValue
from app.core.messages import _
from app.core.money import BasisPoints, Money, minor_digits
from app.core.quantity import MOST
from app.db.unit_of_work import UnitOfWork
from app.orders.checks import Reviewer
from app.orders.commands import LineWanted
from app.orders.errors import AnswerNeeded, MayNotBeShort, OrderBlocked
from app.orders.facts import Asked, OrderFacts, gather
from app.orders.findings import ASK, BLOCK, HOLD, Finding
from app.orders.rules import PricedLine, Terms, Totals, freight_for, order_totals, price_line

_WHOLE = 10_000


@dataclass(frozen=True)
class Priced:
    """An order as checked: its facts, terms and totals."""

    facts: OrderFacts
    terms: Terms
    totals: Totals


def check_lines(lines: Sequence[LineWanted]) -> None:
    """Refuse quantities, prices and discounts nobody can mean.

    Raises:
        BadValue: a quantity below 1 or beyond any shelf, a discount outside 0 to 100 %.
    """
    for position, line in enumerate(lines, 1):
        if line.quantity < 1:
            expected = _("at least {least} is expected").format(least=1)
            raise BadValue("quantity", line.quantity, expected, position)
        if line.quantity > MOST:
            raise BadValue("quantity", line.quantity, _("the number is too large"), position)
        if abs(line.price or 0) > MOST * 100:
            raise BadValue("price", line.price, _("the number is too large"), position)
        if not 0 <= line.discount <= _WHOLE:
            expected = _("a share from 0 to 100 % is expected")
            raise BadValue("discount", line.discount / 100, expected, position)


def priced_order(
    unit: UnitOfWork,
    asked: Asked,
    discount: int | None,
    freight: int | None,
    cancelled: Sequence[int] = (),
) -> Priced:
    """Gather the facts of an order and add it up; `cancelled` units of each line cost nothing.

    Raises:
        NotFound: no such customer or item.
        BadValue: a line, the discount or the freight makes no sense.
    """
    check_lines(asked.lines)
    facts = gather(unit, asked)
    if any(cancelled):
        facts.lines = [
            replace(line, priced=_reprice(unit, line.priced.quantity - gone, line.priced))
            for line, gone in zip(facts.lines, cancelled, strict=True)
        ]
    share = facts.customer.discount if discount is None else discount
    if not 0 <= share <= _WHOLE:
        raise BadValue("discount", share / 100, _("a share from 0 to 100 % is expected"))
    terms = _terms(unit, facts, share, freight)
    return Priced(facts, terms, order_totals([line.priced for line in facts.lines], terms))


def _reprice(unit: UnitOfWork, quantity: int, priced: PricedLine) -> PricedLine:
    digits = minor_digits(unit.settings.currency)
    return price_line(quantity, priced.price, priced.discount, priced.tax_share, digits)


def _terms(unit: UnitOfWork, facts: OrderFacts, share: int, freight: int | None) -> Terms:
    settings = unit.settings
    goods = sum(line.priced.amount for line in facts.lines)
    charge = (
        freight_for(goods, settings.freight_charge, settings.freight_free_from)
        if freight is None
        else Money(freight)
    )
    if charge < 0:
        raise BadValue("freight", charge, _("at least {least} is expected").format(least=0))
    return Terms(
        BasisPoints(share), charge, BasisPoints(settings.freight_tax), settings.prices_with_tax
    )


def reviewer_of(unit: UnitOfWork, priced: Priced) -> Reviewer:
    """Say who checks, when and by which settings."""
    return Reviewer(
        unit.settings,
        unit.person.role,
        unit.today,
        unit.now,
        priced.totals.total,
        priced.terms.discount,
    )


def judge(
    findings: Sequence[Finding], answers: Collection[str], *, ask: bool
) -> tuple[Finding, ...]:
    """Decide about findings: raise for what blocks or asks, give those that hold.

    Raises:
        MayNotBeShort: the order may not be short and is.
        OrderBlocked: something must be put right first.
        AnswerNeeded: a question is open and `ask` is set.
    """
    blocking = tuple(f for f in findings if f.effect == BLOCK)
    if blocking and all(f.rule == "short_stock" for f in blocking):
        raise MayNotBeShort(blocking)
    if blocking:
        raise OrderBlocked(blocking)
    asking = tuple(f for f in findings if f.effect == ASK and f.key not in answers)
    if asking and ask:
        raise AnswerNeeded(asking)
    return tuple(f for f in findings if f.effect == HOLD) + asking

"""Automatic review of an order: each check gives findings that block, hold, ask or tell.

Source: DOMAIN.md section 4. A check that is named in the setting `checks_off` is not run.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from app.core.messages import _, ngettext
from app.core.money import money_text, plain_price
from app.core.permissions import Right, Role, may
from app.core.settings import ShopSettings
from app.orders.facts import LineFacts, OrderFacts
from app.orders.findings import ASK, BLOCK, HOLD, TELL, Finding


@dataclass(frozen=True)
class Reviewer:
    """Who checks, when, and by which settings; `total` is what the order comes to."""

    settings: ShopSettings
    role: Role
    today: date
    now: datetime
    total: int
    discount: int = 0

    def money(self, amount: int) -> str:
        """Write an amount of the shop's currency."""
        return money_text(amount, self.settings.currency)


_ENOUGH_ORDERS = 2
_ENOUGH_SHIPMENTS = 5
"""A customer's orders, and shipments of an item, from which on they show what is usual."""
_ENOUGH_UNITS = 20
"""What is usually fewer than this is often bought singly: then few is nothing to speak of."""

Check = Callable[[OrderFacts, Reviewer], Iterator[Finding]]


def blocked_customer(facts: OrderFacts, _reviewer: Reviewer) -> Iterator[Finding]:
    """Block orders of customers somebody has blocked."""
    customer = facts.customer
    if customer.blocked_reason is not None:
        values = (("customer", customer.name), ("reason", customer.blocked_reason))
        yield Finding("blocked_customer", BLOCK, values=values, field="customer")


def no_lines(facts: OrderFacts, _reviewer: Reviewer) -> Iterator[Finding]:
    """Block an order without a line."""
    if not facts.lines:
        yield Finding("no_lines", BLOCK, field="item")


def incomplete_address(facts: OrderFacts, _reviewer: Reviewer) -> Iterator[Finding]:
    """Hold an order that cannot be delivered: no street, or neither city nor postcode."""
    if all(line.item.kind == "service" for line in facts.lines):
        return
    missing = []
    if not facts.ship_to.street.strip():
        missing.append(_("street"))
    if not (facts.ship_to.city.strip() or facts.ship_to.postcode.strip()):
        missing.append(_("city"))
    if missing:
        values = (("missing", ", ".join(missing)),)
        yield Finding("incomplete_address", HOLD, values=values, field="ship_to", hold="address")


def credit(facts: OrderFacts, reviewer: Reviewer) -> Iterator[Finding]:
    """Hold an order above the credit limit, or of a customer with overdue payments."""
    customer = facts.customer
    owed = customer.owed - facts.own_total + reviewer.total
    if customer.credit_limit is not None and owed > customer.credit_limit:
        values = (
            ("customer", customer.name),
            ("owed", reviewer.money(owed)),
            ("over", reviewer.money(owed - customer.credit_limit)),
            ("limit", reviewer.money(customer.credit_limit)),
        )
        yield Finding("credit_limit", HOLD, values=values, field="customer", hold="credit")
    if customer.overdue > 0:
        late = (
            ("customer", customer.name),
            ("amount", reviewer.money(customer.overdue)),
            ("since", str(customer.overdue_since)),
        )
        yield Finding("overdue", HOLD, values=late, field="customer", hold="credit")


def stock(facts: OrderFacts, _reviewer: Reviewer) -> Iterator[Finding]:
    """Compare what all lines together want of an item with what can be promised."""
    wanted = facts.demand()
    last = {needed: line for line in facts.lines for needed, _per in facts.needs(line)}
    for item_id, units in wanted.items():
        level = facts.levels[item_id]
        available = level.available + facts.own_reserved.get(item_id, 0)
        if units > available:
            line = last[item_id]
            shortage = line.wanted.shortage
            values = (
                ("item", facts.part_names[item_id]),
                ("wanted", f"{units:,}"),
                ("available", f"{max(available, 0):,}"),
                ("incoming", f"{level.incoming:,}"),
                ("then", _what_then(shortage)),
            )
            effect = BLOCK if shortage == "refuse" else TELL
            yield Finding("short_stock", effect, line.position, values, field="quantity")


def _what_then(shortage: str) -> str:
    if shortage == "available":
        return _("Only what is there is sold; F8 changes that.")
    if shortage == "refuse":
        return _("The order is refused unless all is there; F8 changes that.")
    return _("The rest is back-ordered; F8 changes that.")


def price(facts: OrderFacts, reviewer: Reviewer) -> Iterator[Finding]:
    """Block negative prices; ask about zero ones and those below cost after both discounts."""
    left = 10_000 - reviewer.discount
    for line in facts.lines:
        item, asked = line.item, line.priced.price
        if asked < 0:
            yield Finding(
                "negative_price", BLOCK, line.position, (("item", item.code),), field="price"
            )
        elif asked == 0:
            yield Finding("zero_price", ASK, line.position, (("item", item.code),), field="price")
        elif (
            item.cost is not None
            and asked * (10_000 - line.priced.discount) * left < item.cost * 10_000**2
        ):
            values = (
                ("item", item.code),
                ("price", plain_price(asked)),
                ("cost", plain_price(item.cost)),
            )
            yield Finding("below_cost", ASK, line.position, values, field="price")


def discount(facts: OrderFacts, reviewer: Reviewer) -> Iterator[Finding]:
    """Hold an order with more discount than the person may give."""
    if may(reviewer.role, Right.CHANGE_PRICES):
        return
    most = reviewer.settings.most_discount_clerk
    given: list[tuple[int, int]] = [(line.position, line.priced.discount) for line in facts.lines]
    if reviewer.discount > facts.customer.discount:
        given.append((0, reviewer.discount))
    for position, share in given:
        if share > most:
            values = (("discount", f"{share / 100:g} %"), ("most", f"{most / 100:g} %"))
            yield Finding("high_discount", HOLD, position, values, field="discount", hold="price")


def quantity(facts: OrderFacts, reviewer: Reviewer) -> Iterator[Finding]:
    """Ask about a quantity far above what this customer usually has, or large without history.

    What is only far from what usually leaves of an item at a time is told, and so is one far
    below the usual: a slip of the finger rather than a promise nobody can keep.
    """
    factor, large = reviewer.settings.unusual_factor, reviewer.settings.large_quantity
    for line in facts.lines:
        habit = facts.usual.get(line.item.item_id)
        if habit is not None and habit[0] >= _ENOUGH_ORDERS:
            usual = max(1, habit[1] // habit[0])
            if line.quantity > usual * factor:
                yield _far("unusual_quantity", ASK, line, usual)
            elif _is_far_below(line.quantity, usual, factor):
                yield _far("small_quantity", TELL, line, usual)
        elif line.quantity >= large:
            what = (("item", line.item.code), ("quantity", f"{line.quantity:,}"))
            yield Finding("large_quantity", ASK, line.position, what, field="quantity")
        else:
            times, units, least = facts.sold.get(line.item.item_id, (0, 0, 0))
            usual = max(1, units // times) if times >= _ENOUGH_SHIPMENTS else line.quantity
            few = line.quantity < least and _is_far_below(line.quantity, usual, factor)
            if few or line.quantity > usual * factor:
                yield _far("unusual_for_item", TELL, line, usual)


def _is_far_below(units: int, usual: int, factor: int) -> bool:
    return usual >= _ENOUGH_UNITS and units * factor < usual


def _far(rule: str, effect: str, line: LineFacts, usual: int) -> Finding:
    values = (
        ("item", line.item.code),
        ("quantity", f"{line.quantity:,}"),
        ("usual", f"{usual:,}"),
    )
    return Finding(rule, effect, line.position, values, field="quantity")


def packs(facts: OrderFacts, _reviewer: Reviewer) -> Iterator[Finding]:
    """Tell about a quantity that breaks a pack, with the whole packs below and above."""
    for line in facts.lines:
        sizes = [size for size in facts.packs.get(line.item.item_id, ()) if size > 1]
        if sizes and line.quantity % min(sizes):
            size = min(sizes)
            values = (
                ("item", line.item.code),
                ("pack", f"{size:,}"),
                ("quantity", f"{line.quantity:,}"),
                ("whole", _whole_packs(line.quantity, size)),
            )
            yield Finding("part_pack", TELL, line.position, values, field="quantity")


def _whole_packs(quantity: int, size: int) -> str:
    below = quantity - quantity % size
    if not below:
        return _("{size} is the smallest whole pack.").format(size=f"{size:,}")
    return _("{below} or {above}?").format(below=f"{below:,}", above=f"{below + size:,}")


def duplicate(facts: OrderFacts, reviewer: Reviewer) -> Iterator[Finding]:
    """Ask when the same order seems to be entered twice."""
    for number, made_at in facts.duplicates[:1]:
        hours = int((reviewer.now - made_at).total_seconds() // 3600)
        ago = ngettext("{hours} hour ago", "{hours} hours ago", hours).format(hours=hours)
        values = (("number", number), ("ago", ago if hours else _("just now")))
        yield Finding("duplicate_order", ASK, values=values, hold="duplicate")
    if facts.same_reference:
        values = (("number", facts.same_reference), ("reference", facts.reference))
        yield Finding(
            "duplicate_reference", ASK, values=values, field="reference", hold="duplicate"
        )


def discontinued(facts: OrderFacts, _reviewer: Reviewer) -> Iterator[Finding]:
    """Ask about discontinued items and offer the substitute; block when nothing is left."""
    for line in facts.lines:
        if line.item.state != "discontinued":
            continue
        other = facts.substitutes.get(line.item.item_id)
        text = _("Offer {item} instead.").format(item=other) if other else _("Sell the rest only.")
        values = (("item", line.item.code), ("substitute", text))
        yield Finding("discontinued", ASK, line.position, values, field="item")


def dates(facts: OrderFacts, reviewer: Reviewer) -> Iterator[Finding]:
    """Ask about a requested date in the past; tell when goods arrive only after it."""
    due = facts.due_on
    if due is None:
        return
    if due < reviewer.today:
        yield Finding("date_past", ASK, values=(("date", due.isoformat()),), field="due")
    wanted = facts.demand() if facts.arrivals else {}
    last = {needed: line for line in facts.lines for needed, _per in facts.needs(line)}
    for item_id, arrivals in facts.arrivals.items():
        have = facts.levels[item_id].available + facts.own_reserved.get(item_id, 0)
        line = last[item_id]
        lacking = wanted[item_id] - have
        if lacking > 0:
            lacking += facts.promised.get(item_id, 0)
        arrival = _enough_on(arrivals, lacking)
        if line.wanted.shortage != "available" and arrival and arrival[0] > due:
            values = (
                ("item", facts.part_names[item_id]),
                ("date", arrival[0].isoformat()),
                ("incoming", f"{arrival[1]:,}"),
            )
            yield Finding("date_impossible", TELL, line.position, values, field="due")


def _enough_on(arrivals: Iterable[tuple[date, int]], lacking: int) -> tuple[date, int] | None:
    """Give the day on which what is lacking has arrived and the units due by then, if known."""
    come = 0
    for day, units in arrivals:
        come += units
        if come >= lacking > 0:
            return day, come
    return None


def ship_to(facts: OrderFacts, _reviewer: Reviewer) -> Iterator[Finding]:
    """Tell about an address nothing was ever sent to."""
    if not facts.ship_known and facts.customer.orders > 0:
        values = (("customer", facts.customer.name),)
        yield Finding("unusual_address", TELL, values=values, field="ship_to")


def contact(facts: OrderFacts, reviewer: Reviewer) -> Iterator[Finding]:
    """Hold an order whose carrier needs a phone number or an e-mail address and has none."""
    if all(line.item.kind == "service" for line in facts.lines):
        return
    if reviewer.settings.phone_needed and not facts.ship_to.phone.strip():
        yield Finding("missing_phone", HOLD, field="phone", hold="address")
    if reviewer.settings.email_needed and not facts.customer.email.strip():
        who = (("customer", facts.customer.name),)
        yield Finding("missing_email", HOLD, values=who, field="customer", hold="address")


CHECKS: dict[str, Check] = {
    check.__name__: check
    for check in (
        blocked_customer,
        no_lines,
        incomplete_address,
        credit,
        stock,
        price,
        discount,
        quantity,
        packs,
        duplicate,
        discontinued,
        dates,
        ship_to,
        contact,
    )
}
"""Name of a check, as in the setting `checks_off`, to the check; run in this order."""

ALWAYS_ON = frozenset({"no_lines", "stock", "blocked_customer", "contact"})
"""Checks nobody switches off; `contact` has settings of its own."""


def review(facts: OrderFacts, reviewer: Reviewer) -> list[Finding]:
    """Run every check that is switched on."""
    off = set(reviewer.settings.checks_off) - ALWAYS_ON
    return [
        finding
        for name, check in CHECKS.items()
        if name not in off
        for finding in check(facts, reviewer)
    ]

"""What can be said about an order while it is typed, from what the window knows already."""

from collections.abc import Mapping

from app.core.money import money_text
from app.core.settings import ShopSettings
from app.orders.findings import BLOCK, HOLD, TELL, Finding
from app.orders.standing import AccountRow
from ui.orders.phone.entry import Entry


def live_findings(
    entry: Entry,
    available: Mapping[int, int],
    account: AccountRow | None,
    settings: ShopSettings,
    total: int,
) -> list[Finding]:
    """Give the findings that need no look at the desk: customer, credit, stock, packs, prices."""
    found = [*_about_customer(entry, account, settings, total)]
    wanted = entry.wanted()
    told = set()
    for position, line in enumerate(entry.lines, 1):
        known = entry.pricing.get(line.item_id)
        if known is None:
            continue
        there = max(available.get(line.item_id, 0), 0)
        units = wanted[line.item_id]
        if known.kind == "stock" and units > there and line.item_id not in told:
            told.add(line.item_id)
            values = (
                ("item", line.code),
                ("wanted", f"{units:,}"),
                ("available", f"{there:,}"),
                ("incoming", "0"),
            )
            found.append(Finding("short_stock", TELL, position, values))
        packs = [pack.quantity for pack in known.packs if pack.quantity > 1]
        if packs and line.quantity % min(packs):
            size = min(packs)
            below = line.quantity - line.quantity % size
            pack_values = (
                ("item", line.code),
                ("pack", str(size)),
                ("quantity", str(line.quantity)),
                ("below", str(below)),
                ("above", str(below + size)),
            )
            found.append(Finding("part_pack", TELL, position, pack_values))
    return found


def _about_customer(
    entry: Entry, account: AccountRow | None, settings: ShopSettings, total: int
) -> list[Finding]:
    customer = entry.customer
    if customer is None:
        return []
    if customer.blocked_reason is not None:
        values = (("customer", customer.name), ("reason", customer.blocked_reason))
        return [Finding("blocked_customer", BLOCK, values=values)]
    limit = customer.credit_limit
    if account is None or limit is None or account.owed + total <= limit:
        return []
    owed = account.owed + total
    credit = (
        ("customer", customer.name),
        ("owed", money_text(owed, settings.currency)),
        ("over", money_text(owed - limit, settings.currency)),
        ("limit", money_text(limit, settings.currency)),
    )
    return [Finding("credit_limit", HOLD, values=credit, hold="credit")]

"""What several orders chosen in the list come to, and which step fits most of them."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from app.core.messages import _, ngettext
from app.orders.queries import OrderRow
from app.orders.states import LABELS

_RELEASE = frozenset({"ready"})
_ON_THE_WAY = frozenset({"picking", "packed"})
_PERHAPS = frozenset({"short", "part_shipped"})
"""Orders of which something may be reserved: the act itself finds out."""


@dataclass(frozen=True)
class Tally:
    """Sums of the orders chosen; `labels` says how many stand where, in the order of the board."""

    orders: int
    customers: int
    units: int
    total: int
    labels: tuple[tuple[str, int], ...]

    def count(self, labels: frozenset[str]) -> int:
        """Give how many orders have one of these labels."""
        return sum(count for name, count in self.labels if name in labels)

    @property
    def can_release(self) -> bool:
        """Tell whether any of them may be released to be picked."""
        return self.count(_RELEASE | _PERHAPS) > 0

    @property
    def can_ship(self) -> bool:
        """Tell whether any of them may be shipped."""
        return self.count(_RELEASE | _ON_THE_WAY | _PERHAPS) > 0

    @property
    def ship_first(self) -> bool:
        """Tell whether shipping fits more of them than releasing does."""
        if not self.can_release:
            return self.can_ship
        return self.count(_ON_THE_WAY) > self.count(_RELEASE)


def tally_of(rows: Sequence[OrderRow]) -> Tally:
    """Sum orders up."""
    labels = Counter(one.label for one in rows)
    return Tally(
        orders=len(rows),
        customers=len({one.customer_id for one in rows}),
        units=sum(one.units for one in rows),
        total=sum(one.total for one in rows),
        labels=tuple((name, labels[name]) for name in LABELS if labels[name]),
    )


def orders_text(count: int) -> str:
    """Write a number of orders."""
    return ngettext("{count} order", "{count} orders", count).format(count=f"{count:,}")


def next_text(tally: Tally) -> str:
    """Say what the main button does with how many of them, and what stands in the way."""
    if not (tally.can_release or tally.can_ship):
        return _("None of them can be released or shipped now.")
    parts = []
    ready, waits = tally.count(_RELEASE), tally.count(_ON_THE_WAY)
    if ready:
        parts.append(
            ngettext("{count} is ready to go.", "{count} are ready to go.", ready).format(
                count=f"{ready:,}"
            )
        )
    if waits:
        parts.append(
            ngettext(
                "{count} is with the pickers.",
                "{count} are with the pickers.",
                waits,
            ).format(count=f"{waits:,}")
        )
    if tally.orders > ready + waits:
        parts.append(_("What cannot go stays as it is and is named with the reason."))
    return " ".join(parts)

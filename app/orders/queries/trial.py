"""Trying a check: what it would have said of the orders of the last days, by the check itself."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from sqlalchemy import Connection

from app.core.permissions import Role
from app.core.settings import ShopSettings
from app.orders.checks import CHECKS, Check, Reviewer
from app.orders.facts.past import PastOrder, past_orders, placed_since
from app.orders.facts.then import AddressesNow, Filler, Habits, PacksNow, Twins
from app.orders.findings import TELL
from app.people.queries import people

DAYS = 90
_PIECE = 200
"""Orders judged between two looks at whether somebody wants to stop: well under half a second."""
_MOST_NAMED = 8

Report = Callable[[int, int], bool]
"""Told how far it is (done, of); answers False to stop."""


@dataclass(frozen=True)
class TrialRow:
    """What a check would have said of the orders placed since `first`, as they stand now.

    `stopped` it would have held, asked about or refused; of others it would have `told`. The
    newest of the stopped, else of the told, are named: (id, name).
    """

    name: str
    first: date
    orders: int
    stopped: int
    told: int
    newest: tuple[tuple[int, str], ...]


@dataclass(frozen=True)
class _Trial:
    """How a check is tried: what it needs to know of the day, and what is switched on for it."""

    check: str
    filler: Callable[[ShopSettings], Filler] | None = None
    needs: tuple[str, ...] = ()


_TRIALS = {
    "incomplete_address": _Trial("incomplete_address"),
    "price": _Trial("price"),
    "discount": _Trial("discount"),
    "quantity": _Trial("quantity", lambda settings: Habits(settings.large_quantity)),
    "packs": _Trial("packs", lambda _settings: PacksNow()),
    "duplicate": _Trial("duplicate", lambda settings: Twins(settings.duplicate_hours)),
    "dates": _Trial("dates"),
    "ship_to": _Trial("ship_to", lambda _settings: AddressesNow()),
    "phone": _Trial("contact", needs=("phone_needed",)),
    "email": _Trial("contact", needs=("email_needed",)),
}
TRIABLE = frozenset(_TRIALS)
"""What can be tried: checks, and the two needs of `contact`.

Of a past day nobody keeps what was owed, in stock, on order, blocked or discontinued.
"""


def try_check(
    connection: Connection, name: str, settings: ShopSettings, today: date, report: Report
) -> TrialRow | None:
    """Judge the orders of the last 90 days by one check; None when `report` says stop.

    Runs the check itself over facts of the day each order was placed. Two statements, and for
    every 200 orders two more and those of what the check needs.
    """
    trial = _TRIALS[name]
    phone, email = (one in trial.needs for one in ("phone_needed", "email_needed"))
    settings = replace(settings, phone_needed=phone, email_needed=email)
    filler = trial.filler(settings) if trial.filler else None
    first = today - timedelta(days=DAYS)
    oldest_first = isinstance(filler, Twins)
    warm = timedelta(hours=settings.duplicate_hours, days=1) if oldest_first else timedelta()
    order_ids = placed_since(connection, first - warm)
    roles = {person.person_id: person.role for person in people(connection)}
    tally = _Tally(first, CHECKS[trial.check], settings, roles)
    for start in range(0, len(order_ids), _PIECE):
        if not report(start, len(order_ids)):
            return None
        piece = _piece(order_ids, start, oldest_first=oldest_first)
        orders = past_orders(connection, piece)
        if filler is not None:
            filler.fill(connection, orders)
        tally.judge(orders)
    return tally.row(name)


def _piece(order_ids: Sequence[int], start: int, *, oldest_first: bool) -> Sequence[int]:
    if oldest_first:
        return order_ids[start : start + _PIECE]
    end = len(order_ids) - start
    return order_ids[max(0, end - _PIECE) : end][::-1]


class _Tally:
    """Counts what one check says of orders placed since a day."""

    def __init__(
        self, first: date, check: Check, settings: ShopSettings, roles: dict[int, Role]
    ) -> None:
        self._first, self._check = first, check
        self._settings, self._roles = settings, roles
        self._orders = 0
        self._counts = {"stopped": 0, "told": 0}
        self._newest: dict[str, list[tuple[datetime, int, str]]] = {"stopped": [], "told": []}

    def judge(self, orders: Sequence[PastOrder]) -> None:
        """Ask the check about orders, as on the day each was placed."""
        for order in orders:
            if order.ordered_on < self._first:
                continue
            self._orders += 1
            found = self._check(order.facts, self._reviewer(order))
            effects = {finding.effect for finding in found}
            if effects:
                said = "told" if effects == {TELL} else "stopped"
                self._counts[said] += 1
                self._newest[said].append((order.made_at, order.order_id, order.name))
        for named in self._newest.values():
            named.sort(reverse=True)
            del named[_MOST_NAMED:]

    def _reviewer(self, order: PastOrder) -> Reviewer:
        """Be whoever took the order; of one nobody is known to have taken nothing is asked."""
        role = self._roles.get(order.person_id or 0, Role.OWNER)
        return Reviewer(
            self._settings, role, order.ordered_on, order.made_at, order.total, order.discount
        )

    def row(self, name: str) -> TrialRow:
        """Give what was counted."""
        named = self._newest["stopped"] or self._newest["told"]
        newest = tuple((order_id, number) for _at, order_id, number in named)
        stopped, told = self._counts["stopped"], self._counts["told"]
        return TrialRow(name, self._first, self._orders, stopped, told, newest)

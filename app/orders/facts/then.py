"""What was known on the day an order was placed: filled into orders of the past, check by check."""

from collections import deque
from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import islice
from typing import Any, Protocol

from sqlalchemy import (
    Connection,
    Text,
    and_,
    bindparam,
    cast,
    func,
    literal,
    literal_column,
    select,
    tuple_,
)
from sqlalchemy.orm import aliased

from app.catalog.models import Pack
from app.customers.models import Address
from app.db.plain.among import Among, on_each_engine
from app.orders.facts.gathering import look_for_twins
from app.orders.facts.habits import shipped_at_a_time, sold_of
from app.orders.facts.past import PastOrder
from app.orders.models import CustomerItem, OrderLine, SalesOrder
from app.stock.models import Move

_MOST_TWINS = 20


class Filler(Protocol):
    """Fills facts into orders, given piece by piece in one order of time."""

    def fill(self, connection: Connection, orders: Sequence[PastOrder]) -> None:
        """Fill the facts of some orders."""


def _packs_asked(asked: Among) -> Any:
    return select(Pack.item_id, Pack.quantity).where(asked(Pack.item_id))


def _addresses_asked(asked: Among) -> Any:
    return select(Address.customer_id, Address.street, Address.city, Address.postcode).where(
        asked(Address.customer_id)
    )


def _habits_asked(asked: Among) -> Any:
    return (
        select(
            CustomerItem.customer_id, CustomerItem.item_id, CustomerItem.orders, CustomerItem.units
        )
        .distinct()
        .select_from(SalesOrder)
        .join(OrderLine, OrderLine.order_id == SalesOrder.id)
        .join(
            CustomerItem,
            and_(
                CustomerItem.customer_id == SalesOrder.customer_id,
                CustomerItem.item_id == OrderLine.item_id,
            ),
        )
        .where(asked(SalesOrder.id))
    )


_EARLIER = aliased(SalesOrder)
_SAME = (
    select(func.coalesce(_EARLIER.number, literal("R-") + cast(_EARLIER.id, Text)))
    .where(
        _EARLIER.reference == SalesOrder.reference,
        _EARLIER.reference != literal_column("''"),
        _EARLIER.customer_id == SalesOrder.customer_id,
        _EARLIER.state != "cancelled",
        tuple_(_EARLIER.made_at, _EARLIER.id) < tuple_(SalesOrder.made_at, SalesOrder.id),
    )
    .limit(1)
    .correlate(SalesOrder)
    .scalar_subquery()
)


def _references_asked(asked: Among) -> Any:
    return select(SalesOrder.id, _SAME).where(asked(SalesOrder.id), SalesOrder.reference != "")


def _shipped_asked(asked: Among) -> Any:
    before = (Move.sequence < bindparam("sequence"), Move.at < SalesOrder.made_at)
    shipped = shipped_at_a_time([OrderLine, SalesOrder], OrderLine.__table__.c.item_id, *before)
    return (
        select(OrderLine.id, shipped)
        .join(SalesOrder, SalesOrder.id == OrderLine.order_id)
        .where(asked(OrderLine.id))
    )


_PACKS = on_each_engine(_packs_asked, "item_ids")
_ADDRESSES = on_each_engine(_addresses_asked, "customer_ids")
_HABITS = on_each_engine(_habits_asked, "order_ids")
_REFERENCES = on_each_engine(_references_asked, "order_ids")
_SHIPPED = on_each_engine(_shipped_asked, "line_ids")
_NEXT_MOVE = (
    select(Move.at).where(Move.sequence >= bindparam("sequence")).order_by(Move.sequence).limit(1)
)
_LAST_MOVE = select(func.coalesce(func.max(Move.sequence), 0))


class PacksNow:
    """The packs of items as they are today."""

    def fill(self, connection: Connection, orders: Sequence[PastOrder]) -> None:
        """Fill the packs; one statement."""
        item_ids = {line.item.item_id for order in orders for line in order.facts.lines}
        packs: dict[int, list[int]] = {}
        for item_id, size in _run(connection, _PACKS, item_ids=item_ids):
            packs.setdefault(item_id, []).append(size)
        for order in orders:
            order.facts.packs = packs


class AddressesNow:
    """Whether an order went to an address its customer has; fill the newest orders first.

    What was the first order then is counted back from today.
    """

    def __init__(self) -> None:
        """Begin with today."""
        self._since: dict[int, int] = {}

    def fill(self, connection: Connection, orders: Sequence[PastOrder]) -> None:
        """Compare with the customers' addresses; one statement."""
        customer_ids = {order.facts.customer.customer_id for order in orders}
        known = {
            (customer_id, _plain(street), _plain(city), _plain(postcode))
            for customer_id, street, city, postcode in _run(
                connection, _ADDRESSES, customer_ids=customer_ids
            )
        }
        for order in orders:
            facts, customer_id = order.facts, order.facts.customer.customer_id
            since = self._since.get(customer_id, 0) + order.confirmed
            self._since[customer_id] = since
            ship = facts.ship_to
            where = (customer_id, _plain(ship.street), _plain(ship.city), _plain(ship.postcode))
            facts.ship_known = where in known or facts.customer.orders <= since


class Habits:
    """What a customer and an item usually had; fill the newest orders first.

    A customer's habit is what it is today less what was confirmed since; what left of an item
    is in the ledger.
    """

    def __init__(self, large: int) -> None:
        """Begin with today; from `large` on nobody asks what usually leaves."""
        self._large = large
        self._since: dict[tuple[int, int], tuple[int, int]] = {}
        self._sequence: int | None = None

    def fill(self, connection: Connection, orders: Sequence[PastOrder]) -> None:
        """Fill both; two statements, and some to find the place in the ledger."""
        order_ids = [order.order_id for order in orders]
        found = _run(connection, _HABITS, order_ids=order_ids)
        today = {(row[0], row[1]): (row[2], row[3]) for row in found}
        for order in orders:
            customer_id = order.facts.customer.customer_id
            if order.confirmed:
                self._take_out(order)
            for line in order.facts.lines:
                key = (customer_id, line.item.item_id)
                times, units = today.get(key, (0, 0))
                later, more = self._since.get(key, (0, 0))
                if times > later:
                    order.facts.usual[key[1]] = (times - later, units - more, 0)
        self._fill_sold(connection, orders)

    def _take_out(self, order: PastOrder) -> None:
        bought: dict[int, int] = {}
        for line in order.facts.lines:
            if line.priced.quantity:
                bought[line.item.item_id] = bought.get(line.item.item_id, 0) + line.priced.quantity
        for item_id, units in bought.items():
            key = (order.facts.customer.customer_id, item_id)
            later, more = self._since.get(key, (0, 0))
            self._since[key] = (later + 1, more + units)

    def _fill_sold(self, connection: Connection, orders: Sequence[PastOrder]) -> None:
        asking: dict[int, tuple[PastOrder, int]] = {
            line.wanted.line_id or 0: (order, line.item.item_id)
            for order in orders
            for line in order.facts.lines
            if line.quantity < self._large
            and order.facts.usual.get(line.item.item_id, (0,))[0] <= 1
        }
        if not asking:
            return
        newest = max(order.made_at for order in orders)
        self._sequence = _first_move_at(connection, newest, self._sequence)
        before = {"sequence": self._sequence}
        for line_id, sold in sold_of(_run(connection, _SHIPPED, before, line_ids=asking)).items():
            order, item_id = asking[line_id]
            order.facts.sold[item_id] = sold


class Twins:
    """Orders like it in the hours before, and of the same number; fill the oldest orders first."""

    def __init__(self, hours: int) -> None:
        """Look some hours back."""
        self._back = timedelta(hours=hours)
        self._recent: dict[int, deque[list[_Bought]]] = {}
        self._ages: deque[tuple[datetime, int]] = deque()

    def fill(self, connection: Connection, orders: Sequence[PastOrder]) -> None:
        """Fill twins and the same reference; one statement."""
        order_ids = [order.order_id for order in orders]
        same = dict(_run(connection, _REFERENCES, order_ids=order_ids).all())
        for order in orders:
            facts, customer_id = order.facts, order.facts.customer.customer_id
            self._forget(order.made_at - self._back)
            newest = islice(reversed(self._recent.get(customer_id, ())), _MOST_TWINS)
            look_for_twins(facts, [row for bought in newest for row in bought])
            facts.same_reference = same.get(order.order_id) or ""
            if not order.cancelled:
                self._recent.setdefault(customer_id, deque()).append(_bought(order))
                self._ages.append((order.made_at, customer_id))

    def _forget(self, since: datetime) -> None:
        while self._ages and self._ages[0][0] < since:
            customer_id = self._ages.popleft()[1]
            self._recent[customer_id].popleft()
            if not self._recent[customer_id]:
                del self._recent[customer_id]


_Bought = tuple[int, str, datetime, str, int | None, int | None]


def _bought(order: PastOrder) -> list[_Bought]:
    head = (order.order_id, order.name, order.made_at, order.facts.reference)
    lines: list[_Bought] = [(*head, line.item.item_id, line.quantity) for line in order.facts.lines]
    return lines or [(*head, None, None)]


def _first_move_at(connection: Connection, moment: datetime, most: int | None) -> int:
    """Give the sequence from which on moves are of a moment or later, by halving the ledger."""
    low = 1
    high = (connection.scalar(_LAST_MOVE) or 0) + 1 if most is None else most
    while low < high:
        middle = (low + high) // 2
        at = connection.scalar(_NEXT_MOVE, {"sequence": middle})
        if at is not None and at < moment:
            low = middle + 1
        else:
            high = middle
    return low


def _run(
    connection: Connection,
    statement: dict[str, Any],
    more: dict[str, Any] | None = None,
    **ids: Any,
) -> Any:
    values = {name: sorted(some) for name, some in ids.items()}
    return connection.execute(statement[connection.dialect.name], values | (more or {}))


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()

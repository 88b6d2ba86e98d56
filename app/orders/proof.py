"""The orders' sums recomputed from rows, for `tallydesk check`: empty when all is true."""

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, select, text

from app.core.money import BasisPoints, Money, Price, minor_digits
from app.orders.models import OrderLine, SalesOrder
from app.orders.rules import (
    Progress,
    Terms,
    kits_covered,
    kits_kept,
    label_of,
    order_totals,
    price_line,
    spread,
)
from app.stock.proof import Difference

_AT_A_TIME = 2000
_LIVE = ("confirmed", "closed")

Figures = dict[tuple[Any, ...], list[int]]


def order_differences(connection: Connection, currency: str) -> tuple[Difference, ...]:
    """Recompute every order from its lines, reservations and moves, and every sum from orders."""
    books = _Books(minor_digits(currency))
    found = list(_each_order(connection, books))
    return (*found, *_strays(connection), *_figures(connection, books))


class _Books:
    """Adds up what confirmed orders mean for the sums kept beside them."""

    def __init__(self, digits: int) -> None:
        self.digits = digits
        self.accounts: Figures = {}
        self.habits: Figures = {}
        self.days: Figures = {}
        self.months: Figures = {}

    def add(self, order: Any, lines: list[Any]) -> None:
        _add(self.accounts, (order.customer_id,), -order.paid, 0)
        if order.state not in _LIVE:
            return
        _add(self.accounts, (order.customer_id,), order.total, 1)
        shares = spread(order.discount_amount, [line.amount for line in lines])
        sold = [
            (line.item_id, line.quantity - line.cancelled, line.amount - share)
            for line, share in zip(lines, shares, strict=True)
            if line.quantity > line.cancelled
        ]
        units, amount = sum(one[1] for one in sold), sum(one[2] for one in sold)
        _add(self.days, (str(order.ordered_on),), 1, len(sold), units, amount)
        seen: set[int] = set()
        for item_id, wanted, worth in sold:
            first, month = item_id not in seen, f"{order.ordered_on:%Y-%m}"
            seen.add(item_id)
            _add(self.habits, (order.customer_id, item_id), int(first), wanted)
            _add(self.months, (month, item_id), wanted, worth)


def _add(figures: Figures, key: tuple[Any, ...], *numbers: int) -> None:
    sums = figures.setdefault(key, [0] * len(numbers))
    for index, number in enumerate(numbers):
        sums[index] += number


def _each_order(connection: Connection, books: _Books) -> Iterator[Difference]:
    parts = _parts(connection)
    kept, left = _kept_by_line(connection), _left_by_line(connection)
    holds = {row[0]: row[1] for row in connection.execute(text(_HOLDS))}
    money = {row[0]: (row[1], row[2]) for row in connection.execute(text(_MONEY))}
    for order, lines in _orders(connection):
        for line in lines:
            needs = parts.get(line.id, [(line.item_id, 1, line.shipped)])
            yield from _line(order, line, needs, kept, left)
        name = order.number or f"R-{order.id}"
        given, gone = money.get(order.id, (0, 0))
        computed = {
            **_sums(lines),
            "holds": holds.get(order.id, 0),
            "invoiced": given,
            "paid": gone,
            "label": _label(order, holds.get(order.id, 0)),
        }
        if order.channel != "import":
            computed.update(_totals(order, lines, books.digits))
        yield from _unequal(f"order {name}", order, computed)
        books.add(order, lines)


def _unequal(what: str, row: Any, computed: dict[str, Any]) -> Iterator[Difference]:
    for name, value in computed.items():
        if getattr(row, name) != value:
            yield Difference(what, name, str(getattr(row, name)), str(value))


def _orders(connection: Connection) -> Iterator[tuple[Any, list[Any]]]:
    """Give every order with its lines by position, read once from end to end."""
    of_lines = select(OrderLine.__table__).order_by(
        OrderLine.order_id, OrderLine.position, OrderLine.id
    )
    of_orders = select(SalesOrder.__table__).order_by(SalesOrder.id)
    options = {"yield_per": _AT_A_TIME}
    with (
        connection.execute(of_lines, execution_options=options) as every_line,
        connection.execute(of_orders, execution_options=options) as orders,
    ):
        lines = groupby(every_line, key=lambda line: line.order_id)
        waiting = next(lines, None)
        for order in orders:
            own: list[Any] = []
            if waiting is not None and waiting[0] == order.id:
                own = list(waiting[1])
                waiting = next(lines, None)
            yield order, own


def _line(
    order: Any,
    line: Any,
    needs: list[tuple[int, int, int]],
    kept: dict[tuple[int, int], int],
    left: dict[tuple[int, int], int],
) -> Iterator[Difference]:
    what = f"order {order.number or order.id} line {line.position}"
    goods = line.kind != "service"
    if line.kind == "kit" and not any(item == line.item_id for item, _per, _out in needs):
        shipped = kits_covered((out, per) for _item, per, out in needs)
    else:
        shipped = line.shipped
    done = line.shipped + line.cancelled >= line.quantity
    computed: dict[str, Any] = {
        "reserved": kits_kept(
            [(kept.get((line.id, item), 0), per, out) for item, per, out in needs], line.shipped
        )
        if goods
        else 0,
        "shipped": shipped,
        "is_open": int(order.state == "confirmed" and not done and goods),
    }
    yield from _unequal(what, line, computed)
    for item, per, out in needs if goods else ():
        moved = left.get((line.id, item), 0)
        if moved != out and not (order.channel == "import" and moved == 0):
            yield Difference(what, f"shipped of item {item}", str(out), str(moved))
        reserved = kept.get((line.id, item), 0)
        most = max(0, (line.quantity - line.cancelled) * per - out)
        if reserved > (most if order.state == "confirmed" else 0):
            yield Difference(what, f"reserved of item {item}", str(reserved), f"at most {most}")


def _parts(connection: Connection) -> dict[int, list[tuple[int, int, int]]]:
    parts: dict[int, list[tuple[int, int, int]]] = {}
    for line_id, item_id, per_unit, shipped in connection.execute(text(_PARTS)):
        parts.setdefault(line_id, []).append((item_id, per_unit, shipped))
    return parts


def _kept_by_line(connection: Connection) -> dict[tuple[int, int], int]:
    return {(row[0], row[1]): row[2] for row in connection.execute(text(_RESERVED))}


def _left_by_line(connection: Connection) -> dict[tuple[int, int], int]:
    return {(row[0], row[1]): row[2] for row in connection.execute(text(_MOVED))}


def _sums(lines: Iterable[Any]) -> dict[str, int]:
    every = list(lines)
    goods = [line for line in every if line.kind != "service"]
    return {
        "lines": len(every),
        "units": sum(line.quantity for line in goods),
        "cancelled_units": sum(line.cancelled for line in goods),
        "reserved_units": sum(line.reserved for line in goods),
        "shipped_units": sum(line.shipped for line in goods),
        "received_units": sum(line.received for line in goods),
    }


def _label(order: Any, holds: int) -> str:
    progress = Progress(
        order.units,
        order.cancelled_units,
        order.reserved_units,
        order.shipped_units,
        order.received_units,
    )
    tried = bool(order.reserve_tried)
    return label_of(order.state, order.stage, progress, hold=holds > 0, tried=tried)


def _totals(order: Any, lines: list[Any], digits: int) -> dict[str, int]:
    priced = [
        price_line(
            line.quantity - line.cancelled,
            Price(line.price),
            BasisPoints(line.discount),
            BasisPoints(line.tax_share),
            digits,
        )
        for line in lines
    ]
    terms = Terms(
        BasisPoints(order.discount),
        Money(order.freight),
        BasisPoints(order.freight_tax),
        order.prices_with_tax,
    )
    totals = order_totals(priced, terms)
    return {
        "goods": totals.goods if _agree(lines, priced, totals.line_taxes) else -1,
        "discount_amount": totals.discount,
        "tax": totals.tax,
        "total": totals.total,
    }


def _agree(lines: list[Any], priced: Iterable[Any], taxes: Iterable[int]) -> bool:
    return all(
        line.amount == one.amount and line.tax == tax
        for line, one, tax in zip(lines, priced, taxes, strict=True)
    )


def _strays(connection: Connection) -> Iterator[Difference]:
    """Find active reservations that belong to no line."""
    for reservation_id, line_id in connection.execute(text(_STRAYS)):
        yield Difference("reservation", str(reservation_id), f"line {line_id}", "no such line")


def _figures(connection: Connection, books: _Books) -> Iterator[Difference]:
    for what, statement, keys, computed in (
        ("customer account", _ACCOUNTS, 1, books.accounts),
        ("customer item", _HABITS, 2, books.habits),
        ("day sales", _DAYS, 1, books.days),
        ("month item", _MONTHS, 2, books.months),
    ):
        kept = {tuple(row[:keys]): list(row[keys:]) for row in connection.execute(text(statement))}
        for key in sorted({*kept, *computed}, key=str):
            mine, theirs = kept.get(key, []), computed.get(key, [])
            if (any(mine) or any(theirs)) and mine != theirs:
                name = " ".join(str(part) for part in key)
                yield Difference(what, name, str(mine), str(theirs))


_HOLDS = "SELECT order_id, count(*) FROM order_hold WHERE released_at IS NULL GROUP BY order_id"
_MONEY = """
SELECT order_id, CAST(sum(invoiced) AS bigint), CAST(sum(paid) AS bigint) FROM (
    SELECT order_id, amount AS invoiced, 0 AS paid FROM invoice
    UNION ALL SELECT order_id, 0, amount FROM payment
) AS money GROUP BY order_id
"""
_PARTS = "SELECT line_id, item_id, per_unit, shipped FROM line_part ORDER BY line_id, id"
_RESERVED = """
SELECT order_line_id, item_id, CAST(sum(quantity) AS bigint) FROM reservation
WHERE state = 'active' GROUP BY order_line_id, item_id
"""
_MOVED = """
SELECT line_id, item_id,
       CAST(sum(CASE WHEN kind = 'ship' THEN quantity ELSE -quantity END) AS bigint)
FROM move WHERE document = 'shipment' AND kind IN ('ship', 'unship', 'return')
GROUP BY line_id, item_id
"""
_STRAYS = """
SELECT id, order_line_id FROM reservation
WHERE state = 'active' AND order_line_id NOT IN (SELECT id FROM order_line) ORDER BY id
"""
_ACCOUNTS = "SELECT customer_id, owed, orders FROM customer_account"
_HABITS = "SELECT customer_id, item_id, orders, units FROM customer_item"
_DAYS = "SELECT CAST(day AS text), orders, lines, units, amount FROM day_sales"
_MONTHS = "SELECT month, item_id, units, amount FROM month_item"

"""Orders as one line of JSON each: read strictly, placed by item codes and customer numbers."""

import json
from dataclasses import dataclass
from datetime import date
from typing import ClassVar, cast

from sqlalchemy import Connection
from typing_extensions import override

from app.catalog.queries import item_by_code, items_by_codes
from app.core.command import Command
from app.core.errors import BadValue, NotFound, Refused
from app.core.messages import N_, _
from app.core.money import price_of
from app.core.permissions import Right
from app.customers.queries import customer_by_number
from app.db.unit_of_work import UnitOfWork
from app.orders.commands import LineWanted, OrderPlaced, PlaceOrder
from app.orders.handlers import place_order

SHORTAGES = ("refuse", "backorder", "available")
_FIELDS = {"id", "customer", "lines", "ref", "due", "note", "shortage"}
_LINE_FIELDS = {"item", "qty", "price"}


class BadLine(Refused):
    """A line is not one order as JSON."""

    def __init__(self, number: int, reason: str, order_id: str | None = None) -> None:
        """Keep the line's number, the reason (translated) and the order's id where it is known."""
        super().__init__(number, reason)
        self.number = number
        self.reason = reason
        self.order_id = order_id

    @override
    def message(self) -> str:
        """Say which line and what is expected."""
        return _("Line {number}: {reason}.").format(number=self.number, reason=self.reason)


@dataclass(frozen=True, kw_only=True)
class NamedLine:
    """One item by its code; `price` in ten-thousandths, None takes the price list's."""

    item: str
    quantity: int
    price: int | None = None


@dataclass(frozen=True, kw_only=True)
class PlaceNamed(Command):
    """Take an order that names its customer by number and its items by code."""

    right: ClassVar[Right] = Right.TAKE_ORDERS
    customer: str
    lines: tuple[NamedLine, ...]
    reference: str = ""
    note: str = ""
    due_on: date | None = None
    shortage: str = "refuse"


def place_named(unit: UnitOfWork, command: PlaceNamed) -> OrderPlaced:
    """Look the names up and place the order, in the same transaction.

    Raises:
        NotFound: no such customer or item.
        NotEnoughStock: there is too little and the order may not be short.
        OrderBlocked: a check says no.
    """
    customer = customer_by_number(unit.connection, command.customer)
    if customer is None:
        raise NotFound(N_("customer"), command.customer)
    ids = _item_ids(unit.connection, command.lines)
    return place_order(
        unit,
        PlaceOrder(
            command_id=command.command_id,
            customer_id=customer.customer_id,
            lines=tuple(
                LineWanted(item_id=ids[line.item], quantity=line.quantity, price=line.price)
                for line in command.lines
            ),
            reference=command.reference,
            note=command.note,
            due_on=command.due_on,
            shortage=command.shortage,
            on_question="hold",
            channel="file",
        ),
    )


def _item_ids(connection: Connection, lines: tuple[NamedLine, ...]) -> dict[str, int]:
    """Find items by their exact codes, and in any case where only one item fits."""
    exact = items_by_codes(connection, (line.item for line in lines))
    ids = {code: row.item_id for code, row in exact.items()}
    for position, line in enumerate(lines, 1):
        if line.item in ids:
            continue
        found = item_by_code(connection, line.item)
        if found is None:
            missing = NotFound(N_("item"), line.item)
            missing.line = position
            raise missing
        ids[line.item] = found.item_id
    return ids


def order_of(raw: bytes, number: int) -> PlaceNamed:
    """Read one line.

    Raises:
        BadLine: it is not one order as JSON.
    """
    whole = _object_of(raw, number)
    order_id = whole.get("id")
    if not isinstance(order_id, str) or not 0 < len(order_id) <= 100 or not _is_text(order_id):
        raise BadLine(number, _("“id” is a text of its own for each order"))
    try:
        return _command(whole, order_id)
    except BadValue as error:
        raise BadLine(number, error.message().rstrip("."), order_id) from error


def _object_of(raw: bytes, number: int) -> dict[str, object]:
    try:
        whole = json.loads(
            raw.decode("utf-8-sig" if number == 1 else "utf-8"),
            parse_float=str,
            parse_constant=str,
            object_pairs_hook=_once,
        )
    except (ValueError, RecursionError) as error:
        raise BadLine(number, _("one JSON object is expected")) from error
    if not isinstance(whole, dict):
        raise BadLine(number, _("one JSON object is expected"))
    return cast("dict[str, object]", whole)


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError
    return found


def _command(whole: dict[str, object], order_id: str) -> PlaceNamed:
    _refuse_strange(whole, _FIELDS)
    lines = whole.get("lines")
    if not isinstance(lines, list):
        raise BadValue("lines", lines, _("a list of lines is expected"))
    shortage = _text(whole, "shortage") or "refuse"
    if shortage not in SHORTAGES:
        raise BadValue("shortage", shortage, ", ".join(SHORTAGES))
    return PlaceNamed(
        command_id=order_id,
        customer=_text(whole, "customer", needed=True),
        lines=tuple(_line(one) for one in lines),
        reference=_text(whole, "ref"),
        note=_text(whole, "note"),
        due_on=_day(_text(whole, "due")),
        shortage=shortage,
    )


def _line(one: object) -> NamedLine:
    if not isinstance(one, dict):
        raise BadValue("lines", one, _("an object with item and qty is expected"))
    _refuse_strange(one, _LINE_FIELDS)
    quantity = one.get("qty")
    if not isinstance(quantity, int) or isinstance(quantity, bool):
        raise BadValue("qty", quantity, _("a whole number is expected"))
    price = one.get("price")
    if price is not None and (isinstance(price, bool) or not isinstance(price, (str, int))):
        raise BadValue("price", price, _("a decimal text such as “2.55” is expected"))
    return NamedLine(
        item=_text(one, "item", needed=True),
        quantity=quantity,
        price=None if price is None else price_of(str(price)),
    )


def _refuse_strange(found: dict[str, object], known: set[str]) -> None:
    strange = sorted(set(found) - known)
    if strange:
        raise BadValue(strange[0], found[strange[0]], _("no field has this name"))


def _text(found: dict[str, object], name: str, *, needed: bool = False) -> str:
    value = found.get(name)
    if value is None and not needed:
        return ""
    if not isinstance(value, str) or not _is_text(value) or (needed and not value.strip()):
        raise BadValue(name, value, _("a text is expected"))
    return value.strip()


def _is_text(value: str) -> bool:
    """Tell whether both engines can keep a text: no half characters, no NUL."""
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return "\x00" not in value


def _day(value: str) -> date | None:
    if not value:
        return None
    try:
        return date.fromisoformat(value)
    except ValueError as error:
        raise BadValue("due", value, _("a date such as 2026-11-24 is expected")) from error

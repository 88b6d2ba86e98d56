"""One order whole: head, lines, holds, history and earlier versions."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, select
from sqlalchemy.orm import aliased

from app.core.plain import from_plain
from app.customers.models import Customer
from app.orders.findings import Finding
from app.orders.models import (
    OrderEvent,
    OrderHold,
    OrderLine,
    OrderVersion,
    SalesOrder,
)
from app.orders.rules import Progress, fulfilment_of, payment_of
from app.people.models import Person

_PLACER, _RELEASER = aliased(Person), aliased(Person)
"""Made once: an alias is a circle of objects that only the garbage collector frees."""


@dataclass(frozen=True)
class OrderLineRow:
    """One line of an order; `open` is what is still to ship."""

    line_id: int
    position: int
    item_id: int
    kind: str
    code: str
    name: str
    quantity: int
    cancelled: int
    reserved: int
    shipped: int
    received: int
    price: int
    price_manual: bool
    discount: int
    amount: int
    tax_share: int
    tax: int

    @property
    def open(self) -> int:
        """Give ordered less cancelled less shipped."""
        return self.quantity - self.cancelled - self.shipped

    @property
    def back_ordered(self) -> int:
        """Give what is open and not reserved (nothing for a service)."""
        return 0 if self.kind == "service" else self.open - self.reserved


@dataclass(frozen=True)
class HoldRow:
    """A hold with the finding that placed it, if a check did; released or not."""

    hold_id: int
    kind: str
    blocks: str
    keeps_reservation: bool
    until: date | None
    reason: str
    finding: Finding | None
    placed_by: str
    placed_at: datetime
    released_at: datetime | None
    released_by: str
    release_reason: str


@dataclass(frozen=True)
class EventRow:
    """One thing that happened to an order; `details` by name."""

    at: datetime
    person: str
    kind: str
    details: dict[str, object]


@dataclass(frozen=True)
class VersionRow:
    """An earlier version of an order; `content` as it was kept."""

    version: int
    at: datetime
    person: str
    content: dict[str, object]


@dataclass(frozen=True)
class OrderDetail:
    """One order whole: head, lines, holds, history and earlier versions."""

    order_id: int
    name: str
    state: str
    label: str
    stage: str
    fulfilment: str
    payment: str
    customer_id: int
    customer_number: str
    customer: str
    reference: str
    note: str
    channel: str
    ordered_on: date
    due_on: date | None
    made_at: datetime
    person: str
    version: int
    revision: int
    ship_name: str
    ship_street: str
    ship_city: str
    ship_region: str
    ship_postcode: str
    ship_country: str
    ship_phone: str
    discount: int
    goods: int
    discount_amount: int
    freight: int
    freight_tax: int
    prices_with_tax: bool
    tax: int
    total: int
    invoiced: int
    paid: int
    entry_ms: int | None
    lines: tuple[OrderLineRow, ...]
    holds: tuple[HoldRow, ...]
    events: tuple[EventRow, ...]
    versions: tuple[VersionRow, ...]


def order_detail(connection: Connection, order_id: int) -> OrderDetail | None:
    """Give one order whole, None when there is none; six statements."""
    row = connection.execute(
        select(
            *SalesOrder.__table__.columns,
            Customer.number.label("customer_number"),
            Customer.name.label("customer"),
            Person.name.label("person"),
        )
        .join(Customer, Customer.id == SalesOrder.customer_id)
        .outerjoin(Person, Person.id == SalesOrder.person_id)
        .where(SalesOrder.id == order_id)
    ).one_or_none()
    if row is None:
        return None
    progress = Progress(
        row.units,
        row.cancelled_units,
        row.reserved_units,
        row.shipped_units,
        row.received_units,
    )
    known = row._asdict()
    head = {
        name: known[name]
        for name in OrderDetail.__dataclass_fields__
        if name in known and name not in ("lines", "holds", "person", "order_id")
    }
    return OrderDetail(
        order_id=order_id,
        name=row.number or f"R-{order_id}",
        fulfilment=fulfilment_of(progress, picking=row.stage in ("picking", "packed")),
        payment=payment_of(row.state, row.total, row.invoiced, row.paid),
        person=row.person or "",
        lines=order_lines(connection, order_id),
        holds=holds_of(connection, order_id),
        events=_events(connection, order_id),
        versions=_versions(connection, order_id),
        **head,
    )


def order_lines(connection: Connection, order_id: int) -> tuple[OrderLineRow, ...]:
    """Give the lines of an order by position; one statement."""
    rows: Iterable[Any] = connection.execute(
        select(
            OrderLine.id,
            OrderLine.position,
            OrderLine.item_id,
            OrderLine.kind,
            OrderLine.code,
            OrderLine.name,
            OrderLine.quantity,
            OrderLine.cancelled,
            OrderLine.reserved,
            OrderLine.shipped,
            OrderLine.received,
            OrderLine.price,
            OrderLine.price_manual,
            OrderLine.discount,
            OrderLine.amount,
            OrderLine.tax_share,
            OrderLine.tax,
        )
        .where(OrderLine.order_id == order_id)
        .order_by(OrderLine.position, OrderLine.id)
    )
    return tuple(OrderLineRow(*row) for row in rows)


def holds_of(connection: Connection, order_id: int) -> tuple[HoldRow, ...]:
    """Give the holds of an order, standing ones first: why is this on hold; one statement."""
    rows: Iterable[Any] = connection.execute(
        select(
            OrderHold.id,
            OrderHold.kind,
            OrderHold.blocks,
            OrderHold.keeps_reservation,
            OrderHold.until,
            OrderHold.details,
            _PLACER.name,
            OrderHold.placed_at,
            OrderHold.released_at,
            _RELEASER.name,
            OrderHold.release_reason,
        )
        .outerjoin(_PLACER, _PLACER.id == OrderHold.placed_by)
        .outerjoin(_RELEASER, _RELEASER.id == OrderHold.released_by)
        .where(OrderHold.order_id == order_id)
        .order_by(OrderHold.released_at.is_not(None), OrderHold.id)
    )
    return tuple(_hold(row) for row in rows)


def _hold(row: Any) -> HoldRow:
    details = json.loads(row[5])
    kept = from_plain(Finding, details.get("finding"))
    return HoldRow(
        row[0],
        row[1],
        row[2],
        row[3],
        row[4],
        str(details.get("reason", "")),
        kept if isinstance(kept, Finding) else None,
        row[6] or "",
        row[7],
        row[8],
        row[9] or "",
        row[10],
    )


def _events(connection: Connection, order_id: int) -> tuple[EventRow, ...]:
    rows: Iterable[Any] = connection.execute(
        select(OrderEvent.at, Person.name, OrderEvent.kind, OrderEvent.details)
        .outerjoin(Person, Person.id == OrderEvent.person_id)
        .where(OrderEvent.order_id == order_id)
        .order_by(OrderEvent.id)
    )
    return tuple(EventRow(row[0], row[1] or "", row[2], json.loads(row[3])) for row in rows)


def _versions(connection: Connection, order_id: int) -> tuple[VersionRow, ...]:
    rows: Iterable[Any] = connection.execute(
        select(OrderVersion.version, OrderVersion.at, Person.name, OrderVersion.content)
        .outerjoin(Person, Person.id == OrderVersion.person_id)
        .where(OrderVersion.order_id == order_id)
        .order_by(OrderVersion.version.desc())
    )
    return tuple(VersionRow(row[0], row[1], row[2] or "", json.loads(row[3])) for row in rows)

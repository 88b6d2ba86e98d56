"""Reads of the orders room: lists by key, never by offset; rows are frozen."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, func, or_, select, union_all

from app.core.plain import from_plain
from app.customers.models import Customer
from app.db.base import Base
from app.orders.findings import Finding
from app.orders.models import (
    CustomerItem,
    DaySales,
    OrderDraft,
    OrderEvent,
    OrderHold,
    OrderLine,
    OrderVersion,
    SalesOrder,
)
from app.orders.rules import Progress, fulfilment_of, payment_of
from app.orders.states import OPEN_LABELS
from app.people.models import Person

PAGE = 128
"""Rows a list reads at a time."""


@dataclass(frozen=True)
class OrderRow:
    """One order in a list; `name` is its number, or the review name until it has one."""

    order_id: int
    name: str
    label: str
    customer_id: int
    customer: str
    reference: str
    ordered_on: date
    due_on: date | None
    lines: int
    units: int
    shipped_units: int
    total: int
    holds: int
    version: int


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
    tax: int
    total: int
    invoiced: int
    paid: int
    entry_ms: int | None
    lines: tuple[OrderLineRow, ...]
    holds: tuple[HoldRow, ...]
    events: tuple[EventRow, ...]
    versions: tuple[VersionRow, ...]


@dataclass(frozen=True)
class DraftRow:
    """An order form kept while it was typed; `content` is the form's JSON."""

    draft_id: str
    title: str
    at: datetime
    parked: bool
    content: str


@dataclass(frozen=True)
class UsualRow:
    """What a customer usually buys: the item with its last and mean quantity."""

    item_id: int
    orders: int
    last_quantity: int
    mean_quantity: int
    last_on: date


@dataclass(frozen=True)
class BoardFigures:
    """The figures of the Today page; `sales` maps a date to (orders, amount)."""

    counts: dict[str, int]
    overdue: int
    sales_today: int
    orders_today: int
    sales_week_before: int


_LIST = (
    SalesOrder.id,
    SalesOrder.number,
    SalesOrder.label,
    SalesOrder.customer_id,
    Customer.name,
    SalesOrder.reference,
    SalesOrder.ordered_on,
    SalesOrder.due_on,
    SalesOrder.lines,
    SalesOrder.units,
    SalesOrder.shipped_units,
    SalesOrder.total,
    SalesOrder.holds,
    SalesOrder.version,
)


def _row(row: Any) -> OrderRow:
    return OrderRow(row[0], row[1] or f"R-{row[0]}", *row[2:])


def order_page(
    connection: Connection,
    *,
    labels: tuple[str, ...] = (),
    customer_id: int | None = None,
    text: str = "",
    before: int | None = None,
    limit: int = PAGE,
) -> tuple[OrderRow, ...]:
    """Give orders newest first, one row each, older than the order id `before`; one statement.

    `labels` filters by board label, `text` matches the number, the reference or the
    customer's name from the start of a word.
    """
    if labels and customer_id is None and not text:
        return _page_of_labels(connection, labels, before, limit)
    statement: Any = select(*_LIST).join(Customer, Customer.id == SalesOrder.customer_id)
    if labels:
        statement = statement.where(SalesOrder.label.in_(labels))
    if customer_id is not None:
        statement = statement.where(SalesOrder.customer_id == customer_id)
    if before is not None:
        statement = statement.where(SalesOrder.id < before)
    if text:
        statement = _matching(statement, text)
    statement = statement.order_by(SalesOrder.id.desc()).limit(limit)
    return tuple(_row(row) for row in connection.execute(statement))


def _matching(statement: Any, text: str) -> Any:
    typed = text.strip().upper()
    escaped = text.strip().replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    digits = typed.removeprefix("SO-")
    options = [
        SalesOrder.reference == text.strip(),
        SalesOrder.customer_id.in_(
            select(Customer.id)
            .where(
                or_(
                    Customer.name.ilike(f"%{escaped}%", escape="\\"),
                    Customer.number == typed,
                )
            )
            .limit(200)
        ),
    ]
    if digits.isdigit():
        options.append(SalesOrder.number == f"SO-{int(digits):06d}")
    if typed.startswith("R-") and typed[2:].isdigit():
        options.append(SalesOrder.id == int(typed[2:]))
    return statement.where(or_(*options))


def _page_of_labels(
    connection: Connection, labels: tuple[str, ...], before: int | None, limit: int
) -> tuple[OrderRow, ...]:
    """Merge one indexed walk per label, so that a filter never scans what it leaves out."""
    walks = []
    for label in labels:
        walk = select(SalesOrder.id).where(SalesOrder.label == label)
        if before is not None:
            walk = walk.where(SalesOrder.id < before)
        inner = walk.order_by(SalesOrder.id.desc()).limit(limit).subquery()
        walks.append(select(inner.c.id))
    ids = union_all(*walks).subquery()
    statement = (
        select(*_LIST)
        .join(Customer, Customer.id == SalesOrder.customer_id)
        .where(SalesOrder.id.in_(select(ids.c.id)))
        .order_by(SalesOrder.id.desc())
        .limit(limit)
    )
    return tuple(_row(row) for row in connection.execute(statement))


def count_of_labels(connection: Connection, *, most: int = 10_000) -> dict[str, int]:
    """Count orders by open label, each at most to `most`; one statement per open label."""
    counts = {}
    for label in (*OPEN_LABELS, "draft"):
        some = select(SalesOrder.id).where(SalesOrder.label == label).limit(most).subquery()
        counts[label] = connection.scalar(select(func.count()).select_from(some)) or 0
    return counts


def order_id_of(connection: Connection, name: str) -> int | None:
    """Find an order by its number or review name, as typed; one statement."""
    typed = name.strip().upper()
    if typed.startswith("R-") and typed[2:].isdigit():
        return connection.scalar(select(SalesOrder.id).where(SalesOrder.id == int(typed[2:])))
    number = f"SO-{int(typed):06d}" if typed.isdigit() else typed
    return connection.scalar(select(SalesOrder.id).where(SalesOrder.number == number))


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
        payment=payment_of(row.total, row.invoiced, row.paid),
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
    placer, releaser = _people("placer"), _people("releaser")
    rows: Iterable[Any] = connection.execute(
        select(OrderHold, placer.c.name, releaser.c.name)
        .outerjoin(placer, placer.c.id == OrderHold.placed_by)
        .outerjoin(releaser, releaser.c.id == OrderHold.released_by)
        .where(OrderHold.order_id == order_id)
        .order_by(OrderHold.released_at.is_not(None), OrderHold.id)
        .with_only_columns(
            OrderHold.id,
            OrderHold.kind,
            OrderHold.blocks,
            OrderHold.keeps_reservation,
            OrderHold.until,
            OrderHold.details,
            placer.c.name,
            OrderHold.placed_at,
            OrderHold.released_at,
            releaser.c.name,
            OrderHold.release_reason,
        )
    )
    return tuple(_hold(row) for row in rows)


def _people(name: str) -> Any:
    return Base.metadata.tables["person"].alias(name)


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


def usuals(connection: Connection, customer_id: int, limit: int = 9) -> tuple[UsualRow, ...]:
    """Give what a customer buys most often, most often first; one statement."""
    rows: Iterable[Any] = connection.execute(
        select(
            CustomerItem.item_id,
            CustomerItem.orders,
            CustomerItem.last_quantity,
            CustomerItem.units,
            CustomerItem.last_on,
        )
        .where(CustomerItem.customer_id == customer_id, CustomerItem.orders > 0)
        .order_by(CustomerItem.orders.desc(), CustomerItem.last_on.desc(), CustomerItem.item_id)
        .limit(limit)
    )
    return tuple(
        UsualRow(row[0], row[1], row[2], max(1, row[3] // max(row[1], 1)), row[4]) for row in rows
    )


def last_order_id(connection: Connection, customer_id: int) -> int | None:
    """Find the newest order of a customer that was not cancelled; one statement."""
    return connection.scalar(
        select(SalesOrder.id)
        .where(SalesOrder.customer_id == customer_id, SalesOrder.state != "cancelled")
        .order_by(SalesOrder.id.desc())
        .limit(1)
    )


def drafts(connection: Connection, person_id: int) -> tuple[DraftRow, ...]:
    """Give a person's unfinished order forms, newest first; one statement."""
    rows: Iterable[Any] = connection.execute(
        select(
            OrderDraft.id, OrderDraft.title, OrderDraft.at, OrderDraft.parked, OrderDraft.content
        )
        .where(OrderDraft.person_id == person_id)
        .order_by(OrderDraft.at.desc())
    )
    return tuple(DraftRow(*row) for row in rows)


def board_figures(connection: Connection, today: date, week_before: date) -> BoardFigures:
    """Give the figures of the Today page: counts by open label, overdue orders, sales."""
    sales = {
        row.day: row
        for row in connection.execute(
            select(DaySales.day, DaySales.orders, DaySales.amount).where(
                DaySales.day.in_((today, week_before))
            )
        )
    }
    waiting = (*OPEN_LABELS[:7], "part_shipped")
    overdue = connection.scalar(
        select(func.count())
        .select_from(SalesOrder)
        .where(SalesOrder.label.in_(waiting), SalesOrder.due_on < today)
    )
    now, before = sales.get(today), sales.get(week_before)
    return BoardFigures(
        count_of_labels(connection),
        overdue or 0,
        now.amount if now else 0,
        now.orders if now else 0,
        before.amount if before else 0,
    )


def board_cards(
    connection: Connection, labels: tuple[str, ...], limit: int = 50
) -> tuple[OrderRow, ...]:
    """Give the orders of one board column: the most urgent first; one statement."""
    statement = (
        select(*_LIST)
        .join(Customer, Customer.id == SalesOrder.customer_id)
        .where(SalesOrder.label.in_(labels))
        .order_by(SalesOrder.due_on.is_(None), SalesOrder.due_on, SalesOrder.id)
        .limit(limit)
    )
    return tuple(_row(row) for row in connection.execute(statement))


def entry_times(connection: Connection, first: date, last: date) -> tuple[int, ...]:
    """Give how long typed orders took from the first key to saved, in ms, oldest first."""
    return tuple(
        connection.scalars(
            select(SalesOrder.entry_ms)
            .where(
                SalesOrder.ordered_on.between(first, last),
                SalesOrder.entry_ms.is_not(None),
            )
            .order_by(SalesOrder.id)
        )
    )

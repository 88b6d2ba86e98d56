"""Rows of the board and of lists of orders, for screens that must not wait for the database."""

from dataclasses import dataclass
from datetime import date, datetime


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
class BoardFigures:
    """The figures of the Today page: orders by label, late ones, sales now and a week before."""

    counts: dict[str, int]
    overdue: int
    sales_today: int
    orders_today: int
    sales_week_before: int


@dataclass(frozen=True)
class DraftRow:
    """An order form kept while it was typed; `content` is the form's JSON."""

    draft_id: str
    title: str
    at: datetime
    parked: bool
    content: str

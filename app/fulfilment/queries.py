"""Reads of the fulfilment room."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, func, select

from app.catalog.models import Barcode, Item
from app.customers.models import Customer
from app.fulfilment.models import DocumentPrint, Shipment, ShipmentLine
from app.orders.models import OrderLine, SalesOrder
from app.stock.models import Place


@dataclass(frozen=True)
class ShipmentRow:
    """One shipment in a list."""

    shipment_id: int
    number: str
    state: str
    order_id: int
    order_name: str
    customer: str
    carrier: str
    tracking: str
    packages: int
    made_at: datetime
    shipped_on: date | None
    received_at: datetime | None
    received_by: str
    received_how: str


@dataclass(frozen=True)
class ShipmentLineRow:
    """One item from one bin in a shipment, in walking order."""

    shipment_line_id: int
    order_line_id: int
    position: int
    item_id: int
    code: str
    name: str
    unit: str
    barcode: str
    bin: str
    lot: str
    planned: int
    picked: int
    shipped: int
    received: int
    short_reason: str


_SHIPMENT = (
    Shipment.id,
    Shipment.number,
    Shipment.state,
    Shipment.order_id,
    SalesOrder.number,
    Customer.name,
    Shipment.carrier,
    Shipment.tracking,
    Shipment.packages,
    Shipment.made_at,
    Shipment.shipped_on,
    Shipment.received_at,
    Shipment.received_by,
    Shipment.received_how,
)


def shipments_of(connection: Connection, order_id: int) -> tuple[ShipmentRow, ...]:
    """Give the shipments of an order, oldest first; one statement."""
    rows: Iterable[Any] = connection.execute(
        select(*_SHIPMENT)
        .join(SalesOrder, SalesOrder.id == Shipment.order_id)
        .join(Customer, Customer.id == SalesOrder.customer_id)
        .where(Shipment.order_id == order_id)
        .order_by(Shipment.id)
    )
    return tuple(ShipmentRow(*_named(row)) for row in rows)


def _named(row: Any) -> tuple[Any, ...]:
    return (*row[:4], row[4] or f"R-{row[3]}", *row[5:])


def shipment_lines(connection: Connection, shipment_id: int) -> tuple[ShipmentLineRow, ...]:
    """Give the lines of a shipment sorted by bin; one statement."""
    barcode = (
        select(Barcode.code)
        .where(Barcode.item_id == ShipmentLine.item_id)
        .order_by(Barcode.id)
        .limit(1)
        .scalar_subquery()
    )
    rows: Iterable[Any] = connection.execute(
        select(
            ShipmentLine.id,
            ShipmentLine.order_line_id,
            OrderLine.position,
            ShipmentLine.item_id,
            Item.code,
            Item.name,
            Item.unit,
            func.coalesce(barcode, ""),
            Place.code,
            ShipmentLine.lot,
            ShipmentLine.planned,
            ShipmentLine.picked,
            ShipmentLine.shipped,
            ShipmentLine.received,
            ShipmentLine.short_reason,
        )
        .join(OrderLine, OrderLine.id == ShipmentLine.order_line_id)
        .join(Item, Item.id == ShipmentLine.item_id)
        .join(Place, Place.id == ShipmentLine.place_id)
        .where(ShipmentLine.shipment_id == shipment_id)
        .order_by(Place.sort_key, Place.id, ShipmentLine.id)
    )
    return tuple(ShipmentLineRow(*row) for row in rows)


def prints_of(connection: Connection, document: str, document_ids: list[int]) -> dict[int, int]:
    """Count how often a paper was made for each document; one statement."""
    rows: Iterable[Any] = connection.execute(
        select(DocumentPrint.document_id, func.count())
        .where(DocumentPrint.document == document, DocumentPrint.document_id.in_(document_ids))
        .group_by(DocumentPrint.document_id)
    )
    return {row[0]: row[1] for row in rows}

"""What goes out: customers, items, stock and orders as tables, read row by row."""

from collections.abc import Callable, Iterator
from pathlib import Path

from sqlalchemy import Connection, Executable, select

from app.catalog.models import Barcode, Item
from app.core.money import minor_digits
from app.customers.models import Address, Customer, Phone
from app.db.models import load_settings
from app.exchange.exports import Cell, ExportColumn, ExportTable, write_csv, write_workbook
from app.orders.models import OrderLine, SalesOrder
from app.stock.models import Balance, Place

_STREAMED = {"yield_per": 1000}
_PRICE = 4
_SHARE = 4


def export_table(connection: Connection, kind: str) -> ExportTable:
    """Give customers, items, stock or orders as a table; rows are read as they are written.

    Raises:
        KeyError: there is no such kind.
    """
    return _KINDS[kind](connection)


def export_file(connection: Connection, kind: str, path: str, *, bom: bool = True) -> int:
    """Write one kind as CSV, or as a workbook when the name ends in .xlsx; gives the rows."""
    table, place = export_table(connection, kind), Path(path)
    if place.suffix.lower() == ".xlsx":
        return write_workbook(table, place)
    return write_csv(table, place, bom=bom)


def _rows(connection: Connection, query: Executable) -> Iterator[tuple[Cell, ...]]:
    for row in connection.execute(query, execution_options=_STREAMED):
        yield tuple(row)


def _customers(connection: Connection) -> ExportTable:
    digits = minor_digits(load_settings(connection).currency)
    columns = (
        ExportColumn("Customer number"),
        ExportColumn("Name"),
        ExportColumn("Contact"),
        ExportColumn("Phone"),
        ExportColumn("Email"),
        ExportColumn("Street"),
        ExportColumn("City"),
        ExportColumn("Region"),
        ExportColumn("Postcode"),
        ExportColumn("Country"),
        ExportColumn("Credit limit", digits),
        ExportColumn("Payment days", 0),
        ExportColumn("Tax class"),
        ExportColumn("Discount", _SHARE),
        ExportColumn("Blocked because"),
        ExportColumn("Note"),
    )
    phone = (
        select(Phone.typed)
        .where(Phone.customer_id == Customer.id)
        .order_by(Phone.id)
        .limit(1)
        .scalar_subquery()
    )
    query = (
        select(
            Customer.number,
            Customer.name,
            Address.recipient,
            phone,
            Customer.email,
            Address.street,
            Address.city,
            Address.region,
            Address.postcode,
            Address.country,
            Customer.credit_limit,
            Customer.terms_days,
            Customer.tax_class,
            Customer.discount,
            Customer.blocked_reason,
            Customer.note,
        )
        .outerjoin(
            Address,
            (Address.customer_id == Customer.id)
            & Address.is_ship_default
            & (Address.state == "active"),
        )
        .order_by(Customer.id)
    )
    return ExportTable("customers", columns, _rows(connection, query))


def _items(connection: Connection) -> ExportTable:
    columns = (
        ExportColumn("Item code"),
        ExportColumn("Item name"),
        ExportColumn("Barcode"),
        ExportColumn("Kind"),
        ExportColumn("Discontinued"),
        ExportColumn("Unit"),
        ExportColumn("Tax class"),
        ExportColumn("Price", _PRICE),
        ExportColumn("Cost", _PRICE),
        ExportColumn("Reorder point", 0),
        ExportColumn("Reorder quantity", 0),
        ExportColumn("Weight g", 0),
        ExportColumn("Category"),
        ExportColumn("Note"),
    )
    barcodes: dict[int, list[str]] = {}
    for item_id, code in connection.execute(
        select(Barcode.item_id, Barcode.code).where(Barcode.pack_id.is_(None)).order_by(Barcode.id)
    ):
        barcodes.setdefault(item_id, []).append(code)
    query = select(
        Item.id,
        Item.code,
        Item.name,
        Item.kind,
        Item.state,
        Item.unit,
        Item.tax_class,
        Item.price,
        Item.cost,
        Item.reorder_point,
        Item.reorder_quantity,
        Item.weight_g,
        Item.category,
        Item.note,
    ).order_by(Item.id)

    def rows() -> Iterator[tuple[Cell, ...]]:
        for row in connection.execute(query, execution_options=_STREAMED):
            item_id, code, name, kind, state, *rest = row
            gone = "yes" if state == "discontinued" else "no"
            yield (code, name, " ".join(barcodes.get(item_id, ())), kind, gone, *rest)

    return ExportTable("items", columns, rows())


def _stock(connection: Connection) -> ExportTable:
    columns = (
        ExportColumn("Item code"),
        ExportColumn("Item name"),
        ExportColumn("Bin"),
        ExportColumn("Lot"),
        ExportColumn("Quantity", 0),
    )
    query = (
        select(Item.code, Item.name, Place.code, Balance.lot, Balance.on_hand)
        .join(Item, Item.id == Balance.item_id)
        .join(Place, Place.id == Balance.place_id)
        .where(Balance.physical == 1, Balance.on_hand != 0)
        .order_by(Item.id, Place.id, Balance.lot)
    )
    return ExportTable("stock", columns, _rows(connection, query))


def _orders(connection: Connection) -> ExportTable:
    digits = minor_digits(load_settings(connection).currency)
    columns = (
        ExportColumn("Order number"),
        ExportColumn("Status"),
        ExportColumn("Customer number"),
        ExportColumn("Customer name"),
        ExportColumn("Order date"),
        ExportColumn("Reference"),
        ExportColumn("Item code"),
        ExportColumn("Item name"),
        ExportColumn("Quantity", 0),
        ExportColumn("Unit price", _PRICE),
        ExportColumn("Discount", _SHARE),
        ExportColumn("Line total", digits),
        ExportColumn("Freight", digits),
        ExportColumn("Order total", digits),
    )
    query = (
        select(
            SalesOrder.number,
            SalesOrder.state,
            Customer.number,
            Customer.name,
            SalesOrder.ordered_on,
            SalesOrder.reference,
            OrderLine.code,
            OrderLine.name,
            OrderLine.quantity,
            OrderLine.price,
            OrderLine.discount,
            OrderLine.amount,
            SalesOrder.freight,
            SalesOrder.total,
        )
        .join(OrderLine, OrderLine.order_id == SalesOrder.id)
        .join(Customer, Customer.id == SalesOrder.customer_id)
        .order_by(SalesOrder.id, OrderLine.position)
    )
    return ExportTable("orders", columns, _rows(connection, query))


_KINDS: dict[str, Callable[[Connection], ExportTable]] = {
    "customers": _customers,
    "items": _items,
    "stock": _stock,
    "orders": _orders,
}
EXPORT_KINDS = tuple(_KINDS)

"""Packing slips of orders as they stand in the desk: one for each shipment."""

from dataclasses import dataclass, replace

from sqlalchemy import Connection, select

from app.core.errors import NotFound
from app.core.messages import N_, _
from app.db.models import load_settings
from app.documents.packing_slip import PackingSlip, PackingSlipLine
from app.documents.page import Shop
from app.fulfilment.errors import NoShipmentYet
from app.fulfilment.queries import (
    ShipmentLineRow,
    ShipmentRow,
    prints_of,
    shipment_lines,
    shipments_of,
)
from app.orders.models import LinePart
from app.orders.queries import OrderDetail, OrderLineRow, order_detail, order_id_of
from app.orders.rules import kits_covered

DOCUMENT = "packing_slip"
"""What prints are remembered under."""

_NOT_PICKED_YET = ("planned", "released", "picking")
Parts = dict[int, dict[int, int]]
"""Kit line to its items to units per kit."""


@dataclass(frozen=True)
class SlipOfShipment:
    """A slip with the shipment it belongs to."""

    shipment_id: int
    slip: PackingSlip


def slips_of(connection: Connection, order_name: str) -> tuple[SlipOfShipment, ...]:
    """Give the slips of an order, one for each shipment that was not cancelled.

    Raises:
        NotFound: there is no such order.
        NoShipmentYet: it has no shipment.
    """
    order_id = order_id_of(connection, order_name)
    order = None if order_id is None else order_detail(connection, order_id)
    if order is None:
        raise NotFound(N_("order"), order_name)
    shipments = [
        one for one in shipments_of(connection, order.order_id) if one.state != "cancelled"
    ]
    if not shipments:
        raise NoShipmentYet(order.name, _step_before(order))
    printed = prints_of(connection, DOCUMENT, [one.shipment_id for one in shipments])
    parts = _parts(connection, order)
    settings = load_settings(connection)
    shop = Shop(settings.shop_name, settings.shop_address)
    return tuple(
        SlipOfShipment(
            one.shipment_id,
            replace(
                _slip(shop, order, one),
                lines=tuple(
                    _lines(
                        order,
                        shipment_lines(connection, one.shipment_id),
                        parts,
                        picked=one.state not in _NOT_PICKED_YET,
                    )
                ),
                reprint=printed.get(one.shipment_id, 0) > 0,
            ),
        )
        for one in shipments
    )


def _step_before(order: OrderDetail) -> str:
    """Name the step an order without a shipment needs next, "" when nothing will be sent."""
    if order.state in ("closed", "cancelled") or all(one.kind == "service" for one in order.lines):
        return ""
    stops = {one.blocks for one in order.holds if one.released_at is None}
    if stops & {"confirm", "release"}:
        return "hold"
    if order.state != "confirmed":
        return "confirm"
    return "release" if order.fulfilment in ("reserved", "part reserved") else "reserve"


def _slip(shop: Shop, order: OrderDetail, shipment: ShipmentRow) -> PackingSlip:
    return PackingSlip(
        shop=shop,
        order_number=order.name,
        shipment_number=shipment.number,
        customer_name=order.customer,
        ship_to=_address(order),
        lines=(),
        packages=shipment.packages,
        customer_number=order.customer_number,
        phone=order.ship_phone,
        reference=order.reference,
        order_date=str(order.ordered_on),
        ship_date=str(shipment.shipped_on or ""),
        carrier=shipment.carrier,
        tracking=shipment.tracking,
        version=order.version,
    )


def _address(order: OrderDetail) -> str:
    name = order.ship_name if order.ship_name != order.customer else ""
    town = " ".join(part for part in (order.ship_city, order.ship_postcode) if part)
    parts = (name, order.ship_street, town, order.ship_region, order.ship_country)
    return "\n".join(part for part in parts if part)


def _lines(
    order: OrderDetail, lines: tuple[ShipmentLineRow, ...], parts: Parts, *, picked: bool
) -> list[PackingSlipLine]:
    found = []
    for line in order.lines:
        own = [one for one in lines if one.order_line_id == line.line_id]
        if own:
            found.append(_line(line, own, parts.get(line.line_id, {}), picked=picked))
    return found


def _line(
    line: OrderLineRow, own: list[ShipmentLineRow], needs: dict[int, int], *, picked: bool
) -> PackingSlipLine:
    units: dict[int, int] = {}
    for one in own:
        units[one.item_id] = units.get(one.item_id, 0) + (one.picked if picked else one.planned)
    names = {one.item_id: one.code for one in own}
    lots = sorted({one.lot for one in own if one.lot})
    remarks = [f"{count} × {names[item_id]}" for item_id, count in units.items() if needs]
    if lots:
        remarks.append(_("Lot {lots}").format(lots=", ".join(lots)))
    shipped = (
        kits_covered((units.get(item_id, 0), each) for item_id, each in needs.items())
        if needs
        else sum(units.values())
    )
    return PackingSlipLine(
        position=line.position,
        code=line.code,
        item=line.name,
        ordered=line.quantity - line.cancelled,
        shipped=shipped,
        back_ordered=max(0, line.back_ordered),
        unit="" if needs else own[0].unit,
        remark=", ".join(remarks),
    )


def _parts(connection: Connection, order: OrderDetail) -> Parts:
    found: Parts = {}
    kits = [line.line_id for line in order.lines if line.kind == "kit"]
    rows = connection.execute(
        select(LinePart.line_id, LinePart.item_id, LinePart.per_unit).where(
            LinePart.line_id.in_(kits)
        )
    )
    for line_id, item_id, per_unit in rows:
        found.setdefault(line_id, {})[item_id] = per_unit
    return found

"""From what the desk says of an order to the values its papers are printed from."""

from collections.abc import Sequence

from app.core.messages import _
from app.core.money import money_text, plain_price
from app.core.settings import ShopSettings
from app.desk import Desk
from app.documents.order_confirmation import (
    OrderConfirmation,
    OrderConfirmationLine,
    TaxLine,
    order_confirmations,
)
from app.documents.page import Paper, Shop
from app.documents.pick_list import PickLine, PickList, pick_lists
from app.fulfilment.queries import prints_of, shipment_lines, shipments_of
from app.orders.queries import OrderDetail, order_detail


def paper_size(settings: ShopSettings) -> Paper:
    """Give the paper the shop prints on."""
    return "Letter" if settings.paper == "Letter" else "A4"


def _shop(settings: ShopSettings) -> Shop:
    return Shop(settings.shop_name, settings.shop_address)


def _address(order: OrderDetail) -> str:
    city = " ".join(part for part in (order.ship_postcode, order.ship_city) if part)
    parts = (order.ship_street, city, order.ship_region, order.ship_country)
    return "\n".join(part for part in parts if part)


def confirmation_pdf(desk: Desk, order_ids: Sequence[int]) -> bytes:
    """Print order confirmations."""
    found = [desk.read(order_detail, one) for one in order_ids]
    values = [_confirmation(desk.settings, one) for one in found if one is not None]
    return order_confirmations(values, paper_size(desk.settings))


def _confirmation(settings: ShopSettings, order: OrderDetail) -> OrderConfirmation:
    money = settings.currency
    lines = tuple(
        OrderConfirmationLine(
            position=line.position,
            code=line.code,
            item=line.name,
            quantity=line.quantity - line.cancelled,
            price=plain_price(line.price),
            amount=money_text(line.amount, money),
            discount=f"{line.discount / 100:g} %" if line.discount else "",
        )
        for line in order.lines
        if line.quantity > line.cancelled
    )
    taxes = (TaxLine(label=_("Tax"), amount=money_text(order.tax, money)),) if order.tax else ()
    less = money_text(-order.discount_amount, money) if order.discount_amount else ""
    return OrderConfirmation(
        shop=_shop(settings),
        order_number=order.name,
        customer_name=order.customer,
        customer_number=order.customer_number,
        bill_to=_address(order),
        ship_to_name=order.ship_name,
        ship_to=_address(order),
        lines=lines,
        subtotal=money_text(order.goods, money),
        discount=less,
        freight=money_text(order.freight, money) if order.freight else "",
        taxes=taxes,
        total=money_text(order.total, money),
        tax_included=settings.prices_with_tax,
        reference=order.reference,
        order_date=str(order.ordered_on),
        due_date=str(order.due_on or ""),
        remark=order.note,
        version=order.version,
    )


def pick_list_pdf(desk: Desk, order_ids: Sequence[int]) -> bytes:
    """Print the pick lists of the open shipments of orders."""
    lists = []
    for order_id in order_ids:
        order = desk.read(order_detail, order_id)
        if order is None:
            continue
        for shipment in desk.read(shipments_of, order_id):
            if shipment.state in ("shipped", "received", "returned", "cancelled"):
                continue
            prints = desk.read(prints_of, "pick list", [shipment.shipment_id])
            lines = tuple(
                PickLine(
                    bin=one.bin,
                    code=one.code,
                    item=one.name,
                    quantity=one.planned,
                    barcode=one.barcode,
                    unit=one.unit,
                    lot=one.lot,
                )
                for one in desk.read(shipment_lines, shipment.shipment_id)
            )
            lists.append(
                PickList(
                    shop=_shop(desk.settings),
                    order_number=order.name,
                    shipment_number=shipment.number,
                    customer_name=order.customer,
                    lines=lines,
                    destination=order.ship_city,
                    reference=order.reference,
                    due_date=str(order.due_on or ""),
                    version=order.version,
                    reprint=bool(prints.get(shipment.shipment_id)),
                )
            )
    return pick_lists(lists, paper_size(desk.settings))

"""A small shop for tests of order forms: customers and items that are found by four letters."""

from app.catalog.commands import AddItem, BarcodeEntry, PackEntry
from app.catalog.handlers import add_item
from app.core.money import Money, Price
from app.customers.commands import AddCustomer, AddressEntry, PhoneEntry
from app.customers.handlers import add_customer
from app.desk import Desk
from app.stock.commands import OpenStock, StockWanted
from app.stock.handlers import open_stock


def furnish_phone_shop(desk: Desk) -> dict[str, int]:
    """Add two customers and four items with stock; gives ids by name."""
    ids: dict[str, int] = {}
    for name, phone, limit in (
        ("Acme Hardware", "0113 496 0000", None),
        ("深圳市明华五金", "0755 8320 1234", Money(5_000)),
    ):
        ids[name] = desk.run(
            add_customer,
            AddCustomer(
                name=name,
                credit_limit=limit,
                phones=(PhoneEntry(typed=phone),),
                addresses=(
                    AddressEntry(street="1 High Street", city="Leeds", is_ship_default=True),
                ),
            ),
        ).answer.customer_id
    for code, name, price, units, barcode in (
        ("NU8", "Brass nut M8", 25_500, 100, "5012345678900"),
        ("BO8", "Steel bolt M8", 1_250, 500, "5012345678917"),
        ("HO1", "Rubber hose", 295_000, 5, "5012345678924"),
        ("LS1", "不锈钢螺丝", 9_550, 40, "6901234567892"),
    ):
        ids[code] = desk.run(
            add_item,
            AddItem(
                code=code,
                name=name,
                price=Price(price),
                barcodes=(BarcodeEntry(code=barcode),),
                packs=(PackEntry(name="box", quantity=100),) if code == "BO8" else (),
            ),
        ).answer.item_id
        line = StockWanted(item_id=ids[code], quantity=units)
        desk.run(open_stock, OpenStock(lines=(line,)))
    return ids

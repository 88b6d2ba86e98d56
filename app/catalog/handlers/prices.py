"""One function per command on prices, price lists and tax."""

from dataclasses import dataclass

from sqlalchemy import delete, insert, select, update

from app.catalog.commands import AddPriceList, SetPrices, SetTaxRate
from app.catalog.errors import PriceListTaken
from app.catalog.handlers.saving import (
    ItemSaved,
    check_range,
    count_save,
    needed,
    refuse_repeats,
    taken_means,
)
from app.catalog.models import PriceBreak, PriceList, TaxRate
from app.catalog.rules import is_share
from app.core.errors import BadValue
from app.core.messages import _
from app.core.text import clean
from app.db.models import announce_facts
from app.db.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class PriceListSaved:
    """The price list."""

    price_list_id: int


@dataclass(frozen=True)
class TaxRateSaved:
    """The tax rate."""

    tax_rate_id: int


def set_prices(unit: UnitOfWork, command: SetPrices) -> ItemSaved:
    """Let an item have exactly these prices by list and quantity.

    Raises:
        NotFound: there is no such item.
        Stale: it was saved after the version that was seen.
        BadValue: a price below zero, a quantity below one, or two prices for the same.
    """
    version = count_save(unit, command.item_id, command.version)
    refuse_repeats("quantity", [(p.price_list_id, p.least_quantity) for p in command.prices])
    for number, entry in enumerate(command.prices, 1):
        check_range("price", entry.price, 0, number)
        check_range("quantity", entry.least_quantity, 1, number)
    unit.connection.execute(delete(PriceBreak).where(PriceBreak.item_id == command.item_id))
    rows = [
        {
            "item_id": command.item_id,
            "price_list_id": entry.price_list_id,
            "least_quantity": entry.least_quantity,
            "price": entry.price,
        }
        for entry in command.prices
    ]
    if rows:
        unit.connection.execute(insert(PriceBreak), rows)
    return ItemSaved(command.item_id, version)


def add_price_list(unit: UnitOfWork, command: AddPriceList) -> PriceListSaved:
    """Make a price list.

    Raises:
        BadValue: the name is empty.
        PriceListTaken: another list is called that.
    """
    name = needed("name", command.name)
    if unit.connection.execute(select(PriceList.id).where(PriceList.name == name)).first():
        raise PriceListTaken(name)
    with taken_means(PriceListTaken(name)):
        made = unit.connection.execute(
            insert(PriceList).values(name=name).returning(PriceList.id)
        ).scalar_one()
    unit.touch("price_list", made)
    return PriceListSaved(made)


def set_tax_rate(unit: UnitOfWork, command: SetTaxRate) -> TaxRateSaved:
    """Set the tax on a class of items for a class of customers.

    Raises:
        BadValue: a class is empty, or the share is not between nothing and all.
    """
    if not is_share(command.share):
        raise BadValue("share", command.share, _("a share from 0 to 100 % is expected"))
    item_class = needed("item_class", command.item_class)
    customer_class = needed("customer_class", command.customer_class)
    rate = (TaxRate.item_class == item_class, TaxRate.customer_class == customer_class)
    values = {"share": int(command.share), "name": clean(command.name)}
    saved = unit.connection.execute(
        update(TaxRate).where(*rate).values(**values).returning(TaxRate.id)
    ).scalar()
    if saved is None:
        saved = unit.connection.execute(
            insert(TaxRate)
            .values(item_class=item_class, customer_class=customer_class, **values)
            .returning(TaxRate.id)
        ).scalar_one()
    announce_facts(unit.connection)
    unit.touch("settings", 0)
    return TaxRateSaved(saved)

"""Fills the empty demo shop in one transaction: people, tax, goods, customers, bins, stock."""

from dataclasses import dataclass
from random import Random
from typing import ClassVar

from app.catalog.commands import (
    KitPartEntry,
    PackEntry,
    PriceEntry,
    SetKit,
    SetPacks,
    SetPrices,
    SetSubstitutes,
    SetTaxRate,
)
from app.catalog.handlers import (
    add_items_bulk,
    set_kit,
    set_packs,
    set_prices,
    set_substitutes,
    set_tax_rate,
)
from app.core.command import Command
from app.core.money import BasisPoints, Price
from app.core.permissions import Right, Role
from app.customers.commands import BlockCustomer
from app.customers.handlers import add_customers_bulk, block_customer
from app.db.unit_of_work import UnitOfWork
from app.demo.buyers import buyers
from app.demo.goods import DISCONTINUED, KITS, Goods, goods
from app.people.commands import AddPerson
from app.people.handlers import add_person
from app.stock.commands import AddPlace, OpenStock, StockWanted
from app.stock.handlers import add_place, open_stock

SEED = 20_261_101
BLOCKED = 23
"""Place in the list of customers of the one whose orders are refused."""

SCARCE_EVERY = 13
ARRIVING = 3
"""So many scarce items came in again since."""

_PEOPLE = (("Mona", Role.MANAGER), ("Carl", Role.CLERK), ("Pia", Role.PICKER))


@dataclass(frozen=True, kw_only=True)
class FurnishShop(Command):
    """Fill an empty desk with the demo shop."""

    right: ClassVar[Right] = Right.ADMINISTER
    seed: int = SEED


@dataclass(frozen=True)
class Furnished:
    """Who and what there is to trade with; `weights` say how often an item is ordered."""

    customers: tuple[int, ...]
    items: dict[str, int]
    packs: dict[str, int]
    weights: dict[str, int]
    scarce: tuple[str, ...]


def furnish_shop(unit: UnitOfWork, command: FurnishShop) -> Furnished:
    """Fill the desk through the handlers of every room."""
    chance = Random(command.seed)  # noqa: S311 - the same shop every time
    for name, role in _PEOPLE:
        add_person(unit, AddPerson(name=name, role=role))
    for customer_class, share in (("standard", 2000), ("export", 0)):
        rate = BasisPoints(share)
        set_tax_rate(
            unit,
            SetTaxRate(
                item_class="standard", customer_class=customer_class, share=rate, name="VAT"
            ),
        )
    stock = goods(chance)
    items = add_items_bulk(unit, stock.items)
    _add_details(unit, stock, items)
    customers = add_customers_bulk(unit, buyers(chance))
    reason = "three invoices unpaid"
    block_customer(unit, BlockCustomer(customer_id=customers[BLOCKED], reason=reason))
    scarce = _open(unit, stock, items, chance)
    gone = {*DISCONTINUED, *scarce}
    weights = {code: heavy for code, heavy in stock.weights.items() if code not in gone}
    return Furnished(tuple(customers), items, stock.packs, weights, scarce)


def _add_details(unit: UnitOfWork, stock: Goods, items: dict[str, int]) -> None:
    """Add packs, quantity breaks, kits and substitutes."""
    prices = {item.code: item.price for item in stock.items}
    for place, (code, units) in enumerate(stock.packs.items()):
        packs = (PackEntry("box", units),)
        set_packs(unit, SetPacks(item_id=items[code], packs=packs))
        if place % 5 == 0:
            cheaper = Price(prices[code] * 9 // 10)
            breaks = (PriceEntry(units * 5, cheaper),)
            set_prices(unit, SetPrices(item_id=items[code], prices=breaks))
    for code, _name, _price, parts in KITS:
        entries = tuple(KitPartEntry(items[part], units) for part, units in parts)
        set_kit(unit, SetKit(item_id=items[code], parts=entries))
    for code, other in (*DISCONTINUED.items(), ("BN-M6", "BNY-M6"), ("HK-40MM", "HK-50MM")):
        offer = (items[other],)
        set_substitutes(unit, SetSubstitutes(item_id=items[code], substitutes=offer))


def _open(unit: UnitOfWork, stock: Goods, items: dict[str, int], chance: Random) -> tuple[str, ...]:
    """Put opening stock into bins; some items are scarce, so that reports have what to say."""
    bins = _bins(unit)
    lines: list[StockWanted] = []
    scarce: list[str] = []
    for place, item in enumerate(one for one in stock.items if one.kind == "stock"):
        usual = item.reorder_point or 1
        units = max(usual, stock.packs.get(item.code, 0)) * chance.randint(20, 40)
        if place % SCARCE_EVERY == SCARCE_EVERY - 1 and item.state == "active":
            scarce.append(item.code)
            units = usual * chance.randint(2, 9) // 10
        if units:
            where = bins[place % len(bins)]
            lines.append(
                StockWanted(
                    item_id=items[item.code], quantity=units, place_id=where, unit_cost=item.cost
                )
            )
    open_stock(unit, OpenStock(lines=tuple(lines)))
    return tuple(scarce)


def _bins(unit: UnitOfWork) -> list[int]:
    made = []
    for aisle in "ABCD":
        name = f"Aisle {aisle}"
        zone = add_place(unit, AddPlace(code=aisle, name=name, kind="zone")).record_id
        made += [
            add_place(unit, AddPlace(code=f"{aisle}-{bay:02d}-{level}", parent_id=zone)).record_id
            for bay in range(1, 9)
            for level in range(1, 4)
        ]
    return made

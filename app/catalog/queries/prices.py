"""Reads of prices, price lists and tax: what an order form asks of the catalog."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import (
    BigInteger,
    BindParameter,
    CompoundSelect,
    Connection,
    Select,
    Text,
    bindparam,
    cast,
    literal,
    null,
    or_,
    select,
    union_all,
)

from app.catalog.models import Item, KitPart, Pack, PriceBreak, PriceList, TaxRate
from app.catalog.queries.rows import KitPartRow, PackRow, PriceListRow, PricingRow, TaxRateRow
from app.catalog.rules import PriceBreakRow
from app.core.money import BasisPoints, Price

_WANTED: BindParameter[int] = bindparam("wanted", expanding=True)
_ITEMS: Select[*tuple[Any, ...]] = select(
    Item.id.label("item_id"),
    Item.code,
    Item.name,
    Item.kind,
    Item.state,
    Item.unit,
    Item.tax_class,
    Item.price,
    Item.cost,
).where(Item.id.in_(_WANTED))
_NO_NUMBER = cast(null(), BigInteger)
_NO_NAME = cast(literal(""), Text)
_EXTRAS: CompoundSelect[*tuple[Any, ...]] = union_all(
    select(
        literal("break").label("part"),
        PriceBreak.item_id.label("item_id"),
        PriceBreak.least_quantity.label("quantity"),
        PriceBreak.price.label("price"),
        PriceBreak.price_list_id.label("other_id"),
        _NO_NAME.label("name"),
    ).where(
        PriceBreak.item_id.in_(_WANTED),
        or_(
            PriceBreak.price_list_id.is_(None),
            PriceBreak.price_list_id == bindparam("price_list", type_=BigInteger),
        ),
    ),
    select(literal("pack"), Pack.item_id, Pack.quantity, _NO_NUMBER, Pack.id, Pack.name).where(
        Pack.item_id.in_(_WANTED)
    ),
    select(
        literal("kit"), KitPart.kit_id, KitPart.quantity, _NO_NUMBER, KitPart.part_id, _NO_NAME
    ).where(KitPart.kit_id.in_(_WANTED)),
)


def pricing_of(
    connection: Connection, item_ids: Sequence[int], price_list_id: int | None = None
) -> dict[int, PricingRow]:
    """Give what order lines need of items, by id: two statements for any number of items."""
    wanted = list(dict.fromkeys(item_ids))
    if not wanted:
        return {}
    items = connection.execute(_ITEMS, {"wanted": wanted})
    breaks: dict[int, list[PriceBreakRow]] = {}
    packs: dict[int, list[PackRow]] = {}
    parts: dict[int, list[KitPartRow]] = {}
    for part, one, quantity, price, other, name in connection.execute(
        _EXTRAS, {"wanted": wanted, "price_list": price_list_id}
    ):
        if part == "break":
            breaks.setdefault(one, []).append(PriceBreakRow(quantity, Price(price), other))
        elif part == "pack":
            packs.setdefault(one, []).append(PackRow(other, name, quantity))
        else:
            parts.setdefault(one, []).append(KitPartRow(other, quantity))
    return {
        row["item_id"]: PricingRow(
            **row,
            breaks=tuple(breaks.get(row["item_id"], ())),
            packs=tuple(packs.get(row["item_id"], ())),
            parts=tuple(parts.get(row["item_id"], ())),
        )
        for row in items.mappings()
    }


def price_lists(connection: Connection) -> tuple[PriceListRow, ...]:
    """Give all price lists by name; one statement."""
    found = connection.execute(select(PriceList.id, PriceList.name).order_by(PriceList.name))
    return tuple(PriceListRow(*row) for row in found)


def tax_rates(connection: Connection) -> tuple[TaxRateRow, ...]:
    """Give all tax rates by their classes; one statement."""
    found = connection.execute(
        select(
            TaxRate.id, TaxRate.item_class, TaxRate.customer_class, TaxRate.share, TaxRate.name
        ).order_by(TaxRate.item_class, TaxRate.customer_class)
    )
    return tuple(TaxRateRow(row[0], row[1], row[2], BasisPoints(row[3]), row[4]) for row in found)


def tax_shares(connection: Connection) -> dict[tuple[str, str], BasisPoints]:
    """Give the tax by (item class, customer class), for `rules.tax_share_for`; one statement."""
    return {(row.item_class, row.customer_class): row.share for row in tax_rates(connection)}

"""One function per command of the catalog, and the bulk way in for imports."""

from app.catalog.handlers.bulk import NewItem, add_items_bulk
from app.catalog.handlers.items import (
    add_item,
    change_item,
    discontinue_item,
    resume_item,
    set_barcodes,
    set_kit,
    set_packs,
    set_substitutes,
)
from app.catalog.handlers.prices import (
    PriceListSaved,
    TaxRateSaved,
    add_price_list,
    set_prices,
    set_tax_rate,
)
from app.catalog.handlers.saving import ItemSaved
from app.catalog.handlers.whole import save_item

__all__ = [
    "ItemSaved",
    "NewItem",
    "PriceListSaved",
    "TaxRateSaved",
    "add_item",
    "add_items_bulk",
    "add_price_list",
    "change_item",
    "discontinue_item",
    "resume_item",
    "save_item",
    "set_barcodes",
    "set_kit",
    "set_packs",
    "set_prices",
    "set_substitutes",
    "set_tax_rate",
]

"""The places of the navigation, in order: data, loaded when first shown."""

from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from typing import cast

from app.core.messages import N_
from app.core.permissions import Right
from ui.kit.context import Context, Page


@dataclass(frozen=True)
class PageSpec:
    """One place: its id, its name (a message id), its icon and where its class lives.

    `words` (a message id) says what is done there, `right` what a person needs for it.
    """

    page_id: str
    title: str
    icon: str
    module: str
    name: str
    words: str = ""
    right: Right | None = None

    def make(self, context: Context) -> Page:
        """Load the class and build the page."""
        return cast("Page", getattr(import_module(self.module), self.name)(context))


_ALL: tuple[PageSpec, ...] = (
    PageSpec(
        "today", N_("Today"), "layout-dashboard", "ui.today.today_page", "TodayPage",
        N_("board, late orders, sales today"),
    ),
    PageSpec(
        "orders", N_("Orders"), "clipboard-list", "ui.orders.orders_page", "OrdersPage",
        N_("pick, pack, ship, received, holds, packing slips"),
    ),
    PageSpec(
        "new_order", N_("New order"), "phone-call", "ui.orders.entry_page", "EntryPage",
        N_("phone order, drafts, parked calls"), Right.TAKE_ORDERS,
    ),
    PageSpec(
        "stock", N_("Stock"), "boxes", "ui.stock.stock_page", "StockPage",
        N_("on hand, reserved, receive, count, move"),
    ),
    PageSpec(
        "scan", N_("Scan"), "scan-barcode", "ui.scan.scan_page", "ScanPage",
        N_("look up a barcode, bin or item"),
    ),
    PageSpec(
        "customers", N_("Customers"), "users", "ui.customers.customers_page", "CustomersPage",
        N_("addresses, phones, terms, credit"),
    ),
    PageSpec(
        "items", N_("Items"), "package", "ui.catalog.items_page", "ItemsPage",
        N_("prices, packs, barcodes, substitutes, kits"),
    ),
    PageSpec(
        "reports", N_("Reports"), "chart-column", "ui.reports.reports_page", "ReportsPage",
        N_("sales by day, low stock"),
    ),
    PageSpec(
        "import", N_("Import"), "upload", "ui.exchange.import_page", "ImportPage",
        N_("files of orders, items, customers, stock"), Right.IMPORT,
    ),
    PageSpec(
        "settings", N_("Settings"), "settings", "ui.settings.settings_page", "SettingsPage",
        N_("language, theme, checks, people"),
    ),
)  # fmt: skip


def pages() -> tuple[PageSpec, ...]:
    """Give the places in order."""
    return tuple(spec for spec in _ALL if _exists(spec.module))


def _exists(module: str) -> bool:
    try:
        return find_spec(module) is not None
    except ModuleNotFoundError:
        return False

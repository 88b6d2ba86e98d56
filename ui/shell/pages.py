"""The places of the navigation, in order: data, loaded when first shown."""

from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from typing import cast

from app.core.messages import N_
from ui.kit.context import Context, Page


@dataclass(frozen=True)
class PageSpec:
    """One place: its id, its name (a message id), its icon and where its class lives."""

    page_id: str
    title: str
    icon: str
    module: str
    name: str

    def make(self, context: Context) -> Page:
        """Load the class and build the page."""
        return cast("Page", getattr(import_module(self.module), self.name)(context))


_ALL: tuple[PageSpec, ...] = (
    PageSpec("today", N_("Today"), "layout-dashboard", "ui.today.today_page", "TodayPage"),
    PageSpec("orders", N_("Orders"), "clipboard-list", "ui.orders.orders_page", "OrdersPage"),
    PageSpec("new_order", N_("New order"), "phone-call", "ui.orders.entry_page", "EntryPage"),
    PageSpec("stock", N_("Stock"), "boxes", "ui.stock.stock_page", "StockPage"),
    PageSpec("scan", N_("Scan"), "scan-barcode", "ui.scan.scan_page", "ScanPage"),
    PageSpec("customers", N_("Customers"), "users", "ui.customers.customers_page", "CustomersPage"),
    PageSpec("items", N_("Items"), "package", "ui.catalog.items_page", "ItemsPage"),
    PageSpec("reports", N_("Reports"), "chart-column", "ui.reports.reports_page", "ReportsPage"),
    PageSpec("import", N_("Import"), "upload", "ui.exchange.import_page", "ImportPage"),
    PageSpec("settings", N_("Settings"), "settings", "ui.settings.settings_page", "SettingsPage"),
)


def pages() -> tuple[PageSpec, ...]:
    """Give the places in order."""
    return tuple(spec for spec in _ALL if _exists(spec.module))


def _exists(module: str) -> bool:
    try:
        return find_spec(module) is not None
    except ModuleNotFoundError:
        return False

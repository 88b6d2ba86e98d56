"""All items, and the one chosen to look at, change, or take out of sale."""

from typing import Any

from PySide6.QtGui import QColor
from typing_extensions import override

from app.catalog.queries import ItemFilter, ItemRow, item_page, page_key
from app.core.messages import _
from app.core.money import plain_price
from app.core.reading.spans import PageKey
from app.core.text import fold
from ui.catalog.item_panel import ItemPanel
from ui.kit.frame.split_page import Halves, SplitPage
from ui.kit.table import Column, Source

_VIEWS: dict[str, dict[str, str]] = {
    "active": {"state": "active"},
    "kit": {"kind": "kit"},
    "service": {"kind": "service"},
    "discontinued": {"state": "discontinued"},
    "all": {},
}


class ItemsPage(SplitPage):
    """The list of items at the left, the form of one at the right."""

    shows = frozenset({"item", "import", "price_list"})
    record = "item_id"

    @override
    def halves(self) -> Halves:
        self.panel = ItemPanel(self.context)
        return Halves(
            title=_("Items"),
            new=_("New item"),
            views={
                "active": _("On sale"),
                "kit": _("Kits"),
                "service": _("Services"),
                "discontinued": _("Discontinued"),
                "all": _("All"),
            },
            find=(_("Find by code, name or initials (Ctrl+F)"), _("Find items")),
            table=("items", _("Items")),
            columns=(
                Column(_("Code"), lambda one: one.code, 11, colour=self._colour),
                Column(_("Item"), _name, 20, stretch=True, colour=self._colour),
                Column(_("Price"), lambda one: plain_price(one.price), 9, number=True),
                Column(_("Category"), lambda one: one.category, 12),
            ),
            source=Source(self.context.tasks, item_page, page_key),
            empty=("package", _("No item yet.")),
            give_way=(3, 2),
            widths=(440, 640),
        )

    @property
    @override
    def right(self) -> ItemPanel:
        return self.panel

    @override
    def wanted(self) -> dict[str, Any]:
        return {"wanted": ItemFilter(text=self.search.text(), **_VIEWS[self.view])}

    @override
    def key_of(self, record_id: int) -> PageKey | None:
        known = self.context.lookup.items.entry(record_id)
        return PageKey(fold(known.code), known.entry_id) if known else None

    @override
    def why_empty(self, *, narrowed: bool) -> str:
        if narrowed:
            return _("Nothing fits. Clear the search or choose All.")
        return _("No item yet. Add the first one, or import what you have.")

    def _colour(self, one: ItemRow) -> Any:
        name = "text" if one.state == "active" else "muted"
        return QColor(self.context.theme.tokens[name])

    @override
    def scanned(self, code: str) -> bool:
        """Show the item scanned."""
        found = self.context.lookup.items.exact(code)
        if not found:
            return False
        self.go_to(item_id=found[0].entry_id)
        return True


def _name(one: ItemRow) -> str:
    return one.name if one.state == "active" else f"{one.name} ({_('discontinued')})"

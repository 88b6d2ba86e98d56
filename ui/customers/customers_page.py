"""All customers, and the one chosen to look at, change, or take an order from."""

from typing import Any

from PySide6.QtGui import QColor
from typing_extensions import override

from app.core.messages import _
from app.core.reading.spans import PageKey
from app.customers.queries import CustomerFilter, CustomerListRow, customer_page, page_key
from ui.customers.customer_panel import CustomerPanel
from ui.kit.frame.split_page import Halves, SplitPage
from ui.kit.table import Column, Source

_VIEWS: dict[str, bool | None] = {"all": None, "open": False, "blocked": True}


class CustomersPage(SplitPage):
    """The list of customers at the left, one of them at the right."""

    shows = frozenset({"customer", "import", "order"})
    record = "customer_id"

    @override
    def halves(self) -> Halves:
        self.panel = CustomerPanel(self.context)
        return Halves(
            title=_("Customers"),
            new=_("New customer"),
            views={"all": _("All"), "open": _("Not blocked"), "blocked": _("Blocked")},
            find=(_("Find by number, name or phone (Ctrl+F)"), _("Find customers")),
            table=("customers", _("Customers")),
            columns=(
                Column(_("Number"), lambda one: one.number, 9, colour=self._colour),
                Column(_("Name"), _name, 20, stretch=True, colour=self._colour),
                Column(_("Town"), lambda one: one.city, 12),
                Column(_("Phone"), lambda one: one.phone, 15),
            ),
            source=Source(self.context.tasks, customer_page, page_key),
            empty=("users", _("No customer yet.")),
            give_way=(2, 3),
            widths=(500, 580),
        )

    @property
    @override
    def right(self) -> CustomerPanel:
        return self.panel

    @override
    def wanted(self) -> dict[str, Any]:
        return {"wanted": CustomerFilter(text=self.search.text(), blocked=_VIEWS[self.view])}

    @override
    def key_of(self, record_id: int) -> PageKey | None:
        known = self.context.lookup.customers.entry(record_id)
        return PageKey(known.code, known.entry_id) if known else None

    @override
    def why_empty(self, *, narrowed: bool) -> str:
        if narrowed:
            return _("Nobody fits. Clear the search or choose All.")
        return _("No customer yet. Add the first one, or import those you have.")

    def _colour(self, one: CustomerListRow) -> Any:
        name = "text" if one.blocked_reason is None else "err"
        return QColor(self.context.theme.tokens[name])


def _name(one: CustomerListRow) -> str:
    return one.name if one.blocked_reason is None else f"⊘ {one.name} ({_('blocked')})"

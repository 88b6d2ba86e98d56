"""Prices of an order's items, read in the background; an older answer never undoes a newer."""

from collections.abc import Callable, Sequence

from app.catalog.queries import PricingRow, pricing_of
from ui.kit.context import Context
from ui.orders.phone.entry import Entry


class Prices:
    """Reads prices for the order in front and hands them to it in the order they were asked."""

    def __init__(self, context: Context, arrived: Callable[[Entry], None]) -> None:
        """Call `arrived` with the order that got prices."""
        self._context, self._arrived = context, arrived
        self._asked = 0
        self._newest: dict[tuple[str, int], int] = {}

    def read(self, entry: Entry, item_ids: Sequence[int]) -> None:
        """Read prices of items for an order's customer."""
        if not item_ids:
            return
        self._asked += 1
        mark = self._asked
        for item_id in item_ids:
            self._newest[entry.draft_id, item_id] = mark
        price_list = entry.customer.price_list_id if entry.customer else None

        def take(found: dict[int, PricingRow]) -> None:
            fresh = {
                item_id: row
                for item_id, row in found.items()
                if self._newest.get((entry.draft_id, item_id)) == mark
            }
            if fresh:
                entry.know_prices(fresh)
                self._arrived(entry)

        self._context.tasks.read(pricing_of, list(item_ids), price_list, done=take)

    def forget(self) -> None:
        """Take no answer to anything asked so far."""
        self._newest.clear()

"""The papers of the orders chosen in the list: slips, confirmations, pick lists.

What makes a PDF is loaded with the first paper, off the window's thread: 10 MB otherwise unused.
"""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from app.core.messages import _
from app.desk import Desk
from app.fulfilment.commands import NotePrint
from app.fulfilment.errors import NoShipmentsYet, NoShipmentYet
from app.fulfilment.handlers import note_print
from app.orders.queries import OrderRow
from ui.kit.context import Context

if TYPE_CHECKING:
    from app.papers.slips import SlipOfShipment

_NEXT_STEP = "Ctrl+Enter"
"""The keys that take the next step of the order in front."""


def _slips_that_are(desk: Desk, names: Sequence[str]) -> "list[SlipOfShipment]":
    """Give the slips of orders in their order; one of several without a shipment has none.

    Raises:
        NoShipmentYet: the one order has no shipment.
        NoShipmentsYet: none of the orders has a shipment.
    """
    from app.papers.slips import slips_of

    found: list[SlipOfShipment] = []
    for name in names:
        try:
            found.extend(desk.read(slips_of, name))
        except NoShipmentYet as error:
            if len(names) == 1:
                error.keys = _NEXT_STEP
                raise
    if not found:
        raise NoShipmentsYet(len(names))
    return found


def _confirmations(desk: Desk, ids: Sequence[int]) -> bytes:
    from app.papers.orders import confirmation_pdf

    return confirmation_pdf(desk, ids)


def _pick_lists(desk: Desk, ids: Sequence[int]) -> bytes:
    from app.papers.orders import pick_list_pdf

    return pick_list_pdf(desk, ids)


class OrderPapers:
    """Makes one file for all chosen orders, in their order."""

    def __init__(self, context: Context, chosen: Callable[[], Sequence[OrderRow]]) -> None:
        """Ask `chosen` which orders are meant."""
        self._context, self._chosen = context, chosen

    def slips(self) -> None:
        """Show the packing slips; they are remembered as printed."""
        desk, names = self._context.desk, [one.name for one in self._chosen()]

        def make() -> bytes:
            from app.documents.packing_slip import packing_slips
            from app.papers.orders import paper_size
            from app.papers.slips import DOCUMENT

            found = _slips_that_are(desk, names)
            pdf = packing_slips([one.slip for one in found], paper_size(desk.settings))
            ids = tuple(one.shipment_id for one in found)
            desk.run(note_print, NotePrint(document=DOCUMENT, document_ids=ids))
            return pdf

        if names:
            self._context.shell.show_paper(_("Packing slip {name}").format(name=names[0]), make)

    def confirmations(self) -> None:
        """Show the order confirmations."""
        self._show(_("Order confirmation {name}"), _confirmations)

    def pick_lists(self) -> None:
        """Show the pick lists of open shipments."""
        self._show(_("Pick list {name}"), _pick_lists)

    def _show(self, title: str, make: Callable[[Desk, Sequence[int]], bytes]) -> None:
        desk, chosen = self._context.desk, self._chosen()
        if chosen:
            ids = [one.order_id for one in chosen]
            name = title.format(name=chosen[0].name)
            self._context.shell.show_paper(name, lambda: make(desk, ids))

"""The papers of the orders chosen in the list: slips, confirmations, pick lists.

What makes a PDF is loaded with the first paper, off the window's thread: 10 MB otherwise unused.
"""

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from app.core.messages import _, ngettext
from app.desk import Desk
from app.fulfilment.commands import NotePrint
from app.fulfilment.errors import NoShipmentsYet, NoShipmentYet
from app.fulfilment.handlers import note_print
from app.orders.queries import OrderRow
from ui.kit.context import Context

if TYPE_CHECKING:
    from app.papers.slips import SlipOfShipment

_NAMED = 5
"""Orders without a slip that are told by name."""
_NEXT_STEP = "Ctrl+Enter"
"""The keys that take the next step of the order in front."""


def _slips_that_are(desk: Desk, names: Sequence[str]) -> "tuple[list[SlipOfShipment], list[str]]":
    """Give the slips of orders in their order, and those of several that have no shipment.

    Raises:
        NoShipmentYet: the one order has no shipment.
        NoShipmentsYet: none of the orders has a shipment.
    """
    from app.papers.slips import slips_of

    found: list[SlipOfShipment] = []
    without: list[str] = []
    for name in names:
        try:
            found.extend(desk.read(slips_of, name))
        except NoShipmentYet as error:
            without.append(name)
            if len(names) == 1:
                error.keys = _NEXT_STEP
                raise
    if not found:
        raise NoShipmentsYet(len(names))
    return found, without


def _slips(desk: Desk, names: Sequence[str]) -> tuple[bytes, list[str]]:
    """Make the slips and note that they were printed; gives the orders left out, too."""
    from app.documents.packing_slip import packing_slips
    from app.papers.orders import paper_size
    from app.papers.slips import DOCUMENT

    found, without = _slips_that_are(desk, names)
    pdf = packing_slips([one.slip for one in found], paper_size(desk.settings))
    ids = tuple(one.shipment_id for one in found)
    desk.run(note_print, NotePrint(document=DOCUMENT, document_ids=ids))
    return pdf, without


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
        """Show the packing slips, and tell which orders have none; they are noted as printed."""
        desk, names = self._context.desk, [one.name for one in self._chosen()]
        if names:
            show = partial(self._show_slips, _("Packing slip {name}").format(name=names[0]))
            problem = self._context.shell.problem
            self._context.tasks.call(lambda: _slips(desk, names), show, problem)

    def _show_slips(self, title: str, made: tuple[bytes, list[str]]) -> None:
        pdf, without = made
        shell = self._context.shell
        shell.show_paper(title, lambda: pdf)
        if without:
            text = ngettext(
                "{count} order has no shipment yet and no slip: {names}",
                "{count} orders have no shipment yet and no slip: {names}",
                len(without),
            )
            some = ", ".join(without[:_NAMED]) + (" …" if len(without) > _NAMED else "")
            shell.toast(text.format(count=f"{len(without):,}", names=some))

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

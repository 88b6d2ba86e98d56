"""Orders that are still to be fulfilled: each goes through the same door as a typed one."""

from datetime import date

from sqlalchemy import update

from app.core.errors import Refused
from app.core.messages import _
from app.core.money import PRICE_SCALE, round_half_up
from app.db.unit_of_work import UnitOfWork
from app.exchange.errors import RowsRefused
from app.exchange.handlers.history import SHIP_FIELDS
from app.exchange.handlers.parties import Parties, customer_names
from app.exchange.handlers.writing import Inserter
from app.exchange.models import ImportedDocument
from app.exchange.preview.planning import Document
from app.exchange.preview.preview import Preview
from app.exchange.progress import Watch, step
from app.exchange.rules.checking import Checked
from app.orders.commands import LineWanted, PlaceOrder, ShipTo
from app.orders.handlers.placing import place_order
from app.orders.models import SalesOrder

_EVERY = 20


def place_open_orders(
    unit: UnitOfWork, preview: Preview, parties: Parties, batch_id: int, watch: Watch
) -> int:
    """Place the documents that are open; gives how many of them are held for review.

    Raises:
        RowsRefused: a check blocks an order; names its row.
    """
    plan, source = preview.orders, preview.prepared.source
    documents = [one for one in (plan.documents if plan else ()) if not one.closed and one.lines]
    brought = Inserter(unit, ImportedDocument, ("source", "number", "batch_id", "order_id"))
    held = 0
    for done, document in enumerate(documents):
        command = _wanted(unit, preview.checked, parties, document)
        try:
            placed = place_order(unit, command)
        except Refused as refused:
            row = preview.checked.lines.numbers[document.first]
            sentence = _("Row {row}: {reason}").format(row=row, reason=refused.message())
            raise RowsRefused(1, sentence) from refused
        held += bool(placed.holds)
        brought.add([(source, document.number, batch_id, placed.order_id)])
        unit.connection.execute(
            update(SalesOrder).where(SalesOrder.id == placed.order_id).values(import_id=batch_id)
        )
        if done % _EVERY == 0:
            step(watch, "orders", done, len(documents))
    return held


def _wanted(unit: UnitOfWork, checked: Checked, parties: Parties, document: Document) -> PlaceOrder:
    first = document.first
    due = checked.value("due_on", first)
    note = str(checked.value("order_note", first) or "")
    if isinstance(due, date) and due < unit.today:
        note = f"{note} {_('Wanted on {date}.').format(date=due.isoformat())}".strip()
        due = None
    return PlaceOrder(
        customer_id=parties.customers[customer_names(checked)(first)],
        lines=tuple(_line(checked, parties, index) for index in document.lines),
        ship_to=_ship_to(checked, first),
        reference=document.number,
        note=note,
        due_on=due if isinstance(due, date) else None,
        freight=_freight(checked, first, preview_digits(checked)),
        on_question="hold",
        channel="import",
    )


def preview_digits(checked: Checked) -> int:
    """Give the decimals of money that the check of the file went by."""
    return checked.settings.decimals


def _freight(checked: Checked, index: int, digits: int) -> int | None:
    value = checked.value("freight", index)
    return round_half_up(value * 10**digits, PRICE_SCALE) if isinstance(value, int) else None


def _line(checked: Checked, parties: Parties, index: int) -> LineWanted:
    quantity, price = checked.value("quantity", index), checked.value("price", index)
    discount = checked.value("discount", index)
    return LineWanted(
        item_id=parties.items[str(checked.value("item_code", index))],
        quantity=quantity if isinstance(quantity, int) else 0,
        price=price if isinstance(price, int) else None,
        discount=discount if isinstance(discount, int) else 0,
    )


def _ship_to(checked: Checked, index: int) -> ShipTo | None:
    found = {
        name.removeprefix("ship_"): str(checked.value(name, index) or "") for name in SHIP_FIELDS
    }
    return ShipTo(**found) if found["street"] else None

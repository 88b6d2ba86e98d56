"""`order list` and `order show`: orders as lines for people or JSON for machines."""

from argparse import Namespace
from collections.abc import Iterator

from app.command_line.answers import Answers
from app.command_line.opening import opened
from app.core.errors import ExitCode, NotFound
from app.core.messages import N_, _
from app.core.money import money_text, plain_price
from app.core.reading.spans import Span
from app.customers.queries import customer_by_number
from app.desk import Desk
from app.fulfilment.queries import shipments_of
from app.fulfilment.states import SHIPMENT_LABELS
from app.orders.queries import OrderDetail, OrderRow, order_detail, order_id_of, order_page
from app.orders.states import LABELS


def listed(asked: Namespace, out: Answers) -> ExitCode:
    """List orders newest first, as many as asked; JSON is one order a line."""
    with opened(asked) as desk:
        rows = _rows(desk, asked)
        if out.as_json:
            for row in rows:
                out.say("", row)
            return ExitCode.DONE
        currency = desk.settings.currency
        out.table(
            (_("Order"), _("State"), _("Customer"), _("Date"), _("Due"), _("Lines"), _("Total")),
            (
                (
                    row.name,
                    _(LABELS[row.label]),
                    row.customer,
                    row.ordered_on,
                    row.due_on or "",
                    row.lines,
                    money_text(row.total, currency),
                )
                for row in rows
            ),
        )
    return ExitCode.DONE


def _rows(desk: Desk, asked: Namespace) -> Iterator[OrderRow]:
    customer_id = _customer_id(desk, asked.customer) if asked.customer else None
    before = order_id(desk, asked.before) if asked.before else None
    left: int | None = asked.limit or None
    while left is None or left > 0:
        size = 500 if left is None else min(left, 500)
        page = desk.read(
            order_page,
            labels=tuple(asked.state or ()),
            customer_id=customer_id,
            text=asked.text or "",
            span=Span((before,) if before else None, limit=size),
        )
        yield from page
        if len(page) < size:
            return
        before = page[-1].order_id
        left = None if left is None else left - len(page)


def _customer_id(desk: Desk, number: str) -> int:
    found = desk.read(customer_by_number, number)
    if found is None:
        raise NotFound(N_("customer"), number)
    return found.customer_id


def order_id(desk: Desk, name: str) -> int:
    """Find an order by its number or review name.

    Raises:
        NotFound: there is none.
    """
    found = desk.read(order_id_of, name)
    if found is None:
        raise NotFound(N_("order"), name)
    return found


def shown(asked: Namespace, out: Answers) -> ExitCode:
    """Show orders whole: head, lines, holds, shipments; JSON adds history and versions."""
    with opened(asked) as desk:
        for name in asked.orders:
            detail = desk.read(order_detail, order_id(desk, name))
            if detail is None:
                raise NotFound(N_("order"), name)
            _show(desk, detail, out)
    return ExitCode.DONE


def _show(desk: Desk, detail: OrderDetail, out: Answers) -> None:
    shipments = desk.read(shipments_of, detail.order_id)
    if out.as_json:
        out.say("", {**vars(detail), "shipments": shipments})
        return
    currency = desk.settings.currency
    head = _("{order} · {state} · {number} {customer} · {total}").format(
        order=detail.name,
        state=_(LABELS[detail.label]),
        number=detail.customer_number,
        customer=detail.customer,
        total=money_text(detail.total, currency),
    )
    out.say(head, None)
    out.table(
        ("", _("Item"), _("Name"), _("Ordered"), _("Reserved"), _("Shipped"), _("Price")),
        (
            (
                line.position,
                line.code,
                line.name,
                line.quantity - line.cancelled,
                line.reserved,
                line.shipped,
                plain_price(line.price),
            )
            for line in detail.lines
        ),
    )
    for hold in detail.holds:
        if hold.released_at is None:
            why = hold.finding.message() if hold.finding else hold.reason
            out.say(_("On hold ({kind}): {reason}").format(kind=_(hold.kind), reason=why), None)
    for one in shipments:
        state = _(SHIPMENT_LABELS[one.state])
        out.say(_("Shipment {number}: {state}").format(number=one.number, state=state), None)

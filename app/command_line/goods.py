"""`ship` and `receive`: goods leave for an order, arrive at the customer, or come in."""

from argparse import Namespace

from app.catalog.queries import item_by_code
from app.command_line.answers import Answers
from app.command_line.opening import WrongUse, opened
from app.command_line.orders import order_id
from app.core.command import new_id
from app.core.errors import ExitCode, NotFound, Refused
from app.core.messages import N_, _, ngettext
from app.desk import Desk
from app.fulfilment.commands import ReceiveShipment, ShipmentStep, ShipOrder
from app.fulfilment.errors import WrongStep
from app.fulfilment.handlers import receive_shipment, ship_order
from app.fulfilment.queries import shipments_of
from app.stock.commands import ReceiveGoods, StockWanted
from app.stock.handlers import receive_goods
from app.stock.queries import place_by_code, stock_of


def ship(asked: Namespace, out: Answers) -> ExitCode:
    """Pick, pack and ship what each order has reserved; a refused one does not stop the rest."""
    _refuse_shared_id(asked)
    code = ExitCode.DONE
    with opened(asked) as desk:
        for name in asked.orders:
            try:
                _ship(desk, asked, name, out)
            except Refused as error:
                code = out.fail(error)
    return code


def _ship(desk: Desk, asked: Namespace, name: str, out: Answers) -> None:
    command = ShipOrder(
        command_id=asked.id or new_id(),
        order_id=order_id(desk, name),
        carrier=asked.carrier or "",
        tracking=asked.tracking or "",
    )
    step = desk.run(ship_order, command).answer
    said = _("{order}: shipped as {shipment}.").format(order=name, shipment=step.number)
    out.say(said, _step(name, step))


def _step(name: str, step: ShipmentStep) -> dict[str, object]:
    return {
        "ok": True,
        "order": name,
        "shipment": step.number,
        "state": step.state,
        "label": step.order_label,
    }


def receive(asked: Namespace, out: Answers) -> ExitCode:
    """Record that customers have their goods, or with `--item` book goods into the house."""
    if bool(asked.item) == bool(asked.orders):
        raise WrongUse(_("Name orders that arrived, or --item and --qty for goods that came in."))
    if asked.item:
        return _receive_goods(asked, out)
    if not asked.by:
        raise WrongUse(_("Say who received it: --by NAME."))
    _refuse_shared_id(asked)
    code = ExitCode.DONE
    with opened(asked) as desk:
        for name in asked.orders:
            try:
                _receive_order(desk, asked, name, out)
            except Refused as error:
                code = out.fail(error)
    return code


def _receive_order(desk: Desk, asked: Namespace, name: str, out: Answers) -> None:
    every = desk.read(shipments_of, order_id(desk, name))
    under_way = [one for one in every if one.state == "shipped"]
    if not under_way and not (asked.id and every):
        state = every[-1].state if every else "planned"
        raise WrongStep(every[-1].number if every else name, state, "received")
    for one in under_way or every[-1:]:
        command = ReceiveShipment(
            command_id=asked.id or new_id(),
            shipment_id=one.shipment_id,
            received_by=asked.by,
            how=asked.how,
        )
        step = desk.run(receive_shipment, command).answer
        said = _("{order}: {shipment} received by {name}.").format(
            order=name, shipment=step.number, name=asked.by
        )
        out.say(said, _step(name, step))


def _receive_goods(asked: Namespace, out: Answers) -> ExitCode:
    if asked.quantity is None:
        raise WrongUse(_("Say how many came in: --qty NUMBER."))
    with opened(asked) as desk:
        item = desk.read(item_by_code, asked.item)
        if item is None:
            raise NotFound(N_("item"), asked.item)
        line = StockWanted(
            item_id=item.item_id, quantity=asked.quantity, place_id=_place_id(desk, asked.bin)
        )
        command = ReceiveGoods(
            command_id=asked.id or new_id(), lines=(line,), supplier=asked.supplier or ""
        )
        moves = desk.run(receive_goods, command).answer
        stock = desk.read(stock_of, (item.item_id,))[item.item_id]
        said = ngettext(
            "{item}: {count} came in, {on_hand} on hand.",
            "{item}: {count} came in, {on_hand} on hand.",
            asked.quantity,
        ).format(item=item.code, count=asked.quantity, on_hand=stock.on_hand)
        value = {"ok": True, "item": item.code, "move": moves.first, "on_hand": stock.on_hand}
        out.say(said, {**value, "available": stock.available})
    return ExitCode.DONE


def _place_id(desk: Desk, code: str | None) -> int | None:
    if not code:
        return None
    place = desk.read(place_by_code, code)
    if place is None:
        raise NotFound(N_("place"), code)
    return place.place_id


def _refuse_shared_id(asked: Namespace) -> None:
    if asked.id and len(asked.orders) > 1:
        raise WrongUse(_("One --id belongs to one order only."))

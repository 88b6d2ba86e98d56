"""The demo shop's open orders: some in every column of the board."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta

from app.core.clock import business_date
from app.demo.buyers import CLOSE_LIMIT
from app.demo.furnishing import ARRIVING, Furnished
from app.demo.history import LATE_PAYER, Trade
from app.desk import Desk
from app.fulfilment.commands import (
    FinishPicking,
    PackShipment,
    ReleaseOrder,
    ShipOrder,
    StartPicking,
)
from app.fulfilment.handlers import (
    finish_picking,
    pack_shipment,
    release_order,
    ship_order,
    start_picking,
)
from app.orders.commands import LineWanted, OrderPlaced, PlaceHold, PlaceOrder
from app.orders.errors import AnswerNeeded
from app.orders.handlers import place_hold, place_order
from app.orders.queries import order_lines

PLAN = (
    (5, "shipped"), (4, "shipped"), (4, "part shipped"), (3, "shipped"), (3, "short"),
    (3, "hold by hand"), (2, "shipped"), (2, "part shipped"), (2, "packed"), (2, "short"),
    (2, "review"), (1, "packed"), (1, "packed"), (1, "picking"), (1, "overdue customer"),
    (1, "over limit"), (1, "ready"), (1, "ready"), (1, "short"), (0, "released"),
    (0, "released"), (0, "picking"),
    (0, "review"), (0, "twice"), (0, "ready"), (0, "ready"), (0, "ready"), (0, "kit"),
    (0, "short"),
)  # fmt: skip
"""Days ago and what became of the order since, oldest first."""


class Board:
    """Places the open orders and takes each as far as its column."""

    def __init__(self, desk: Desk, trade: Trade, reach: Callable[[datetime], None]) -> None:
        """Work at a desk whose clock `reach` moves forward."""
        self.desk = desk
        self.trade = trade
        self.reach = reach

    def fill(self, now: datetime) -> None:
        """Make all open orders, the last one a few minutes before now."""
        last_day = None
        for place, (days, kind) in enumerate(PLAN):
            moment = now - timedelta(days=days, minutes=(len(PLAN) - place) * 6)
            self.reach(moment)
            if days != last_day:
                self.trade.finish(self.desk, moment)
                last_day = days
            self._make(kind, days)

    def _make(self, kind: str, days: int) -> None:
        special = {"overdue customer": LATE_PAYER, "over limit": CLOSE_LIMIT}
        customer = special.get(kind) or self.trade.customer()
        wanted = replace(self._wanted(kind, customer), due_on=self._due(days))
        if kind == "review":
            wanted = replace(wanted, confirm=False)
        placed = self._place(wanted)
        if kind == "twice":
            self.desk.run(place_order, replace(wanted, command_id="demo-twice", on_question="hold"))
        if placed.label == "ready":
            self._take_on(kind, placed)

    def _wanted(self, kind: str, customer: int) -> PlaceOrder:
        shop = self.trade.shop
        wanted = self.trade.order(customer, most_lines=5)
        if kind == "short":
            code = self.trade.chance.choice(shop.scarce[ARRIVING:])
            short = LineWanted(item_id=shop.items[code], quantity=self._more_than_there_is(code))
            return replace(wanted, lines=(*wanted.lines, short))
        if kind == "kit":
            sets = tuple(
                LineWanted(item_id=shop.items[code], quantity=2) for code in ("KIT-CAB", "CUT")
            )
            return replace(wanted, lines=sets)
        if kind == "over limit":
            return replace(wanted, lines=(_of(shop, "PL-300MM", 40),))
        if kind == "part shipped":
            first, second = list(shop.weights)[:2]
            return replace(wanted, lines=(_of(shop, first, 300), _of(shop, second, 100)))
        return wanted

    def _more_than_there_is(self, code: str) -> int:
        return self.trade.shop.packs.get(code, 10) * 4

    def _due(self, days: int) -> date:
        today = business_date(self.desk.clock.now(), self.desk.settings.zone)
        return today + timedelta(days=max(1, days - 1) if days else 2)

    def _place(self, wanted: PlaceOrder) -> OrderPlaced:
        try:
            return self.desk.run(place_order, wanted).answer
        except AnswerNeeded as asked:
            answers = tuple(finding.key for finding in asked.findings)
            return self.desk.run(place_order, replace(wanted, answers=answers)).answer

    def _take_on(self, kind: str, placed: OrderPlaced) -> None:
        if kind == "hold by hand":
            reason = "Customer calls back about the finish"
            self.desk.run(place_hold, PlaceHold(order_id=placed.order_id, reason=reason))
        elif kind == "shipped":
            self.desk.run(ship_order, ShipOrder(order_id=placed.order_id, carrier="DPD"))
        elif kind == "part shipped":
            first = self.desk.read(order_lines, placed.order_id)[0]
            some = ((first.line_id, first.quantity // 3),)
            self.desk.run(ship_order, ShipOrder(order_id=placed.order_id, quantities=some))
        elif kind in ("released", "picking", "packed"):
            self._pick(kind, placed)

    def _pick(self, kind: str, placed: OrderPlaced) -> None:
        step = self.desk.run(release_order, ReleaseOrder(order_id=placed.order_id)).answer
        if kind != "released":
            self.desk.run(start_picking, StartPicking(shipment_id=step.shipment_id))
        if kind == "packed":
            self.desk.run(finish_picking, FinishPicking(shipment_id=step.shipment_id))
            self.desk.run(pack_shipment, PackShipment(shipment_id=step.shipment_id))


def _of(shop: Furnished, code: str, units: int) -> LineWanted:
    return LineWanted(item_id=shop.items[code], quantity=units)

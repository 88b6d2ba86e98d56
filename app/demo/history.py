"""Sixty days of the demo shop's trade: one transaction a business day, through the handlers."""

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from random import Random
from typing import ClassVar

from app.core.command import Command
from app.core.permissions import Right
from app.db.unit_of_work import UnitOfWork
from app.demo.buyers import CLOSE_LIMIT
from app.demo.furnishing import BLOCKED, Furnished
from app.desk import Desk
from app.fulfilment.commands import ReceiveShipment, ShipmentStep, ShipOrder
from app.fulfilment.handlers import receive_shipment, ship_order
from app.orders.commands import InvoiceOrder, LineWanted, OrderPlaced, PlaceOrder, RecordPayment
from app.orders.errors import AnswerNeeded
from app.orders.handlers import invoice_order, place_order, record_payment

DAYS = 60
LATE_PAYER = 5
"""Place in the list of customers of the one who has not paid for weeks."""

_QUIET = frozenset({BLOCKED, LATE_PAYER, CLOSE_LIMIT})
_CARRIERS = ("DPD", "Royal Mail", "Parcelforce", "Own van")
_SIGNERS = ("J. Hall", "front desk", "S. Patel", "warehouse", "M. Evans")


@dataclass(frozen=True, kw_only=True)
class TradeDay(Command):
    """All that happens on one business day; payments are (order, amount)."""

    right: ClassVar[Right] = Right.ADMINISTER
    orders: tuple[PlaceOrder, ...]
    ship: tuple[ShipOrder, ...]
    receive: tuple[ReceiveShipment, ...]
    pay: tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class DayTraded:
    """What became of the orders and shipments of a day, in their order."""

    placed: tuple[OrderPlaced, ...]
    shipped: tuple[ShipmentStep, ...]


def trade_day(unit: UnitOfWork, command: TradeDay) -> DayTraded:
    """Take payments and orders, ship, invoice and receive."""
    for order_id, amount in command.pay:
        record_payment(
            unit, RecordPayment(order_id=order_id, amount=amount, method="bank transfer")
        )
    for arrived in command.receive:
        receive_shipment(unit, arrived)
    shipped = []
    for going in command.ship:
        shipped.append(ship_order(unit, going))
        invoice_order(unit, InvoiceOrder(order_id=going.order_id))
    placed = tuple(place_answered(unit, wanted) for wanted in command.orders)
    return DayTraded(placed, tuple(shipped))


def place_answered(unit: UnitOfWork, wanted: PlaceOrder) -> OrderPlaced:
    """Place an order, answering with yes what a check asks."""
    try:
        return place_order(unit, wanted)
    except AnswerNeeded as asked:
        answers = tuple(finding.key for finding in asked.findings)
        return place_order(unit, replace(wanted, answers=answers))


class Trade:
    """Plans who orders what and when it ships, arrives and is paid for."""

    def __init__(self, shop: Furnished, chance: Random) -> None:
        """Begin with a shop in which nothing has happened."""
        self.shop = shop
        self.chance = chance
        self._codes = list(shop.weights)
        self._weights = list(shop.weights.values())
        self._day = 0
        self._to_ship: dict[int, list[OrderPlaced]] = defaultdict(list)
        self._to_receive: dict[int, list[ShipmentStep]] = defaultdict(list)
        self._to_pay: dict[int, list[tuple[int, int]]] = defaultdict(list)

    def order(self, customer: int, *, most_lines: int = 6) -> PlaceOrder:
        """Make up an order of a customer, by place in the list."""
        wanted = self.chance.randint(1, most_lines)
        codes = dict.fromkeys(self.chance.choices(self._codes, self._weights, k=wanted))
        return PlaceOrder(
            customer_id=self.shop.customers[customer],
            lines=tuple(self._line(code) for code in codes),
            reference=f"PO {self.chance.randint(1000, 9999)}" if self.chance.random() < 0.4 else "",
            entry_ms=self.chance.randint(11_000, 48_000),
        )

    def _line(self, code: str) -> LineWanted:
        pack = self.shop.packs.get(code, 0)
        units = pack * self.chance.choice((1, 1, 2, 3)) if pack else self.chance.randint(1, 6)
        return LineWanted(item_id=self.shop.items[code], quantity=units)

    def customer(self) -> int:
        """Choose who calls: the first customers call most often."""
        last = len(self.shop.customers) - 1
        while True:
            place = int(last * self.chance.random() ** 2)
            if place not in _QUIET:
                return place

    def run(self, desk: Desk, moment: datetime) -> None:
        """Trade one whole day."""
        count = self.chance.choice((2, 3, 3, 4, 5))
        orders = [self.order(self.customer()) for _number in range(count)]
        if self._day < 4:
            orders.append(self.order(LATE_PAYER))
        self._trade(desk, orders, moment)

    def finish(self, desk: Desk, moment: datetime) -> None:
        """Ship, receive and collect what an earlier day left; no new orders."""
        self._trade(desk, [], moment)

    def _trade(self, desk: Desk, orders: list[PlaceOrder], moment: datetime) -> None:
        day = self._day
        self._day += 1
        done = desk.run(trade_day, self._command(day, orders, moment)).answer
        for placed, wanted in zip(done.placed, orders, strict=True):
            if placed.label == "ready":
                self._to_ship[day + 1].append(placed)
            if wanted.customer_id != self.shop.customers[LATE_PAYER]:
                later = day + self.chance.randint(3, 14)
                self._to_pay[later].append((placed.order_id, placed.total))
        for step in done.shipped:
            self._to_receive[day + self.chance.randint(1, 3)].append(step)

    def _command(self, day: int, orders: list[PlaceOrder], moment: datetime) -> TradeDay:
        due = (moment + timedelta(days=self.chance.randint(2, 8))).date()
        return TradeDay(
            orders=tuple(replace(order, due_on=due) for order in orders),
            ship=tuple(
                ShipOrder(order_id=placed.order_id, carrier=self.chance.choice(_CARRIERS))
                for placed in self._to_ship.pop(day, ())
            ),
            receive=tuple(
                ReceiveShipment(
                    shipment_id=step.shipment_id,
                    received_by=self.chance.choice(_SIGNERS),
                    how="signature",
                )
                for step in self._to_receive.pop(day, ())
            ),
            pay=tuple(self._to_pay.pop(day, ())),
        )

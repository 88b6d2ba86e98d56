"""Makes the demo shop: goods, customers, sixty days of trade, and a board full of open orders."""

from datetime import UTC, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, select

from app.core.clock import Clock
from app.demo.board import Board
from app.demo.furnishing import ARRIVING, SEED, Furnished, FurnishShop, furnish_shop
from app.demo.history import DAYS, Trade
from app.desk import Desk
from app.stock.commands import OrderPurchase, PurchaseArrived, PurchaseWanted, ReceivePurchase
from app.stock.handlers import order_purchase, receive_purchase
from app.stock.models import PurchaseLine

_SUPPLIERS = ("Black Country Castings", "宁波东海阀门有限公司", "Sheffield Fasteners")
_ORDERED_ON = 30
_OPENS = time(9)
_OPEN_MINUTES = 480


class MovedClock:
    """A clock for the making: stands where it was put, only ever moves forward."""

    def __init__(self, moment: datetime) -> None:
        """Stand at a moment."""
        self._moment = moment

    def now(self) -> datetime:
        """Give the moment it stands at."""
        return self._moment

    def reach(self, moment: datetime) -> None:
        """Move to a moment, unless it has passed already."""
        self._moment = max(self._moment, moment)


def make_demo(desk: Desk, clock: Clock) -> None:
    """Fill an empty desk with the demo shop as it would stand at the clock's moment.

    Everything goes through the handlers, so that `check` finds nothing wrong; the same day and
    time give the same shop.
    """
    now = clock.now()
    making = MovedClock(now - timedelta(days=DAYS + 1))
    usual, desk.clock = desk.clock, making
    try:
        shop = desk.run(furnish_shop, FurnishShop()).answer
        trade = Trade(shop, Random(SEED))  # noqa: S311 - the same shop every time
        _trade(desk, trade, making, now)
        Board(desk, trade, making.reach).fill(now)
    finally:
        desk.clock = usual


def _trade(desk: Desk, trade: Trade, making: MovedClock, now: datetime) -> None:
    purchase_id = 0
    zone = ZoneInfo(desk.settings.zone)
    first = now.astimezone(zone).date() - timedelta(days=DAYS)
    for day in range(DAYS - 5):
        date = first + timedelta(days=day)
        if date.weekday() >= 5:
            continue
        minutes = timedelta(minutes=trade.chance.randint(0, _OPEN_MINUTES))
        moment = (datetime.combine(date, _OPENS, zone) + minutes).astimezone(UTC)
        making.reach(moment)
        trade.run(desk, moment)
        if day >= _ORDERED_ON and not purchase_id:
            purchase_id = _order(desk, trade.shop, trade.shop.scarce[:ARRIVING], now, 0)
    _arrive(desk, purchase_id)
    for number in (1, 2):
        codes = trade.shop.scarce[number * 4 : number * 4 + 3]
        _order(desk, trade.shop, codes, now + timedelta(days=3 * number), number)


def _order(
    desk: Desk, shop: Furnished, codes: tuple[str, ...], expected: datetime, supplier: int
) -> int:
    lines = tuple(PurchaseWanted(item_id=shop.items[code], quantity=400) for code in codes)
    wanted = OrderPurchase(lines=lines, supplier=_SUPPLIERS[supplier], expected_on=expected.date())
    return desk.run(order_purchase, wanted).answer.record_id


def _arrive(desk: Desk, purchase_id: int) -> None:
    lines = desk.read(_lines_of, purchase_id)
    arrived = tuple(PurchaseArrived(purchase_line_id=line, quantity=400) for line in lines)
    desk.run(receive_purchase, ReceivePurchase(purchase_id=purchase_id, arrived=arrived))


def _lines_of(connection: Connection, purchase_id: int) -> tuple[int, ...]:
    found = select(PurchaseLine.id).where(PurchaseLine.purchase_id == purchase_id)
    return tuple(connection.scalars(found.order_by(PurchaseLine.id)))

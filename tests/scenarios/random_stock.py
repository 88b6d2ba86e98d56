"""What anybody may ask of the stock at random: corrections, carrying, purchases and counts."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule

from app.core.errors import Refused
from app.stock import commands as s
from app.stock import handlers as sh
from tests.support.desks import SetClock
from tests.support.shops import Shop

PICK = st.integers(0, 10_000)
FEW = st.integers(1, 6)
SOME = st.integers(1, 12)


class StockDays(RuleBasedStateMachine):
    """Somebody with the rights to everything in the warehouse."""

    shop: Shop
    clock: SetClock
    stocked: list[int]
    bins: list[int]

    def ask(self, handler: Callable[..., Any], command: Any) -> Any:
        """Ask for something; a refusal is an answer too."""
        self.clock.moment += timedelta(minutes=7)
        try:
            return self.shop.run(handler, command)
        except Refused:
            return None

    def one(self, what: str, which: int) -> int:
        """Choose a row of a table; 0 when there is none."""
        ids = [row[0] for row in self.shop.rows(what)]
        return ids[which % len(ids)] if ids else 0

    def item(self, which: int) -> int:
        return self.stocked[which % len(self.stocked)]

    @rule(which=PICK, where=PICK, units=st.integers(-8, 8))
    def adjust(self, which: int, where: int, units: int) -> None:
        command = s.AdjustStock(
            item_id=self.item(which),
            difference=units,
            reason="found",
            place_id=self.bins[where % 4],
            scrap=units < -4,
        )
        self.ask(sh.adjust_stock, command)

    @rule(which=PICK, start=PICK, end=PICK, units=SOME)
    def carry(self, which: int, start: int, end: int, units: int) -> None:
        command = s.MoveStock(
            item_id=self.item(which),
            quantity=units,
            from_place_id=self.bins[start % 4],
            to_place_id=self.bins[end % 4],
        )
        self.ask(sh.move_stock, command)

    @rule(which=PICK, start=PICK, end=PICK, units=SOME)
    def override(self, which: int, start: int, end: int, units: int) -> None:
        command = s.OverrideStock(
            item_id=self.item(which),
            quantity=units,
            from_place_id=self.bins[start % 4],
            to_place_id=self.bins[end % 4],
            reason="it lies there",
        )
        self.ask(sh.override_stock, command)

    @rule(which=PICK, where=PICK, units=SOME, cost=st.sampled_from([None, 12_345]))
    def receive(self, which: int, where: int, units: int, cost: int | None) -> None:
        line = s.StockWanted(
            item_id=self.item(which),
            quantity=units,
            place_id=self.bins[where % 4],
            unit_cost=cost,
        )
        self.ask(sh.receive_goods, s.ReceiveGoods(lines=(line,), supplier="Mill"))

    @rule(which=PICK)
    def reverse_move(self, which: int) -> None:
        sequence = self.one("SELECT sequence FROM move ORDER BY sequence DESC LIMIT 15", which)
        self.ask(sh.reverse_move, s.ReverseMove(sequence=sequence, reason="typed twice"))

    @rule(which=PICK, units=SOME, part=FEW, close=st.booleans())
    def buy(self, which: int, units: int, part: int, close: bool) -> None:
        lines = (s.PurchaseWanted(item_id=self.item(which), quantity=units),)
        if which % 2 == 0:
            self.ask(sh.order_purchase, s.OrderPurchase(lines=lines))
        found = self.shop.rows("SELECT id, purchase_id FROM purchase_line ORDER BY id DESC LIMIT 3")
        if not found:
            return
        line_id, purchase_id = found[which % len(found)]
        arrived = (s.PurchaseArrived(purchase_line_id=line_id, quantity=part),)
        receive = s.ReceivePurchase(purchase_id=purchase_id, arrived=arrived)
        self.ask(sh.receive_purchase, receive)
        if close:
            self.ask(sh.close_purchase, s.ClosePurchase(purchase_id=purchase_id))

    @rule(which=PICK, where=PICK, counted=st.integers(0, 14), post=st.booleans())
    def count(self, which: int, where: int, counted: int, post: bool) -> None:
        count_id = self.one("SELECT id FROM stock_count WHERE state = 'open'", which)
        if not count_id:
            count_id = self.ask(sh.start_count, s.StartCount()).record_id
        entry = s.EnterCount(
            count_id=count_id,
            item_id=self.item(which),
            counted=counted,
            place_id=self.bins[where % 4],
        )
        self.ask(sh.enter_count, entry)
        if post:
            posted = self.shop.run(sh.post_count, s.PostCount(count_id=count_id))
            assert posted.first <= posted.last, "a count is never refused"

"""Trying a check over the last 90 days: it says what the check itself said on each day."""

from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

import pytest

from app.catalog.commands import ItemKind
from app.core.money import Price
from app.core.settings import ShopSettings
from app.desk import Desk
from app.fulfilment.handlers import cancel_order
from app.orders.commands import CancelOrder, LineWanted, OrderPlaced, PlaceOrder, ShipTo
from app.orders.findings import TELL
from app.orders.handlers import place_order
from app.orders.queries.preview import order_preview
from app.orders.queries.trial import TRIABLE, TrialRow, try_check
from tests.support.desks import SetClock
from tests.support.settings import change_settings
from tests.support.shops import CLERK, OWNER, Shop, open_shop

_CHECK_OF = {
    "incomplete_address": "incomplete_address",
    "zero_price": "price",
    "below_cost": "price",
    "high_discount": "discount",
    "unusual_quantity": "quantity",
    "small_quantity": "quantity",
    "large_quantity": "quantity",
    "unusual_for_item": "quantity",
    "part_pack": "packs",
    "duplicate_order": "duplicate",
    "duplicate_reference": "duplicate",
    "date_past": "dates",
    "unusual_address": "ship_to",
    "missing_phone": "phone",
    "missing_email": "email",
}


@dataclass
class Days:
    """A shop over some weeks that notes what each check said of an order when it was typed."""

    shop: Shop
    clock: SetClock
    said: dict[str, dict[str, bool]] = field(default_factory=dict)
    rules: set[str] = field(default_factory=set)
    taken: int = 0

    def go_on(self, **time: int) -> None:
        """Let time pass."""
        self.clock.moment += timedelta(**time)

    def take(self, *lines: tuple[int, int] | LineWanted, **more: Any) -> OrderPlaced:
        """Look what the checks say of an order, then place it, whatever that was."""
        shop, person = self.shop, self.shop.desk.person
        assert person is not None
        wanted = tuple(
            line if isinstance(line, LineWanted) else LineWanted(item_id=line[0], quantity=line[1])
            for line in lines
        )
        command = PlaceOrder(customer_id=shop.customer_id, lines=wanted, **more)
        now = self.clock.moment
        seen = shop.desk.read(order_preview, command, person, shop.desk.settings, now)
        answers = tuple(finding.key for finding in seen.findings)
        placed = shop.run(place_order, replace(command, answers=answers))
        self.taken += 1
        for finding in seen.findings:
            check = _CHECK_OF.get(finding.rule)
            if check is not None:
                self.rules.add(finding.rule)
                of_order = self.said.setdefault(check, {})
                stops = finding.effect != TELL
                of_order[placed.name] = of_order.get(placed.name, False) or stops
        return placed

    def tried(self, name: str, **changes: Any) -> TrialRow:
        """Try a check today."""
        return tried(self.shop.desk, self.clock, name, **changes)


def tried(desk: Desk, clock: SetClock, name: str, **changes: Any) -> TrialRow:
    """Try a check on a desk with the settings it has, changed as given."""
    settings: ShopSettings = replace(desk.settings, **changes)
    found = desk.read(try_check, name, settings, clock.moment.date(), lambda _done, _of: True)
    assert found is not None
    return found


@pytest.fixture
def days(desk: Desk, clock: SetClock) -> Days:
    """Give a shop whose carrier needs to know everything."""
    change_settings(desk, phone_needed=True, email_needed=True)
    return Days(open_shop(desk), clock)


def _trade(days: Days) -> None:
    """Take orders of every kind the checks have something to say about."""
    shop = days.shop
    nut = shop.item("NUT", 90_000, packs=(6,), cost=Price(20_000))
    bolt = shop.item("BOLT", 90_000)
    drive = shop.item("DRIVE", kind=ItemKind.SERVICE)
    today = days.clock.moment.date()
    shop.customer("Regular", email="regular@mail.example")
    for units in (6, 12, 6, 7, 96, 12):
        shop.ship(days.take((nut, units), (bolt, units * 5)).order_id)
        days.go_on(days=1)
    days.take((bolt, 1))
    days.take((nut, 6))
    days.go_on(hours=20)
    days.take((nut, 6))
    days.go_on(hours=25)
    days.take((nut, 6), reference="PO 7")
    days.go_on(days=30)
    days.take((nut, 12), reference="PO 7", due_on=today)
    days.take(LineWanted(item_id=bolt, quantity=2, price=0))
    days.take(LineWanted(item_id=nut, quantity=18, discount=3_000))
    shop.sign_in(CLERK)
    days.take(LineWanted(item_id=bolt, quantity=40, discount=3_000))
    days.take((bolt, 41), discount=1_500)
    shop.sign_in(OWNER)
    elsewhere = ShipTo(name="Bob", street="9 Dock", city="Hull", phone="01482 300 300")
    days.take((bolt, 42), ship_to=elsewhere)
    days.take((bolt, 43), ship_to=replace(elsewhere, phone="", city=""))
    shop.customer("Newcomer", discount=1_200)
    days.take((bolt, 1), (drive, 1), ship_to=elsewhere)
    days.take((nut, 96), (bolt, 1_200))
    days.take((drive, 2))
    lost = days.take((bolt, 77))
    shop.run(cancel_order, CancelOrder(order_id=lost.order_id, reason="mistake"))
    days.take((bolt, 77))
    rare = shop.item("RARE", 20)
    for units in (4, 4, 8):
        days.take((rare, units), due_on=today + timedelta(days=60))
    days.take(LineWanted(item_id=rare, quantity=15, shortage="available"))
    shop.customer("Lately", email="lately@mail.example")
    for units in (300, 1):
        days.go_on(days=1)
        shop.ship(days.take((bolt, units)).order_id)
    days.go_on(days=1)
    days.take((rare, 1))
    days.go_on(days=40)


@pytest.mark.parametrize("name", sorted(TRIABLE))
def test_a_trial_says_what_the_check_said_when_each_order_was_taken(days: Days, name: str) -> None:
    _trade(days)
    assert days.rules == set(_CHECK_OF)
    said = days.said[name]
    found = days.tried(name)
    stopped = [number for number, stops in said.items() if stops]
    assert (found.orders, found.stopped) == (days.taken, len(stopped))
    assert found.told == len(said) - len(stopped)
    named = [number for _id, number in found.newest]
    assert set(named) <= set(stopped or said)
    assert named[0] == (stopped or list(said))[-1]
    assert len(named) == min(8, len(stopped or said))


def test_orders_older_than_ninety_days_are_left_out(days: Days) -> None:
    bolt = days.shop.item("BOLT", 50)
    days.take((bolt, 1))
    days.go_on(days=1)
    days.take((bolt, 2))
    days.go_on(days=90)
    found = days.tried("email")
    assert (found.orders, found.stopped) == (1, 1)
    days.go_on(days=1)
    assert days.tried("email").orders == 0


def test_a_check_is_tried_before_it_is_switched_on_and_with_other_settings(days: Days) -> None:
    change_settings(days.shop.desk, email_needed=False, checks_off=("quantity", "price"))
    bolt = days.shop.item("BOLT", 500)
    for units in (10, 10, 25):
        days.take((bolt, units))
        days.go_on(days=2)
    assert days.tried("email").stopped == 3
    assert days.tried("quantity").stopped == 0
    assert days.tried("quantity", unusual_factor=2).stopped == 1


def test_of_many_orders_each_is_judged_once_and_a_trial_can_be_stopped(days: Days) -> None:
    bolt = days.shop.item("BOLT", 5_000)
    for _order in range(401):
        days.take((bolt, 1))
        days.go_on(minutes=7)
    for name in ("email", "duplicate"):
        found = days.tried(name)
        assert (found.orders, found.stopped) == (401, 401 - (name == "duplicate"))
    told: list[tuple[int, int]] = []

    def once(done: int, of: int) -> bool:
        told.append((done, of))
        return len(told) < 2

    desk, today = days.shop.desk, days.clock.moment.date()
    assert desk.read(try_check, "email", desk.settings, today, once) is None
    assert told == [(0, 401), (200, 401)]


def test_an_order_of_the_day_before_the_first_day_is_still_a_twin(days: Days) -> None:
    bolt = days.shop.item("BOLT", 50)
    days.take((bolt, 3))
    days.go_on(hours=23)
    days.take((bolt, 3))
    days.go_on(days=90)
    found = days.tried("duplicate")
    assert (found.orders, found.stopped) == (1, 1)


def test_what_a_trial_needs_is_not_known_of_stock_and_credit() -> None:
    assert TRIABLE.isdisjoint({"credit", "stock", "discontinued", "blocked_customer"})

"""Every automatic check, each from both sides: when it speaks and when it is silent."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from app.core.money import BasisPoints, Price
from app.core.permissions import Role
from app.core.settings import ShopSettings
from app.orders.checks import ALWAYS_ON, CHECKS, Reviewer, review
from app.orders.commands import LineWanted, ShipTo
from app.orders.facts import CustomerFacts, ItemFacts, LineFacts, OrderFacts
from app.orders.findings import TEXTS
from app.orders.rules import price_line
from app.stock.handlers.reserving import Level

TODAY = date(2026, 11, 2)
NOW = datetime(2026, 11, 2, 9, tzinfo=UTC)
CUSTOMER = CustomerFacts(
    customer_id=1,
    number="C1",
    name="Harbour Lights",
    blocked_reason=None,
    credit_limit=100_000,
    tax_class="standard",
    price_list_id=None,
    discount=0,
    terms_days=30,
    owed=0,
    orders=3,
    overdue=0,
    overdue_since=None,
)
NUT = ItemFacts(1, "NUT", "Brass nut", "stock", "active", "standard", 25_000, 10_000)
KIT = ItemFacts(2, "KIT", "Set", "kit", "active", "standard", 99_000, None)
DRIVE = ItemFacts(3, "DRIVE", "Delivery", "service", "active", "standard", 5_000, None)
ADDRESS = ShipTo(name="Harbour", street="1 High St", city="Leeds", phone="0113 496 0000")


def line(item: ItemFacts = NUT, quantity: int = 2, position: int = 1, **more: Any) -> LineFacts:
    """Make one line of an order as checked."""
    price, discount = more.get("price", item.price), more.get("discount", 0)
    wanted = LineWanted(item_id=item.item_id, quantity=quantity, shortage=more.get("shortage", ""))
    priced = price_line(quantity, Price(price), BasisPoints(discount), BasisPoints(0), 2)
    return LineFacts(position, item, wanted, quantity, priced, price_manual=False)


def facts(*lines: LineFacts, **more: Any) -> OrderFacts:
    """Make an order nothing is wrong with, but for what is given."""
    made = OrderFacts(
        customer=CUSTOMER,
        ship_to=ADDRESS,
        ship_known=True,
        lines=list(lines) or [line()],
        levels={1: Level(1, 10, 10, 0, 5)},
        parts={2: [(1, 4)]},
        part_names={1: "NUT", 2: "KIT", 3: "DRIVE"},
        packs={},
        usual={},
    )
    return replace(made, **more)


def customer(**more: Any) -> OrderFacts:
    """Make an order of a customer who is different."""
    return facts(customer=replace(CUSTOMER, **more))


def found(
    order: OrderFacts, role: Role = Role.OWNER, total: int = 500, **more: Any
) -> list[tuple[str, str, int]]:
    """Give what all checks say: rule, effect and line; each must make a sentence."""
    discount = more.pop("discount", 0)
    reviewer = Reviewer(ShopSettings(**more), role, TODAY, NOW, total, discount)
    findings = review(order, reviewer)
    for one in findings:
        assert one.message()
        assert "{" not in one.message()
    return [(one.rule, one.effect, one.line) for one in findings]


def test_an_order_nothing_is_wrong_with_passes_every_check() -> None:
    assert found(facts()) == []


GONE = replace(NUT, state="discontinued")
CASES: dict[str, tuple[Callable[[], OrderFacts], tuple[str, str, int]]] = {
    "a blocked customer": (
        lambda: customer(blocked_reason="unpaid"),
        ("blocked_customer", "block", 0),
    ),
    "no street": (
        lambda: facts(ship_to=replace(ADDRESS, street=" ")),
        ("incomplete_address", "hold", 0),
    ),
    "no city and no postcode": (
        lambda: facts(ship_to=replace(ADDRESS, city="")),
        ("incomplete_address", "hold", 0),
    ),
    "a credit limit crossed": (lambda: customer(owed=99_600), ("credit_limit", "hold", 0)),
    "something overdue": (
        lambda: customer(overdue=1_200, overdue_since=TODAY, owed=1_200),
        ("overdue", "hold", 0),
    ),
    "one line short": (lambda: facts(line(quantity=11)), ("short_stock", "tell", 1)),
    "a line that may not be short": (
        lambda: facts(line(quantity=11, shortage="refuse")),
        ("short_stock", "block", 1),
    ),
    "several lines short together": (
        lambda: facts(*(line(quantity=4, position=one) for one in (1, 2, 3))),
        ("short_stock", "tell", 3),
    ),
    "a kit's parts short with a line": (
        lambda: facts(line(quantity=3), line(KIT, 2, 2)),
        ("short_stock", "tell", 2),
    ),
    "a price below zero": (lambda: facts(line(price=-1)), ("negative_price", "block", 1)),
    "a price of zero": (lambda: facts(line(price=0)), ("zero_price", "ask", 1)),
    "a price below cost": (lambda: facts(line(price=9_999)), ("below_cost", "ask", 1)),
    "a discount below cost": (lambda: facts(line(discount=6_100)), ("below_cost", "ask", 1)),
    "six times the usual": (
        lambda: facts(line(quantity=7), usual={1: (2, 2, 1)}),
        ("unusual_quantity", "ask", 1),
    ),
    "a large number without history": (
        lambda: facts(line(quantity=1_000), levels={1: Level(1, 9_999, 9_999, 0, 0)}),
        ("large_quantity", "ask", 1),
    ),
    "far from what usually leaves of an item": (
        lambda: facts(line(quantity=11), sold={1: (5, 10, 1)}, levels={1: Level(1, 99, 99, 0, 0)}),
        ("unusual_for_item", "tell", 1),
    ),
    "far below the customer's usual": (
        lambda: facts(line(quantity=1), usual={1: (2, 200, 100)}),
        ("small_quantity", "tell", 1),
    ),
    "far below what leaves of an item, and less than ever": (
        lambda: facts(line(quantity=1), sold={1: (5, 500, 2)}),
        ("unusual_for_item", "tell", 1),
    ),
    "a broken pack": (lambda: facts(line(quantity=7), packs={1: [6]}), ("part_pack", "tell", 1)),
    "the same order again": (
        lambda: facts(duplicates=[("SO-1", NOW - timedelta(hours=2))]),
        ("duplicate_order", "ask", 0),
    ),
    "the same reference again": (
        lambda: facts(same_reference="SO-1", reference="PO 7"),
        ("duplicate_reference", "ask", 0),
    ),
    "a discontinued item": (
        lambda: facts(line(GONE), substitutes={1: "NUT2 New nut"}),
        ("discontinued", "ask", 1),
    ),
    "a date that has passed": (
        lambda: facts(due_on=TODAY - timedelta(days=1)),
        ("date_past", "ask", 0),
    ),
    "an unusual address": (lambda: facts(ship_known=False), ("unusual_address", "tell", 0)),
}


@pytest.mark.parametrize("case", CASES)
def test_a_check_says_what_is_wrong_and_names_the_line(case: str) -> None:
    order, expected = CASES[case]
    assert found(order()) == [expected]


SILENT: dict[str, Callable[[], OrderFacts]] = {
    "a postcode instead of a city": lambda: facts(ship_to=replace(ADDRESS, city="", postcode="L")),
    "a service needs no address": lambda: facts(line(DRIVE), ship_to=ShipTo()),
    "exactly the credit limit": lambda: customer(owed=99_500),
    "the order's own total is not counted twice": lambda: replace(
        customer(owed=99_900), own_total=400
    ),
    "no limit at all": lambda: customer(owed=10**9, credit_limit=None),
    "exactly what there is": lambda: facts(line(quantity=10)),
    "what the order has reserved already": lambda: replace(
        facts(line(quantity=14)), own_reserved={1: 4}
    ),
    "exactly the cost": lambda: facts(line(price=10_000)),
    "an item without a cost": lambda: facts(line(replace(NUT, cost=None), price=1)),
    "one order is no habit": lambda: facts(line(quantity=9), usual={1: (1, 1, 1)}),
    "five times the usual": lambda: facts(line(quantity=5), usual={1: (2, 2, 1)}),
    "five times what usually leaves": lambda: facts(line(quantity=10), sold={1: (5, 10, 2)}),
    "four shipments are no habit": lambda: facts(line(quantity=10), sold={1: (4, 4, 1)}),
    "the customer's own habit counts first": lambda: facts(
        line(quantity=10), usual={1: (2, 20, 10)}, sold={1: (20, 20, 1)}
    ),
    "a fifth of the usual": lambda: facts(line(quantity=4), usual={1: (2, 40, 20)}),
    "few of what is usually few": lambda: facts(line(quantity=1), usual={1: (2, 38, 19)}),
    "few, as somebody had before": lambda: facts(line(quantity=1), sold={1: (5, 500, 1)}),
    "few of what usually leaves in fewer than twenty": lambda: facts(
        line(quantity=1), sold={1: (5, 99, 2)}
    ),
    "whole packs": lambda: facts(line(quantity=6), packs={1: [6, 3]}),
    "due today": lambda: facts(due_on=TODAY),
    "the first address of a new customer": lambda: replace(customer(orders=0), ship_known=False),
}


@pytest.mark.parametrize("case", SILENT)
def test_a_check_is_silent_when_nothing_is_wrong(case: str) -> None:
    assert found(SILENT[case]()) == []


def test_an_order_without_a_line_is_blocked() -> None:
    assert ("no_lines", "block", 0) in found(replace(facts(), lines=[]))


def test_a_clerk_gives_discount_up_to_the_set_share_only() -> None:
    order = facts(line(discount=1_001))
    assert found(order, Role.CLERK) == [("high_discount", "hold", 1)]
    assert found(facts(line(discount=1_000)), Role.CLERK) == []
    assert found(order, Role.MANAGER) == []
    assert found(facts(), Role.CLERK, discount=1_500) == [("high_discount", "hold", 0)]


def test_the_discount_of_the_order_counts_towards_a_price_below_cost() -> None:
    assert found(facts(), discount=6_100) == [("below_cost", "ask", 1)]
    assert found(facts(line(discount=5_000)), discount=2_100) == [("below_cost", "ask", 1)]
    assert found(facts(line(discount=5_000)), discount=2_000) == []


def test_a_customers_own_discount_is_no_discount_of_the_clerk() -> None:
    assert found(customer(discount=2_000), Role.CLERK, discount=2_000) == []
    assert found(customer(discount=2_000), Role.CLERK, discount=2_100) != []


def test_a_phone_is_asked_for_where_the_carrier_needs_one() -> None:
    order = facts(ship_to=replace(ADDRESS, phone=""))
    assert found(order) == []
    assert found(order, phone_needed=True) == [("missing_phone", "hold", 0)]


def test_an_email_is_asked_for_where_the_carrier_needs_one() -> None:
    assert found(facts()) == []
    assert found(facts(), email_needed=True) == [("missing_email", "hold", 0)]
    assert found(customer(email="a@b.example"), email_needed=True) == []


def test_a_service_needs_no_carrier_and_so_neither_phone_nor_email() -> None:
    order = facts(line(DRIVE), ship_to=replace(ADDRESS, phone=""))
    assert found(order, phone_needed=True, email_needed=True) == []


def test_a_check_can_be_switched_off_but_not_all_of_them() -> None:
    order = replace(customer(blocked_reason="unpaid"), due_on=TODAY - timedelta(days=1))
    rules = [one[0] for one in found(order, checks_off=tuple(CHECKS))]
    assert rules == ["blocked_customer"]
    assert set(CHECKS) >= ALWAYS_ON


def test_every_rule_a_check_can_name_has_its_sentence() -> None:
    assert {expected[0] for _order, expected in CASES.values()} <= set(TEXTS)

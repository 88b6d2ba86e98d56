"""Sums and choices of an order: pure functions."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.money import BasisPoints, Money, Price
from app.orders.rules import (
    PricedLine,
    Progress,
    Terms,
    freight_for,
    fulfilment_of,
    kits_covered,
    kits_kept,
    label_of,
    order_totals,
    payment_of,
    price_line,
    spread,
)

LINES = st.lists(
    st.builds(
        price_line,
        st.integers(1, 100_000),
        st.integers(0, 10_000_000).map(Price),
        st.integers(0, 10_000).map(BasisPoints),
        st.sampled_from([0, 500, 1900, 2000]).map(BasisPoints),
        st.sampled_from([0, 2, 3]),
    ),
    max_size=12,
)
TERMS = st.builds(
    Terms,
    st.integers(0, 10_000).map(BasisPoints),
    st.integers(0, 100_000).map(Money),
    st.sampled_from([0, 2000]).map(BasisPoints),
    st.booleans(),
)


@given(st.integers(0, 10**12), st.lists(st.integers(0, 10**9), max_size=30))
def test_a_spread_amount_adds_up_exactly(amount: int, weights: list[int]) -> None:
    parts = spread(amount, weights)
    assert len(parts) == len(weights)
    assert sum(parts) == (amount if sum(weights) else 0)
    assert all(part >= 0 for part in parts)


@given(LINES, TERMS)
def test_totals_add_up_to_the_last_minor_unit(lines: list[PricedLine], terms: Terms) -> None:
    totals = order_totals(lines, terms)
    assert totals.goods == sum(line.amount for line in lines)
    before = totals.goods - totals.discount + totals.freight
    assert totals.total == before + (0 if terms.prices_with_tax else totals.tax)
    assert 0 <= totals.discount <= totals.goods
    assert len(totals.line_taxes) == len(lines)
    assert totals.tax >= sum(totals.line_taxes)


@given(LINES, TERMS)
def test_tax_inside_never_changes_what_is_paid(lines: list[PricedLine], terms: Terms) -> None:
    inside = order_totals(lines, Terms(terms.discount, terms.freight, terms.freight_tax, True))
    assert inside.total == inside.goods - inside.discount + inside.freight
    assert inside.tax <= inside.total


def test_tax_is_put_on_top_or_taken_out_and_rounded_once() -> None:
    line = price_line(3, Price(3_333), BasisPoints(0), BasisPoints(2000), 2)
    assert line.amount == 100
    outside = order_totals([line], Terms())
    assert (outside.tax, outside.total) == (20, 120)
    inside = order_totals([line], Terms(prices_with_tax=True))
    assert (inside.tax, inside.total) == (17, 100)


def test_tax_is_on_goods_after_the_discount_and_on_the_freight() -> None:
    line = price_line(1, Price(1_000_000), BasisPoints(0), BasisPoints(2000), 2)
    terms = Terms(BasisPoints(1000), Money(500), BasisPoints(1000))
    totals = order_totals([line, line], terms)
    assert totals.line_taxes == (1_800, 1_800)
    assert (totals.tax, totals.total) == (3_650, 22_150)


@pytest.mark.parametrize(
    ("quantity", "price", "discount", "digits", "amount"),
    [
        (1, 50, 0, 2, 1),  # half a penny rounds up
        (1, 49, 0, 2, 0),
        (1000, 10, 0, 2, 100),  # 0.001 each
        (3, 25_000, 3_333, 2, 500),
        (3, 1_500_000, 0, 0, 450),  # yen have no minor unit
        (1, 12_345, 0, 3, 1235),
    ],
)
def test_a_line_is_rounded_once_half_up(
    quantity: int, price: int, discount: int, digits: int, amount: int
) -> None:
    line = price_line(quantity, Price(price), BasisPoints(discount), BasisPoints(0), digits)
    assert line.amount == amount


def test_freight_is_free_from_the_set_amount_on() -> None:
    assert freight_for(4_999, 499, 5_000) == 499
    assert freight_for(5_000, 499, 5_000) == 0
    assert freight_for(5_000, 499, None) == 499


def test_kits_are_covered_by_their_scarcest_part() -> None:
    assert kits_covered([(5, 2), (9, 1)]) == 2
    assert kits_covered([]) == 0
    assert kits_kept([(0, 2, 4), (1, 1, 1)], 1) == 1
    assert kits_kept([(0, 2, 4), (0, 1, 1)], 1) == 0


@pytest.mark.parametrize(
    ("state", "stage", "progress", "hold", "label"),
    [
        ("cancelled", "", Progress(2, 0, 0, 0, 0), True, "cancelled"),
        ("closed", "received", Progress(2, 0, 0, 2, 2), True, "closed"),
        ("confirmed", "packed", Progress(2, 0, 2, 0, 0), True, "hold"),
        ("confirmed", "shipped", Progress(2, 0, 0, 1, 0), True, "hold"),
        ("submitted", "", Progress(2, 0, 0, 0, 0), True, "hold"),
        ("submitted", "", Progress(2, 0, 0, 0, 0), False, "review"),
        ("draft", "", Progress(2, 0, 0, 0, 0), False, "draft"),
        ("confirmed", "received", Progress(2, 0, 0, 2, 2), False, "received"),
        ("confirmed", "shipped", Progress(3, 1, 0, 2, 0), False, "shipped"),
        ("confirmed", "picking", Progress(3, 0, 1, 2, 0), False, "part_shipped"),
        ("confirmed", "packed", Progress(2, 0, 2, 0, 0), False, "packed"),
        ("confirmed", "picking", Progress(2, 0, 2, 0, 0), False, "picking"),
        ("confirmed", "", Progress(2, 0, 2, 0, 0), False, "ready"),
        ("confirmed", "", Progress(2, 0, 1, 0, 0), False, "short"),
    ],
)
def test_the_first_label_that_matches_wins(
    state: str, stage: str, progress: Progress, hold: bool, label: str
) -> None:
    assert label_of(state, stage, progress, hold=hold) == label


@pytest.mark.parametrize(
    ("reserved", "tried", "label"),
    [(2, False, "ready"), (1, True, "short"), (0, True, "short"), (0, False, "confirmed")],
)
def test_only_an_order_whose_goods_were_tried_for_is_short(
    reserved: int, tried: bool, label: str
) -> None:
    progress = Progress(2, 0, reserved, 0, 0)
    assert label_of("confirmed", "", progress, hold=False, tried=tried) == label


@pytest.mark.parametrize(
    ("progress", "picking", "word"),
    [
        (Progress(4, 0, 0, 0, 0), False, "none"),
        (Progress(4, 0, 2, 0, 0), False, "part reserved"),
        (Progress(4, 1, 3, 0, 0), False, "reserved"),
        (Progress(4, 0, 4, 0, 0), True, "picking"),
        (Progress(4, 0, 2, 2, 0), False, "part shipped"),
        (Progress(4, 1, 0, 3, 0), False, "shipped"),
        (Progress(4, 0, 0, 4, 1), False, "part received"),
        (Progress(4, 0, 0, 4, 4), False, "received"),
    ],
)
def test_fulfilment_is_derived_from_the_sums(progress: Progress, picking: bool, word: str) -> None:
    assert fulfilment_of(progress, picking=picking) == word


@pytest.mark.parametrize(
    ("state", "total", "invoiced", "paid", "word"),
    [
        ("confirmed", 100, 0, 0, "not invoiced"),
        ("confirmed", 100, 50, 0, "unpaid"),
        ("confirmed", 100, 50, 20, "part paid"),
        ("closed", 100, 100, 100, "paid"),
        ("confirmed", 100, 0, 120, "refund due"),
        ("confirmed", 0, 0, 0, "not invoiced"),
        ("cancelled", 100, 0, 0, "not invoiced"),
        ("cancelled", 100, 0, 100, "refund due"),
        ("cancelled", 100, 0, 20, "refund due"),
    ],
)
def test_payment_is_derived_from_invoices_and_payments(
    state: str, total: int, invoiced: int, paid: int, word: str
) -> None:
    assert payment_of(state, total, invoiced, paid) == word

"""Money is whole and rounded once; what is typed is read exactly or refused."""

from decimal import ROUND_HALF_UP, Decimal, localcontext

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.errors import BadValue
from app.core.money import (
    BasisPoints,
    Money,
    Price,
    decimal_of,
    line_amount,
    minor_digits,
    money_of,
    money_text,
    plain_money,
    plain_price,
    price_of,
    round_half_up,
    share_of,
    tax_inside,
)

amounts = st.integers(-(10**15), 10**15)
prices = st.integers(0, 10**10).map(Price)
shares = st.integers(0, 10_000).map(BasisPoints)


@given(amounts, st.integers(1, 10**9))
def test_rounding_is_half_away_from_zero(numerator: int, denominator: int) -> None:
    with localcontext(prec=60):  # no part of a whole is nearer to a half than that
        exact = Decimal(numerator) / Decimal(denominator)
    expected = int(exact.to_integral_value(rounding=ROUND_HALF_UP))
    assert round_half_up(numerator, denominator) == expected
    assert round_half_up(-numerator, denominator) == -round_half_up(numerator, denominator)
    assert abs(round_half_up(numerator, denominator) * denominator - numerator) * 2 <= denominator


@given(st.integers(1, 10**6), prices, shares, st.sampled_from([0, 2, 3]))
def test_a_line_is_rounded_once(
    quantity: int, price: Price, discount: BasisPoints, digits: int
) -> None:
    share = Decimal(10_000 - discount) / 10_000
    exact = Decimal(quantity) * Decimal(price) / 10_000 * share * 10**digits
    assert line_amount(quantity, price, discount, digits) == int(
        exact.to_integral_value(rounding=ROUND_HALF_UP)
    )


@given(amounts.map(Money), shares)
def test_a_share_and_the_tax_inside_are_rounded_half_up_and_never_by_floats(
    amount: Money, share: BasisPoints
) -> None:
    with localcontext(prec=60):
        on_top = Decimal(amount) * Decimal(share) / 10_000
        inside = Decimal(amount) * Decimal(share) / (10_000 + share)
    assert share_of(amount, share) == int(on_top.to_integral_value(rounding=ROUND_HALF_UP))
    assert tax_inside(amount, share) == int(inside.to_integral_value(rounding=ROUND_HALF_UP))


def test_half_a_penny_of_tax_is_a_whole_one() -> None:
    assert [share_of(Money(amount), BasisPoints(500)) for amount in (50, 30, 10, -10)] == [
        3, 2, 1, -1,
    ]  # fmt: skip
    assert tax_inside(Money(3), BasisPoints(2_000)) == 1
    assert share_of(Money(10**15 + 1), BasisPoints(9_999)) == 999_900_000_000_001


def test_four_decimals_count() -> None:
    assert line_amount(1000, Price(10), BasisPoints(0)) == 100
    assert line_amount(1, Price(50), BasisPoints(0)) == 1
    assert line_amount(1, Price(49), BasisPoints(0)) == 0


@given(amounts.map(Money), shares)
def test_tax_inside_and_on_top_agree_within_a_unit(net: Money, share: BasisPoints) -> None:
    gross = Money(net + share_of(net, share))
    assert abs(tax_inside(gross, share) - share_of(net, share)) <= 1


@given(st.integers(-(10**14), 10**14), st.sampled_from([0, 2, 3]))
def test_amounts_are_written_and_read_back_exactly(amount: int, digits: int) -> None:
    assert money_of(plain_money(amount, digits), digits) == amount
    assert price_of(plain_price(amount)) == amount


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("12.50", "12.50"),
        ("1,234.5", "1234.5"),
        ("1,234", "1234"),
        ("2,55", "2.55"),
        ("£3", "3"),
        ("１２．５", "12.5"),
        (" 1 000 ", "1000"),
        ("-.5", "-0.5"),
    ],
)
def test_numbers_are_read_as_people_write_them(typed: str, expected: str) -> None:
    assert decimal_of(typed) == Decimal(expected)


@pytest.mark.parametrize("typed", ["", "nan", "1e5", "inf", "12.3.4", "1,23,456", "two", "--1"])
def test_what_is_no_plain_number_is_refused(typed: str) -> None:
    with pytest.raises(BadValue) as refused:
        price_of(typed)
    assert "price" in refused.value.message()


def test_more_decimals_than_kept_are_refused_never_rounded() -> None:
    with pytest.raises(BadValue):
        price_of("0.00001")
    with pytest.raises(BadValue):
        money_of("1.005")
    with pytest.raises(BadValue):
        money_of("1.5", 0)
    assert price_of("0.0010") == 10


def test_money_is_shown_with_its_sign_and_groups() -> None:
    assert money_text(-123_450, "GBP") == "−£1,234.50"
    assert money_text(1999, "JPY") == "¥1,999"
    assert money_text(5, "CHF") == "CHF 0.05"
    assert (minor_digits("KWD"), plain_price(25_500), plain_price(10)) == (3, "2.55", "0.001")

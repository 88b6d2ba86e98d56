"""Prices and discounts worked out where a file states line totals or amounts of discount."""

from array import array
from collections.abc import Callable

from app.core.money import FULL_SHARE, PRICE_SCALE, BasisPoints, Price, line_amount, round_half_up
from app.exchange.columns.fields import Field, Shape
from app.exchange.reading.table import Column
from app.exchange.rules.values import Value, Values


def derive_amounts(values: dict[str, Values], rows: int, digits: int) -> dict[int, int]:
    """Add the price or the discount where they follow from other columns.

    Returns:
        Row to stated amount in minor units, for rows that cannot be expressed exactly.
    """
    if "price" not in values and {"line_total", "quantity"} <= set(values):
        return _prices(values, rows, digits)
    if "line_discount" in values and {"price", "quantity"} <= set(values):
        return _discounts(values, rows, digits)
    return {}


def _prices(values: dict[str, Values], rows: int, digits: int) -> dict[int, int]:
    stated: dict[int, int] = {}

    def price(index: int) -> int | None:
        total, quantity = values["line_total"].at(index), values["quantity"].at(index)
        if not isinstance(total, int) or not isinstance(quantity, int) or not quantity:
            return None
        sign = -1 if quantity < 0 else 1
        found = round_half_up(total * sign, abs(quantity))
        amount = round_half_up(total * 10**digits, PRICE_SCALE)
        if line_amount(quantity, Price(found), BasisPoints(0), digits) != amount:
            stated[index] = amount
        return found

    values["price"] = _per_row("price", Shape.PRICE, rows, price)
    return stated


def _discounts(values: dict[str, Values], rows: int, digits: int) -> dict[int, int]:
    stated: dict[int, int] = {}

    def discount(index: int) -> int | None:
        less = values["line_discount"].at(index)
        price, quantity = values["price"].at(index), values["quantity"].at(index)
        if not isinstance(price, int) or not isinstance(quantity, int):
            return None
        gross = price * quantity
        if not isinstance(less, int) or not less or gross <= 0:
            return 0
        share = min(max(round_half_up(less * FULL_SHARE, gross), 0), FULL_SHARE)
        amount = round_half_up((gross - less) * 10**digits, PRICE_SCALE)
        if line_amount(quantity, Price(price), BasisPoints(share), digits) != amount:
            stated[index] = amount
        return share

    values["discount"] = _per_row("discount", Shape.SHARE, rows, discount)
    return stated


def _per_row(name: str, shape: Shape, rows: int, work_out: Callable[[int], int | None]) -> Values:
    numbers: dict[int | None, int] = {}
    codes = array("I")
    for index in range(rows):
        found = work_out(index)
        codes.append(numbers.setdefault(found, len(numbers)))
    texts = ["" if value is None else str(value) for value in numbers]
    kept: list[Value] = list(numbers)
    return Values(Field(name, name, shape, ()), Column(name, texts, codes), kept)

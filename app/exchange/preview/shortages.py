"""Goods of which a file's open orders want more than there will be."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from app.exchange.preview.known import Known
from app.exchange.preview.opening_stock import OpeningNeed, Steps, change_of
from app.exchange.preview.planning import OrderPlan
from app.exchange.rules.checking import Checked
from app.exchange.rules.findings import BIT


@dataclass(frozen=True)
class Shortage:
    """Units of an item that open orders want, and how many there are for them."""

    item_code: str
    wanted: int
    available: int


def shortages_of(
    checked: Checked, plan: OrderPlan, steps: Steps, openings: Sequence[OpeningNeed], known: Known
) -> tuple[Shortage, ...]:
    """Name the goods that are short for the open orders once history was taken, by code."""
    items, quantity = checked.values["item_code"], checked.whole("quantity")
    codes, charge = items.codes, BIT["NONSTOCK"]
    wanted: Counter[int] = Counter()
    for document in plan.documents:
        if not document.closed:
            for index in document.lines:
                if not checked.flags[index] & charge:
                    wanted[codes[index]] += quantity(index)
    if not wanted:
        return ()
    left: Counter[int] = Counter()
    for index in steps.rows:
        left[codes[index]] += change_of(quantity(index))
    opened = {need.item_code: need.units for need in openings if not need.lacking}
    found = []
    for code, units in wanted.items():
        name = str(items.values[code])
        there = max(0, known.stock.get(name, 0) + opened.get(name, 0) + left[code])
        if name not in known.services and units > there:
            found.append(Shortage(name, units, there))
    return tuple(sorted(found, key=lambda one: one.item_code))

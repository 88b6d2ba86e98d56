"""How much stock history needs to begin with: the least that never falls below zero."""

from array import array
from dataclasses import dataclass
from datetime import date

from app.exchange.preview.choices import Opening
from app.exchange.preview.known import Known
from app.exchange.preview.planning import OrderPlan
from app.exchange.rules.checking import Checked
from app.exchange.rules.findings import BIT


@dataclass(frozen=True)
class OpeningNeed:
    """Units of an item that must lie there before history begins.

    `lacking` says that they do not and that nothing is to be opened.
    """

    item_code: str
    units: int
    lacking: bool = False


@dataclass
class Steps:
    """What history does to stock: `rows` by day and then in the file's order.

    `documents` gives each row's document (-1: none); `first_day` is when history begins.
    """

    rows: "array[int]"
    documents: "array[int]"
    first_day: date | None


def steps_of(checked: Checked, plan: OrderPlan, known: Known) -> Steps:
    """List the rows that move goods: taken, of a closed document, and not a charge."""
    documents = array("i", [-1]) * len(checked)
    items = checked.values["item_code"]
    moves = [str(code) not in known.services for code in items.values]
    charge = BIT["NONSTOCK"]
    days: dict[date, list[int]] = {}
    for place, document in enumerate(plan.documents):
        if not document.closed or document.day is None:
            continue
        rows = days.setdefault(document.day, [])
        for index in (*document.lines, *document.returns, *document.adjusts):
            if not checked.flags[index] & charge and moves[items.codes[index]]:
                documents[index] = place
                rows.append(index)
    ordered = array("i", (index for day in sorted(days) for index in sorted(days[day])))
    return Steps(ordered, documents, min(days, default=None))


def change_of(quantity: int) -> int:
    """Give what a row does to stock: what a document of sales counts as sold has left.

    A quantity below zero comes back, on a return as on an adjustment, so that what lies there
    is always what was opened less the sum of all quantities.
    """
    return -quantity


def opening_for(
    checked: Checked, steps: Steps, known: Known, opening: Opening
) -> list[OpeningNeed]:
    """Work out what must be opened per item before the first step."""
    items, quantity = checked.values["item_code"], checked.whole("quantity")
    codes = items.codes
    level = [0] * len(items.values)
    least = [0] * len(items.values)
    moved = set()
    for index in steps.rows:
        code = codes[index]
        moved.add(code)
        now = level[code] = level[code] + change_of(quantity(index))
        least[code] = min(least[code], now)
    needs = []
    for code in moved:
        name = str(items.values[code])
        units = max(0, -least[code] - known.stock.get(name, 0))
        if opening is Opening.KEEP:
            units = max(units, -level[code])
        if units:
            needs.append(OpeningNeed(name, units, opening is Opening.NONE))
    return sorted(needs, key=lambda need: need.item_code)

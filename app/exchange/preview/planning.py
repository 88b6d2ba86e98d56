"""Rows grouped to documents, with what becomes of each and what they add up to."""

from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property

from app.core.money import FULL_SHARE, PRICE_SCALE, BasisPoints, Price, line_amount
from app.exchange.preview.choices import How
from app.exchange.preview.known import Known
from app.exchange.reading.table import looked_up
from app.exchange.rules.checking import Checked, counted
from app.exchange.rules.findings import BIT, Outcome, outcome_of

OUTCOMES = tuple(Outcome)
PLACE = {outcome: place for place, outcome in enumerate(OUTCOMES)}
_EXACT = PRICE_SCALE * FULL_SHARE


def _no_rows() -> "array[int]":
    return array("i")


@dataclass(slots=True)
class Document:
    """One order, return or adjustment of the file; rows are places in the checked lines.

    There may be hundreds of thousands: rows are kept as bare numbers, none as nothing.
    """

    number: str
    first: int
    day: date | None
    closed: bool
    lines: "array[int]" = field(default_factory=_no_rows)
    returns: tuple[int, ...] = ()
    adjusts: tuple[int, ...] = ()


@dataclass(frozen=True)
class Totals:
    """What an import brings: money exact, and with each line rounded to minor units."""

    orders: int = 0
    lines: int = 0
    units: int = 0
    value: Decimal = Decimal(0)
    rounded: int = 0
    returns: int = 0
    returned_units: int = 0
    returned_value: Decimal = Decimal(0)
    adjusts: int = 0
    adjusted_units: int = 0


@dataclass
class OrderPlan:
    """What becomes of every row (`outcomes`, by `OUTCOMES`), and the documents they make."""

    outcomes: "array[int]"
    documents: list[Document]
    known: set[str]

    @classmethod
    def empty(cls) -> "OrderPlan":
        """Give a plan of no rows."""
        return cls(array("B"), [], set())

    def counted(self, outcome: Outcome) -> int:
        """Count the rows with an outcome."""
        return self._tally[PLACE[outcome]]

    @cached_property
    def _tally(self) -> Counter[int]:
        """Count every outcome once: a file may have a million rows."""
        return counted(self.outcomes)


def plan_orders(
    checked: Checked, decisions: Mapping[str, str], how: How, known: Known, states: dict[str, str]
) -> OrderPlan:
    """Decide every row and group what is taken by document, in the file's order."""
    numbers = checked.values["order_number"]
    already = [text in known.documents for text in numbers.column.values]
    if any(already):
        mark = [BIT["KNOWN"] * flag for flag in already]
        checked.mark(mark, numbers.codes)
    _mark_cancelled(checked, states)
    _mark_new_items(checked, known)
    places = {one: PLACE[_outcome(one, decisions, how)] for one in counted(checked.flags)}
    outcomes = looked_up("B", places.__getitem__, checked.flags)
    documents = _group(checked, outcomes, how, states)
    seen = {text for text, flag in zip(numbers.column.values, already, strict=True) if flag}
    return OrderPlan(outcomes, documents, seen)


def _outcome(flags: int, decisions: Mapping[str, str], how: How) -> Outcome:
    """Decide a row; what already moved goods has no place among orders to be fulfilled."""
    outcome = outcome_of(flags, decisions)
    if how is How.OPEN and outcome in {Outcome.RETURN, Outcome.ADJUST}:
        return Outcome.SKIP
    return outcome


def _mark_cancelled(checked: Checked, states: dict[str, str]) -> None:
    words = checked.values.get("state_word")
    if words is None or "cancelled" not in states.values():
        return
    bit = BIT["CLOSED"]
    mark = [bit * (states.get(str(word)) == "cancelled") for word in words.values]
    checked.mark(mark, words.codes)


def _mark_new_items(checked: Checked, known: Known) -> None:
    """Name goods that a catalog which is there does not know: often a code mistyped."""
    items = checked.values["item_code"]
    if not known.has_items:
        return
    charge, bit = BIT["NONSTOCK"], BIT["NEWITEM"]
    new = [bit * bool(code and str(code) not in known.items) for code in items.values]
    if any(new):
        checked.mark(new, items.codes)
        flags = checked.flags
        for index, flag in enumerate(flags):
            if flag & bit and flag & charge:
                flags[index] = flag & ~bit


def _group(
    checked: Checked, outcomes: "array[int]", how: How, states: dict[str, str]
) -> list[Document]:
    numbers = checked.values["order_number"]
    found: list[Document | None] = [None] * len(numbers.values)
    documents: list[Document] = []
    line, back = PLACE[Outcome.LINE], PLACE[Outcome.RETURN]
    adjust = PLACE[Outcome.ADJUST]
    days = checked.values.get("ordered_on")
    for index, (code, outcome) in enumerate(zip(numbers.codes, outcomes, strict=True)):
        if outcome > adjust:
            continue
        document = found[code]
        if document is None:
            day = None if days is None else days.values[days.codes[index]]
            document = found[code] = Document(
                str(numbers.values[code]),
                index,
                day if isinstance(day, date) else None,
                _closed(checked, index, how, states),
            )
            documents.append(document)
        if outcome == line:
            document.lines.append(index)
        elif outcome == back:
            document.returns += (index,)
        else:
            document.adjusts += (index,)
    return documents


def _closed(checked: Checked, index: int, how: How, states: dict[str, str]) -> bool:
    if how is not How.BY_STATE:
        return how is How.HISTORY
    if "state_word" in checked.values:
        return states.get(str(checked.value("state_word", index)), "open") == "done"
    return checked.value("shipped_on", index) is not None


class Amounts:
    """Units, exact value (in 1/`_EXACT`) and rounded amount of rows."""

    def __init__(self, checked: Checked, digits: int) -> None:
        """Take the rows and the decimals of money."""
        self._checked = checked
        self._digits = digits
        self._priced: dict[tuple[int, int, int], tuple[int, int]] = {}
        self._quantity = checked.whole("quantity")
        self._price = checked.whole("price")
        self._discount = checked.whole("discount")
        self._states_more = (
            "price" not in checked.lines.columns or "line_discount" in checked.values
        )

    def of(self, rows: Iterable[int]) -> Iterator[tuple[int, int, int]]:
        """Give the three numbers of each row; what is not stated is zero."""
        checked, stated = self._checked, self._checked.stated
        quantity, price, discount = self._quantity, self._price, self._discount
        for index in rows:
            key = (quantity(index), price(index), discount(index))
            value, amount = self._priced.get(key) or self._price_like(key)
            if self._states_more:
                own = _stated_value(checked, index, key[0] * key[1])
                value = value if own is None else own
            yield key[0], value, stated.get(index, amount) if stated else amount

    def _price_like(self, key: tuple[int, int, int]) -> tuple[int, int]:
        """Price rows of this quantity, price and discount; most rows are like one before."""
        units, each, share = key
        amount = line_amount(units, Price(each), BasisPoints(share), self._digits)
        priced = self._priced[key] = (units * each * (FULL_SHARE - share), amount)
        return priced


def _stated_value(checked: Checked, index: int, gross: int) -> int | None:
    """Give the value a file states itself: a line total, or a discount as an amount."""
    if "price" not in checked.lines.columns:
        total = checked.value("line_total", index)
        return total * FULL_SHARE if isinstance(total, int) else None
    less = checked.value("line_discount", index)
    return (gross - less) * FULL_SHARE if isinstance(less, int) else None


def totals_of(checked: Checked, plan: OrderPlan, digits: int) -> Totals:
    """Add up everything that is taken, exactly."""
    amounts = Amounts(checked, digits)
    lines = units = rounded = value = orders = 0
    returns = returned_units = returned_value = adjusts = adjusted = 0
    for document in plan.documents:
        orders += bool(document.lines)
        lines += len(document.lines)
        returns += len(document.returns)
        adjusts += len(document.adjusts)
        for count, worth, amount in amounts.of(document.lines):
            units += count
            value += worth
            rounded += amount
        for count, worth, _amount in amounts.of(document.returns):
            returned_units -= count
            returned_value -= worth
        for count, _worth, _amount in amounts.of(document.adjusts):
            adjusted += count
    return Totals(
        orders=orders,
        lines=lines,
        units=units,
        value=exact(value),
        rounded=rounded,
        returns=returns,
        returned_units=returned_units,
        returned_value=exact(returned_value),
        adjusts=adjusts,
        adjusted_units=adjusted,
    )


def exact(scaled: int) -> Decimal:
    """Turn a sum of price x share into money text without a trailing tail of zeros."""
    value = Decimal(scaled) / _EXACT
    return value.quantize(Decimal("0.01")) if value == value.quantize(Decimal("0.01")) else value

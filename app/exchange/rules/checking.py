"""Every row checked, column by column: each different text is judged once."""

import re
from array import array
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from app.core.messages import _
from app.core.money import PRICE_SCALE
from app.exchange.columns.dates import DayOrder
from app.exchange.columns.fields import FIELDS, Field, Kind
from app.exchange.columns.shapes import Lines
from app.exchange.progress import Watch, step, unwatched
from app.exchange.reading.table import PIECE, Column, RowProblem
from app.exchange.rules.amounts import derive_amounts
from app.exchange.rules.findings import BIT, names_in
from app.exchange.rules.values import Values, read_values
from app.exchange.settings import RuleSettings


def counted(numbers: "array[int]") -> Counter[int]:
    """Count each number of a long array; in pieces, so that others get their turn."""
    total: Counter[int] = Counter()
    for start in range(0, len(numbers), PIECE):
        total.update(numbers[start : start + PIECE])
    return total


@dataclass
class Checked:
    """Lines with their values and findings: `flags` holds one bit per finding and row.

    `stated` are line amounts (minor units) that price and discount cannot express exactly.
    """

    lines: Lines
    values: dict[str, Values]
    flags: "array[int]"
    settings: RuleSettings
    problems: list[RowProblem] = field(default_factory=list)
    stated: dict[int, int] = field(default_factory=dict)

    def __len__(self) -> int:
        """Count the rows."""
        return len(self.flags)

    def fresh(self) -> "Checked":
        """Give the same rows with findings that may be added to."""
        return replace(self, flags=array("I", self.flags), problems=list(self.problems))

    def mark(self, masks: list[int], codes: "array[int]") -> None:
        """Add the findings of each text to its rows; in pieces, so that others get their turn."""
        flags = self.flags
        for start in range(0, len(flags), PIECE):
            piece = slice(start, start + PIECE)
            found = map(masks.__getitem__, codes[piece])
            flags[piece] = array("I", map(int.__or__, flags[piece], found))

    def counts(self) -> dict[str, int]:
        """Count the rows of each finding that was made."""
        total: Counter[str] = Counter()
        for flags, rows in counted(self.flags).items():
            for name in names_in(flags):
                total[name] += rows
        return dict(total)

    def rows_with(self, name: str) -> list[int]:
        """Give the places (counted from 0) of the rows with a finding."""
        bit = BIT[name]
        return [index for index, flags in enumerate(self.flags) if flags & bit]

    def whole(self, name: str) -> Callable[[int], int]:
        """Give a quick way to a field's whole number by row; 0 where there is none."""
        values = self.values.get(name)
        if values is None:
            return lambda _index: 0
        numbers = [value if isinstance(value, int) else 0 for value in values.values]
        codes = values.codes
        return lambda index: numbers[codes[index]]

    def text(self, name: str) -> Callable[[int], str]:
        """Give a quick way to a field's text by row; "" where there is none."""
        values = self.values.get(name)
        if values is None:
            return lambda _index: ""
        texts = ["" if value is None else str(value) for value in values.values]
        codes = values.codes
        return lambda index: texts[codes[index]]

    def value(self, name: str, index: int) -> object:
        """Give the value of a field in a row, None where the file has no such column."""
        values = self.values.get(name)
        return None if values is None else values.at(index)


def check_lines(
    lines: Lines,
    settings: RuleSettings,
    order: DayOrder | None = None,
    watch: Watch = unwatched,
) -> Checked:
    """Read all values and find everything worth saying about them."""
    values = {}
    specs = {spec.name: spec for spec in FIELDS[lines.kind]}
    for done, (name, column) in enumerate(lines.columns.items()):
        if name in specs:
            values[name] = read_values(specs[name], column, order)
        step(watch, "check", done, len(lines.columns))
    checked = Checked(lines, values, array("I", bytes(4 * len(lines))), settings)
    checked.problems.extend(lines.problems)
    rules = _Rules(checked, watch)
    rules.wrong_values()
    checked.stated.update(derive_amounts(values, len(lines), settings.decimals))
    for index in checked.stated:
        checked.flags[index] |= BIT["INEXACT"]
    if lines.kind in {Kind.ORDERS, Kind.ORDER_HEADS}:
        rules.orders()
    step(watch, "check", len(lines), len(lines))
    _switch_off(checked)
    return checked


def _switch_off(checked: Checked) -> None:
    off = sum(BIT[name] for name in checked.settings.off if name in BIT)
    if off:
        checked.flags = array("I", [flags & ~off for flags in checked.flags])


class _Rules:
    """The rules over one file; each adds its bit to the rows it is about."""

    def __init__(self, checked: Checked, watch: Watch) -> None:
        self._watch = watch
        self._checked = checked
        self._lines = checked.lines
        self._settings = checked.settings

    def wrong_values(self) -> None:
        """Name each value that cannot be used, and each needed one that is missing."""
        for name, values in self._checked.values.items():
            wrong = dict(values.wrong)
            if values.spec.needed:
                wrong.update(
                    {
                        number: _expected(values.spec)
                        for number, value in enumerate(values.values)
                        if (value is None or value == "") and number not in wrong
                    }
                )
            if wrong:
                self._name_wrong(values, wrong)
                self._mark(name, [BIT["WRONG"] * (n in wrong) for n in range(len(values.values))])

    def _name_wrong(self, values: Values, wrong: dict[int, str]) -> None:
        for index, code in enumerate(values.codes):
            if code in wrong:
                self._checked.problems.append(
                    RowProblem(
                        self._lines.numbers[index],
                        _reason(values.spec, values.column.values[code]),
                        column=values.column.name,
                        value=values.column.values[code],
                        expected=wrong[code],
                        cells=tuple(column[index] for column in self._lines.raw),
                    )
                )

    def orders(self) -> None:
        """Judge documents, quantities, prices, names and repetitions."""
        settings = self._settings
        self._pattern("order_number", settings.return_numbers, "CANCEL")
        self._pattern("order_number", settings.reject_numbers, "ADJUST")
        self._number("quantity", lambda q: BIT["NEGQTY"] * (q < 0) | BIT["ZEROQTY"] * (q == 0))
        large = settings.large_quantity
        self._number("quantity", lambda q: BIT["BIGQTY"] * (abs(q) >= large > 0))
        self._number("price", lambda p: BIT["NEGPRICE"] * (p < 0) | BIT["ZEROPRICE"] * (p == 0))
        exact = PRICE_SCALE // 10**settings.decimals
        if "price" in self._lines.columns:
            self._number("price", lambda p: BIT["PRICE3DP"] * (p % exact != 0))
        self._names()
        self._customers()
        if settings.stock_codes:
            goods = re.compile(settings.stock_codes)
            self._text("item_code", lambda code: BIT["NONSTOCK"] * (not goods.fullmatch(code)))
        self._returns_are_negative()
        self._payments()
        self._repetitions()

    def _payments(self) -> None:
        """An order with a column for its payment but none in it; money that went back."""
        if "refunded" in self._checked.values:
            self._number("refunded", lambda amount: BIT["REFUNDED"] * (amount > 0))
            paid_on = self._checked.values.get("paid_on")
            if paid_on is not None:
                self._mark("paid_on", [BIT["UNPAID"] * (day is None) for day in paid_on.values])

    def _names(self) -> None:
        raw = self._lines.columns.get("item_name")
        if raw is None:
            return
        note = re.compile(self._settings.note_names) if self._settings.note_names else None
        masks = []
        for text in raw.values:
            mask = BIT["NODESC"] * (not text)
            mask |= BIT["DESCSPACE"] * (text != text.strip())
            mask |= BIT["NOTEDESC"] * bool(text and note and note.fullmatch(text))
            masks.append(mask)
        self._or(masks, raw.codes)

    def _customers(self) -> None:
        known = [self._checked.values.get(name) for name in ("customer_code", "customer_name")]
        columns = [values for values in known if values is not None]
        if not columns:
            bit = BIT["NOCUST"] * (self._lines.kind is Kind.ORDERS)
            self._checked.flags = array("I", [flags | bit for flags in self._checked.flags])
            return
        bit = BIT["NOCUST"]
        empties = [[bit * (not value) for value in values.values] for values in columns]
        if len(columns) == 1:
            self._or(empties[0], columns[0].codes)
            return
        both = zip(columns[0].codes, columns[1].codes, self._checked.flags, strict=True)
        first, second = empties
        self._checked.flags = array("I", [f | (first[a] & second[b]) for a, b, f in both])

    def _returns_are_negative(self) -> None:
        """A quantity below zero is right on a return: it is no finding there."""
        cancel, negative = BIT["CANCEL"], BIT["NEGQTY"]
        both = cancel | negative
        flags = self._checked.flags
        for index, flag in enumerate(flags):
            if flag & both == both:
                flags[index] = flag & ~negative

    def _repetitions(self) -> None:
        """Find rows equal to an earlier one, and items that stand on an order already."""
        numbers = self._lines.columns.get("order_number")
        items = self._lines.columns.get("item_code")
        if numbers is None or items is None:
            return
        if all(one.name != items.name for one in self._lines.raw):
            return  # one item stands in for whatever an order holds
        width = len(items.values)
        seen: set[int] = set()
        repeated: set[int] = set()
        for number, item in zip(numbers.codes, items.codes, strict=True):
            key = number * width + item
            if key in seen:
                repeated.add(key)
            else:
                seen.add(key)
        while seen:  # one by one: all at once would stop every other thread meanwhile
            seen.pop()
        step(self._watch, "check", 0, 0)
        if repeated:
            self._mark_repeated(numbers, items, repeated)

    def _mark_repeated(self, numbers: Column, items: Column, repeated: set[int]) -> None:
        width = len(items.values)
        codes = [column.codes for column in self._lines.raw]
        rows: set[tuple[int, ...]] = set()
        keys: set[int] = set()
        flags = self._checked.flags
        for index, (number, item) in enumerate(zip(numbers.codes, items.codes, strict=True)):
            key = number * width + item
            if key not in repeated:
                continue
            row = tuple(code[index] for code in codes)
            if row in rows:
                flags[index] |= BIT["DUP"]
            elif key in keys:
                flags[index] |= BIT["REPEAT"]
            rows.add(row)
            keys.add(key)

    def _pattern(self, name: str, pattern: str, finding: str) -> None:
        if pattern:
            found = re.compile(pattern)
            self._text(name, lambda text: BIT[finding] * (found.fullmatch(text) is not None))

    def _text(self, name: str, judge: Callable[[str], int]) -> None:
        values = self._checked.values.get(name)
        if values is not None:
            self._or([judge(text) for text in values.column.values], values.codes)

    def _number(self, name: str, judge: Callable[[int], int]) -> None:
        values = self._checked.values.get(name)
        if values is not None:
            self._mark(
                name, [judge(value) if isinstance(value, int) else 0 for value in values.values]
            )

    def _mark(self, name: str, masks: list[int]) -> None:
        self._or(masks, self._checked.values[name].codes)

    def _or(self, masks: list[int], codes: "array[int]") -> None:
        step(self._watch, "check", 0, 0)
        if any(masks):
            self._checked.mark(masks, codes)


def _expected(spec: Field) -> str:
    return _("{field} is needed").format(field=_(spec.title))


def _reason(spec: Field, text: str) -> str:
    if not text.strip():
        return _("{field} is missing").format(field=_(spec.title))
    return _("{field} cannot be read").format(field=_(spec.title))

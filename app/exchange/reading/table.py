"""A file as columns of text: each column keeps its different values once, rows hold numbers."""

from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

Parsed = TypeVar("Parsed")


PIECE = 1 << 16
"""Rows looked at in one go: others get their turn after a few thousandths of a second."""


def looked_up(kind: str, look: Callable[[int], int], codes: Sequence[int]) -> "array[int]":
    """Give what is looked up for every code as an array of a kind.

    In pieces: one pass over a million rows would stop every other thread for as long.
    """
    found = array(kind)
    for start in range(0, len(codes), PIECE):
        found.extend(map(look, codes[start : start + PIECE]))
    return found


class _Numbering(dict[str, int]):
    """Numbers each new text with the next number."""

    def __missing__(self, key: str) -> int:
        number = self[key] = len(self)
        return number


@dataclass(frozen=True)
class RowProblem:
    """One row that cannot be used: where, what stands there and what was expected.

    `row` is the spreadsheet row (the header is row 1); `cells` the row as it was read;
    `beside` names the file when it is the one that was read beside the first.
    """

    row: int
    reason: str
    column: str = ""
    value: str = ""
    expected: str = ""
    cells: tuple[str, ...] = ()
    beside: str = ""


class Column:
    """One column: `values` are its different texts, `codes` says which one each row has."""

    __slots__ = ("_numbers", "codes", "name", "values")

    def __init__(self, name: str, values: list[str], codes: "array[int]") -> None:
        """Take a name, the different texts and one number per row."""
        self.name = name
        self.values = values
        self.codes = codes
        self._numbers: dict[str, int] | None = None

    @classmethod
    def of(cls, name: str, cells: Iterable[str]) -> "Column":
        """Build a column from the texts of its rows."""
        numbers = _Numbering()
        codes = array("I", map(numbers.__getitem__, cells))
        return cls(name, list(numbers), codes)

    @classmethod
    def constant(cls, name: str, value: str, rows: int) -> "Column":
        """Build a column that says the same in every row."""
        return cls(name, [value], array("I", bytes(4 * rows)))

    def __len__(self) -> int:
        """Count the rows."""
        return len(self.codes)

    def __getitem__(self, index: int) -> str:
        """Give the text of one row (counted from 0)."""
        return self.values[self.codes[index]]

    def __iter__(self) -> Iterator[str]:
        """Give the text of each row in turn."""
        return map(self.values.__getitem__, self.codes)

    def copy(self) -> "Column":
        """Give a column of its own, to be changed."""
        return Column(self.name, list(self.values), array("I", self.codes))

    def put(self, index: int, text: str) -> None:
        """Change the text of one row."""
        if self._numbers is None:
            self._numbers = {value: number for number, value in enumerate(self.values)}
        number = self._numbers.get(text)
        if number is None:
            number = self._numbers[text] = len(self.values)
            self.values.append(text)
        self.codes[index] = number

    def with_texts(self, texts: Sequence[tuple[int, str]]) -> "Column":
        """Give a column with texts put in; places count in the new column, in rising order."""
        made = self.copy()
        for place, text in texts:
            made.codes.insert(place, 0)
            made.put(place, text)
        return made

    def mapped(self, change: Callable[[str], str]) -> "Column":
        """Give the column with every text changed; equal results share one number again."""
        numbers = _Numbering()
        changed = [change(value) for value in self.values]
        if changed == self.values:
            return self
        again = [numbers[value] for value in changed]
        return Column(self.name, list(numbers), looked_up("I", again.__getitem__, self.codes))

    def parsed(self, parse: Callable[[str], Parsed]) -> list[Parsed]:
        """Read each different text once; aligned with `values`."""
        return [parse(value) for value in self.values]

    def picked(self, indexes: Sequence[int], name: str = "") -> "Column":
        """Give a column of some rows of this one, in the order named."""
        codes = looked_up("I", self.codes.__getitem__, indexes)
        return Column(name or self.name, self.values, codes)

    def is_empty(self) -> bool:
        """Tell whether no row has any text."""
        return not any(value.strip() for value in self.values)


@dataclass
class Table:
    """A file or sheet: named columns of equal length, the row numbers, and the rows left out.

    `numbers` are spreadsheet rows: the header is row 1.
    """

    name: str
    columns: list[Column]
    numbers: "array[int]"
    problems: list[RowProblem] = field(default_factory=list)

    @property
    def header(self) -> tuple[str, ...]:
        """Give the column names as they stand in the file."""
        return tuple(column.name for column in self.columns)

    def __len__(self) -> int:
        """Count the rows that could be read."""
        return len(self.numbers)

    def column(self, name: str) -> Column:
        """Give a column by its name as it stands in the file."""
        return next(column for column in self.columns if column.name == name)

    def cells(self, index: int) -> tuple[str, ...]:
        """Give one row (counted from 0) as it was read."""
        return tuple(column[index] for column in self.columns)

    def with_rows(self, rows: Mapping[int, Sequence[str]]) -> "Table":
        """Give the table with rows that were left out, each as wide as the header, by number."""
        numbers = array("I", self.numbers)
        places = []
        for row in sorted(rows):
            places.append(bisect_left(numbers, row))
            numbers.insert(places[-1], row)
        cells = list(zip(places, map(rows.__getitem__, sorted(rows)), strict=True))
        columns = [
            column.with_texts([(place, texts[wide]) for place, texts in cells])
            for wide, column in enumerate(self.columns)
        ]
        problems = [one for one in self.problems if one.row not in rows]
        return Table(self.name, columns, numbers, problems)

    def index_of(self, row: int) -> int | None:
        """Find the place of a spreadsheet row, or None if it was left out."""
        guess = row - 2
        if 0 <= guess < len(self.numbers) and self.numbers[guess] == row:
            return guess
        try:
            return self.numbers.index(row)
        except ValueError:
            return None


class TableBuilder:
    """Collects rows in pieces and gives a table; keeps each different text once."""

    def __init__(self, name: str, header: Sequence[str]) -> None:
        """Take the table's name and its header row."""
        self._name = name
        self._header = list(header)
        self._indexes = [_Numbering() for _name in header]
        self._codes = [array("I") for _name in header]
        self._numbers = array("I")
        self.problems: list[RowProblem] = []

    def add(self, numbers: Sequence[int], rows: Sequence[Sequence[str]]) -> None:
        """Add rows that are exactly as wide as the header."""
        if not rows:
            return
        self._numbers.extend(numbers)
        for index, codes, cells in zip(
            self._indexes, self._codes, zip(*rows, strict=True), strict=True
        ):
            codes.extend(map(index.__getitem__, cells))

    def refuse(self, row: int, cells: Sequence[str], reason: str, **more: str) -> None:
        """Leave a row out and say why."""
        self.problems.append(RowProblem(row, reason, cells=tuple(cells), **more))

    def finish(self, change: Callable[[str], str] | None = None) -> Table:
        """Give the table; `change` is applied to each different text."""
        columns = []
        for name, index, codes in zip(self._header, self._indexes, self._codes, strict=True):
            column = Column(name, list(index), codes)
            index.clear()
            columns.append(column.mapped(change) if change else column)
        return Table(self._name, columns, self._numbers, self.problems)

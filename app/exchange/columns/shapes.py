"""Different file layouts brought to one: a row per order line, a column per field."""

from array import array
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from app.core.messages import _
from app.exchange.columns.fields import FIELDS, Kind
from app.exchange.columns.mapping import Mapping, bare
from app.exchange.columns.profiles import PackedItems, Profile
from app.exchange.reading.table import Column, RowProblem, Table

_HEAD_FIELDS = frozenset(spec.name for spec in FIELDS[Kind.ORDER_HEADS])


@dataclass
class Lines:
    """Rows ready for the rules: `columns` by field name, `source` the place in the table.

    `raw` are the columns as they stand in the file, for telling equal rows apart.
    """

    kind: Kind
    columns: dict[str, Column]
    source: Sequence[int]
    numbers: "array[int]"
    raw: list[Column]
    problems: list[RowProblem] = field(default_factory=list)

    def __len__(self) -> int:
        """Count the lines."""
        return len(self.source)


def shape_lines(
    table: Table,
    mapping: Mapping,
    profile: Profile,
    kind: Kind,
    beside: "tuple[Table, Mapping] | None" = None,
) -> Lines:
    """Bring a file to lines; `beside` is a second file with the orders' own fields."""
    columns = {name: table.column(title) for name, title in mapping.items()}
    lines = Lines(
        kind, columns, range(len(table)), table.numbers, table.columns, list(table.problems)
    )
    if profile.order_on_first_line:
        _fill_down(lines)
    if profile.packed is not None:
        lines = _unpack(table, lines, profile.packed)
    if beside is not None:
        lines = _join(lines, *beside)
    if kind is Kind.ORDER_HEADS and profile.stand_in:
        _stand_in(lines, profile.stand_in)
    if profile.number_prefix and "order_number" in lines.columns:
        number = lines.columns["order_number"]
        lines.columns["order_number"] = number.mapped(
            lambda text: text.strip().removeprefix(profile.number_prefix)
        )
    return lines


def _fill_down(lines: Lines) -> None:
    """Give the fields of an order to all its lines where only the first has them."""
    numbers = lines.columns["order_number"].codes
    first = array("I", range(len(lines)))
    for before, index in pairwise(range(len(lines))):
        if numbers[index] == numbers[before]:
            first[index] = first[before]
    for name in _HEAD_FIELDS & set(lines.columns):
        lines.columns[name] = lines.columns[name].picked(first)


def _unpack(table: Table, lines: Lines, packed: PackedItems) -> Lines:
    cells = [column for column in table.columns if _is_packed(column.name, packed)]
    source: list[int] = []
    found: dict[str, list[str]] = {name: [] for name, _mark in packed.parts}
    problems = list(lines.problems)
    for index in range(len(table)):
        for column in cells:
            text = column[index]
            if not text.strip():
                continue
            parts = _parts(text, packed)
            if parts is None:
                problems.append(
                    RowProblem(
                        table.numbers[index],
                        _("an item cell cannot be unpacked"),
                        column=column.name,
                        value=text,
                        expected=_("{pattern} is expected").format(
                            pattern=packed.separator.join(mark + "…" for _n, mark in packed.parts)
                        ),
                        cells=table.cells(index),
                    )
                )
                continue
            source.append(index)
            for name, part in parts.items():
                found[name].append(part)
    columns = {name: column.picked(source) for name, column in lines.columns.items()}
    columns.update({name: Column.of(name, texts) for name, texts in found.items()})
    numbers = array("I", map(table.numbers.__getitem__, source))
    raw = [*(column.picked(source) for column in table.columns), *(columns[n] for n in found)]
    return Lines(lines.kind, columns, source, numbers, raw, problems)


def _is_packed(name: str, packed: PackedItems) -> bool:
    plain = bare(name)
    return plain.startswith(packed.column) and plain.removeprefix(packed.column).isdigit()


def _parts(text: str, packed: PackedItems) -> dict[str, str] | None:
    """Split a cell; a separator inside the last part belongs to it."""
    pieces = text.split(packed.separator, len(packed.parts) - 1)
    if len(pieces) != len(packed.parts):
        return None
    found = {}
    for piece, (name, mark) in zip(pieces, packed.parts, strict=True):
        if not piece.startswith(mark):
            return None
        found[name] = piece.removeprefix(mark)
    return found


def _join(lines: Lines, heads: Table, mapping: Mapping) -> Lines:
    """Give each line the fields of its order from the second file."""
    numbers = heads.column(mapping["order_number"])
    where = {text.strip(): index for index, text in enumerate(numbers)}
    wanted = lines.columns["order_number"]
    places = [where.get(text.strip()) for text in wanted.values]
    kept = [index for index, code in enumerate(wanted.codes) if places[code] is not None]
    missing = [index for index, code in enumerate(wanted.codes) if places[code] is None]
    joined = [places[wanted.codes[index]] or 0 for index in kept]
    columns = {name: column.picked(kept) for name, column in lines.columns.items()}
    for name, title in mapping.items():
        if name != "order_number":
            columns[name] = heads.column(title).picked(joined)
    problems = [*lines.problems, *(replace(one, beside=heads.name) for one in heads.problems)]
    problems += [
        RowProblem(
            lines.numbers[index],
            _("the other file has no such order"),
            column=wanted.name,
            value=wanted[index],
            expected=_("an order number of the other file is expected"),
            cells=tuple(column[index] for column in lines.raw),
        )
        for index in missing
    ]
    used = set(joined)
    problems += [
        RowProblem(
            heads.numbers[index],
            _("the order has no lines in the other file"),
            column=numbers.name,
            value=numbers[index],
            cells=heads.cells(index),
            beside=heads.name,
        )
        for index in range(len(heads))
        if index not in used
    ]
    picked = array("I", map(lines.numbers.__getitem__, kept))
    raw = [column.picked(kept) for column in lines.raw]
    source = [lines.source[index] for index in kept]
    return Lines(Kind.ORDERS, columns, source, picked, raw, problems)


def _stand_in(lines: Lines, item_code: str) -> None:
    """Make one line of each order that comes as a total only."""
    rows = len(lines)
    lines.columns["item_code"] = Column.constant("item_code", item_code, rows)
    lines.columns["quantity"] = Column.constant("quantity", "1", rows)
    if "order_total" in lines.columns:
        lines.columns["price"] = lines.columns["order_total"]
    lines.kind = Kind.ORDERS

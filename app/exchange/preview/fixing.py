"""What a person put right in a file, laid over the file as it was read."""

from collections.abc import Sequence
from dataclasses import replace

from app.exchange.preview.choices import Choices, Fix
from app.exchange.reading.table import Table
from app.exchange.rules.checking import Checked
from app.exchange.rules.findings import BIT


def fixed(table: Table, choices: Choices, *, beside: bool = False) -> Table:
    """Give the table with the person's cells; the one that was read stays as it is."""
    fixes = [fix for fix in choices.fixes if fix.beside == beside]
    if not fixes:
        return table
    table = _completed(table, fixes)
    columns = {column.name: column for column in table.columns}
    for name in {fix.column for fix in fixes} & set(columns):
        columns[name] = columns[name].copy()
    for fix in fixes:
        index = table.index_of(fix.row)
        if index is not None and fix.column in columns:
            columns[fix.column].put(index, fix.text)
    changed = [columns.get(column.name, column) for column in table.columns]
    return replace(table, columns=changed)


def _completed(table: Table, fixes: Sequence[Fix]) -> Table:
    """Give the table with the rows that did not fit its header, once every cell is given."""
    given: dict[int, dict[str, str]] = {}
    for fix in fixes:
        given.setdefault(fix.row, {})[fix.column] = fix.text
    broken = {one.row for one in table.problems} & set(given)
    header = table.header
    whole = {
        row: [given[row][name] for name in header]
        for row in sorted(broken)
        if set(header) <= given[row].keys()
    }
    return table.with_rows(whole) if whole else table


def leave_out(checked: Checked, choices: Choices) -> None:
    """Mark the rows the person leaves out; their problems are problems no more."""
    if not choices.left_out:
        return
    rows = set(choices.left_out)
    for index, number in enumerate(checked.lines.numbers):
        if number in rows:
            checked.flags[index] = BIT["LEFTOUT"]
    checked.problems = [one for one in checked.problems if one.beside or one.row not in rows]

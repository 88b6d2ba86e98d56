"""The preview row by row: what will happen to each, and why."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.core.messages import _
from app.exchange.columns.dates import day_order
from app.exchange.columns.fields import Kind
from app.exchange.preview.planning import OUTCOMES
from app.exchange.preview.preview import Preview
from app.exchange.reading.table import Column, RowProblem
from app.exchange.rules.findings import BIT, KIND, Outcome, names_in
from app.exchange.rules.values import read_values

REJECTED = "REJECTED"
"""Asks for the rows that cannot be imported, whatever the finding."""
_LOOK_AT = {
    "CANCEL": "order_number",
    "ADJUST": "order_number",
    "NEGPRICE": "price",
    "NEGQTY": "quantity",
    "ZEROQTY": "quantity",
    "ZEROPRICE": "price",
    "NOCUST": "customer_code",
    "NODESC": "item_name",
    "NOTEDESC": "item_name",
    "BIGQTY": "quantity",
    "PRICE3DP": "price",
    "NEWITEM": "item_code",
    "DUP": "quantity",
    "REPEAT": "quantity",
}


@dataclass(frozen=True)
class PreviewRow:
    """One row as the person sees it: `outcome` is an `Outcome`, `cells` the row as read.

    `column` names the cell that is wrong, if one is; `beside` the file when it is a row of the
    one that was read beside the first.
    """

    row: int
    outcome: str
    sentence: str
    findings: tuple[str, ...]
    cells: tuple[str, ...]
    column: str = ""
    beside: str = ""


def preview_rows(
    preview: Preview, start: int, count: int, finding: str = ""
) -> tuple[PreviewRow, ...]:
    """Give a window of rows in the file's order; `finding` shows only its rows.

    Rows that could not even be read come after all others. `REJECTED` shows what cannot be
    imported.
    """
    lines = len(preview.checked)
    if finding == REJECTED:
        places: Sequence[int] = preview.rejected_places
    elif finding:
        places = preview.places_with(finding)
    else:
        places = range(lines + len(preview.unread))
    return tuple(
        _row(preview, at) if at < lines else _unread(preview.unread[at - lines])
        for at in places[start : start + count]
    )


def rejected_rows(preview: Preview) -> list[RowProblem]:
    """Give every row that is not imported because it cannot be, in the file's order.

    Rows that a rule rejects are among them, with the finding as their reason.
    """
    named = {one.row for one in preview.problems if not one.beside}
    found = list(preview.problems)
    checked = preview.checked
    for index in range(len(checked)):
        if _outcome(preview, index) is not Outcome.REJECT:
            continue
        number = checked.lines.numbers[index]
        if number not in named:
            titles = (_(KIND[name].title) for name in names_in(checked.flags[index]))
            cells = tuple(column[index] for column in checked.lines.raw)
            found.append(RowProblem(number, "; ".join(titles), cells=cells))
    return sorted(found, key=lambda one: (one.beside, one.row))


def problem_sentence(problem: RowProblem) -> str:
    """Name row, column, value and what was expected."""
    said = _said(problem) + "."
    if problem.beside:
        text = _("{file}, row {row}: {reason}")
        return text.format(file=problem.beside, row=problem.row, reason=said)
    return _("Row {row}: {reason}").format(row=problem.row, reason=said)


def _said(problem: RowProblem) -> str:
    text = problem.reason
    if problem.column:
        text += " " + _("(column {column}, “{value}”)").format(
            column=problem.column, value=problem.value[:80]
        )
    if problem.expected:
        text += "; " + problem.expected
    return text


def finding_title(name: str) -> str:
    """Give a finding's name for the person."""
    return _(KIND[name].title)


def _unread(problem: RowProblem) -> PreviewRow:
    return PreviewRow(
        problem.row,
        Outcome.REJECT,
        _said(problem),
        ("WRONG",),
        problem.cells,
        problem.column,
        problem.beside,
    )


def _row(preview: Preview, index: int) -> PreviewRow:
    checked = preview.checked
    flags = checked.flags[index]
    names = tuple(name for name in names_in(flags) if not KIND[name].silent)
    number = checked.lines.numbers[index]
    outcome = _outcome(preview, index)
    wrong = None
    if flags & BIT["WRONG"]:
        wrong = preview.problem_of.get(number)
    told = [_(KIND[name].title) for name in names if name != "WRONG"]
    sentence = _said(wrong) if wrong else _what_happens(preview, index, outcome)
    return PreviewRow(
        number,
        outcome,
        "; ".join([sentence, *told]),
        names,
        tuple(column[index] for column in checked.lines.raw),
        wrong.column if wrong and wrong.column else _column_of(preview, names),
    )


def _column_of(preview: Preview, names: tuple[str, ...]) -> str:
    """Name the column a person would look at for the first finding that has one."""
    values = preview.checked.values
    for name in names:
        if name in _LOOK_AT and _LOOK_AT[name] in values:
            return values[_LOOK_AT[name]].column.name
    return ""


def _outcome(preview: Preview, index: int) -> Outcome:
    if preview.orders is not None:
        return OUTCOMES[preview.orders.outcomes[index]]
    records = preview.records
    if records is None or index in records.rejected_set:
        return Outcome.REJECT
    return Outcome.SKIP if index in records.skipped_set else Outcome.LINE


def _what_happens(preview: Preview, index: int, outcome: Outcome) -> str:
    if outcome is Outcome.SKIP:
        return _("is left out")
    if outcome is Outcome.REJECT:
        return _("cannot be imported")
    if preview.orders is None:
        return _record_sentence(preview, index)
    number = preview.checked.value("order_number", index)
    if outcome is Outcome.RETURN:
        return _("return {number}").format(number=number)
    if outcome is Outcome.ADJUST:
        return _("stock adjustment {number}").format(number=number)
    before = preview.checked.value("order_number", index - 1) if index else None
    if before == number:
        return _("adds a line to order {number}").format(number=number)
    return _("new order {number}").format(number=number)


def _record_sentence(preview: Preview, index: int) -> str:
    records = preview.records
    changed = records is not None and index in records.changed
    if preview.prepared.kind is Kind.CUSTOMERS:
        return _("changes a customer") if changed else _("new customer")
    if preview.prepared.kind is Kind.ITEMS:
        return _("changes an item") if changed else _("new item")
    return _("opening stock")


def problem_with(preview: Preview, column: str, text: str) -> str:
    """Say at once what is wrong with a text put into a column; "" when nothing is."""
    found = next(
        (one for one in preview.checked.values.values() if one.column.name == column), None
    )
    if found is None:
        return ""
    order = preview.prepared.choices.day_order or day_order(found.column.values)
    read = read_values(found.spec, Column.of(column, [text]), order)
    if read.wrong:
        return next(iter(read.wrong.values()))
    empty = found.spec.needed and not read.values[0] and read.values[0] != 0
    return _("{field} is needed").format(field=_(found.spec.title)) if empty else ""

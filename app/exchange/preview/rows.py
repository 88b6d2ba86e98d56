"""The preview row by row: what will happen to each, and why."""

from dataclasses import dataclass

from app.core.messages import _
from app.exchange.columns.fields import Kind
from app.exchange.preview.planning import OUTCOMES
from app.exchange.preview.preview import Preview
from app.exchange.reading.table import RowProblem
from app.exchange.rules.findings import BIT, KIND, Outcome, names_in


@dataclass(frozen=True)
class PreviewRow:
    """One row as the person sees it: `outcome` is an `Outcome`, `cells` the row as read.

    `column` names the cell that is wrong, if one is.
    """

    row: int
    outcome: str
    sentence: str
    findings: tuple[str, ...]
    cells: tuple[str, ...]
    column: str = ""


def preview_rows(
    preview: Preview, start: int, count: int, finding: str = ""
) -> tuple[PreviewRow, ...]:
    """Give a window of rows in the file's order; `finding` shows only its rows.

    Rows that could not even be read come after all others.
    """
    checked = preview.checked
    places = checked.rows_with(finding) if finding else range(len(checked))
    shown = [_row(preview, index) for index in places[start : start + count]]
    if not finding and len(shown) < count:
        unread = unread_problems(preview)
        begin = max(0, start - len(checked))
        shown += [_unread(one) for one in unread[begin : begin + count - len(shown)]]
    return tuple(shown)


def unread_problems(preview: Preview) -> list[RowProblem]:
    """Give the problems of rows that never became lines."""
    numbers = set(preview.checked.lines.numbers)
    return [one for one in preview.problems if one.row not in numbers]


def rejected_rows(preview: Preview) -> list[RowProblem]:
    """Give every row that is not imported because it cannot be, in the file's order.

    Rows that a rule rejects are among them, with the finding as their reason.
    """
    named = {one.row for one in preview.problems}
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
    return sorted(found, key=lambda one: one.row)


def problem_sentence(problem: RowProblem) -> str:
    """Name row, column, value and what was expected."""
    text = _("Row {row}: {reason}").format(row=problem.row, reason=problem.reason)
    if problem.column:
        text += " " + _("(column {column}, “{value}”)").format(
            column=problem.column, value=problem.value[:80]
        )
    if problem.expected:
        text += "; " + _("expected: {expected}").format(expected=problem.expected)
    return text + "."


def finding_title(name: str) -> str:
    """Give a finding's name for the person."""
    return _(KIND[name].title)


def _unread(problem: RowProblem) -> PreviewRow:
    return PreviewRow(
        problem.row, Outcome.REJECT, problem_sentence(problem), ("WRONG",), problem.cells
    )


def _row(preview: Preview, index: int) -> PreviewRow:
    checked = preview.checked
    flags = checked.flags[index]
    names = tuple(name for name in names_in(flags) if not KIND[name].silent)
    number = checked.lines.numbers[index]
    outcome = _outcome(preview, index)
    wrong = None
    if flags & BIT["WRONG"]:
        wrong = next((one for one in checked.problems if one.row == number), None)
    told = [_(KIND[name].title) for name in names if name != "WRONG"]
    sentence = problem_sentence(wrong) if wrong else _what_happens(preview, index, outcome)
    return PreviewRow(
        number,
        outcome,
        "; ".join([sentence, *told]),
        names,
        tuple(column[index] for column in checked.lines.raw),
        wrong.column if wrong else "",
    )


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

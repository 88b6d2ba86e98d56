"""A file read, mapped and checked, and what importing it would do; nothing is written."""

from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from app.core.messages import _
from app.exchange.columns.dates import DayOrder, day_order
from app.exchange.columns.fields import Kind, Shape
from app.exchange.columns.mapping import Mapping, fingerprint, guess_kind, missing, suggest
from app.exchange.columns.profiles import Profile, profile_named, recognise
from app.exchange.columns.shapes import shape_lines
from app.exchange.errors import MissingColumn
from app.exchange.preview.choices import Choices
from app.exchange.preview.fixing import fixed, leave_out
from app.exchange.preview.known import Known
from app.exchange.preview.opening_stock import OpeningNeed, Steps, opening_for, steps_of
from app.exchange.preview.planning import OrderPlan, Totals, plan_orders, totals_of
from app.exchange.preview.records import RecordPlan, plan_records
from app.exchange.preview.shortages import Shortage, shortages_of
from app.exchange.progress import Watch, step, unwatched
from app.exchange.reading.delimited import Form, guess_form
from app.exchange.reading.opening import Opened, open_table
from app.exchange.reading.source import Source
from app.exchange.reading.table import Column, RowProblem, Table
from app.exchange.rules.checking import Checked, check_lines, counted
from app.exchange.rules.findings import BIT, KIND, Outcome, agreed, names_in

_ORDER_KINDS = {Kind.ORDERS, Kind.ORDER_HEADS}


@dataclass
class Prepared:
    """A file that was read and checked; planning it against the desk is quick and repeatable.

    `mapping` is in force: chosen, remembered by the profile, or suggested by words.
    """

    opened: tuple[Opened, ...]
    kind: Kind
    profile: Profile
    mapping: Mapping
    choices: Choices
    checked: Checked

    @property
    def sender(self) -> str:
        """Give the fingerprint of the first file's header."""
        return fingerprint(self.opened[0].table.header)

    @property
    def source(self) -> str:
        """Name the sender for telling its documents from others': profile or fingerprint."""
        return self.profile.name.split("-")[0].rstrip("2") or self.sender[:16]

    @property
    def asks_day_order(self) -> bool:
        """Tell whether a person must say if the day or the month comes first."""
        return self.choices.day_order is None and bool(self.unsure_days)

    @cached_property
    def unsure_days(self) -> dict[str, tuple[str, ...]]:
        """Give the columns whose dates may be read in two ways, with their different texts."""
        return {
            values.column.name: tuple(values.column.values)
            for values in self.checked.values.values()
            if values.spec.shape is Shape.DAY and day_order(values.column.values) is DayOrder.UNSURE
        }

    @property
    def name(self) -> str:
        """Name the files for the person."""
        return " + ".join(one.source.name for one in self.opened)

    @property
    def sha256(self) -> str:
        """Give the fingerprint of all files together."""
        return "+".join(one.source.sha256 for one in self.opened)


@dataclass
class Preview:
    """What importing would do: counts, totals, findings, problems, opening stock, shortages.

    `findings` maps a finding to its rows; `questions` are those still to be decided.
    """

    prepared: Prepared
    checked: Checked
    orders: OrderPlan | None
    records: RecordPlan | None
    totals: Totals
    steps: Steps | None
    openings: tuple[OpeningNeed, ...]
    new_customers: int
    new_items: int
    findings: dict[str, int]
    shortages: tuple[Shortage, ...] = ()

    @property
    def problems(self) -> list[RowProblem]:
        """Give the rows that cannot be used, with their reasons."""
        return self.checked.problems

    @property
    def questions(self) -> tuple[str, ...]:
        """Name the findings that ask and are not decided yet."""
        decisions = self.prepared.choices.decisions
        return tuple(name for name in self.findings if KIND[name].ask and name not in decisions)

    @property
    def rejected(self) -> int:
        """Count the rows that cannot be imported, those the reader left out included."""
        return len({(one.beside, one.row) for one in self.unread}) + self.rejected_lines()

    @property
    def skipped(self) -> int:
        """Count the rows that are left out on purpose."""
        if self.orders is not None:
            return self.orders.counted(Outcome.SKIP)
        return len(self.records.skipped if self.records else ())

    def warm(self) -> "Preview":
        """Work out what is asked again and again, so that showing it never waits."""
        _known = (self.rejected, self.skipped, self.problem_of, self.rejected_places)
        _days, _found = self.prepared.unsure_days, self._places_by_flags
        return self

    def rejected_lines(self) -> int:
        """Count the rejected rows among those that could be read."""
        if self.orders is not None:
            return self.orders.counted(Outcome.REJECT)
        return len(self.records.rejected if self.records else ())

    def first_rejected(self) -> str:
        """Name the first row that a rule rejects, with the finding."""
        if self.orders is None:
            return ""
        index = self.orders.outcomes.index(list(Outcome).index(Outcome.REJECT))
        titles = [_(KIND[name].title) for name in names_in(self.checked.flags[index])]
        row = self.checked.lines.numbers[index]
        return _("Row {row}: {reason}").format(row=row, reason="; ".join(titles)) + "."

    def must_agree(self) -> int:
        """Count the rejected rows nobody has agreed to leave out."""
        choices = self.prepared.choices
        if choices.leave_out:
            return 0
        flags = self.checked.flags
        decided = {one: agreed(one, choices.decisions) for one in counted(flags)}
        if self.orders is None:
            return self.rejected
        place = list(Outcome).index(Outcome.REJECT)
        agreed_rows = sum(
            outcome == place and decided[flag]
            for outcome, flag in zip(self.orders.outcomes, flags, strict=True)
        )
        return self.rejected - agreed_rows

    @cached_property
    def unread(self) -> tuple[RowProblem, ...]:
        """Give the problems of rows that never became lines."""
        if not self.problems:
            return ()
        numbers = set(self.checked.lines.numbers)
        return tuple(one for one in self.problems if one.beside or one.row not in numbers)

    @cached_property
    def problem_of(self) -> dict[int, RowProblem]:
        """Give the first problem of each row that has one, by spreadsheet row."""
        found: dict[int, RowProblem] = {}
        for one in self.problems:
            if not one.beside:
                found.setdefault(one.row, one)
        return found

    @cached_property
    def _places_by_flags(self) -> "dict[int, array[int]]":
        """Give the rows (counted from 0) by what was found about them, those without aside."""
        found: dict[int, array[int]] = {}
        for index, flags in enumerate(self.checked.flags):
            if flags:
                places = found.get(flags)
                if places is None:
                    places = found[flags] = array("I")
                places.append(index)
        return found

    def places_with(self, finding: str) -> "array[int]":
        """Give the places (counted from 0) of the rows with a finding, in the file's order."""
        bit, places = BIT[finding], array("I")
        for flags, rows in self._places_by_flags.items():
            if flags & bit:
                places.extend(rows)
        return array("I", sorted(places))

    @cached_property
    def rejected_places(self) -> tuple[int, ...]:
        """Give the places (counted from 0) of rejected lines, then those of unread rows."""
        places: Iterable[int] = self.records.rejected if self.records else ()
        if self.orders is not None:
            reject = list(Outcome).index(Outcome.REJECT)
            outcomes = self.orders.outcomes
            places = (at for at, outcome in enumerate(outcomes) if outcome == reject)
        lines = len(self.checked)
        return (*places, *range(lines, lines + len(self.unread)))


def suggested(preview: Preview) -> dict[str, str]:
    """Give the suggested answer to every open question."""
    return {name: KIND[name].actions[0] for name in preview.questions}


def prepare(sources: Sequence[Source], choices: Choices, watch: Watch = unwatched) -> Prepared:
    """Read and check a file, or a file of order lines and one of their orders.

    Raises:
        BadFile: a file cannot be read as a table.
        MissingColumn: no column holds a needed field.
        ImportCancelled: the watcher stopped it.
    """
    return prepare_opened(
        tuple(open_source(source, choices, watch) for source in sources), choices, watch
    )


def prepare_opened(
    opened: tuple[Opened, ...], choices: Choices, watch: Watch = unwatched
) -> Prepared:
    """Check files that are open already with other choices; nothing is read again.

    Raises:
        MissingColumn: no column holds a needed field.
        ImportCancelled: the watcher stopped it.
    """
    opened = tuple(sorted(opened, key=_heads_last)) if len(opened) > 1 else opened
    first = fixed(opened[0].table, choices)
    profile = _profile_of(first, choices)
    kind = profile.kind if profile.name else choices.kind or guess_kind(first.header)
    mapping = dict(choices.mapping) or profile.mapping(first.header) or suggest(kind, first.header)
    beside = _beside(fixed(opened[1].table, choices, beside=True)) if len(opened) > 1 else None
    if kind is Kind.ORDER_HEADS and beside is None and not profile.stand_in:
        kind = Kind.ORDERS  # orders of which nobody knows the lines cannot come in
    _check_needed(kind, profile, mapping, choices, beside)
    lines = shape_lines(first, mapping, profile, kind, beside)
    for name, text in choices.constants.items():
        lines.columns.setdefault(name, Column.constant(name, text, len(lines)))
    checked = check_lines(lines, choices.rules or profile.rules, choices.day_order, watch)
    leave_out(checked, choices)
    return Prepared(opened, lines.kind, profile, mapping, choices, checked)


def open_source(source: Source, choices: Choices, watch: Watch = unwatched) -> Opened:
    """Open a file as chosen; what was not chosen is found out.

    Raises:
        BadFile: it cannot be read as a table.
        ImportCancelled: the watcher stopped it.
    """
    form = None
    if choices.encoding or choices.separator:
        form = _chosen(guess_form(source.content(watch)), choices)
    return open_table(source, form=form, sheet=choices.sheet, watch=watch)


def _chosen(found: Form, choices: Choices) -> Form:
    return replace(
        found,
        encoding=choices.encoding or found.encoding,
        separator=choices.separator or found.separator,
        ask_encoding=found.ask_encoding and not choices.encoding,
        ask_separator=found.ask_separator and not choices.separator,
    )


def _heads_last(one: Opened) -> bool:
    profile = recognise(one.table.header)
    if profile.name:
        return profile.kind is Kind.ORDER_HEADS
    return bool(missing(Kind.ORDERS, suggest(Kind.ORDERS, one.table.header)))


def _profile_of(table: Table, choices: Choices) -> Profile:
    """Choose the sender; one that hands over another kind of thing than wanted is not it."""
    found = recognise(table.header) if choices.profile is None else profile_named(choices.profile)
    wanted = choices.kind
    if wanted is None or found.kind is wanted or {found.kind, wanted} <= _ORDER_KINDS:
        return found
    return profile_named("")


def _beside(table: Table) -> tuple[Table, Mapping]:
    profile = recognise(table.header)
    mapping = profile.mapping(table.header) or suggest(Kind.ORDER_HEADS, table.header)
    return table, mapping


def _check_needed(
    kind: Kind,
    profile: Profile,
    mapping: Mapping,
    choices: Choices,
    beside: tuple[Table, Mapping] | None,
) -> None:
    there = {**mapping, **choices.constants}
    if beside is not None:
        there.update(beside[1])
    if profile.packed is not None:
        there.update(profile.packed.parts)
    lacking = missing(kind, there)
    if lacking:
        raise MissingColumn(tuple(_(title) for title in lacking))


def plan(prepared: Prepared, known: Known, watch: Watch = unwatched) -> Preview:
    """Say what importing would do on this desk as it is now.

    Raises:
        ImportCancelled: the watcher stopped it.
    """
    if prepared.kind in _ORDER_KINDS:
        return _plan_orders(prepared, known, watch)
    choices, checked = prepared.choices, prepared.checked.fresh()
    records = plan_records(checked, prepared.kind, choices.decisions, known, update=choices.update)
    new = len(records.new)
    return Preview(
        prepared,
        checked,
        None,
        records,
        Totals(lines=new, units=_units(checked, records)),
        None,
        (),
        new if prepared.kind is Kind.CUSTOMERS else 0,
        new if prepared.kind is Kind.ITEMS else 0,
        checked.counts(),
    )


def _units(checked: Checked, records: RecordPlan) -> int:
    name = "quantity" if "quantity" in checked.values else "on_hand"
    found = (checked.value(name, index) for index in records.new)
    return sum(units for units in found if isinstance(units, int))


def _plan_orders(prepared: Prepared, known: Known, watch: Watch) -> Preview:
    choices, checked = prepared.choices, prepared.checked.fresh()
    rows = len(checked)
    step(watch, "plan", 0, rows)
    orders = plan_orders(checked, choices.decisions, choices.how, known, prepared.profile.states)
    step(watch, "plan", rows // 4, rows)
    steps = steps_of(checked, orders, known)
    step(watch, "plan", rows // 2, rows)
    openings = opening_for(checked, steps, known, choices.opening)
    step(watch, "plan", rows * 3 // 4, rows)
    totals = totals_of(checked, orders, known.digits)
    step(watch, "plan", rows, rows)
    return Preview(
        prepared,
        checked,
        orders,
        None,
        totals,
        steps,
        tuple(openings),
        _new_codes(checked, "customer_code", orders, known.customers),
        _new_codes(checked, "item_code", orders, known.items),
        checked.counts(),
        shortages_of(checked, orders, steps, openings, known),
    )


def _new_codes(checked: Checked, name: str, orders: OrderPlan, known: dict[str, int]) -> int:
    values = checked.values.get(name)
    if values is None:
        return 0
    codes = {
        values.codes[index]
        for document in orders.documents
        for index in (*document.lines, *document.returns, *document.adjusts)
    }
    return sum(1 for code in codes if values.values[code] and str(values.values[code]) not in known)


def decided(prepared: Prepared, **changes: object) -> Prepared:
    """Give the same file with other decisions; the file is not read again."""
    return replace(prepared, choices=replace(prepared.choices, **changes))  # type: ignore[arg-type]  # fields of Choices

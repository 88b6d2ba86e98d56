"""A preview in a few sentences for people, and as plain values for machines."""

from app.core.messages import _, ngettext
from app.core.plain import to_plain
from app.exchange.columns.fields import Kind
from app.exchange.preview.preview import Preview
from app.exchange.preview.rows import finding_title, problem_sentence
from app.exchange.preview.shortages import Shortage

_MOST_NAMED = 5


def tell(preview: Preview) -> tuple[str, ...]:
    """Say what will happen, most important first: what comes in, what is opened, what stays out."""
    said = [_coming_in(preview)]
    if preview.orders is not None:
        said += _orders(preview)
    if preview.skipped:
        said.append(
            ngettext(
                "{count} row is left out.", "{count} rows are left out.", preview.skipped
            ).format(count=preview.skipped)
        )
    if preview.rejected:
        said.append(
            ngettext(
                "{count} row cannot be imported.",
                "{count} rows cannot be imported.",
                preview.rejected,
            ).format(count=preview.rejected)
        )
    said += [problem_sentence(problem) for problem in preview.problems[:_MOST_NAMED]]
    said += [
        _("To decide: {finding} ({count} rows).").format(
            finding=finding_title(name), count=preview.findings[name]
        )
        for name in preview.questions
    ]
    return tuple(sentence for sentence in said if sentence)


def _coming_in(preview: Preview) -> str:
    totals = preview.totals
    if preview.orders is not None:
        return _(
            "{orders} orders with {lines} lines, {units} units, value {value}; "
            "{customers} new customers, {items} new items."
        ).format(
            orders=totals.orders,
            lines=totals.lines,
            units=totals.units,
            value=totals.value,
            customers=preview.new_customers,
            items=preview.new_items,
        )
    changed = len(preview.records.changed) if preview.records else 0
    sentence = {
        Kind.CUSTOMERS: _("{lines} new customers, {changed} changed."),
        Kind.ITEMS: _("{lines} new items with {units} units, {changed} changed."),
    }.get(preview.prepared.kind, _("Opening stock: {lines} rows with {units} units."))
    return sentence.format(lines=totals.lines, changed=changed, units=totals.units)


def _orders(preview: Preview) -> list[str]:
    totals, said = preview.totals, []
    if preview.orders and preview.orders.known:
        count = len(preview.orders.known)
        said.append(
            ngettext(
                "{count} document is in already and adds nothing.",
                "{count} documents are in already and add nothing.",
                count,
            ).format(count=count)
        )
    if totals.returns:
        said.append(
            _("{rows} rows of returns, {units} units, value {value}.").format(
                rows=totals.returns, units=totals.returned_units, value=totals.returned_value
            )
        )
    if totals.adjusts:
        said.append(
            _("{rows} stock adjustments, {units} units together.").format(
                rows=totals.adjusts, units=totals.adjusted_units
            )
        )
    if preview.openings:
        said.append(_opening(preview))
    if preview.shortages:
        said.append(say_shortages(preview))
    return said


def say_shortages(preview: Preview, *, most: int = 30, counted: bool = True) -> str:
    """Name the goods that are short for the open orders of a file, the first of many.

    `counted` adds to each how many are wanted and how many there are.
    """
    short = preview.shortages
    names = [_short_item(one) if counted else one.item_code for one in short[:most]]
    text = ngettext(
        "{count} item is short for the open orders: {items}.",
        "{count} items are short for the open orders: {items}.",
        len(short),
    )
    more = ["…"] if len(short) > most else []
    return text.format(count=f"{len(short):,}", items=", ".join(names + more))


def _short_item(one: Shortage) -> str:
    return _("{item} ({wanted} wanted, {available} there)").format(
        item=one.item_code, wanted=f"{one.wanted:,}", available=f"{one.available:,}"
    )


def _opening(preview: Preview) -> str:
    units = sum(need.units for need in preview.openings)
    first = ", ".join(need.item_code for need in preview.openings[:_MOST_NAMED])
    if preview.openings[0].lacking:
        text = _("{items} items would fall below zero, {units} units in all: {first} …")
    else:
        text = _(
            "Opening stock of {units} units for {items} items is posted first, the least that "
            "never falls below zero: {first} …"
        )
    return text.format(items=len(preview.openings), units=units, first=first)


def plain_preview(preview: Preview) -> dict[str, object]:
    """Give the preview for machines; money as exact decimal text."""
    return {
        "kind": preview.prepared.kind.value,
        "profile": preview.prepared.profile.name,
        "mapping": dict(preview.prepared.mapping),
        "totals": to_plain(preview.totals),
        "findings": preview.findings,
        "questions": list(preview.questions),
        "skipped": preview.skipped,
        "rejected": preview.rejected,
        "new_customers": preview.new_customers,
        "new_items": preview.new_items,
        "opened_units": sum(need.units for need in preview.openings if not need.lacking),
        "short": to_plain(preview.shortages),
        "problems": [problem_sentence(problem) for problem in preview.problems],
    }

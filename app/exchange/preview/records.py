"""Customers and items of a file: which are new, which change, which are there already."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from app.core.messages import _
from app.exchange.columns.fields import Kind
from app.exchange.preview.known import Known
from app.exchange.reading.table import RowProblem
from app.exchange.rules.checking import Checked
from app.exchange.rules.findings import BIT, Outcome, outcome_of

KEYS = {
    Kind.CUSTOMERS: "customer_code",
    Kind.ITEMS: "item_code",
    Kind.STOCK: "item_code",
}
"""Kind to the field that names the record."""


@dataclass(frozen=True)
class RecordPlan:
    """What becomes of the rows: places (counted from 0) of new, changed and skipped ones."""

    new: tuple[int, ...]
    changed: tuple[int, ...]
    skipped: tuple[int, ...]
    rejected: tuple[int, ...]

    @cached_property
    def rejected_set(self) -> frozenset[int]:
        """Give the rejected rows for quick looking up."""
        return frozenset(self.rejected)

    @cached_property
    def skipped_set(self) -> frozenset[int]:
        """Give the skipped rows for quick looking up."""
        return frozenset(self.skipped)


def plan_records(
    checked: Checked,
    kind: Kind,
    decisions: Mapping[str, str],
    known: Known,
    *,
    update: bool,
) -> RecordPlan:
    """Sort rows into new, changed, skipped and rejected; a code named twice counts once."""
    there = known.customers if kind is Kind.CUSTOMERS else known.items
    keys = checked.values[KEYS[kind]]
    groups: dict[str, list[int]] = {"new": [], "changed": [], "skipped": [], "rejected": []}
    seen: set[str] = set()
    if kind is Kind.ITEMS:
        _check_barcodes(checked, known)
    for index in range(len(checked)):
        flags = checked.flags[index]
        key = str(keys.at(index))
        outcome = outcome_of(flags, decisions)
        if outcome is Outcome.REJECT:
            group = "rejected"
        elif outcome is Outcome.SKIP:
            group = "skipped"
        elif kind is Kind.STOCK:
            group = "new" if key in there else "rejected"
            if group == "rejected":
                _unknown_item(checked, index)
        elif key in seen or key in there:
            group = "changed" if update and key not in seen else "skipped"
        else:
            group = "new"
        seen.add(key)
        groups[group].append(index)
    return RecordPlan(
        tuple(groups["new"]),
        tuple(groups["changed"]),
        tuple(groups["skipped"]),
        tuple(groups["rejected"]),
    )


def _check_barcodes(checked: Checked, known: Known) -> None:
    """Refuse a barcode that another item has, in the catalog or earlier in the file."""
    owners = dict(known.barcodes)
    if "barcode" not in checked.values:
        return
    for index in range(len(checked)):
        item = str(checked.value("item_code", index))
        for barcode in str(checked.value("barcode", index) or "").upper().split():
            owner = owners.setdefault(barcode, item)
            if owner != item:
                _refuse(
                    checked,
                    index,
                    "barcode",
                    _("the barcode belongs to item {item}").format(item=owner),
                    _("a barcode of its own is expected"),
                )


def _unknown_item(checked: Checked, index: int) -> None:
    _refuse(
        checked,
        index,
        "item_code",
        _("there is no such item"),
        _("the code of an item is expected; import the items first"),
    )


def _refuse(checked: Checked, index: int, name: str, reason: str, expected: str) -> None:
    """Name a row as wrong, once."""
    if checked.flags[index] & BIT["WRONG"]:
        return
    checked.flags[index] |= BIT["WRONG"]
    column = checked.values[name].column
    checked.problems.append(
        RowProblem(
            checked.lines.numbers[index],
            reason,
            column=column.name,
            value=column[index],
            expected=expected,
            cells=tuple(one[index] for one in checked.lines.raw),
        )
    )

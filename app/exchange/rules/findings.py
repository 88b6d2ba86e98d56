"""The findings an import can make, what each asks for, and what becomes of a row."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from app.core.messages import N_


class Outcome(StrEnum):
    """What becomes of one row."""

    LINE = "line"
    RETURN = "return"
    ADJUST = "adjust"
    SKIP = "skip"
    REJECT = "reject"


@dataclass(frozen=True)
class FindingKind:
    """One kind of finding; `actions` are what a person may choose, the first is suggested.

    `ask` means somebody has to choose; a finding that does not ask takes its first action.
    """

    name: str
    title: str
    actions: tuple[str, ...]
    ask: bool = False
    silent: bool = False


TAKE, SKIP, REJECT = "take", "skip", "reject"
RETURN, ADJUST, CHARGE, COUNTER, FILL = "return", "adjust", "charge", "counter sale", "fill"
CREATE = "create"

KINDS: tuple[FindingKind, ...] = (
    FindingKind("CANCEL", N_("A cancellation or return, not an order"), (RETURN, SKIP)),
    FindingKind("ADJUST", N_("An adjustment document, not an order"), (REJECT, SKIP)),
    FindingKind("NEGPRICE", N_("The price is below zero"), (REJECT, SKIP)),
    FindingKind("NEGQTY", N_("The quantity is below zero"), (REJECT, ADJUST, SKIP)),
    FindingKind("ZEROQTY", N_("The quantity is zero"), (REJECT, SKIP)),
    FindingKind("ZEROPRICE", N_("The price is zero"), (TAKE, SKIP), ask=True),
    FindingKind("NOCUST", N_("No customer is named"), (COUNTER, SKIP), ask=True),
    FindingKind("NODESC", N_("The item has no name here"), (FILL, SKIP), ask=True),
    FindingKind("NOTEDESC", N_("The name looks like a note"), (TAKE, SKIP), ask=True),
    FindingKind("DUP", N_("The row equals an earlier one"), (TAKE, SKIP), ask=True),
    FindingKind("REPEAT", N_("The item stands on this order already"), (TAKE, SKIP), ask=True),
    FindingKind("NONSTOCK", N_("A charge or service, not stock"), (CHARGE, SKIP)),
    FindingKind("BIGQTY", N_("The quantity is very large"), (TAKE, SKIP), ask=True),
    FindingKind("PRICE3DP", N_("The price has more decimals than money"), (TAKE, SKIP), ask=True),
    FindingKind("DESCSPACE", N_("Spaces around the name are dropped"), ("clean",), silent=True),
    FindingKind("UNPAID", N_("The order was never paid"), (SKIP, TAKE), ask=True),
    FindingKind("REFUNDED", N_("The order was refunded"), (TAKE, SKIP), ask=True),
    FindingKind("INEXACT", N_("The price cannot be kept exactly"), (TAKE, SKIP), ask=True),
    FindingKind("CLOSED", N_("The sender cancelled the order"), (SKIP, TAKE)),
    FindingKind("KNOWN", N_("This document is in already"), (SKIP,)),
    FindingKind("NEWITEM", N_("The item is not known here yet"), (CREATE, SKIP)),
    FindingKind("LEFTOUT", N_("Left out by you"), (SKIP,)),
    FindingKind("WRONG", N_("A value cannot be used"), (REJECT, SKIP)),
)

NAMES = tuple(kind.name for kind in KINDS)
BIT = {kind.name: 1 << place for place, kind in enumerate(KINDS)}
KIND = {kind.name: kind for kind in KINDS}


def names_in(flags: int) -> tuple[str, ...]:
    """Name the findings of a row."""
    return tuple(name for name in NAMES if flags & BIT[name])


def action_for(name: str, decisions: Mapping[str, str]) -> str:
    """Give what is to be done about a finding: as decided, else as suggested."""
    chosen = decisions.get(name, "")
    kind = KIND[name]
    return chosen if chosen in kind.actions else kind.actions[0]


def outcome_of(flags: int, decisions: Mapping[str, str]) -> Outcome:
    """Decide what becomes of a row with these findings."""
    actions = {name: action_for(name, decisions) for name in names_in(flags)}
    if "KNOWN" in actions or "LEFTOUT" in actions:
        return Outcome.SKIP
    chosen = set(actions.values())
    if REJECT in chosen:
        return Outcome.REJECT
    if SKIP in chosen:
        return Outcome.SKIP
    if RETURN in chosen:
        return Outcome.RETURN
    return Outcome.ADJUST if ADJUST in chosen else Outcome.LINE


def agreed(flags: int, decisions: Mapping[str, str]) -> bool:
    """Tell whether a person chose that a row with these findings is to be left out."""
    rejecting = [name for name in names_in(flags) if action_for(name, decisions) == REJECT]
    return all(decisions.get(name) == REJECT for name in rejecting)

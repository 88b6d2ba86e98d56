"""What a person chose for an import: plain data, remembered per sender."""

from dataclasses import dataclass, field
from enum import StrEnum

from app.exchange.columns.dates import DayOrder
from app.exchange.columns.fields import Kind
from app.exchange.settings import RuleSettings


class How(StrEnum):
    """How orders come in: to be fulfilled, as delivered, or as the sender's own state says."""

    OPEN = "open"
    HISTORY = "history"
    BY_STATE = "by state"


class Opening(StrEnum):
    """Where the stock that history takes from comes from.

    NONE: what lies there must do. LEAST: as much is opened as never falls below zero.
    KEEP: so much is opened that afterwards lies there what lies there now.
    """

    NONE = "none"
    LEAST = "least"
    KEEP = "keep"


@dataclass(frozen=True)
class Fix:
    """A cell put right by the person: spreadsheet row, column name as in the file, new text.

    `beside` tells that it stands in the file that is read beside the first.
    """

    row: int
    column: str
    text: str
    beside: bool = False


@dataclass(frozen=True)
class Choices:
    """Everything a person may choose.

    `decisions` maps findings to actions; `mapping` fields to column names (empty: suggested);
    `constants` gives fields the file lacks one text for all rows. `leave_out` agrees that rows
    that cannot be imported are left out; `left_out` are the spreadsheet rows a person leaves out
    one by one. `update` lets known items and customers be changed.
    """

    kind: Kind | None = None
    mapping: dict[str, str] = field(default_factory=dict)
    constants: dict[str, str] = field(default_factory=dict)
    profile: str | None = None
    encoding: str = ""
    separator: str = ""
    sheet: str | None = None
    day_order: DayOrder | None = None
    how: How = How.OPEN
    opening: Opening = Opening.LEAST
    decisions: dict[str, str] = field(default_factory=dict)
    fixes: tuple[Fix, ...] = ()
    rules: RuleSettings | None = None
    leave_out: bool = False
    left_out: tuple[int, ...] = ()
    update: bool = False

"""Settings of the import rules: patterns and limits, remembered per sender."""

from dataclasses import dataclass


@dataclass(frozen=True)
class RuleSettings:
    """Patterns are regular expressions over the whole text; an empty one switches its rule off.

    `return_numbers` and `reject_numbers` tell returns and adjustments by their document number,
    `stock_codes` what is goods rather than a charge, `note_names` descriptions that are notes.
    """

    return_numbers: str = ""
    reject_numbers: str = ""
    stock_codes: str = ""
    note_names: str = ""
    large_quantity: int = 1000
    decimals: int = 2
    counter_customer: str = "COUNTER"
    off: tuple[str, ...] = ()

"""Long names kept to their place; the whole stands in the tooltip."""

from PySide6.QtWidgets import QLabel

from ui.kit.parts import label


def shortened(text: str, most: int) -> str:
    """Cut a text that is longer than so many letters, with dots for the rest."""
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def short_label(text: str, kind: str, most: int) -> QLabel:
    """Make a label of a text that may be very long."""
    made = label(shortened(text, most), kind, wrap=True)
    if len(text) > most:
        made.setToolTip(text)
        made.setAccessibleName(text)
    return made

"""A choice of tax classes: those the program brings are named in words, the others as typed."""

from collections.abc import Iterable

from PySide6.QtWidgets import QComboBox

from app.core.messages import N_, _

USUAL = "standard"
"""The class of whatever nobody put into another."""
_BUILT_IN = {USUAL: N_("Standard"), "export": N_("Export sales")}


def tax_class_text(name: str) -> str:
    """Write a tax class for people."""
    return _(_BUILT_IN.get(name, name))


class TaxChoice(QComboBox):
    """Chooses a tax class; shows words, gives what is kept."""

    def __init__(self, names: Iterable[str]) -> None:
        """Offer classes; the usual one stands first in the field."""
        super().__init__()
        self._offer(names)
        self.show_value(USUAL)

    def value(self) -> str:
        """Give the class chosen, as it is kept."""
        return str(self.currentData())

    def show_value(self, name: str) -> None:
        """Choose a class; one that is not offered yet is from now on."""
        if self.findData(name) < 0:
            self._offer((*(self.itemData(at) for at in range(self.count())), name))
        self.setCurrentIndex(self.findData(name))

    def show_text(self, text: str) -> None:
        """Choose the class that is written so; any other text is a class of its own."""
        at = self.findText(text)
        names = [name for name in _BUILT_IN if tax_class_text(name) == text]
        self.show_value(self.itemData(at) if at >= 0 else (names or [text])[0])

    def _offer(self, names: Iterable[str]) -> None:
        """List the classes; where somebody typed the very word of another, that one stays bare."""
        known = tuple(names)
        self.clear()
        for name in known:
            text = tax_class_text(name)
            self.addItem(name if text in known else text, name)

"""The foot of the order form: what the order comes to, and what is to be said about it."""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.core.messages import _
from app.orders.queries.preview import PreviewRow
from app.orders.rules import Totals
from ui.kit.context import Context
from ui.kit.parts import label
from ui.orders.phone.findings_bar import FindingsBar


class OrderSum(QWidget):
    """Shows the total as reckoned here until the desk has said it, and findings or a question.

    `voided` tells that a question was taken back because the order costs something else now.
    """

    voided = Signal()
    chosen = Signal(int)

    def __init__(self, context: Context, reckon: Callable[[], Totals]) -> None:
        """Reckon with `reckon`."""
        super().__init__()
        self._context, self._reckon = context, reckon
        self._seen: PreviewRow | None = None
        self._asked_about: int | None = None
        self._asked_live = False
        self._said = FindingsBar(context.theme)
        self._said.chosen.connect(self.chosen)
        self._total = label("", "figure")
        self._total.setAccessibleName(_("Total"))
        self._tax = label("", "caption")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        layout.addWidget(self._said, 1)
        layout.addStretch(0)
        layout.addWidget(self._tax)
        layout.addWidget(self._total)

    @property
    def total(self) -> int:
        """Give the total shown, in minor units."""
        return self._seen.total if self._seen else self._reckon().total

    def said(self) -> str:
        """Give what is said: the question that stands, else the findings."""
        return self._said.text()

    def is_asking(self) -> bool:
        """Tell whether a question or refusal stands."""
        return self._said.asks

    def clear(self) -> None:
        """Begin with another order: nothing is said yet."""
        self._said.settle()
        self._said.show_findings(())
        self.recount()

    def recount(self) -> None:
        """Show what the order comes to by what is known here; the desk has not seen it yet."""
        self._seen = None
        self._show()

    def show_preview(self, preview: PreviewRow | None) -> None:
        """Show what the desk says of the order as it stands."""
        self._seen = preview
        self._void(preview)
        self._said.show_findings(preview.findings if preview else ())
        self._show()

    def ask(self, kind: str, text: str, *, live: bool = False) -> None:
        """Put a question or refusal in front; a `live` one goes when the desk says better."""
        self._asked_about, self._asked_live = (self._seen.total if self._seen else None), live
        self._said.ask(kind, text)

    def settle(self) -> None:
        """Take a question or refusal back."""
        self._asked_live = False
        self._said.settle()

    def _void(self, preview: PreviewRow | None) -> None:
        """Take back what the desk said better, and a question about an order of another price.

        Prices that only arrive here late do not count: the desk knew them when it asked.
        """
        if self._asked_live:
            self.settle()
        elif self._said.asks and preview is not None:
            if self._asked_about is None:
                self._asked_about = preview.total
            elif self._asked_about != preview.total:
                self.settle()
                self.voided.emit()

    def _show(self) -> None:
        reckoned = self._reckon()
        tax = self._seen.tax if self._seen else reckoned.tax
        self._total.setText(self._context.money(self.total))
        self._tax.setText(_("tax {money}").format(money=self._context.money(tax)) if tax else "")

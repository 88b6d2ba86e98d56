"""What an import would bring, in a few figures and a sentence."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.core.messages import _, ngettext
from app.exchange.preview.preview import Preview
from app.exchange.preview.telling import say_shortages
from ui.kit.parts import Card, label


class Figures(Card):
    """Orders, lines, units, value; what is new; what cannot come in."""

    def __init__(self) -> None:
        """Start empty."""
        super().__init__(margin=8)
        self._figures = QHBoxLayout()
        self._figures.setSpacing(24)
        self._note = label("", "muted", wrap=True)
        line = QHBoxLayout()
        line.setSpacing(24)
        line.addLayout(self._figures)
        line.addWidget(self._note, 1)
        self.body.addLayout(line)

    def show_preview(self, preview: Preview) -> None:
        """Show the figures of a preview."""
        while self._figures.count():
            item = self._figures.takeAt(0)
            old = item.widget() if item is not None else None
            if old is not None:
                old.hide()
                old.deleteLater()
        for title, figure, always in _shown(preview):
            if figure != "0" or always:
                self._figures.addWidget(_figure(title, figure), 0, Qt.AlignmentFlag.AlignTop)
        self._note.setText(_explained(preview))
        self._note.setToolTip(say_shortages(preview) if preview.shortages else "")


def _figure(title: str, figure: str) -> QWidget:
    made = QWidget()
    inside = QVBoxLayout(made)
    inside.setContentsMargins(0, 0, 0, 0)
    inside.setSpacing(0)
    inside.addWidget(label(title, "caption"))
    inside.addWidget(label(figure, "section"))
    made.setAccessibleName(f"{title}: {figure}")
    return made


def _shown(preview: Preview) -> list[tuple[str, str, bool]]:
    totals = preview.totals
    return [
        (_("Orders"), f"{totals.orders:,}", False),
        (_("Lines"), f"{totals.lines:,}", True),
        (_("Units"), f"{totals.units:,}", False),
        (_("Value"), f"{totals.value:,}", False),
        (_("Returns"), f"{totals.returns:,}", False),
        (_("New customers"), f"{preview.new_customers:,}", False),
        (_("New items"), f"{preview.new_items:,}", False),
        (_("Left out"), f"{preview.skipped:,}", False),
        (_("Rejected rows"), f"{preview.rejected:,}", True),
    ]


def _explained(preview: Preview) -> str:
    parts = []
    opened = sum(need.units for need in preview.openings)
    if opened:
        text = _(
            "{units} units of {items} items are opened first, the least that never lets "
            "stock fall below zero."
        )
        parts.append(text.format(units=f"{opened:,}", items=f"{len(preview.openings):,}"))
    if preview.shortages:
        parts.append(say_shortages(preview, most=20, counted=False))
    if preview.questions:
        count = len(preview.questions)
        text = ngettext(
            "{count} question is answered as suggested unless you choose otherwise.",
            "{count} questions are answered as suggested unless you choose otherwise.",
            count,
        )
        parts.append(text.format(count=count))
    return " ".join(parts)

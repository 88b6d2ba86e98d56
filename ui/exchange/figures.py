"""What an import would bring, in a few figures and a sentence."""

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from app.core.messages import _, ngettext
from app.exchange.preview.preview import Preview
from app.exchange.preview.telling import say_shortages
from ui.kit.parts import Card, label

_NOTE_LINES, _FULL = 2, 0.88
"""How many lines the note has, and how far broken lines are filled."""
_NOTE_PX = 160


class Figures(Card):
    """Orders, lines, units, value; what is new; what cannot come in."""

    def __init__(self) -> None:
        """Start empty."""
        super().__init__(margin=8)
        self._figures = QHBoxLayout()
        self._figures.setSpacing(24)
        self._whole = ""
        self._note = label("", "muted", wrap=True)
        self._note.setMinimumWidth(_NOTE_PX)
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
        self._whole = _explained(preview)
        more = say_shortages(preview) if preview.shortages else ""
        self._note.setToolTip("\n".join(one for one in (self._whole, more) if one))
        self._note.setAccessibleName(self._whole)
        self._fit_note()

    def _fit_note(self) -> None:
        """Let the note have two lines; the whole of it is told on hovering."""
        room = int(self._note.width() * _NOTE_LINES * _FULL)
        metrics = self._note.fontMetrics()
        self._note.setText(metrics.elidedText(self._whole, Qt.TextElideMode.ElideRight, room))

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        QTimer.singleShot(0, self, self._fit_note)


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
        (_("Amount"), f"{totals.value:,}", False),
        (_("Returns"), f"{totals.returns:,}", False),
        (_("New customers"), f"{preview.new_customers:,}", False),
        (_("New items"), f"{preview.new_items:,}", False),
        (_("Left out"), f"{preview.skipped:,}", False),
        (_("Rejected rows"), f"{preview.rejected:,}", True),
    ]


def _explained(preview: Preview) -> str:
    parts = [_opened(preview)] if preview.openings else []
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


def _opened(preview: Preview) -> str:
    """Say how much stock is opened first, or lacks when nothing shall be opened."""
    opened, count = sum(need.units for need in preview.openings), len(preview.openings)
    units = ngettext("{count} unit", "{count} units", opened).format(count=f"{opened:,}")
    items = ngettext("{count} item", "{count} items", count).format(count=f"{count:,}")
    if preview.openings[0].lacking:
        text = _("Stock would fall below zero: {units} of {items} are not there.")
    else:
        text = _(
            "Opened first: {units} of {items}, the least that never lets stock fall below zero."
        )
    return text.format(units=units, items=items)


def imported_text(rows: int, orders: int, lines: int) -> str:
    """Say what came in."""
    came = ngettext("{count} row", "{count} rows", rows).format(count=f"{rows:,}")
    if not orders:
        return _("Imported: {rows}.").format(rows=came)
    return _("Imported: {rows}, {orders} with {lines}.").format(
        rows=came,
        orders=ngettext("{count} order", "{count} orders", orders).format(count=f"{orders:,}"),
        lines=ngettext("{count} line", "{count} lines", lines).format(count=f"{lines:,}"),
    )

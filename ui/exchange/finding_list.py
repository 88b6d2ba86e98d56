"""What the checks of an import found: how many rows, and what to do with them."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontMetrics, QResizeEvent
from PySide6.QtWidgets import (
    QComboBox,
    QGridLayout,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QWidget,
)
from typing_extensions import override

from app.core.messages import N_, _
from app.exchange.preview.preview import Preview
from app.exchange.preview.rows import REJECTED, finding_title
from app.exchange.rules.findings import KIND
from ui.kit.parts import Card, label

_ACTIONS = {
    "take": N_("Take it"),
    "skip": N_("Leave out"),
    "reject": N_("Reject"),
    "return": N_("Book as return"),
    "adjust": N_("Book as stock adjustment"),
    "charge": N_("Book as charge"),
    "counter sale": N_("Book as counter sale"),
    "fill": N_("Fill from the catalogue"),
    "create": N_("Make the item"),
}
_LETTERS = 13
_LINK_EDGES_PX = 16


class _Link(QPushButton):
    """The name of a finding; ends in an ellipsis where it has no room, even when it is bold."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.setObjectName("link")
        self.setCheckable(True)
        self.setAutoDefault(False)
        self.setAccessibleName(text)
        self.setToolTip(text)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        bold = QFont(self.font())
        bold.setWeight(QFont.Weight.DemiBold)
        room = self.width() - _LINK_EDGES_PX
        metrics = QFontMetrics(bold)
        self.setText(metrics.elidedText(self.accessibleName(), Qt.TextElideMode.ElideRight, room))


class FindingList(Card):
    """One line per finding: its name shows its rows, a choice says what to do."""

    def __init__(
        self, decide: Callable[[str, str], None], show_rows: Callable[[str], None]
    ) -> None:
        """Tell decisions with `decide`; show only a finding's rows with `show_rows`."""
        super().__init__(margin=12)
        self._decide, self._show_rows = decide, show_rows
        self._links: dict[str, QPushButton] = {}
        self.body.addWidget(label(_("What was found"), "section"))
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setAccessibleName(_("What was found"))
        self._inside = QWidget()
        self._inside.setObjectName("page")
        self._grid = QGridLayout(self._inside)
        self._grid.setContentsMargins(0, 0, 8, 0)
        self._grid.setColumnStretch(0, 1)
        area.setWidget(self._inside)
        self.body.addWidget(area, 1)

    def show_findings(self, preview: Preview, chosen: str = "") -> None:
        """Show the findings of a preview, questions first, and whose rows are shown."""
        while self._grid.count():
            item = self._grid.takeAt(0)
            old = item.widget() if item is not None else None
            if old is not None:
                old.deleteLater()
        shown = [name for name in preview.findings if not KIND[name].silent]
        shown.sort(key=lambda name: (not KIND[name].ask, -preview.findings[name]))
        self._links.clear()
        self._grid.addWidget(self._link(_("All rows"), ""), 0, 0)
        if preview.rejected:
            self._grid.addWidget(self._link(_("Rows that cannot be imported"), REJECTED), 1, 0)
            self._grid.addWidget(label(f"{preview.rejected:,}", "strong"), 1, 1)
        for line, name in enumerate(shown, 2):
            self._grid.addWidget(self._link(finding_title(name), name), line, 0)
            self._grid.addWidget(label(f"{preview.findings[name]:,}", "strong"), line, 1)
            self._grid.addWidget(self._choice(preview, name), line, 2)
        if not shown:
            self._grid.addWidget(label(_("Nothing: every row is clean."), "muted"), 2, 0)
        self._grid.setRowStretch(len(shown) + 3, 1)
        self._mark(chosen)

    def _link(self, text: str, name: str) -> QPushButton:
        made = _Link(text)
        made.clicked.connect(lambda _checked=False: self._choose(name))
        self._links[name] = made
        return made

    def _choose(self, name: str) -> None:
        self._mark(name)
        self._show_rows(name)

    def _mark(self, chosen: str) -> None:
        for name, link in self._links.items():
            link.setChecked(name == chosen)

    def _choice(self, preview: Preview, name: str) -> QWidget:
        actions = KIND[name].actions
        if len(actions) == 1:
            return label(_(_ACTIONS.get(actions[0], actions[0])), "muted")
        combo = QComboBox()
        combo.setAccessibleName(finding_title(name))
        combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        combo.setMinimumContentsLength(_LETTERS)
        combo.addItems([_(_ACTIONS.get(action, action)) for action in actions])
        chosen = preview.prepared.choices.decisions.get(name, actions[0])
        combo.setCurrentIndex(actions.index(chosen) if chosen in actions else 0)
        combo.setToolTip(combo.currentText())
        combo.activated.connect(lambda at: self._decide(name, actions[at]))
        return combo

"""One item's stock: four figures that explain themselves, its places, its last moves."""

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from PySide6.QtCore import Signal
from PySide6.QtGui import QColor, QFontMetrics, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from app.core.messages import _, ngettext
from app.stock.queries import MoveRow, StockRow, moves_of
from ui.kit.context import Context
from ui.kit.parts import button, label
from ui.kit.table import Column, DataTable, ListTable, RowsModel, Source, WindowModel
from ui.stock.explanation import FIGURES, KINDS, Part, change_of, explain, inside_of, signed
from ui.stock.reading import ItemStock

_MARGIN = 16
_LEAST_ROWS = 2
_MOST_ROWS = 5
_WIDE = frozenset({"override"})
"""Deeds whose words need a whole row."""


class FigureButton(QPushButton):
    """A big figure that explains itself when pressed."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        """Start without a figure."""
        super().__init__(parent)
        self.setObjectName("tile")
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self._title = title
        self._name = label(title, "muted")
        self._figure = label("–", "figure")
        self._word = label("", "caption")
        inside = QVBoxLayout(self)
        inside.setContentsMargins(12, 8, 8, 8)
        inside.setSpacing(0)
        for part in (self._name, self._figure, self._word):
            inside.addWidget(part)
        self.setAccessibleName(title)

    def show_figure(self, figure: int, word: str, kind: str, why: str) -> None:
        """Show a figure with a word under it; `kind` colours the word: ok, warn, err or none."""
        self._figure.setText(f"{figure:,}")
        self._word.setText(word)
        self._word.setObjectName(kind or "caption")
        _repolish(self._word)
        self.setAccessibleName(f"{self._title}: {figure}")
        self.setAccessibleDescription(why or word)
        self.setToolTip("\n".join(part for part in (why, _("Explain this number")) if part))

    def needed_px(self) -> int:
        """Give how wide it must be to show all its words."""
        inside = self.layout()
        return inside.sizeHint().width() if inside is not None else 0

    def mark(self, *, chosen: bool) -> None:
        """Show whether this is the figure explained below."""
        self._name.setObjectName("strong" if chosen else "muted")
        self._name.setText(f"{self._title} ▾" if chosen else self._title)
        _repolish(self._name)


class DetailCard(QScrollArea):
    """Everything about one item's stock, with what can be done about it."""

    order_wanted = Signal(int)

    def __init__(
        self, context: Context, acts: Mapping[str, tuple[str, str, Callable[[], object]]]
    ) -> None:
        """Show nothing yet; `acts` are buttons: name to (text, keys, what it does)."""
        super().__init__()
        self._context = context
        self._whole: ItemStock | None = None
        self._explained = "on_hand"
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAccessibleName(_("Stock of the item"))
        card = QFrame()
        card.setObjectName("card")
        self._body = QVBoxLayout(card)
        self._body.setContentsMargins(_MARGIN, _MARGIN, _MARGIN, _MARGIN)
        self._body.setSpacing(8)
        self._add_head()
        self._add_figures()
        self._add_acts(acts)
        self._add_moves()
        self.setWidget(card)
        context.theme.changed.connect(self._fit)
        self._fit()

    def _add_head(self) -> None:
        self._name = label("", "title", wrap=True)
        self._codes = label("", "muted", wrap=True)
        self._bins = label("", "strong", wrap=True)
        self._body.addWidget(self._name)
        self._body.addWidget(self._codes)

    def _add_figures(self) -> None:
        self._columns = 0
        self._grid = QGridLayout()
        self._grid.setSpacing(8)
        self.figures: dict[str, FigureButton] = {}
        for name, title in FIGURES:
            figure = FigureButton(_(title))
            figure.clicked.connect(partial(self._explain, name))
            self.figures[name] = figure
        self._body.addLayout(self._grid)
        self._sentence = label("", "", wrap=True)
        self._body.addWidget(self._sentence)
        columns = (
            Column(_("What"), lambda part: part.text, stretch=True),
            Column("", lambda part: part.note, 12),
            Column(_("Units"), lambda part: f"{part.units:,}", 8, number=True),
        )
        self.parts = DataTable(RowsModel(columns, self), "parts", _("What the figure is made of"))
        self.parts.horizontalHeader().hide()
        self.parts.opened.connect(self._open_part)
        self._body.addWidget(self.parts)

    def _add_acts(self, acts: Mapping[str, tuple[str, str, Callable[[], object]]]) -> None:
        self._act_grid = QGridLayout()
        self._act_grid.setSpacing(8)
        self.acts: dict[str, QPushButton] = {}
        for name, (text, keys, act) in acts.items():
            made = button(text, act, shortcut=keys)
            made.setShortcut(keys)
            self.acts[name] = made
        self._body.addLayout(self._act_grid)

    def _add_moves(self) -> None:
        self._body.addSpacing(4)
        self._body.addWidget(label(_("Last moves"), "section"))
        columns = (
            Column(_("When"), self._when, 12),
            Column(_("Units"), self._change, 7, number=True, colour=self._colour),
            Column(_("Why"), _why, stretch=True),
            Column(_("Who"), lambda move: move.person or _("import"), 10),
        )
        source = Source(self._context.tasks, moves_of, lambda move: (move.sequence,))
        self.moves = ListTable(WindowModel(columns, source, self), "moves", _("Last moves"))
        self._body.addWidget(self.moves, 1)

    def show_item(self, whole: ItemStock) -> None:
        """Show an item; the figure explained stays the one chosen."""
        same = self._whole is not None and self._whole.item.item.item_id == whole.item.item.item_id
        self._whole = whole
        item, row = whole.item.item, whole.stock.row
        self._name.setText(item.name)
        codes = [item.code, item.unit, *(one.code for one in whole.item.barcodes[:3])]
        self._codes.setText(" · ".join(part for part in codes if part))
        for name, figure in self.figures.items():
            word, kind = _word_of(name, row, whole)
            figure.show_figure(getattr(row, name), word, kind, _more_of(name, row))
        self._fit_figures()
        self.acts["arrive"].setVisible(bool(whole.purchases))
        if not same:
            self.moves.window_model.clear()
        self.moves.window_model.ask(item_id=item.item_id)
        self._explain(self._explained if same else "on_hand")

    def forget(self) -> None:
        """Show no item any more."""
        self._whole = None

    @property
    def whole(self) -> ItemStock | None:
        """Give the item shown."""
        return self._whole

    def _explain(self, name: str, _on: object = None) -> None:
        self._explained = name
        if self._whole is None:
            return
        for one, figure in self.figures.items():
            figure.setChecked(one == name)
            figure.mark(chosen=one == name)
        told = explain(name, self._whole)
        self._sentence.setText(told.sentence)
        self.parts.rows_model.show(told.parts)
        self.parts.setVisible(bool(told.parts))
        rows = max(_LEAST_ROWS, min(len(told.parts), _MOST_ROWS))
        self.parts.setFixedHeight(rows * self.parts.verticalHeader().defaultSectionSize() + 4)

    def explained(self) -> str:
        """Give the sentence that explains the chosen figure."""
        return self._sentence.text()

    def _open_part(self, part: Part) -> None:
        if part.order_id is not None:
            self.order_wanted.emit(part.order_id)

    def _when(self, move: MoveRow) -> str:
        moment: datetime = move.at.astimezone(ZoneInfo(self._context.settings.zone))
        if move.business_date == self._context.today() == moment.date():
            return _("today {time}").format(time=moment.strftime("%H:%M"))
        return str(move.business_date)

    def _signed(self, move: MoveRow) -> int:
        return change_of(move, inside_of(self._whole)) if self._whole else 0

    def _change(self, move: MoveRow) -> str:
        change = self._signed(move)
        return signed(change) if change else f"({abs(move.quantity):,})"

    def _colour(self, move: MoveRow) -> Any:
        name = "err" if self._signed(move) < 0 else "text"
        return QColor(self._context.theme.tokens[name])

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_figures()

    def _fit_figures(self) -> None:
        """Put the figures side by side, or two by two where their words need more room."""
        room = self.viewport().width() - 2 * _MARGIN
        most = max(figure.needed_px() for figure in self.figures.values())
        columns = 4 if 4 * most + 3 * self._grid.spacing() <= room else 2
        if columns == self._columns:
            return
        self._columns = columns
        for number, figure in enumerate(self.figures.values()):
            self._grid.addWidget(figure, number // columns, number % columns)

    def _fit(self) -> None:
        """Lay figures and buttons out in as many columns as the scale leaves room for."""
        self._fit_figures()
        across = 3 if self._context.theme.scale < 1.5 else 2
        for number, (name, act) in enumerate(self.acts.items()):
            over = across if name in _WIDE else 1
            self._act_grid.addWidget(act, number // across, number % across, 1, over)
        for table in (self.parts, self.moves):
            table.resize_columns()
        high = QFontMetrics(self.moves.font()).height() + 18
        self.moves.setMinimumHeight(high * 4)


def _more_of(name: str, row: StockRow) -> str:
    """Say more of a figure than its word does."""
    if name == "available" and row.available <= 0:
        return _("out of stock")
    if name == "available" and row.is_low:
        return _("low, order at {point}").format(point=f"{row.reorder_point:,}")
    return ""


def _word_of(name: str, row: StockRow, whole: ItemStock) -> tuple[str, str]:
    if name == "available":
        if row.available <= 0:
            return "✕ " + _("out"), "err"
        if row.is_low:
            return "▲ " + _("low"), "warn"
        return "✓ " + _("enough"), "ok"
    if name == "reserved":
        count = len({one.order_id for one in whole.orders.values()})
        said = ngettext("in {count} order", "in {count} orders", count).format(count=f"{count:,}")
        return (said if count else ""), ""
    if name == "incoming" and whole.purchases:
        soonest = whole.purchases[0].expected_on
        return (str(soonest) if soonest else _("no date")), ""
    if name == "on_hand":
        count = len(whole.stock.bins)
        said = ngettext("in {count} place", "in {count} places", count).format(count=f"{count:,}")
        return said, ""
    return "", ""


def _why(move: MoveRow) -> str:
    kind = _(KINDS.get(move.kind, move.kind))
    if move.kind == "transfer":
        return _("{kind}: {source} to {target}").format(
            kind=kind, source=move.from_place, target=move.to_place
        )
    said = move.reason or move.lot
    return f"{kind}: {said}" if said else kind


def _repolish(part: QLabel) -> None:
    part.style().unpolish(part)
    part.style().polish(part)

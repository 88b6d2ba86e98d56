"""How a file is read and brought in: what it holds, its encoding, its columns."""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QScrollArea, QWidget

from app.core.messages import N_, _
from app.exchange.columns.dates import DayOrder
from app.exchange.columns.fields import FIELDS, Kind
from app.exchange.columns.mapping import guess_kind, suggest
from app.exchange.preview.choices import Choices, How, Opening
from app.exchange.reading.delimited import SEPARATORS, separator_name
from app.exchange.reading.encodings import ENCODINGS
from ui.exchange.import_work import Read, Unmapped
from ui.kit.frame.flow_row import FlowRow
from ui.kit.parts import Card, ElidedLabel, Field, button, row

_KINDS = {
    Kind.ORDERS: N_("Orders"),
    Kind.CUSTOMERS: N_("Customers"),
    Kind.ITEMS: N_("Items"),
    Kind.STOCK: N_("Opening stock"),
    Kind.ORDER_HEADS: N_("Orders without lines"),
}
_HOW = {
    How.OPEN: N_("Open: to be fulfilled"),
    How.HISTORY: N_("History: already delivered"),
    How.BY_STATE: N_("As their own state says"),
}
_DAYS = {
    DayOrder.DAY_FIRST: N_("The day comes first"),
    DayOrder.MONTH_FIRST: N_("The month comes first"),
}
_OPENING = {
    Opening.LEAST: N_("Open the least needed"),
    Opening.KEEP: N_("Keep today's stock"),
    Opening.NONE: N_("Take from what is there"),
}
_PER_ROW = 4
_LETTERS = 8
_SENTENCE = 17
_ENCODING = 12


class ChoicePanel(Card):
    """Shows what was found out about a file and lets the person choose otherwise.

    `short` says them in one line and has its place elsewhere; `opened` tells whether the
    choices take the room of the rows for a while.
    """

    opened = Signal(bool)

    def __init__(self, changed: Callable[..., None]) -> None:
        """Call `changed` with the choices that change."""
        super().__init__(margin=8)
        self._changed = changed
        self._choices = Choices()
        self._mapped: tuple[Kind, tuple[str, ...], dict[str, str]] = (Kind.ORDERS, (), {})
        self._kind = self._combo([_(text) for text in _KINDS.values()], self._set_kind)
        self._encoding = self._combo(list(ENCODINGS.values()), self._set_encoding, _ENCODING)
        names = [separator_name(one) for one in SEPARATORS]
        self._separator = self._combo(names, self._set_separator)
        self._sheet = self._combo([], self._set_sheet)
        days = [_(text) for text in _DAYS.values()]
        self._days = self._combo(days, self._set_days, _SENTENCE)
        self._how = self._combo([_(text) for text in _HOW.values()], self._set_how, _SENTENCE)
        self._opening = self._combo(
            [_(text) for text in _OPENING.values()], self._set_opening, _SENTENCE
        )
        self._fields = {
            "kind": Field(_("The file holds"), self._kind),
            "encoding": Field(_("Encoding"), self._encoding),
            "separator": Field(_("Separator"), self._separator),
            "sheet": Field(_("Sheet"), self._sheet),
            "days": Field(_("Dates"), self._days),
            "how": Field(_("Orders come in as"), self._how),
            "opening": Field(_("Stock before history"), self._opening),
        }
        for name in ("sheet", "days", "opening"):
            self._fields[name].hide()
        self._columns_button = button(_("Columns…"), self._toggle_columns, kind="link")
        self._columns = QWidget()
        self._grid = QGridLayout(self._columns)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setWidget(self._columns)
        self._area.setMaximumHeight(190)
        self._area.setAccessibleName(_("Columns"))
        self._area.hide()
        self._flow = FlowRow()
        for part in (*self._fields.values(), self._columns_button):
            self._flow.addWidget(part)
        self._said = ElidedLabel("", "muted")
        self._open_button = button(_("Change…"), self._toggle_whole, kind="link")
        self.short = QWidget()
        line = row(self._said, self._open_button)
        line.setStretch(0, 1)
        self.short.setLayout(line)
        self.short.hide()
        self.body.addLayout(self._flow)
        self.body.addWidget(self._area)

    def fold(self, *, folded: bool) -> None:
        """Say the choices in `short` where there is no room for them, or show them all."""
        if folded == self.short.isHidden():
            self.short.setVisible(folded)
            self.setVisible(not folded)
            self.opened.emit(False)

    def whole_height(self, width: int) -> int:
        """Give how high all choices are at a width."""
        edges = self.body.contentsMargins()
        inside = width - edges.left() - edges.right()
        return self._flow.heightForWidth(inside) + edges.top() + edges.bottom()

    def _toggle_whole(self) -> None:
        opens = self.isHidden()
        self.setVisible(opens)
        self.opened.emit(opens)

    def _say(self) -> None:
        fields = self._fields.items()
        shown = [one.control for _name, one in fields if not one.isHidden()]
        texts = [one.currentText() for one in shown if isinstance(one, QComboBox)]
        self._said.say(" · ".join(text for text in texts if text))

    @staticmethod
    def _combo(
        texts: list[str], chosen: Callable[[int], None], letters: int = _LETTERS
    ) -> QComboBox:
        made = QComboBox()
        made.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        made.setMinimumContentsLength(letters)
        made.addItems(texts)
        made.activated.connect(chosen)
        return made

    def show_choices(self, read: Read) -> None:
        """Show what is in force for a file that was read."""
        prepared, opened = read.prepared, read.prepared.opened[0]
        self._choices = prepared.choices
        orders = prepared.kind in (Kind.ORDERS, Kind.ORDER_HEADS)
        self._kind.setCurrentIndex(list(_KINDS).index(prepared.kind))
        self._how.setCurrentIndex(list(_HOW).index(prepared.choices.how))
        self._opening.setCurrentIndex(list(_OPENING).index(prepared.choices.opening))
        self._fields["how"].setVisible(orders)
        self._fields["opening"].setVisible(orders and prepared.choices.how is not How.OPEN)
        self._fields["encoding"].setVisible(opened.form is not None)
        self._fields["separator"].setVisible(opened.form is not None)
        self._fields["sheet"].setVisible(len(opened.sheets) > 1)
        if opened.form is not None:
            self._encoding.setCurrentIndex(list(ENCODINGS).index(opened.form.encoding))
            self._separator.setCurrentIndex(SEPARATORS.index(opened.form.separator))
        self._sheet.clear()
        self._sheet.addItems(list(opened.sheets))
        self._sheet.setCurrentText(opened.sheet)
        self._fields["days"].setVisible(bool(prepared.unsure_days))
        if prepared.choices.day_order in _DAYS:
            self._days.setCurrentIndex(list(_DAYS).index(prepared.choices.day_order))
        self._say()
        self._show_columns(prepared.kind, opened.table.header, prepared.mapping)

    def ask_mapping(self, unmapped: Unmapped) -> None:
        """Ask which column is which when a needed one was not recognised."""
        header, choices = unmapped.opened[0].table.header, unmapped.choices
        kind = choices.kind or guess_kind(header)
        kind = Kind.ORDERS if kind is Kind.ORDER_HEADS else kind
        self._choices = replace(choices, kind=kind)
        self._kind.setCurrentIndex(list(_KINDS).index(kind))
        self._area.show()
        self._show_columns(kind, header, dict(choices.mapping) or suggest(kind, header))

    def _show_columns(self, kind: Kind, header: tuple[str, ...], mapping: dict[str, str]) -> None:
        """Keep what the columns hold; the fields are made when they are looked at."""
        self._mapped = (kind, header, mapping)
        if not self._area.isHidden():
            self._make_columns()

    def _make_columns(self) -> None:
        kind, header, mapping = self._mapped
        while self._grid.count():
            item = self._grid.takeAt(0)
            old = item.widget() if item is not None else None
            if old is not None:
                old.deleteLater()
        for place, field in enumerate(FIELDS[kind]):
            combo = QComboBox()
            combo.addItems(["", *header])
            combo.setCurrentText(mapping.get(field.name, ""))
            combo.activated.connect(
                lambda _at, name=field.name, made=combo: self._map(name, made, mapping)
            )
            title = _(field.title) + (" *" if field.needed else "")
            self._grid.addWidget(Field(title, combo), place // _PER_ROW, place % _PER_ROW)

    def _map(self, name: str, combo: QComboBox, mapping: dict[str, str]) -> None:
        changed = {one: column for one, column in mapping.items() if one != name}
        if combo.currentText():
            changed[name] = combo.currentText()
        self._changed(mapping=changed, kind=list(_KINDS)[self._kind.currentIndex()])

    def _toggle_columns(self) -> None:
        self._area.setVisible(self._area.isHidden())
        if not self._area.isHidden():
            self._make_columns()

    def _set_kind(self, at: int) -> None:
        self._changed(kind=list(_KINDS)[at], mapping={})

    def _set_encoding(self, at: int) -> None:
        self._changed(encoding=list(ENCODINGS)[at])

    def _set_separator(self, at: int) -> None:
        self._changed(separator=SEPARATORS[at])

    def _set_sheet(self, at: int) -> None:
        self._changed(sheet=self._sheet.itemText(at), mapping={})

    def _set_days(self, at: int) -> None:
        self._changed(day_order=list(_DAYS)[at])

    def _set_how(self, at: int) -> None:
        self._changed(how=list(_HOW)[at])

    def _set_opening(self, at: int) -> None:
        self._changed(opening=list(_OPENING)[at])

"""Tests of the parts pages are made of."""

from datetime import date

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt
from PySide6.QtWidgets import QListView, QWidget
from pytestqt.qtbot import QtBot
from typing_extensions import override

from app.core.errors import BadValue
from ui.kit.context import Context
from ui.kit.fields import date_of
from ui.kit.find_field import FindField, Match
from ui.kit.pills import Pill
from ui.kit.table import Column, DataTable, RowsModel
from ui.kit.tokens import contrast, tokens

TODAY = date(2026, 11, 22)
_WORDS = {1: "Brass nut M8", 2: "Brass nut M10", 3: "Steel bolt"}


@pytest.mark.parametrize("name", ["light", "dark"])
def test_every_text_can_be_read_on_its_ground(name: str) -> None:
    known = tokens(name)
    for ink in ("text", "muted", "ok", "warn", "err"):
        assert contrast(known[ink], known["surface"]) >= 4.5, ink
    assert known.pills
    for ink, ground in known.pills.values():
        assert contrast(ink, ground) >= 4.5, (ink, ground)
    assert contrast(known["on_accent"], known["accent"]) >= 4.5
    assert contrast(known["sidebar_text"], known["sidebar"]) >= 4.5
    assert contrast(known["control"], known["surface"]) >= 3
    assert contrast(known["accent"], known["surface"]) >= 3


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("2026-11-24", date(2026, 11, 24)),
        ("24.11.", date(2026, 11, 24)),
        ("24/11/26", date(2026, 11, 24)),
        ("24 nov", date(2026, 11, 24)),
        ("+3", date(2026, 11, 25)),
        ("5.1.", date(2027, 1, 5)),
        ("", None),
    ],
)
def test_a_date_is_read_as_people_type_it(typed: str, meant: date | None) -> None:
    assert date_of(typed, TODAY) == meant


@pytest.mark.parametrize("typed", ["31.2.", "soon", "99/99/9999", "1"])
def test_what_is_no_date_is_said_to_be_none(typed: str) -> None:
    with pytest.raises(BadValue):
        date_of(typed, TODAY)


def _find(text: str) -> list[Match]:
    words = text.lower().split()
    return [
        Match(key, name)
        for key, name in _WORDS.items()
        if words and all(word in name.lower() for word in words)
    ]


@pytest.fixture
def field(qtbot: QtBot, context: Context) -> FindField:
    """Give a field over three names."""
    del context
    made = FindField(_find, "Item")
    qtbot.addWidget(made)
    made.show()
    return made


def test_enter_takes_what_the_text_says(qtbot: QtBot, field: FindField) -> None:
    taken: list[int] = []
    field.taken.connect(lambda key, _text: taken.append(key))
    qtbot.keyClicks(field, "steel")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert taken == [3]
    assert not field.list_is_open()


def test_enter_takes_the_row_the_arrows_chose(qtbot: QtBot, field: FindField) -> None:
    taken: list[int] = []
    field.taken.connect(lambda key, _text: taken.append(key))
    qtbot.keyClicks(field, "brass")
    qtbot.keyClick(field, Qt.Key.Key_Down)
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert taken == [2]


def test_typing_after_the_arrows_lets_the_text_decide_again(qtbot: QtBot, field: FindField) -> None:
    taken: list[int] = []
    field.taken.connect(lambda key, _text: taken.append(key))
    qtbot.keyClicks(field, "brass")
    qtbot.keyClick(field, Qt.Key.Key_Down)
    qtbot.keyClicks(field, " m8")
    qtbot.keyClick(field, Qt.Key.Key_Enter)
    assert taken == [1]


def test_escape_closes_the_list_first_and_keeps_the_text(qtbot: QtBot, field: FindField) -> None:
    qtbot.keyClicks(field, "brass")
    assert field.list_is_open()
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert not field.list_is_open()
    assert field.text() == "brass"
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert field.text() == ""


def test_an_unknown_text_is_said_to_be_missed_and_kept(qtbot: QtBot, field: FindField) -> None:
    missed: list[str] = []
    field.missed.connect(missed.append)
    qtbot.keyClicks(field, "zzz")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert missed == ["zzz"]
    assert field.text() == "zzz"


def test_the_list_goes_with_its_field(qtbot: QtBot, context: Context) -> None:
    del context
    window = QWidget()
    qtbot.addWidget(window)
    field = FindField(_find, "Item", window)
    window.show()
    qtbot.keyClicks(field, "brass")
    assert [one for one in window.findChildren(QListView) if one.isVisible()]
    with qtbot.waitSignal(field.destroyed):
        field.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    assert window.findChildren(QListView) == []


def test_hiding_a_field_hides_its_list(qtbot: QtBot, context: Context) -> None:
    del context
    window = QWidget()
    qtbot.addWidget(window)
    field = FindField(_find, "Item", window)
    window.show()
    qtbot.keyClicks(field, "brass")
    field.hide()
    assert not any(one.isVisible() for one in window.findChildren(QListView))


def test_a_table_reads_on_when_it_nears_its_end(qtbot: QtBot, context: Context) -> None:
    del context
    model = RowsModel((Column("Number", str, 8, number=True),))
    model.more.connect(
        lambda last: model.add(list(range(last + 1, last + 101)), complete=last >= 299)
    )
    model.show(list(range(100)), complete=False)
    table = DataTable(model, "numbers", "Numbers")
    qtbot.addWidget(table)
    table.resize(300, 400)
    table.show()

    def at_the_end() -> bool:
        table.scrollToBottom()
        return model.complete

    qtbot.waitUntil(at_the_end, timeout=3000)
    assert model.rowCount() == 400
    assert model.data(model.index(399, 0)) == "399"


def test_numbers_stand_right_with_their_heading(context: Context) -> None:
    del context
    model = RowsModel((Column("Qty", str, number=True), Column("Name", str)))
    model.show([5])
    role = Qt.ItemDataRole.TextAlignmentRole
    for place in (0, 1):
        heading = model.headerData(place, Qt.Orientation.Horizontal, role)
        assert model.data(model.index(0, place), role) == heading
    assert model.data(model.index(0, 0), role) & int(Qt.AlignmentFlag.AlignTrailing)


def test_enter_opens_the_row_of_a_table(qtbot: QtBot, context: Context) -> None:
    del context
    model = RowsModel((Column("Name", str),))
    model.show(["a", "b"])
    table = DataTable(model, "names", "Names")
    qtbot.addWidget(table)
    table.show()
    opened: list[str] = []
    table.opened.connect(opened.append)
    table.select(1)
    qtbot.keyClick(table, Qt.Key.Key_Return)
    assert opened == ["b"]


def test_a_pill_follows_the_theme_and_the_size_of_the_letters(
    qtbot: QtBot, context: Context
) -> None:
    context.theme.apply("light", 1.0)
    pill = Pill("hold", context.theme)
    qtbot.addWidget(pill)
    pill.show()
    qtbot.waitExposed(pill)
    small = pill.sizeHint()
    painted = _Paints(pill)
    context.theme.apply("dark", 1.0)
    qtbot.waitUntil(lambda: painted.count > 0)
    context.theme.apply("dark", 2.0)
    assert pill.sizeHint().width() > small.width()


class _Paints(QObject):
    def __init__(self, watched: QWidget) -> None:
        super().__init__(watched)
        self.count = 0
        watched.installEventFilter(self)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        self.count += event.type() == QEvent.Type.Paint
        return super().eventFilter(watched, event)

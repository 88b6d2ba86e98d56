"""What a customer usually buys, at hand however long the names are."""

from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from app.core.finder import FinderEntry
from app.orders.queries import UsualRow
from ui.orders.phone.usuals_bar import UsualsBar


def test_nine_usuals_with_long_names_stay_inside_a_narrow_page(qtbot: QtBot) -> None:
    added: list[tuple[int, int]] = []
    bar = UsualsBar(lambda item, units: added.append((item, units)))
    qtbot.addWidget(bar)
    bar.show_usuals(
        [
            (UsualRow(at, 3, 12, date(2026, 11, 2)), FinderEntry(at, f"C{at}", "龘 & " * 60))
            for at in range(1, 12)
        ]
    )
    assert bar.minimumSizeHint().width() <= 640
    bar.resize(900, bar.sizeHint().height())
    bar.show()
    chips = bar.findChildren(QPushButton)
    assert len(chips) == 9
    assert all(bar.rect().contains(chip.geometry()) for chip in chips)
    assert all("龘 & 龘" in chip.accessibleName() for chip in chips)
    qtbot.mouseClick(chips[8], Qt.MouseButton.LeftButton)
    assert added == [(9, 12)]

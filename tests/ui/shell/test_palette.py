"""Ctrl+K with real keys: what it finds, what it says, what it remembers, what it refuses."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QListView, QPushButton
from pytestqt.qtbot import QtBot

from app.core.permissions import Role
from app.people.commands import AddPerson
from app.people.handlers import add_person
from tests.support.shops import open_shop
from tests.support.windows import frame_at, idle
from ui.kit.context import Context
from ui.shell.finding.choices import Choice, fitting
from ui.shell.finding.palette import Palette
from ui.shell.main_window import MainWindow


@pytest.fixture
def window(qtbot: QtBot, context: Context) -> Iterator[MainWindow]:
    """Give the frame at the orders, with the keys."""
    with frame_at("orders", qtbot, context) as made:
        yield made


class Opened:
    """The palette as a person meets it."""

    def __init__(self, qtbot: QtBot, window: MainWindow) -> None:
        """Press Ctrl+K."""
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow, timeout=2000)
        focus = QApplication.focusWidget() or window
        qtbot.keyClick(focus, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
        self._bot = qtbot
        self.dialog = next(one for one in window.findChildren(Palette) if one.isVisible())
        qtbot.waitUntil(self.dialog.isActiveWindow, timeout=2000)
        line, rows = self.dialog.findChild(QLineEdit), self.dialog.findChild(QListView)
        assert line is not None
        assert rows is not None
        self._line, self._rows = line, rows

    def type(self, text: str) -> "Opened":
        """Type a text in place of what is there."""
        self._line.clear()
        self._bot.keyClicks(self._line, text)
        return self

    def press(self, key: Qt.Key) -> None:
        """Press a key in the line."""
        self._bot.keyClick(self._line, key)

    @property
    def texts(self) -> list[str]:
        """Give what is offered."""
        model = self._rows.model()
        return [str(model.index(row, 0).data()) for row in range(model.rowCount())]

    @property
    def said(self) -> str:
        """Give the sentence below."""
        return " ".join(one.text() for one in self.dialog.findChildren(QLabel)).strip()


def _front(window: MainWindow) -> str:
    return window.windowTitle().partition(" — ")[0]


def test_what_can_be_pressed_on_the_page_and_where_it_is_done_are_found(
    qtbot: QtBot, window: MainWindow
) -> None:
    texts = Opened(qtbot, window).type("pack").texts
    assert texts.index("Packing slip") < texts.index("Orders")


def test_what_a_page_offers_only_after_the_palette_was_opened_is_found_too(
    qtbot: QtBot, window: MainWindow
) -> None:
    opened, page = Opened(qtbot, window), window.page("orders")
    assert page is not None
    late = QPushButton("Weigh the parcel", page)
    late.show()
    assert "Weigh the parcel" in opened.type("weigh").texts


def test_the_usual_next_step_comes_before_what_fits_as_well(
    qtbot: QtBot, window: MainWindow
) -> None:
    opened, page = Opened(qtbot, window), window.page("orders")
    assert page is not None
    for name, kind in (("Weigh less", ""), ("Weigh it all", "primary")):
        late = QPushButton(name, page)
        late.setObjectName(kind)
        late.show()
    assert opened.type("weigh").texts[:2] == ["Weigh it all", "Weigh less"]


def test_packing_is_reached_from_any_page_without_the_mouse(
    qtbot: QtBot, window: MainWindow, context: Context
) -> None:
    window.go("reports")
    idle(qtbot, context)
    palette = Opened(qtbot, window).type("pack")
    palette.press(Qt.Key.Key_Return)
    idle(qtbot, context)
    assert _front(window) == "Orders"


def test_nothing_found_is_said_and_escape_gives_the_keys_back(
    qtbot: QtBot, window: MainWindow
) -> None:
    before = window.focusWidget()
    assert before is not None
    palette = Opened(qtbot, window).type("zzqx")
    assert palette.texts == []
    assert palette.said == "Nothing fits. Try fewer letters."
    palette.press(Qt.Key.Key_Return)
    assert palette.dialog.isVisible()
    palette.press(Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not window.findChildren(Palette), timeout=2000)
    assert window.focusWidget() is before


def test_orders_customers_and_items_are_found_by_their_sign(
    qtbot: QtBot, window: MainWindow, context: Context
) -> None:
    shop = open_shop(context.desk)
    nut = shop.item("NU1", 100)
    placed = shop.order((nut, 3))
    with qtbot.waitSignal(context.lookup.ready, timeout=5000):
        context.lookup.load()
    palette = Opened(qtbot, window).type(f"#{placed.name[-3:]}")
    qtbot.waitUntil(lambda: any(placed.name in text for text in palette.texts), timeout=5000)
    assert any("NU1" in text for text in palette.type("=NU1").texts)
    assert palette.type("@NU1").texts == []
    palette.type(placed.name)
    qtbot.waitUntil(lambda: any(placed.name in text for text in palette.texts), timeout=5000)
    palette.press(Qt.Key.Key_Return)
    idle(qtbot, context)
    assert placed.name in _front(window)


def test_what_was_taken_last_comes_first_the_next_time(
    qtbot: QtBot, window: MainWindow, context: Context
) -> None:
    assert Opened(qtbot, window).type("").texts[-1] != "Settings"
    palette = next(one for one in window.findChildren(Palette) if one.isVisible())
    palette.reject()
    qtbot.waitUntil(lambda: not window.findChildren(Palette), timeout=2000)
    Opened(qtbot, window).type("sett").press(Qt.Key.Key_Return)
    idle(qtbot, context)
    window.go("today")
    idle(qtbot, context)
    assert Opened(qtbot, window).texts[0] == "Settings"


def test_what_a_role_may_not_do_says_why(
    qtbot: QtBot, window: MainWindow, context: Context
) -> None:
    added = context.desk.run(add_person, AddPerson(name="Pat", role=Role.PICKER)).answer
    context.desk.sign_in(added.person_id)
    palette = Opened(qtbot, window).type("import a file")
    palette.press(Qt.Key.Key_Return)
    assert palette.dialog.isVisible()
    assert "Ask a manager or the owner." in palette.said
    palette.press(Qt.Key.Key_Escape)
    qtbot.keyClick(window, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    assert _front(window) == "Orders"
    assert any("Ask a manager" in one.text() for one in window.findChildren(QLabel))


def test_beginnings_come_before_words_and_words_before_letters_in_order() -> None:
    choices = [
        Choice(text, "", lambda: None)
        for text in ("Keyboard shortcuts", "New order", "库存 Stock", "Order", "Oval ring deed")
    ]
    assert [one.text for one in fitting(choices, "ord")] == ["Order", "New order", "Oval ring deed"]
    assert [one.text for one in fitting(choices, "kc")] == ["库存 Stock", "Keyboard shortcuts"]
    assert fitting(choices, "xyz") == []

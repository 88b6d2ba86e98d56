"""Tests of the frame with real keys: pages, palette, undo, themes, scales."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QLabel,
    QLineEdit,
    QPushButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from tests.support.windows import idle
from ui.kit.context import Context
from ui.kit.parts import Toast, button
from ui.shell.finding.choices import Choice, fitting
from ui.shell.finding.palette import Palette
from ui.shell.main_window import MainWindow
from ui.shell.pages import pages
from ui.shell.sidebar import Sidebar

_CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def window(qtbot: QtBot, context: Context) -> Iterator[MainWindow]:
    """Give the frame at the day's page, with the keys."""
    made = MainWindow(context, context.kept, demo=False)
    qtbot.addWidget(made)
    made.go("today")
    made.show()
    made.activateWindow()
    idle(qtbot, context)
    yield made
    idle(qtbot, context)


def _front(window: MainWindow) -> str:
    return window.windowTitle().partition(" — ")[0]


def _press(qtbot: QtBot, window: MainWindow, key: Qt.Key) -> None:
    qtbot.keyClick(QApplication.focusWidget() or window, key, _CTRL)


def test_every_page_opens_by_its_digit(qtbot: QtBot, window: MainWindow, context: Context) -> None:
    for number, spec in enumerate(pages()[:9]):
        _press(qtbot, window, Qt.Key(Qt.Key.Key_1 + number))
        idle(qtbot, context)
        assert window.page(spec.page_id) is not None, spec.page_id
        assert _front(window).startswith(spec.title.split()[0]), spec.page_id


def _nameless(window: MainWindow) -> list[tuple[str, str]]:
    return [
        (type(one).__name__, one.objectName())
        for one in window.findChildren(QWidget)
        if isinstance(one, (QAbstractButton, QLineEdit))
        and one.isVisible()
        and one.focusPolicy() & Qt.FocusPolicy.TabFocus
        and not one.objectName().startswith("qt_")
        and not (one.accessibleName() or (isinstance(one, QAbstractButton) and one.text()))
    ]


def test_every_stop_of_every_page_has_a_name(
    qtbot: QtBot, window: MainWindow, context: Context
) -> None:
    for spec in pages():
        window.go(spec.page_id)
        idle(qtbot, context)
        assert _nameless(window) == [], spec.page_id
    window.toast("Shipped", "Undo", lambda: None)
    assert _nameless(window) == []


def test_control_z_takes_the_last_act_back_once(qtbot: QtBot, window: MainWindow) -> None:
    undone: list[str] = []
    window.toast("Shipped SO-131", "Undo", lambda: undone.append("SO-131"))
    _press(qtbot, window, Qt.Key.Key_Z)
    _press(qtbot, window, Qt.Key.Key_Z)
    assert undone == ["SO-131"]
    toast = window.findChild(Toast)
    assert toast is not None
    assert toast.isHidden()


def test_the_palette_goes_where_the_text_says(
    qtbot: QtBot, window: MainWindow, context: Context
) -> None:
    _press(qtbot, window, Qt.Key.Key_K)
    palette = window.findChild(Palette)
    assert palette is not None
    line = palette.findChild(QLineEdit)
    assert line is not None
    qtbot.keyClicks(line, "sett")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    idle(qtbot, context)
    assert _front(window) == "Settings"
    assert not palette.isVisible()


def test_a_choice_that_begins_with_the_text_comes_first() -> None:
    choices = [Choice(text, "", lambda: None) for text in ("Reports", "Import a file", "Import")]
    assert [one.text for one in fitting(choices, "imp")] == ["Import a file", "Import"]
    assert [one.text for one in fitting(choices, "file imp")] == ["Import a file"]


def test_icons_and_pages_follow_the_theme(qtbot: QtBot, window: MainWindow) -> None:
    drawn = button("Print", icon="printer")
    qtbot.addWidget(drawn)
    before = drawn.icon().pixmap(18, 18).toImage()
    window._switch_theme()
    assert window.context.theme.tokens.name == "dark"
    assert drawn.icon().pixmap(18, 18).toImage() != before
    ground = window.grab().toImage().pixelColor(window.width() - 4, window.height() // 2)
    assert ground.name().upper() == window.context.theme.tokens["bg"]


def test_tab_comes_to_the_page_in_front_in_the_navigation(
    qtbot: QtBot, window: MainWindow, context: Context
) -> None:
    for page_id in ("stock", "today", "settings"):
        window.go(page_id)
        idle(qtbot, context)
        (bar,) = window.findChildren(Sidebar)
        stops = [
            one
            for one in bar.findChildren(QPushButton)
            if one.focusPolicy() & Qt.FocusPolicy.TabFocus
        ]
        assert [one.isChecked() for one in stops] == [True], page_id


def test_every_page_is_entered_where_the_next_thing_is_done(
    qtbot: QtBot, window: MainWindow, context: Context
) -> None:
    for page_id, name in (
        ("import", "Choose a file…"),
        ("reports", "Reports"),
        ("stock", "Import a file…"),
    ):
        window.go(page_id)
        idle(qtbot, context)
        focus = QApplication.focusWidget()
        assert focus is not None
        assert focus.accessibleName() == name, page_id


def test_a_strong_label_is_wider_than_a_plain_one(qtbot: QtBot, window: MainWindow) -> None:
    del window
    plain, strong = QLabel("Quantity 装箱单"), QLabel("Quantity 装箱单")
    strong.setObjectName("strong")
    for one in (plain, strong):
        qtbot.addWidget(one)
        one.show()
    assert strong.sizeHint().width() > plain.sizeHint().width()


@pytest.mark.parametrize("scale", [1.0, 1.25, 1.5, 2.0])
def test_every_page_fits_a_small_screen_at_every_scale(
    qtbot: QtBot, window: MainWindow, context: Context, scale: float
) -> None:
    context.theme.apply("light", scale)
    too_wide = []
    for spec in pages():
        window.go(spec.page_id)
        idle(qtbot, context)
        least = window.minimumSizeHint()
        if least.width() > 1366 or least.height() > 738:
            too_wide.append((spec.page_id, least.width(), least.height()))
    assert too_wide == []


def test_a_narrow_window_keeps_the_icons_only(qtbot: QtBot, window: MainWindow) -> None:
    window.resize(1366, 700)
    assert window._bar.width() == 208
    window.resize(1100, 700)
    assert window._bar.width() == 56


def test_an_unexpected_fault_is_told_in_words_with_details_to_copy(
    qtbot: QtBot, window: MainWindow, caplog: pytest.LogCaptureFixture
) -> None:
    window.problem(ZeroDivisionError("planted"))
    caplog.clear()
    copy = next(one for one in window.findChildren(QAbstractButton) if one.text() == "Copy details")
    assert copy.isVisible()
    copy.click()
    assert "planted" in QApplication.clipboard().text()

"""F1 and Ctrl+/ tell the keys that really work."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractButton, QLabel
from pytestqt.qtbot import QtBot

from app.core.messages import set_language
from tests.support.windows import frame_at, idle
from ui.kit.context import Context
from ui.shell.actions import ACTIONS, PAGE_KEYS
from ui.shell.help.keys_dialog import KeysDialog
from ui.shell.help.page_help import PageHelp, entries
from ui.shell.main_window import MainWindow
from ui.shell.pages import pages

_NOT_SHORTCUTS = {"*5", "Esc", "Alt+1 … Alt+9", "Ctrl+End"}
"""Typed into a line, or handled by the lists themselves."""


@pytest.fixture
def window(qtbot: QtBot, context: Context) -> Iterator[MainWindow]:
    """Give the frame with the keys."""
    with frame_at("today", qtbot, context) as made:
        yield made


def test_f1_describes_the_page_in_front(qtbot: QtBot, window: MainWindow, context: Context) -> None:
    for page_id, keys, text in (
        ("new_order", "F8", "Choose what happens when there is too little"),
        ("orders", "Ctrl+P", "Packing slip"),
    ):
        window.go(page_id)
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow, timeout=2000)
        idle(qtbot, context)
        qtbot.keyClick(window, Qt.Key.Key_F1)
        help_ = next(one for one in window.findChildren(PageHelp) if one.isVisible())
        shown = [one.text() for one in help_.findChildren(QLabel)]
        assert shown[shown.index(keys) + 1] == text
        help_.reject()


def test_every_key_named_for_a_page_works_there(
    qtbot: QtBot, window: MainWindow, context: Context
) -> None:
    frame = {QKeySequence(one.keys) for one in ACTIONS if one.keys}
    for spec in pages():
        window.go(spec.page_id)
        idle(qtbot, context)
        page = window.page(spec.page_id)
        assert page is not None
        live = frame | {one.key() for one in page.findChildren(QShortcut)}
        live |= {one.shortcut() for one in page.findChildren(QAbstractButton)}
        for keys, text in entries(spec.page_id, page):
            sequence = QKeySequence(keys.replace("Enter", "Return"))
            assert keys in _NOT_SHORTCUTS or sequence in live, (spec.page_id, keys, text)


@pytest.mark.parametrize("spoken", ["en", "zh_CN", "zh_TW"])
def test_no_key_of_a_page_is_a_menus_or_given_twice(
    qtbot: QtBot, context: Context, spoken: str
) -> None:
    set_language(spoken)
    with frame_at("today", qtbot, context) as window:
        menus = {QKeySequence.mnemonic(one.text()) for one in window.menuBar().actions()}
        assert len(menus) == len(window.menuBar().actions())
        for spec in pages():
            window.go(spec.page_id)
            idle(qtbot, context)
            page = window.page(spec.page_id)
            assert page is not None
            keys = [one.shortcut() for one in page.findChildren(QAbstractButton)]
            keys += [one.key() for one in page.findChildren(QShortcut) if one.parent() is page]
            keys = [one for one in keys if not one.isEmpty()]
            assert not menus & set(keys), spec.page_id
            assert len(keys) == len(set(keys)), (spec.page_id, [one.toString() for one in keys])
    set_language("en")


@pytest.mark.parametrize("page_id", ["orders", "new_order"])
def test_every_key_that_works_on_a_page_of_orders_is_named(
    qtbot: QtBot, window: MainWindow, context: Context, page_id: str
) -> None:
    window.go(page_id)
    idle(qtbot, context)
    page = window.page(page_id)
    assert page is not None
    live = {one.key().toString().replace("Return", "Enter") for one in page.findChildren(QShortcut)}
    live = {"Alt+1 … Alt+9" if one.startswith("Alt+") else one for one in live if one}
    named = {keys for keys, _text in entries(page_id, page)}
    named |= {f"Ctrl+{keys}" for keys, text in entries(page_id, page) if f"Ctrl+{keys}" in text}
    named |= {"Del", "Ctrl+Del"} if {"Delete", "Ctrl+Delete"} <= named else set()
    assert live - named == set()


def test_keys_are_written_alike_in_every_language_and_none_twice(
    qtbot: QtBot, context: Context
) -> None:
    set_language("zh_CN")
    with frame_at("orders", qtbot, context) as window:
        page = window.page("orders")
        assert page is not None
        keys = [one for one, _text in entries("orders", page)]
    set_language("en")
    assert len(keys) == len(set(keys))
    assert all(one.isascii() or "…" in one for one in keys), keys


def test_all_keys_are_listed(qtbot: QtBot, window: MainWindow) -> None:
    qtbot.keyClick(window, Qt.Key.Key_Slash, Qt.KeyboardModifier.ControlModifier)
    listed = window.findChild(KeysDialog)
    assert listed is not None
    shown = [one.text() for one in listed.findChildren(QLabel)]
    for spec in ACTIONS:
        assert not spec.keys or spec.text in shown, spec.text
    for _pages, _keys, text in PAGE_KEYS:
        assert shown.count(text) == 1, text
    assert shown.index("New order") < shown.index("Ctrl+S") < shown.index("Ctrl+A")

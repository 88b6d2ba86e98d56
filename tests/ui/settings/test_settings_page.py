"""The page of settings: what is typed is what is kept, in the shop's own money."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from app.people.commands import ChangeSettings
from app.people.handlers import change_settings
from tests.support.windows import heard_shell, idle, shown
from ui.kit.context import Context
from ui.kit.parts import Banner
from ui.settings.settings_page import SettingsPage


def _page(qtbot: QtBot, context: Context, currency: str) -> SettingsPage:
    changed = replace(context.settings, currency=currency)
    context.desk.run(change_settings, ChangeSettings(settings=changed))
    page = shown(SettingsPage(context), qtbot)
    idle(qtbot, context)
    return page


def _field(page: SettingsPage, name: str) -> QLineEdit:
    return next(one for one in page.findChildren(QLineEdit) if one.accessibleName() == name)


def _save(qtbot: QtBot, page: SettingsPage) -> None:
    """Press Ctrl+S and wait until the banner says how it went."""
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow, timeout=3000)
    qtbot.keyClick(page, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    (banner,) = page.findChildren(Banner)
    qtbot.waitUntil(banner.isVisible, timeout=3000)
    assert banner.accessibleName() == "Saved."


@pytest.mark.parametrize(
    ("currency", "typed", "kept"), [("GBP", "6.95", 695), ("JPY", "695", 695), ("GBP", "7", 700)]
)
def test_a_freight_charge_is_kept_in_the_shops_own_money(
    qtbot: QtBot, context: Context, currency: str, typed: str, kept: int
) -> None:
    page = _page(qtbot, context, currency)
    line = _field(page, "Usual freight charge")
    line.setFocus()
    line.selectAll()
    qtbot.keyClicks(line, typed)
    _save(qtbot, page)
    assert context.desk.settings.freight_charge == kept
    assert heard_shell(context).problems == []

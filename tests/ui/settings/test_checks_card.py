"""Ticking and trying the automatic checks on the settings page, with real key events."""

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QPushButton
from pytestqt.qtbot import QtBot

from app.orders.checks import ALWAYS_ON, CHECKS
from app.orders.queries.trial import TRIABLE, TrialRow
from tests.support.desks import SetClock
from tests.support.shops import Shop, open_shop
from tests.support.windows import heard_shell, idle, shown
from ui.kit.context import Context
from ui.settings.checks_card import CHECK_NAMES, trial_text
from ui.settings.settings_page import SettingsPage


@pytest.fixture
def shop(context: Context, clock: SetClock) -> Shop:
    """Give a shop with three orders, the last of them large, of a customer without e-mail."""
    made = open_shop(context.desk)
    nut = made.item("NUT", 500)
    for units in (10, 12, 40):
        made.order((nut, units))
        clock.moment += timedelta(days=2)
    return made


@pytest.fixture
def page(qtbot: QtBot, context: Context, shop: Shop) -> SettingsPage:
    """Give the page as shown to the owner."""
    del shop
    return shown(SettingsPage(context), qtbot)


def _tick(page: SettingsPage, name: str) -> QCheckBox:
    return next(one for one in page.findChildren(QCheckBox) if one.text() == CHECK_NAMES[name])


def _try(qtbot: QtBot, page: SettingsPage, name: str) -> str:
    way = page.checks.tries[name]
    way.setFocus()
    qtbot.keyClick(way, Qt.Key.Key_Space)
    idle(qtbot, page.context)
    return page.checks.found.text()


def _named(page: SettingsPage) -> list[QPushButton]:
    return [one for one in page.checks.findChildren(QPushButton) if one.text().startswith("SO-")]


def test_a_check_is_tried_before_it_is_ticked_and_the_orders_it_names_are_opened(
    qtbot: QtBot, context: Context, page: SettingsPage
) -> None:
    assert not _tick(page, "email").isChecked()
    assert _try(qtbot, page, "email").startswith(
        "The carrier needs an e-mail address: would have stopped 3 of 3 orders since 2026-"
    )
    assert [one.text() for one in _named(page)] == ["SO-000003", "SO-000002", "SO-000001"]
    qtbot.keyClick(_named(page)[1], Qt.Key.Key_Space)
    assert heard_shell(context).went == [("orders", {"order_id": 2})]
    assert not context.settings.email_needed


def test_a_trial_goes_by_what_is_typed_and_not_yet_saved(qtbot: QtBot, page: SettingsPage) -> None:
    assert "would have stopped 0 of 3" in _try(qtbot, page, "quantity")
    assert _named(page) == []
    factor = page._numbers["unusual_factor"]
    factor.setFocus()
    factor.selectAll()
    qtbot.keyClicks(factor, "3")
    assert "would have stopped 1 of 3" in _try(qtbot, page, "quantity")
    assert [one.text() for one in _named(page)] == ["SO-000003"]


def test_what_no_past_day_tells_of_has_no_way_to_be_tried(page: SettingsPage) -> None:
    ticked = {name for name in CHECKS if name not in ALWAYS_ON} | {"phone", "email"}
    assert set(CHECK_NAMES) == ticked
    assert set(page.checks.tries) == TRIABLE == ticked - {"credit", "discontinued"}
    names = [one.accessibleName() for one in page.checks.tries.values()]
    assert len(set(names)) == len(names)


def test_ticks_are_saved_and_shown_again(
    qtbot: QtBot, context: Context, page: SettingsPage
) -> None:
    for name in ("email", "packs"):
        _tick(page, name).setFocus()
        qtbot.keyClick(_tick(page, name), Qt.Key.Key_Space)
        assert _tick(page, name).isChecked() == (name == "email")
    qtbot.keyClick(_tick(page, "packs"), Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: context.settings.email_needed)  # a pressed button clicks a bit later
    kept = context.settings
    assert (kept.email_needed, kept.phone_needed, kept.checks_off) == (True, False, ("packs",))
    _tick(page, "email").setChecked(False)
    page.refresh()
    assert [_tick(page, one).isChecked() for one in ("email", "packs", "price")] == [
        True,
        False,
        True,
    ]


def test_a_trial_says_what_it_only_noted_and_where_there_was_nothing_to_try(
    context: Context,
) -> None:
    first = context.today()
    told = trial_text(TrialRow("packs", first, 212, 0, 7, ()))
    assert told == (
        f"Broken packs: would have stopped 0 of 212 orders since {first}. On 7 others it would "
        "have noted something without stopping them. Packs are taken as they are today."
    )
    assert trial_text(TrialRow("duplicate", first, 0, 0, 0, ())) == (
        f"Orders entered twice: there is no order since {first} to try it on."
    )

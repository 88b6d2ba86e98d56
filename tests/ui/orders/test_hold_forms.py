"""Tests of putting orders on hold and releasing holds from the page."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from app.desk import Desk
from app.orders.commands import PlaceHold
from app.orders.handlers import place_hold
from app.orders.queries import OrderDetail
from tests.support.counter import Office
from tests.support.phone_shop import furnish_phone_shop
from tests.support.windows import idle
from ui.orders.forms.hold_form import HoldForm
from ui.orders.forms.release_form import ReleaseForm

Form = TypeVar("Form", HoldForm, ReleaseForm)
_CTRL = Qt.KeyboardModifier.ControlModifier


@dataclass
class HoldOffice(Office):
    """Somebody with one order for 3 nuts in front."""

    order_id: int = 0

    def order(self) -> OrderDetail:
        """Give the order as it is saved."""
        return self.saved(self.order_id)

    def key(self, key: Qt.Key) -> None:
        """Press Ctrl and a key on the page once its buttons are awake."""
        self.page.activateWindow()
        self.qtbot.waitUntil(self.page.isActiveWindow, timeout=3000)
        self.qtbot.waitUntil(self.page._pane.one._bar.isEnabled, timeout=3000)
        self.qtbot.keyClick(self.page, key, _CTRL)
        idle(self.qtbot, self.context)

    def opened(self, kind: type[Form]) -> Form:
        """Wait until a form is in front, and give it."""
        self.qtbot.waitUntil(lambda: bool(self.page.findChildren(kind)), timeout=3000)
        (form,) = self.page.findChildren(kind)
        form.activateWindow()
        self.qtbot.waitUntil(form.isActiveWindow, timeout=3000)
        return form

    def said(self) -> str:
        """Give all that the card shows."""
        return "\n".join(one.text() for one in self.page._pane.one.card.findChildren(QLabel))


@pytest.fixture
def office(qtbot: QtBot, shop_desk: Desk, request: pytest.FixtureRequest) -> Iterator[HoldOffice]:
    """Show the page with one order."""
    made = HoldOffice(shop_desk, furnish_phone_shop(shop_desk), qtbot)
    made.order_id = made.take(("NU8", 3))
    with made.at_page(request.getfixturevalue("context")):
        made.enter()
        yield made


def test_a_hold_of_a_chosen_kind_keeps_its_date_and_reason(office: HoldOffice) -> None:
    office.key(Qt.Key.Key_H)
    form = office.opened(HoldForm)
    form.kind.setCurrentIndex(form.kind.findData("payment"))
    office.qtbot.keyClicks(form.until, "+3")
    office.qtbot.keyClicks(form.reason, "half in advance")
    office.press_save(form)
    (hold,) = office.order().holds
    day = office.context.today() + timedelta(days=3)
    assert (hold.kind, hold.until, hold.reason) == ("payment", day, "half in advance")
    assert hold.keeps_reservation
    assert f"Until {day}" in office.said()
    assert "handing it to the carrier" in office.said()


def test_a_hold_until_a_date_needs_the_date_and_every_hold_its_reason(office: HoldOffice) -> None:
    office.key(Qt.Key.Key_H)
    form = office.opened(HoldForm)
    form.kind.setCurrentIndex(form.kind.findData("until"))
    office.qtbot.keyClicks(form.reason, "stock-taking there")
    office.press_save(form)
    assert form.isVisible()
    office.qtbot.keyClicks(form.until, "1.1.2020")
    office.press_save(form)
    assert form.isVisible()
    assert office.order().holds == ()
    form.until.clear()
    office.qtbot.keyClicks(form.until, "+1")
    office.press_save(form)
    assert office.order().holds[0].kind == "until"


def test_a_kind_that_gives_goods_back_can_keep_them_when_asked(office: HoldOffice) -> None:
    office.key(Qt.Key.Key_H)
    form = office.opened(HoldForm)
    assert form.keeps.currentIndex() == 1
    form.keeps.setCurrentIndex(0)
    office.qtbot.keyClicks(form.reason, "they call back")
    office.press_save(form)
    assert office.order().lines[0].reserved == 3
    assert office.order().label == "hold"


def test_of_two_holds_the_one_named_is_released(office: HoldOffice) -> None:
    for kind, why in (("manual", "call first"), ("payment", "half in advance")):
        office.desk.run(place_hold, PlaceHold(order_id=office.order_id, kind=kind, reason=why))
    office.page.refresh()
    idle(office.qtbot, office.context)
    office.key(Qt.Key.Key_Return)
    form = office.opened(ReleaseForm)
    form.which.setCurrentIndex(form.which.findText("payment"))
    office.qtbot.keyClicks(form.reason, "money came")
    office.press_save(form)
    holds = {one.kind: one for one in office.order().holds}
    assert holds["payment"].release_reason == "money came"
    assert holds["manual"].released_at is None
    shell = office.shell
    assert shell.toasts[-1].endswith("hold released (payment) · still on hold: by hand")
    assert "Released holds" in office.said()
    assert "half in advance → released" in office.said()


def test_the_next_step_of_a_held_order_is_to_release_it_and_then_to_pick(
    office: HoldOffice,
) -> None:
    office.desk.run(place_hold, PlaceHold(order_id=office.order_id, reason="call first"))
    office.page.refresh()
    idle(office.qtbot, office.context)
    office.key(Qt.Key.Key_Return)
    form = office.opened(ReleaseForm)
    office.qtbot.keyClick(form.reason, Qt.Key.Key_Return)
    idle(office.qtbot, office.context)
    assert office.order().label == "ready"
    office.key(Qt.Key.Key_Return)
    assert office.order().label == "picking"


def test_a_held_key_or_a_double_click_takes_one_step_only(office: HoldOffice) -> None:
    office.page.activateWindow()
    office.qtbot.waitUntil(office.page.isActiveWindow, timeout=3000)
    office.qtbot.keyClick(office.page, Qt.Key.Key_Return, _CTRL)
    office.qtbot.keyClick(office.page, Qt.Key.Key_Return, _CTRL)
    idle(office.qtbot, office.context)
    office.qtbot.keyClick(office.page, Qt.Key.Key_Return, _CTRL)
    idle(office.qtbot, office.context)
    moved = [one for one in office.order().events if one.kind == "ShipmentMoved"]
    assert [one.details["state"] for one in moved] == ["released"]
    shell = office.shell
    assert not shell.problems

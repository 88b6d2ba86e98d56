"""Tests of changing an order: live totals, differences, and two people saving one order."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from app.desk import Desk
from app.orders.commands import AmendOrder, LineWanted, PlaceHold, ShipTo
from app.orders.handlers import amend_order, place_hold
from app.orders.queries import OrderDetail
from tests.support.counter import Office
from tests.support.phone_shop import furnish_phone_shop
from tests.support.windows import idle
from ui.orders.amend.amend_form import AmendForm
from ui.orders.amend.amend_lines import DISCOUNT, PRICE, QUANTITY

_CTRL = Qt.KeyboardModifier.ControlModifier


@dataclass
class AmendOffice(Office):
    """Somebody changing an order for 3 nuts at 2.55 and 2 hoses at 29.50."""

    order_id: int = 0

    def order(self) -> OrderDetail:
        """Give the order as it is saved."""
        return self.saved(self.order_id)

    def open(self) -> AmendForm:
        """Open the form on the order and wait for its prices."""
        form = AmendForm(self.context, self.order(), self.page)
        form.open()
        form.activateWindow()
        self.qtbot.waitUntil(form.isActiveWindow, timeout=3000)
        idle(self.qtbot, self.context)
        return form

    def cell(self, form: AmendForm, code: str, column: int, text: str) -> None:
        """Type into a cell by keys."""
        place = next(i for i, one in enumerate(form.amendment.lines) if one.code == code)
        form.table.setFocus()
        form.table.setCurrentIndex(form.lines.index(place, column))
        form.table.edit(form.lines.index(place, column))
        editor = form.table.indexWidget(form.table.currentIndex())
        self.qtbot.keyClicks(editor, text)
        self.qtbot.keyClick(editor, Qt.Key.Key_Return)
        self.qtbot.waitUntil(
            lambda: form.table.indexWidget(form.table.currentIndex()) is None, timeout=3000
        )

    def amend(self, **values: Any) -> None:
        """Save a change as somebody else at another desk does."""
        order = self.order()
        lines = tuple(
            LineWanted(item_id=one.item_id, quantity=one.quantity, line_id=one.line_id)
            for one in order.lines
        )
        ship = ShipTo(name=order.ship_name, street=order.ship_street, city=order.ship_city)
        command = AmendOrder(
            order_id=order.order_id,
            revision=order.revision,
            lines=lines,
            ship_to=ship,
            reference=order.reference,
        )
        self.desk.run(amend_order, replace(command, **values))


@pytest.fixture
def office(qtbot: QtBot, shop_desk: Desk, request: pytest.FixtureRequest) -> Iterator[AmendOffice]:
    """Show the page with one order."""
    made = AmendOffice(shop_desk, furnish_phone_shop(shop_desk), qtbot)
    made.order_id = made.take(("NU8", 3), ("HO1", 2), reference="PO-1")
    with made.at_page(request.getfixturevalue("context")):
        made.enter()
        yield made


def test_totals_and_differences_are_those_the_desk_saves(office: AmendOffice) -> None:
    form = office.open()
    office.cell(form, "NU8", QUANTITY, "10")
    office.cell(form, "HO1", DISCOUNT, "10")
    office.qtbot.keyClicks(form.fields.freight, "5")
    office.qtbot.keyClicks(form.fields.discount, "2.5")
    office.qtbot.keyClicks(form.fields.note, "ring twice")
    shown = form.amendment.totals()
    assert "NU8: 3 × 2.55 → 10 × 2.55" in form.changes.text()
    assert f"Total {office.context.money(shown.total)}" in form.total.text()
    office.press_save(form)
    order = office.order()
    assert (order.total, order.tax, order.freight) == (shown.total, shown.tax, shown.freight)
    assert order.discount_amount == shown.discount
    assert (order.note, order.discount, order.lines[1].discount) == ("ring twice", 250, 1000)
    assert office.shell.toasts == ["SO-000001 changed"]


def test_the_card_says_what_each_version_changed(office: AmendOffice) -> None:
    form = office.open()
    office.cell(form, "NU8", QUANTITY, "7")
    form.fields.reference.selectAll()
    office.qtbot.keyClicks(form.fields.reference, "PO-2")
    office.press_save(form)
    texts = [one.text() for one in office.page._pane.one.card.findChildren(QLabel)]
    (said,) = [one for one in texts if one.startswith("Version 1")]
    assert "NU8: 3 × 2.55 → 7 × 2.55" in said
    assert "PO-1 → PO-2" in said


def test_a_typed_price_is_saved_and_an_empty_one_takes_the_list_price(office: AmendOffice) -> None:
    form = office.open()
    office.cell(form, "NU8", PRICE, "2.40")
    office.press_save(form)
    line = office.order().lines[0]
    assert (line.price, line.price_manual) == (24_000, True)


def test_saving_twice_makes_one_version(office: AmendOffice) -> None:
    form = office.open()
    office.cell(form, "NU8", QUANTITY, "4")
    office.qtbot.keyClick(form, Qt.Key.Key_Return, _CTRL)
    form.press_save()
    idle(office.qtbot, office.context)
    assert office.order().version == 2
    assert not office.shell.problems


def test_nothing_changed_is_not_saved(office: AmendOffice) -> None:
    form = office.open()
    office.press_save(form)
    assert form.isVisible()
    assert office.order().version == 1


def test_escape_asks_once_before_changes_are_thrown_away(office: AmendOffice) -> None:
    form = office.open()
    office.cell(form, "NU8", QUANTITY, "4")
    form.reject()
    assert form.isVisible()
    assert "not saved" in form.banner.text()
    with office.qtbot.waitSignal(form.rejected):
        form.reject()
    assert office.order().version == 1


def test_f8_says_what_happens_to_a_line_there_is_too_little_for(office: AmendOffice) -> None:
    form = office.open()
    office.cell(form, "HO1", QUANTITY, "50")
    office.qtbot.keyClick(form, Qt.Key.Key_F8)
    office.qtbot.keyClick(form, Qt.Key.Key_F8)
    command = form.amendment.command("x", (), "")
    assert [one.shortage for one in command.lines] == ["", "available"]


def test_a_scanned_code_in_a_quantity_is_refused(office: AmendOffice) -> None:
    form = office.open()
    office.cell(form, "NU8", QUANTITY, "5012345678900")
    assert "not a scanned code" in form.banner.text()
    assert form.amendment.lines[0].quantity == 3


def test_what_both_changed_is_shown_side_by_side_and_yours_stays(office: AmendOffice) -> None:
    form = office.open()
    office.cell(form, "NU8", QUANTITY, "9")
    form.fields.reference.selectAll()
    office.qtbot.keyClicks(form.fields.reference, "mine")
    office.amend(reference="theirs", note="from them")
    office.press_save(form)
    assert form.isVisible()
    assert office.order().reference == "theirs"
    person = office.desk.person
    assert person is not None
    assert form.banner.text().startswith(f"{person.name} saved this order at 20")
    assert form.fields.reference.text() == "mine"
    assert form.fields.note.text() == "from them"
    assert form.amendment.lines[0].quantity == 9
    office.press_save(form)
    saved = office.order()
    assert (saved.reference, saved.note, saved.lines[0].quantity) == ("mine", "from them", 9)


def test_theirs_can_be_taken_value_by_value_and_yours_taken_back(office: AmendOffice) -> None:
    form = office.open()
    office.cell(form, "NU8", QUANTITY, "9")
    form.fields.reference.selectAll()
    office.qtbot.keyClicks(form.fields.reference, "mine")
    line = office.order().lines[0]
    other = office.order().lines[1]
    theirs = (
        LineWanted(item_id=line.item_id, quantity=6, line_id=line.line_id),
        LineWanted(item_id=other.item_id, quantity=2, line_id=other.line_id),
    )
    office.amend(reference="theirs", lines=theirs)
    office.press_save(form)
    form.theirs.choice(str(("reference", 0)), theirs=True).click()
    units = str(("quantity", line.line_id))
    form.theirs.choice(units, theirs=True).click()
    assert form.fields.reference.text() == "theirs"
    assert form.amendment.lines[0].quantity == 6
    form.theirs.choice(units, theirs=False).click()
    assert form.amendment.lines[0].quantity == 9
    office.press_save(form)
    saved = office.order()
    assert (saved.reference, saved.lines[0].quantity) == ("theirs", 9)


def test_a_line_they_took_out_and_you_changed_is_shown_and_kept(office: AmendOffice) -> None:
    form = office.open()
    office.cell(form, "NU8", QUANTITY, "9")
    other = office.order().lines[1]
    left = LineWanted(item_id=other.item_id, quantity=2, line_id=other.line_id)
    office.amend(lines=(left,))
    office.press_save(form)
    texts = " ".join(one.text() for one in form.theirs.findChildren(QLabel))
    assert "NU8: quantity" in texts
    office.press_save(form)
    wanted = {one.code: one.quantity - one.cancelled for one in office.order().lines}
    assert wanted == {"NU8": 9, "HO1": 2}


def test_a_hold_placed_meanwhile_touches_nothing_typed(office: AmendOffice) -> None:
    form = office.open()
    office.cell(form, "NU8", QUANTITY, "9")
    office.desk.run(place_hold, PlaceHold(order_id=office.order_id, reason="wait"))
    office.press_save(form)
    assert office.order().lines[0].quantity == 3
    assert "touches nothing you typed" in form.banner.text()
    assert "put on hold (by hand) wait" in form.banner.text()
    office.press_save(form)
    assert office.order().lines[0].quantity == 9


def test_a_new_line_typed_here_survives_a_stale_save(office: AmendOffice) -> None:
    form = office.open()
    form.item.setFocus()
    office.qtbot.keyClicks(form.item, "4 steel bolt")
    office.qtbot.keyClick(form.item, Qt.Key.Key_Return)
    idle(office.qtbot, office.context)
    office.amend(note="theirs")
    office.press_save(form)
    office.press_save(form)
    wanted = {one.code: one.quantity for one in office.order().lines}
    assert wanted == {"NU8": 3, "HO1": 2, "BO8": 4}
    assert QApplication.focusWidget() is not form


def test_only_what_is_there_is_sold_when_f8_says_so(office: AmendOffice) -> None:
    form = office.open()
    office.cell(form, "HO1", QUANTITY, "50")
    office.qtbot.keyClick(form, Qt.Key.Key_F8)
    office.qtbot.keyClick(form, Qt.Key.Key_F8)
    shown = form.amendment.totals().total
    office.press_save(form)
    assert office.order().total == shown
    hose = next(one for one in office.order().lines if one.code == "HO1")
    assert (hose.quantity - hose.cancelled, hose.reserved) == (5, 5)

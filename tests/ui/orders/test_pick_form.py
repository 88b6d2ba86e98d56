"""Tests of finishing a pick from the list of orders, by keys alone."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from app.desk import Desk
from app.fulfilment.commands import ReleaseOrder
from app.fulfilment.handlers import release_order
from app.fulfilment.queries import ShipmentLineRow, shipment_lines, shipments_of
from app.orders.queries import order_detail
from tests.support.counter import Office
from tests.support.phone_shop import furnish_phone_shop
from tests.support.windows import HeardShell, idle
from ui.kit.context import Context
from ui.orders.forms.pick_form import PickForm
from ui.orders.forms.pick_lines import PICKED
from ui.orders.orders_page import OrdersPage

_CTRL = Qt.KeyboardModifier.ControlModifier
_NUT, _HOSE = "5012345678900", "5012345678924"


@dataclass
class Picker:
    """Somebody with the pick form of one order open: 10 nuts and 5 hoses."""

    form: PickForm
    page: OrdersPage
    context: Context
    desk: Desk
    order_id: int
    qtbot: QtBot

    def type(self, text: str) -> None:
        """Type as a person or a scanner does: to what has the focus, Enter at the end."""
        for letter in text:
            self.qtbot.keyClicks(self._focus(), letter)
        self.qtbot.keyClick(self._focus(), Qt.Key.Key_Return)
        QApplication.processEvents()
        QApplication.processEvents()

    def key(self, key: Qt.Key, modifier: Qt.KeyboardModifier | None = None) -> None:
        """Press one key where the focus is."""
        self.qtbot.keyClick(self._focus(), key, modifier or Qt.KeyboardModifier.NoModifier)
        idle(self.qtbot, self.context)

    def _focus(self) -> QLineEdit:
        focus = QApplication.focusWidget()
        assert focus is not None
        return focus  # type: ignore[return-value]  # any widget takes keys

    def rows(self) -> list[tuple[str, int, str]]:
        """Give code, picked and reason of each line as the form shows them."""
        return [(one.row.code, one.picked, one.reason) for one in self.form.lines.rows]

    def go_to(self, code: str) -> None:
        """Put the cursor on a line."""
        place = self.form.lines.line_of(code)
        self.form.table.setCurrentIndex(self.form.lines.index(place, PICKED))
        self.form.table.setFocus()

    def saved(self) -> dict[str, ShipmentLineRow]:
        """Give the lines of the shipment as they are saved."""
        (shipment,) = self.desk.read(shipments_of, self.order_id)
        return {one.code: one for one in self.desk.read(shipment_lines, shipment.shipment_id)}


@pytest.fixture
def picker(qtbot: QtBot, shop_desk: Desk, request: pytest.FixtureRequest) -> Iterator[Picker]:
    """Open the form by the keys of the page."""
    office = Office(shop_desk, furnish_phone_shop(shop_desk), qtbot)
    order_id = office.take(("NU8", 10), ("HO1", 5))
    shop_desk.run(release_order, ReleaseOrder(order_id=order_id))
    with office.at_page(request.getfixturevalue("context")):
        office.enter()
        page = office.page
        page.activateWindow()
        both = _CTRL | Qt.KeyboardModifier.ShiftModifier
        qtbot.keyClick(page, Qt.Key.Key_Return, both)
        idle(qtbot, office.context)
        (form,) = page.findChildren(PickForm)
        form.activateWindow()
        qtbot.waitUntil(form.isActiveWindow, timeout=3000)
        yield Picker(form, page, office.context, shop_desk, order_id, qtbot)


def test_every_line_is_picked_in_full_unless_something_else_is_typed(picker: Picker) -> None:
    picker.key(Qt.Key.Key_Return, _CTRL)
    assert {code: one.picked for code, one in picker.saved().items()} == {"NU8": 10, "HO1": 5}


def test_less_is_typed_with_its_reason_by_keys_alone(picker: Picker) -> None:
    picker.go_to("HO1")
    picker.type("3")
    picker.type("crushed")
    picker.key(Qt.Key.Key_Return, _CTRL)
    hose = picker.saved()["HO1"]
    assert (hose.picked, hose.short_reason) == (3, "crushed")
    order = picker.desk.read(order_detail, picker.order_id)
    assert order is not None
    assert order.lines[1].back_ordered == 2
    shell = picker.context.shell
    assert isinstance(shell, HeardShell)
    assert shell.toasts == ["SH-000001 picked"]


def test_a_scan_goes_to_its_line_and_is_never_a_number(picker: Picker) -> None:
    picker.go_to("NU8")
    picker.type(_HOSE)
    assert picker.rows() == [("NU8", 10, ""), ("HO1", 5, "")]
    picker.type("4")
    picker.type(_NUT)
    assert ("HO1", 4, "") in picker.rows()
    assert picker.form.isVisible()


def test_a_scanned_code_that_is_not_on_the_shipment_says_so(picker: Picker) -> None:
    picker.form.scan.setFocus()
    picker.type("5012345678917")
    assert "5012345678917" in picker.form.banner.text()
    assert picker.form.isVisible()


def test_a_scan_reaches_the_open_form_through_the_page(picker: Picker) -> None:
    assert picker.page.scanned(_HOSE)
    QApplication.processEvents()
    assert picker.form.table.currentIndex().row() == picker.form.lines.line_of("HO1")


def test_less_without_a_reason_is_not_saved_and_f8_gives_one(picker: Picker) -> None:
    picker.go_to("HO1")
    picker.type("0")
    picker.key(Qt.Key.Key_Escape)
    picker.key(Qt.Key.Key_Return, _CTRL)
    assert "HO1" in picker.form.banner.text()
    picker.key(Qt.Key.Key_F8)
    picker.key(Qt.Key.Key_F8)
    picker.key(Qt.Key.Key_Return, _CTRL)
    assert picker.saved()["HO1"].short_reason == "fewer than shown"


def test_escape_asks_once_before_numbers_are_thrown_away(picker: Picker) -> None:
    picker.go_to("HO1")
    picker.type("3")
    picker.key(Qt.Key.Key_Escape)
    picker.key(Qt.Key.Key_Escape)
    assert picker.form.isVisible()
    assert "not saved" in picker.form.banner.text()
    form = picker.form
    with picker.qtbot.waitSignal(form.rejected):
        picker.key(Qt.Key.Key_Escape)


def test_more_than_asked_is_refused_in_place(picker: Picker) -> None:
    picker.go_to("HO1")
    picker.type("6")
    assert "at most 5" in picker.form.banner.text()
    assert ("HO1", 5, "") in picker.rows()


def test_nothing_picked_at_all_is_not_a_pick(picker: Picker) -> None:
    for code in ("NU8", "HO1"):
        picker.go_to(code)
        picker.type("0")
        picker.type("gone")
    picker.key(Qt.Key.Key_Return, _CTRL)
    assert "Cancel the shipment" in picker.form.banner.text()
    assert picker.saved()["HO1"].picked == 0


def test_pressing_save_twice_saves_once(picker: Picker) -> None:
    picker.qtbot.keyClick(picker.form, Qt.Key.Key_Return, _CTRL)
    picker.form.press_save()
    idle(picker.qtbot, picker.context)
    shell = picker.context.shell
    assert isinstance(shell, HeardShell)
    assert len(shell.toasts) == 1
    assert not shell.problems

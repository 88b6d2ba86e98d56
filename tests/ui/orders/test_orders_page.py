"""Tests of the page of all orders, on a real desk."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from app.desk import Desk
from app.fulfilment.commands import ReleaseOrder
from app.fulfilment.handlers import release_order
from app.orders.commands import PlaceHold
from app.orders.handlers import place_hold
from app.orders.queries import OrderDetail
from tests.support.counter import Office
from tests.support.phone_shop import furnish_phone_shop
from tests.support.windows import idle
from ui.kit.table import DataTable
from ui.orders.forms.reason_dialog import ReasonDialog
from ui.orders.forms.release_form import ReleaseForm
from ui.orders.front.order_pane import OrderPane


@dataclass
class PageOffice(Office):
    """Somebody who looks after three orders with the page open."""

    order_ids: tuple[int, ...] = ()

    def order(self, place: int = -1) -> OrderDetail:
        """Give one of the orders as it is now."""
        return self.saved(self.order_ids[place])

    def names(self) -> list[str]:
        """Give the numbers listed."""
        return [one.name for one in self.table.rows_model.rows]

    @property
    def table(self) -> DataTable:
        """Give the list of orders."""
        tables = self.page.findChildren(DataTable)
        return next(one for one in tables if one.accessibleName() == "Orders")

    def _asking(self) -> list[ReasonDialog]:
        return [one for one in self.page.findChildren(ReasonDialog) if one.isVisible()]

    def answer(self, text: str) -> None:
        """Type into the question that is open, and Enter."""
        self.qtbot.waitUntil(lambda: bool(self._asking()), timeout=3000)
        dialog = self._asking()[-1]
        line = dialog.findChild(QLineEdit)
        assert line is not None
        line.clear()
        self.qtbot.keyClicks(line, text)
        self.qtbot.keyClick(line, Qt.Key.Key_Return)
        idle(self.qtbot, self.context)


@pytest.fixture
def office(qtbot: QtBot, shop_desk: Desk, request: pytest.FixtureRequest) -> Iterator[PageOffice]:
    """Give the page on a desk with three orders."""
    made = PageOffice(shop_desk, furnish_phone_shop(shop_desk), qtbot)
    made.order_ids = tuple(made.take(("NU8", one), reference=f"PO-{one}") for one in (3, 4, 5))
    with made.at_page(request.getfixturevalue("context")):
        made.enter()
        yield made


def test_orders_are_listed_newest_first_and_the_newest_is_shown(office: PageOffice) -> None:
    assert office.names() == ["SO-000003", "SO-000002", "SO-000001"]
    assert office.shell.titles[-1] == "SO-000003"


def test_typing_a_reference_finds_its_order(office: PageOffice) -> None:
    search = next(
        one for one in office.page.findChildren(QLineEdit) if one.accessibleName() == "Find orders"
    )
    office.qtbot.keyClicks(search, "PO-4")
    office.qtbot.waitUntil(lambda: office.names() == ["SO-000002"], timeout=3000)
    idle(office.qtbot, office.context)
    assert office.names() == ["SO-000002"]
    office.qtbot.keyClicks(search, "??")
    office.qtbot.waitUntil(lambda: office.names() == [], timeout=3000)
    idle(office.qtbot, office.context)
    assert office.shell.titles[-1] == "Orders"


def test_an_order_read_after_another_page_came_in_front_does_not_name_the_window(
    office: PageOffice,
) -> None:
    (pane,) = office.page.findChildren(OrderPane)
    office.page.go_to(order_id=office.order_ids[0])
    office.page.hide()
    idle(office.qtbot, office.context)
    assert pane.order is not None
    assert pane.order.name == "SO-000001"
    assert office.shell.titles[-1] == "SO-000003"


def test_the_window_is_named_after_the_order_in_front_whenever_the_page_is_shown(
    office: PageOffice,
) -> None:
    office.page.hide()
    office.page.go_to(order_id=office.order_ids[0])
    idle(office.qtbot, office.context)
    office.shell.titles.clear()
    office.page.show()
    office.page.enter()
    assert office.shell.titles == ["SO-000001"]


def test_an_order_goes_from_released_to_received_by_its_buttons(office: PageOffice) -> None:
    office.click("Release to pick")
    assert office.order().label == "picking"
    office.click("Picked in full")
    office.click("Packed")
    office.answer("2")
    office.click("Shipped")
    office.answer("")
    assert office.order().label == "shipped"
    office.click("Received")
    office.answer("Ada")
    assert office.order().state == "closed"
    assert not office.shell.problems


def test_shipping_is_taken_back_from_the_toast(office: PageOffice) -> None:
    office.click("Release to pick")
    office.click("Picked in full")
    office.click("Packed")
    office.answer("1")
    office.click("Shipped")
    office.answer("")
    undo = office.shell.undo
    assert undo is not None
    undo()
    idle(office.qtbot, office.context)
    assert office.order().label == "packed"


def test_why_an_order_is_on_hold_is_said_and_can_be_released(office: PageOffice) -> None:
    office.desk.run(place_hold, PlaceHold(order_id=office.order_ids[-1], reason="call first"))
    office.page.go_to(labels=("hold",))
    idle(office.qtbot, office.context)
    assert office.names() == ["SO-000003"]
    office.page.go_to(order_id=office.order_ids[-1])
    idle(office.qtbot, office.context)
    office.click("Release…")
    office.qtbot.waitUntil(lambda: bool(office.page.findChildren(ReleaseForm)), timeout=3000)
    form = office.page.findChildren(ReleaseForm)[-1]
    office.qtbot.keyClicks(form.reason, "they called")
    office.qtbot.keyClick(form.reason, Qt.Key.Key_Return)
    idle(office.qtbot, office.context)
    assert office.order().holds[0].release_reason == "they called"
    assert office.order().label != "hold"


def test_slips_of_all_chosen_orders_make_one_paper(office: PageOffice) -> None:
    for order_id in office.order_ids:
        office.desk.run(release_order, ReleaseOrder(order_id=order_id))
    idle(office.qtbot, office.context)
    office.table.selectAll()
    idle(office.qtbot, office.context)
    office.qtbot.keyClick(office.table, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    idle(office.qtbot, office.context)
    ((name, _make),) = office.shell.papers
    assert "SO-000003" in name
    assert len(office.table.selectionModel().selectedRows()) == 3


def test_a_scanned_number_shows_its_order_and_an_unknown_one_goes_to_the_scan_page(
    office: PageOffice,
) -> None:
    assert office.page.scanned("so-000002")
    idle(office.qtbot, office.context)
    assert office.table.current().name == "SO-000002"
    assert office.page.scanned("SO-999999")
    idle(office.qtbot, office.context)
    assert office.shell.went == [("scan", {"code": "SO-999999"})]
    assert not office.page.scanned("5012345678900")


def test_no_heading_of_the_orders_lines_is_cut_off(office: PageOffice) -> None:
    tables = office.page.findChildren(DataTable)
    lines = next(one for one in tables if one.accessibleName() == "Order lines")
    header = lines.horizontalHeader()
    for place in range(1, header.count()):
        assert header.sectionSize(place) >= header.sectionSizeHint(place), place

"""Tests of what can be done with an order from the list, on a real desk."""

from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.desk import Desk
from app.fulfilment.commands import FinishPicking, PackShipment, ReleaseOrder
from app.fulfilment.handlers import finish_picking, pack_shipment, release_order
from app.fulfilment.queries import shipments_of
from app.orders.commands import PlaceHold
from app.orders.handlers import place_hold
from tests.support.counter import Office
from tests.support.phone_shop import furnish_phone_shop
from tests.support.windows import idle
from ui.orders.front.deeds import deeds
from ui.orders.front.order_pane import OrderPane
from ui.shell.finding.offers import page_choices


class DeedOffice(Office):
    """Somebody with the list of orders open."""

    def place(self, quantity: int, reference: str) -> int:
        """Take an order for hoses."""
        return self.take(("HO1", quantity), reference=reference)

    def first(self, order_id: int) -> str:
        """Give the next step that is offered for an order."""
        order = self.saved(order_id)
        offered = deeds(order, self.desk.read(shipments_of, order_id))
        return next(one.name for one in offered if one.main)

    def label(self, order_id: int) -> str:
        """Give the label of an order."""
        return self.saved(order_id).label


@pytest.fixture
def office(qtbot: QtBot, shop_desk: Desk, request: pytest.FixtureRequest) -> Iterator[DeedOffice]:
    """Give the page on a desk with customers and items."""
    made = DeedOffice(shop_desk, furnish_phone_shop(shop_desk), qtbot)
    with made.at_page(request.getfixturevalue("context")):
        yield made


def test_an_order_goes_from_ready_to_picking_by_its_next_button(office: DeedOffice) -> None:
    order_id = office.place(2, "A")
    office.page.enter()
    idle(office.qtbot, office.context)
    office.click("Release to pick")
    assert office.label(order_id) == "picking"
    office.click("Picked in full")
    assert office.label(order_id) == "picking"
    assert office.shell.toasts


def test_what_more_can_be_done_is_offered_with_its_keys_beside_it(office: DeedOffice) -> None:
    office.place(2, "A")
    office.enter()

    def offered() -> dict[str, str]:
        return {one.text: one.keys for one in page_choices(office.page)}

    office.qtbot.waitUntil(lambda: "Change order…" in offered(), timeout=3000)
    assert offered()["Change order…"] == "Ctrl+E"
    assert offered()["Put on hold…"] == "Ctrl+H"


def test_what_can_be_done_is_found_in_the_moment_an_order_is_shown(
    office: DeedOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    show, offered = OrderPane._show, list[set[str]]()

    def shown(pane: OrderPane, found: Any) -> None:
        show(pane, found)
        offered.append({one.text for one in page_choices(office.page)})

    monkeypatch.setattr(OrderPane, "_show", shown)
    office.place(2, "A")
    office.enter()
    office.qtbot.waitUntil(lambda: bool(offered), timeout=3000)
    assert all({"Change order…", "Cancel order"} <= one for one in offered)


def test_a_step_is_taken_back_from_the_toast(office: DeedOffice) -> None:
    order_id = office.place(2, "A")
    office.page.enter()
    idle(office.qtbot, office.context)
    office.click("Release to pick")
    office.click("Picked in full")
    shell = office.shell
    assert shell.undo is not None
    shell.undo()
    idle(office.qtbot, office.context)
    order = office.saved(order_id)
    assert order.stage == "picking"


def test_what_is_offered_fits_the_state(office: DeedOffice) -> None:
    order_id = office.place(9, "A")
    order = office.saved(order_id)
    names = {deed.name for deed in deeds(order, ())}
    assert {"Release to pick", "Reserve now", "Close the rest", "Cancel order"} <= names
    assert "Open again" not in names
    assert "Confirm" not in names


def test_the_filters_show_only_what_fits(office: DeedOffice) -> None:
    office.place(2, "A")
    short = office.place(9, "B")
    office.page.enter()
    office.page.go_to(labels=("short",))
    idle(office.qtbot, office.context)
    model = office.page._model
    assert [row.order_id for row in model.rows] == [short]


def test_a_search_finds_by_reference(office: DeedOffice) -> None:
    office.place(2, "PO-77")
    wanted = office.place(1, "PO-78")
    office.page.enter()
    office.page._search.setText("PO-78")
    office.qtbot.waitUntil(
        lambda: [row.order_id for row in office.page._model.rows] == [wanted], timeout=3000
    )
    idle(office.qtbot, office.context)
    assert [row.order_id for row in office.page._model.rows] == [wanted]


def test_many_slips_leave_out_the_order_without_a_shipment_and_name_it(office: DeedOffice) -> None:
    with_shipment, without = office.place(2, "A"), office.place(1, "B")
    office.desk.run(release_order, ReleaseOrder(order_id=with_shipment))
    office.page.enter()
    idle(office.qtbot, office.context)
    office.page._table.selectAll()
    office.qtbot.keyClick(
        office.page._table,
        Qt.Key.Key_P,
        Qt.KeyboardModifier.ControlModifier,
    )
    idle(office.qtbot, office.context)
    shell = office.shell
    ((_name, make),) = shell.papers
    assert shell.toasts == ["1 order has no shipment yet and no slip: SO-000002"]
    text = "".join(page.extract_text() for page in PdfReader(BytesIO(make())).pages)
    assert "SO-000001" in text
    assert "SO-000002" not in text
    assert without


def test_a_hold_comes_first_only_where_it_stops_the_next_step(office: DeedOffice) -> None:
    order_id = office.place(2, "A")
    office.desk.run(place_hold, PlaceHold(order_id=order_id, kind="payment", reason="wait"))
    assert office.first(order_id) == "Release to pick"
    office.desk.run(release_order, ReleaseOrder(order_id=order_id))
    assert office.first(order_id) == "Picked in full"
    (shipment,) = office.desk.read(shipments_of, order_id)
    office.desk.run(finish_picking, FinishPicking(shipment_id=shipment.shipment_id))
    assert office.first(order_id) == "Packed"
    office.desk.run(pack_shipment, PackShipment(shipment_id=shipment.shipment_id))
    assert office.first(order_id) == "Release hold…"


def test_f6_goes_to_the_next_step_and_back_to_the_list(office: DeedOffice) -> None:
    office.place(2, "A")
    office.page.enter()
    idle(office.qtbot, office.context)
    office.page.activateWindow()
    office.qtbot.waitUntil(office.page.isActiveWindow, timeout=3000)
    office.qtbot.waitUntil(lambda: bool(office.buttons("Release to pick")), timeout=3000)
    office.page._table.setFocus()
    office.qtbot.keyClick(office.page._table, Qt.Key.Key_F6)
    focus = QApplication.focusWidget()
    assert focus is not None
    assert focus.accessibleName() == "Release to pick"
    office.qtbot.keyClick(focus, Qt.Key.Key_F6)
    assert office.page._table.hasFocus()

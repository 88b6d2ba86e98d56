"""Where a form is entered, and what a list of drafts says of each, at every scale."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from app.desk import Desk
from app.orders.commands import SaveDraft
from app.orders.handlers import save_draft
from tests.support.counter import Office
from tests.support.phone_shop import furnish_phone_shop
from tests.support.windows import idle
from ui.kit.context import Context
from ui.orders.forms.hold_form import HoldForm
from ui.orders.orders_page import OrdersPage
from ui.orders.phone.entry import Entry, EntryLine

_CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def office(qtbot: QtBot, shop_desk: Desk, request: pytest.FixtureRequest) -> Iterator[Office]:
    """Show the page with one order in front."""
    made = Office(shop_desk, furnish_phone_shop(shop_desk), qtbot)
    made.take(("NU8", 3))
    with made.at_page(request.getfixturevalue("context")):
        made.enter()
        yield made


def test_a_hold_is_a_key_a_reason_and_enter(office: Office) -> None:
    office.page.activateWindow()
    office.qtbot.waitUntil(office.page.isActiveWindow, timeout=3000)
    office.qtbot.keyClick(office.page, Qt.Key.Key_H, _CTRL)
    idle(office.qtbot, office.context)
    (form,) = office.page.findChildren(HoldForm)
    form.activateWindow()
    office.qtbot.waitUntil(form.isActiveWindow, timeout=3000)
    line = QApplication.focusWidget()
    office.qtbot.keyClicks(line, "they call back")
    office.qtbot.keyClick(line, Qt.Key.Key_Return)
    idle(office.qtbot, office.context)
    (hold,) = office.saved(1).holds
    assert (hold.kind, hold.reason) == ("manual", "they call back")


@pytest.mark.parametrize(("wide", "scale"), [(1032, 1.0), (1242, 1.5)])
def test_a_draft_names_its_customer_its_time_and_that_it_is_a_call(
    office: Office, wide: int, scale: float
) -> None:
    office.context.theme.apply("light", scale)
    entry = Entry(customer_id=1, customer_name="Beacon Builders Merchants")
    entry.lines = [EntryLine(office.ids["NU8"], "NU8", "Brass nut M8", 1_200)]
    wanted = SaveDraft(
        draft_id="d1", title=entry.customer_name, content=entry.content(), parked=True
    )
    office.desk.run(save_draft, wanted)
    office.page.resize(wide, 560)
    office.page.go_to(drafts=True)
    idle(office.qtbot, office.context)
    table = office.page._drafts.table
    letters = QFontMetrics(table.font()).horizontalAdvance("0")
    assert table.columnWidth(0) >= 17 * letters
    at = table.current().at.astimezone()
    assert table.model().index(0, 1).data() == f"{at:%H:%M}"
    said = " ".join(one.text() for one in office.page._drafts.findChildren(QLabel))
    assert f"saved {at:%Y-%m-%d %H:%M}" in said
    assert "parked call" in said


def test_an_empty_list_says_what_to_do_and_offers_all_only_where_some_are_left_out(
    qtbot: QtBot, context: Context
) -> None:
    page = OrdersPage(context)
    qtbot.addWidget(page)
    page.show()
    page.enter()
    idle(qtbot, context)

    def said() -> str:
        return " ".join(one.text() for one in page._list.findChildren(QLabel) if one.isVisible())

    assert "No order yet. Take the first one with Ctrl+N" in said()
    assert not page._all.isVisible()
    page.go_to(labels=("packed",))
    idle(qtbot, context)
    assert "No order fits. Choose another filter." in said()
    assert page._all.isVisible()

"""Tests of the filters of the list: their counts, their own chip, and the drafts."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from app.desk import Desk
from app.orders.commands import PlaceHold, SaveDraft
from app.orders.handlers import place_hold, save_draft
from app.orders.queries import drafts
from app.orders.queries.chips import FilterCounts, filter_counts
from tests.support.counter import Office
from tests.support.phone_shop import furnish_phone_shop
from tests.support.windows import idle
from ui.orders.phone.entry import Entry, EntryLine


class FilterOffice(Office):
    """Somebody with the page of orders open."""

    def place(self, quantity: int) -> int:
        """Take an order for hoses, of which there are 5."""
        return self.take(("HO1", quantity), reference=f"PO-{quantity}")

    def chips(self) -> dict[str, str]:
        """Give the count on each chip shown."""
        return {
            one.accessibleName(): one.accessibleDescription()
            for one in self.page._filters.findChildren(QPushButton)
            if not one.isHidden()
        }

    def press(self, name: str) -> None:
        """Press a chip."""
        chips = self.page._filters.findChildren(QPushButton)
        chip = next(one for one in chips if one.accessibleName() == name)
        self.qtbot.mouseClick(chip, Qt.MouseButton.LeftButton)
        idle(self.qtbot, self.context)

    def keep_draft(self) -> str:
        """Keep a draft of two hoses for Acme."""
        entry = Entry(customer_id=self.ids["Acme Hardware"], customer_name="Acme Hardware")
        entry.lines.append(EntryLine(self.ids["HO1"], "HO1", "Rubber hose", 2))
        command = SaveDraft(
            draft_id=entry.draft_id, title=entry.customer_name, content=entry.content()
        )
        self.desk.run(save_draft, command)
        return entry.draft_id


@pytest.fixture
def office(qtbot: QtBot, shop_desk: Desk, request: pytest.FixtureRequest) -> Iterator[FilterOffice]:
    """Show the page of a shop without orders."""
    made = FilterOffice(shop_desk, furnish_phone_shop(shop_desk), qtbot)
    with made.at_page(request.getfixturevalue("context")):
        made.enter()
        yield made


def test_chips_count_and_follow_every_change(office: FilterOffice) -> None:
    office.place(1)
    office.qtbot.waitUntil(lambda: office.chips().get("All") == "1", timeout=3000)
    held = office.place(2)
    office.desk.run(place_hold, PlaceHold(order_id=held, reason="call"))
    office.qtbot.waitUntil(lambda: office.chips().get("On hold") == "1", timeout=3000)
    assert office.chips()["Not shipped"] == "2"
    assert office.chips()["Closed"] == "0"


def test_a_count_that_stopped_says_that_there_are_more() -> None:
    counts = FilterCounts({"closed": 10_000, "hold": 3}, 0)
    assert counts.of(("closed",)) == (10_000, True)
    assert counts.of(("hold",)) == (3, False)
    assert counts.of(()) == (10_003, True)


def test_a_filter_without_a_chip_gets_one_of_its_own(office: FilterOffice) -> None:
    office.place(9)
    office.page.go_to(labels=("ready", "short"))
    idle(office.qtbot, office.context)
    assert "Ready, Short" in office.chips()
    office.press("All")
    assert "Ready, Short" not in office.chips()


def test_drafts_are_listed_and_enter_resumes_one(office: FilterOffice) -> None:
    draft_id = office.keep_draft()
    office.press("Drafts")
    assert office.chips()["Drafts"] in ("", "0", "1")
    office.qtbot.waitUntil(lambda: office.chips()["Drafts"] == "1", timeout=3000)
    table = office.page._drafts.table
    office.qtbot.keyClick(table, Qt.Key.Key_Return)
    shell = office.shell
    assert shell.went[-1] == ("new_order", {"draft_id": draft_id})


def test_a_draft_thrown_away_comes_back_by_undo(office: FilterOffice) -> None:
    office.keep_draft()
    office.press("Drafts")
    office.qtbot.keyClick(office.page._drafts.table, Qt.Key.Key_Delete)
    idle(office.qtbot, office.context)
    person = office.desk.person
    assert person is not None
    assert office.desk.read(drafts, person.person_id) == ()
    shell = office.shell
    assert shell.undo is not None
    shell.undo()
    idle(office.qtbot, office.context)
    (back,) = office.desk.read(drafts, person.person_id)
    assert back.title == "Acme Hardware"


def test_escape_goes_back_to_all_orders(office: FilterOffice) -> None:
    office.place(1)
    office.press("Closed")
    assert office.page._model.rows == []
    office.qtbot.keyClick(office.page, Qt.Key.Key_Escape)
    idle(office.qtbot, office.context)
    assert len(office.page._model.rows) == 1


def test_the_drafts_counted_are_those_of_the_person(office: FilterOffice) -> None:
    office.keep_draft()
    person = office.desk.person
    assert person is not None
    assert office.desk.read(filter_counts, person.person_id).drafts == 1
    assert office.desk.read(filter_counts, person.person_id + 1).drafts == 0

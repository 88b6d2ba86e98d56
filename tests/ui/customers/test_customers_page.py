"""Tests of the customers page, with real key events on an encrypted desk."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.customers.commands import (
    AddCustomer,
    AddressChange,
    AddressEntry,
    ChangeCustomer,
    PhoneEntry,
    SaveCustomer,
)
from app.customers.handlers import add_customer, change_customer, save_customer
from app.customers.queries import CustomerDetailRow, customer_detail, customer_page
from tests.support.shops import Shop, open_shop
from tests.support.windows import HeardShell, idle, press_save, shown, type_into
from ui.customers.customer_form import CustomerForm
from ui.customers.customers_page import CustomersPage
from ui.kit.context import Context


@pytest.fixture
def shop(context: Context) -> Shop:
    """Give a shop with a customer who ordered once."""
    made = open_shop(context.desk)
    made.order((made.item("NUT", stock=40), 4))
    return made


@pytest.fixture
def page(shop: Shop, context: Context, qtbot: QtBot) -> CustomersPage:
    """Give the page, shown, with its first customer."""
    del shop
    return shown(CustomersPage(context), qtbot)


def form_of(page: CustomersPage) -> CustomerForm:
    """Give the form, which is open."""
    assert page.panel.form is not None
    return page.panel.form


def save(page: CustomersPage, qtbot: QtBot) -> None:
    """Press Ctrl+S in the form."""
    press_save(qtbot, page.context, form_of(page).line("name"))


def kept(page: CustomersPage, customer_id: int) -> CustomerDetailRow:
    """Read a customer."""
    found = page.context.desk.read(customer_detail, customer_id)
    assert found is not None
    return found


def begin(page: CustomersPage, qtbot: QtBot) -> CustomerForm:
    """Press Insert and give the form of a new customer."""
    qtbot.keyClick(page.table, Qt.Key.Key_Insert)
    idle(qtbot, page.context)
    return form_of(page)


def test_the_card_tells_what_is_owed_what_is_usual_and_the_last_orders(
    page: CustomersPage,
) -> None:
    assert "Owes £10.00 · 1 order" in page.panel.head.text()
    assert "4 of NUT · Item NUT" in page.panel.card.facts()
    assert [row.name for row in page.panel.card.orders.rows_model.rows] == ["SO-000001"]


def test_a_new_customer_is_kept_with_phone_and_address(page: CustomersPage, qtbot: QtBot) -> None:
    form = begin(page, qtbot)
    type_into(qtbot, form.line("name"), "Quay Chandlers")
    type_into(qtbot, form.phones.line(0), "0161 496 0123")
    type_into(qtbot, form.line("credit_limit"), "250")
    box = form.addresses.boxes[0]
    type_into(qtbot, box.lines["street"], "3 Quay")
    type_into(qtbot, box.lines["city"], "Leeds")
    save(page, qtbot)
    made = page.context.desk.read(customer_page)[-1]
    found = kept(page, made.customer_id)
    assert (found.customer.name, found.customer.credit_limit) == ("Quay Chandlers", 25_000)
    assert found.phones[0].number_e164 == "+441614960123"
    assert found.addresses[0].street == "3 Quay"
    assert not page.panel.editing()


def test_the_same_phone_in_another_format_warns(page: CustomersPage, qtbot: QtBot) -> None:
    form = begin(page, qtbot)
    type_into(qtbot, form.line("name"), "Somebody Else")
    type_into(qtbot, form.phones.line(0), "+44 113 496 0000")
    qtbot.waitUntil(lambda: form.twins.text() != "", timeout=3000)
    assert "the same phone" in form.twins.text()


def test_a_similar_name_warns(page: CustomersPage, qtbot: QtBot) -> None:
    form = begin(page, qtbot)
    type_into(qtbot, form.line("name"), "harbour lights Ltd")
    qtbot.waitUntil(lambda: form.twins.text() != "", timeout=3000)
    assert "a similar name" in form.twins.text()


def test_a_customer_without_a_name_is_refused_at_the_name(
    page: CustomersPage, qtbot: QtBot
) -> None:
    form = begin(page, qtbot)
    type_into(qtbot, form.line("email"), "a@b.example")
    save(page, qtbot)
    assert "a name is expected" in form.line("name").accessibleDescription()
    assert form.line("email").text() == "a@b.example"


def test_addresses_are_changed_added_and_removed(
    page: CustomersPage, shop: Shop, qtbot: QtBot
) -> None:
    page.panel.edit_button.setFocus()
    qtbot.keyClick(page.panel.edit_button, Qt.Key.Key_F2)
    form = form_of(page)
    type_into(qtbot, form.addresses.boxes[0].lines["street"], "2 Low Street")
    form.addresses.add_empty()
    type_into(qtbot, form.addresses.boxes[1].lines["street"], "9 Dock")
    save(page, qtbot)
    assert [one.street for one in kept(page, shop.customer_id).addresses] == [
        "2 Low Street",
        "9 Dock",
    ]
    page.panel.edit()
    form_of(page).addresses.boxes[1].dropped.emit()
    save(page, qtbot)
    assert len(kept(page, shop.customer_id).addresses) == 1


def test_what_was_typed_survives_that_somebody_else_saved(
    page: CustomersPage, shop: Shop, qtbot: QtBot
) -> None:
    page.panel.edit()
    type_into(qtbot, form_of(page).line("email"), "hello@harbour.example")
    row = kept(page, shop.customer_id).customer
    theirs = ChangeCustomer(
        customer_id=row.customer_id, version=row.version, name="Harbour Lights", terms_days=14
    )
    shop.run(change_customer, theirs)
    idle(qtbot, page.context)
    save(page, qtbot)
    assert form_of(page).line("email").text() == "hello@harbour.example"
    assert form_of(page).line("terms_days").text() == "14"
    save(page, qtbot)
    found = kept(page, shop.customer_id).customer
    assert (found.email, found.terms_days) == ("hello@harbour.example", 14)


def test_yours_and_theirs_stand_side_by_side_to_the_address(
    page: CustomersPage, shop: Shop, qtbot: QtBot
) -> None:
    page.panel.edit()
    form = form_of(page)
    type_into(qtbot, form.line("name"), "Mine")
    type_into(qtbot, form.addresses.boxes[0].lines["street"], "1 Mine")
    before = kept(page, shop.customer_id)
    known = before.addresses[0]
    theirs = SaveCustomer(
        customer_id=shop.customer_id,
        version=before.customer.version,
        name="Theirs",
        phones=(PhoneEntry("0113 496 0999"),),
        addresses=(
            AddressChange(AddressEntry("1 Theirs", known.city), known.address_id),
            AddressChange(AddressEntry("8 Added", "York")),
        ),
    )
    shop.run(save_customer, theirs)
    idle(qtbot, page.context)
    save(page, qtbot)
    beside = page.panel.theirs
    assert beside.isVisible()
    assert beside.choice("phones", theirs=True).isChecked()
    name = f"address {known.address_id}"
    assert beside.choice(name, theirs=False).isChecked()
    qtbot.keyClick(beside.choice(name, theirs=True), Qt.Key.Key_Space)
    assert form.addresses.boxes[0].lines["street"].text() == "1 Theirs"
    save(page, qtbot)
    found = kept(page, shop.customer_id)
    assert found.customer.name == "Mine"
    assert [one.typed for one in found.phones] == ["0113 496 0999"]
    assert {one.street for one in found.addresses} == {"1 Theirs", "8 Added"}


def test_a_refused_address_keeps_nothing_and_has_the_cursor(
    page: CustomersPage, shop: Shop, qtbot: QtBot
) -> None:
    page.panel.edit()
    form = form_of(page)
    before = kept(page, shop.customer_id)
    type_into(qtbot, form.line("name"), "Other")
    form.addresses.add_empty()
    type_into(qtbot, form.addresses.boxes[1].lines["recipient"], "Nobody")
    save(page, qtbot)
    assert kept(page, shop.customer_id) == before
    assert form.addresses.boxes[1].lines["street"].hasFocus()
    assert form.line("name").text() == "Other"


def test_escape_asks_before_anything_typed_is_lost(page: CustomersPage, qtbot: QtBot) -> None:
    page.panel.edit()
    line = form_of(page).line("name")
    type_into(qtbot, line, "Other")
    qtbot.keyClick(line, Qt.Key.Key_Escape)
    assert page.panel.unsaved.isVisible()
    page.panel.discard()
    idle(qtbot, page.context)
    assert "Harbour Lights" in page.panel.head.text()


def test_blocking_needs_a_reason_and_can_be_undone(
    page: CustomersPage, shop: Shop, qtbot: QtBot
) -> None:
    page.panel.block_button.click()
    bar = page.panel.block_bar
    qtbot.keyClick(bar.reason, Qt.Key.Key_Return)
    assert "Say why" in bar.reason.accessibleDescription()
    type_into(qtbot, bar.reason, "unpaid")
    qtbot.keyClick(bar.reason, Qt.Key.Key_Return)
    idle(qtbot, page.context)
    assert kept(page, shop.customer_id).customer.blocked_reason == "unpaid"
    qtbot.waitUntil(lambda: "unpaid" in page.panel.banner.text(), timeout=3000)
    idle(qtbot, page.context)
    page.panel.block_button.click()
    idle(qtbot, page.context)
    assert kept(page, shop.customer_id).customer.blocked_reason is None


def test_a_new_order_starts_with_the_customer(
    page: CustomersPage, shop: Shop, qtbot: QtBot
) -> None:
    qtbot.keyClick(page.panel.order_button, Qt.Key.Key_Space)
    shell = page.context.shell
    assert isinstance(shell, HeardShell)
    assert shell.went == [("new_order", {"fresh": True, "customer_id": shop.customer_id})]


def test_a_part_of_the_name_finds_the_customer(
    page: CustomersPage, shop: Shop, qtbot: QtBot
) -> None:
    shop.customer("Acme Trading")
    idle(qtbot, page.context)
    type_into(qtbot, page.search, "acme")
    qtbot.keyClick(page.search, Qt.Key.Key_Return)
    idle(qtbot, page.context)
    assert [row.name for row in page.table.rows_model.rows] == ["Acme Trading"]


@pytest.mark.parametrize("typed", ["3456", "+44 7911 12", "07911-123", "gzhm"])
def test_the_last_digits_or_the_initials_find_the_customer(
    page: CustomersPage, shop: Shop, qtbot: QtBot, typed: str
) -> None:
    name = "\u5e7f\u5dde\u534e\u7f8e"
    wanted = AddCustomer(name=name, phones=(PhoneEntry("07911 123456"),))
    shop.run(add_customer, wanted)
    idle(qtbot, page.context)
    type_into(qtbot, page.search, typed)
    qtbot.keyClick(page.search, Qt.Key.Key_Return)
    idle(qtbot, page.context)
    assert [row.name for row in page.table.rows_model.rows] == [name]


@pytest.mark.parametrize("scale", [1.0, 1.5])
def test_no_heading_of_the_last_orders_is_cut_where_the_window_is_narrow(
    page: CustomersPage, qtbot: QtBot, scale: float
) -> None:
    page.context.theme.apply("light", scale)
    orders = page.panel.card.orders
    header = orders.horizontalHeader()
    for wide in (1032, 1118, 1700):
        page.resize(wide, 640)
        QApplication.processEvents()
        shown_now = [at for at in range(header.count()) if not header.isSectionHidden(at)]
        cut = [at for at in shown_now if header.sectionSize(at) < header.sectionSizeHint(at)]
        assert (cut, orders.horizontalScrollBar().maximum()) == ([], 0)
        assert {0, 2, 4} <= set(shown_now)
    assert 3 in shown_now or scale > 1


def test_escape_from_a_new_customer_goes_back_to_the_one_shown_before(
    page: CustomersPage, shop: Shop, qtbot: QtBot
) -> None:
    form = begin(page, qtbot)
    qtbot.keyClick(form.line("name"), Qt.Key.Key_Escape)
    idle(qtbot, page.context)
    assert not page.panel.editing()
    assert "Harbour Lights" in page.panel.head.text()
    assert page.table.current_id == shop.customer_id


def test_a_name_of_three_hundred_rare_letters_stays_in_one_line_above_the_card(
    page: CustomersPage, shop: Shop, qtbot: QtBot
) -> None:
    page.panel.edit()
    form_of(page).line("name").setText("龘" * 300)
    save(page, qtbot)
    assert kept(page, shop.customer_id).customer.name == "龘" * 300
    assert "龘" * 300 in page.panel.head.text()
    title = page.panel.head._title
    assert title.text().endswith("…")
    assert title.height() < 2 * title.fontMetrics().height()

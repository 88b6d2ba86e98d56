"""Tests of tax classes in forms: built-in ones in words, others as typed, kept as they were."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.catalog.commands import SetTaxRate
from app.catalog.handlers import set_tax_rate
from app.catalog.queries import item_by_code
from app.core.messages import set_language
from app.core.money import BasisPoints
from app.customers.queries import customer_detail
from tests.support.shops import Shop, open_shop
from tests.support.windows import idle, press_save, shown, type_into
from ui.catalog.items_page import ItemsPage
from ui.customers.customers_page import CustomersPage
from ui.kit.context import Context
from ui.kit.frame.tax_choice import TaxChoice, tax_class_text


@pytest.fixture
def shop(context: Context) -> Iterator[Shop]:
    """Give a shop with a class of its own."""
    made = open_shop(context.desk)
    made.item("NUT")
    for customer_class in ("standard", "export", "clergy"):
        rate = SetTaxRate(
            item_class="books", customer_class=customer_class, share=BasisPoints(0), name="VAT"
        )
        made.run(set_tax_rate, rate)
    yield made
    set_language("en")


def _offered(choice: TaxChoice) -> list[str]:
    return [choice.itemText(at) for at in range(choice.count())]


def test_an_item_shows_its_class_in_words_and_keeps_it(
    shop: Shop, context: Context, qtbot: QtBot
) -> None:
    page = shown(ItemsPage(context), qtbot)
    page.go_to(item_id=shop.items["NUT"])
    idle(qtbot, context)
    form = page.panel.form
    assert _offered(form.tax) == ["books", "Standard"]
    assert form.tax.currentText() == "Standard"
    type_into(qtbot, form.line("name"), "Wing nut")
    press_save(qtbot, context, form.line("name"))
    row = context.desk.read(item_by_code, "NUT")
    assert row is not None
    assert (row.name, row.tax_class) == ("Wing nut", "standard")


def test_a_customers_class_is_chosen_in_words_and_kept_as_it_is_called(
    shop: Shop, context: Context, qtbot: QtBot
) -> None:
    page = shown(CustomersPage(context), qtbot)
    page.panel.edit()
    form = page.panel.form
    assert form is not None
    assert _offered(form.tax) == ["clergy", "Export sales", "Standard"]
    form.tax.setFocus()
    qtbot.keyClick(form.tax, Qt.Key.Key_Up)
    press_save(qtbot, context, form.line("name"))
    found = context.desk.read(customer_detail, shop.customer_id)
    assert found is not None
    assert found.customer.tax_class == "export"
    assert "tax class Export sales" in page.panel.card.facts()


def test_a_class_typed_like_a_word_of_ours_stays_apart_from_it(qtbot: QtBot) -> None:
    choice = TaxChoice(("standard", "Standard"))
    qtbot.addWidget(choice)
    assert _offered(choice) == ["standard", "Standard"]
    assert choice.value() == "standard"
    choice.show_text("Standard")
    assert choice.value() == "Standard"


def test_what_somebody_else_chose_is_taken_over_by_its_words(qtbot: QtBot) -> None:
    choice = TaxChoice(("standard",))
    qtbot.addWidget(choice)
    choice.show_text("Export sales")
    assert choice.value() == "export"
    choice.show_text("books")
    assert (choice.value(), choice.currentText()) == ("books", "books")
    assert _offered(choice) == ["Standard", "Export sales", "books"]


def test_a_class_nobody_translated_is_written_as_typed() -> None:
    assert tax_class_text("reduced 5 %") == "reduced 5 %"

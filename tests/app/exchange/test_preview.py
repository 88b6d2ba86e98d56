"""Findings, totals and opening stock, told before anything is done."""

import csv
import gzip
import json
from dataclasses import replace
from decimal import Decimal

import pytest

from app.exchange.columns.fields import Kind
from app.exchange.preview.choices import Choices, Fix, How, Opening
from app.exchange.preview.known import Known
from app.exchange.preview.preview import Preview, plan, prepare_opened, suggested
from app.exchange.preview.rows import REJECTED, preview_rows, rejected_rows
from app.exchange.preview.telling import plain_preview, tell
from app.exchange.rules.findings import names_in
from app.exchange.settings import RuleSettings
from tests.app.exchange.files import (
    DATA,
    HISTORY,
    RETAIL,
    prepared,
    preview,
    real,
    small,
    truths,
)

DAYS = ("2010-12-01", "2011-08-12", "2011-12-09")


def flags_by_row(found: Preview) -> dict[int, set[str]]:
    checked = found.checked
    return {
        row: set(names_in(flags))
        for row, flags in zip(checked.lines.numbers, checked.flags, strict=True)
        if flags
    }


def test_each_row_gets_exactly_its_findings() -> None:
    assert flags_by_row(preview(small(RETAIL))) == {
        3: {"DESCSPACE"},
        4: {"NONSTOCK"},
        5: {"NOCUST"},
        6: {"NOCUST", "NODESC", "ZEROPRICE"},
        7: {"CANCEL"},
        8: {"NEGQTY", "NOCUST", "NOTEDESC", "ZEROPRICE"},
        9: {"ADJUST", "NEGPRICE", "NOCUST", "NONSTOCK"},
    }


def test_totals_and_opening_stock_are_said_before_anything_is_done() -> None:
    found = preview(small(RETAIL))
    assert (found.totals.orders, found.totals.lines, found.totals.units) == (2, 5, 19)
    assert found.totals.value == Decimal("63.84")
    assert (found.totals.returns, found.totals.returned_value) == (1, Decimal("7.65"))
    assert (found.totals.adjusts, found.totals.adjusted_units) == (1, -5)
    assert [(need.item_code, need.units) for need in found.openings] == [
        ("71053", 8),
        ("85123A", 10),
    ]
    assert (found.new_customers, found.new_items) == (1, 3)


def test_stock_can_be_kept_as_it_is_or_not_be_opened_at_all() -> None:
    known = Known(stock={"85123A": 4, "71053": 100})
    ready = prepared(small(RETAIL), choices=replace(HISTORY, opening=Opening.KEEP))
    kept = {need.item_code: need.units for need in plan(ready, known).openings}
    assert kept == {"85123A": 7, "71053": 3}
    ready = prepared(small(RETAIL), choices=replace(HISTORY, opening=Opening.NONE))
    lacking = [(need.item_code, need.lacking) for need in plan(ready, known).openings]
    assert lacking == [("85123A", True)]


def test_rows_say_what_will_happen_to_them() -> None:
    rows = preview_rows(preview(small(RETAIL)), 0, 20)
    assert [row.sentence.split(";")[0] for row in rows] == [
        "new order 536365",
        "adds a line to order 536365",
        "adds a line to order 536365",
        "new order 536366",
        "adds a line to order 536366",
        "return C536379",
        "stock adjustment 536380",
        "cannot be imported",
    ]
    only = preview_rows(preview(small(RETAIL)), 0, 20, "CANCEL")
    assert [row.row for row in only] == [7]


def test_a_wrong_value_names_row_column_value_and_what_was_expected_until_it_is_fixed() -> None:
    text = RETAIL.replace("HEART,6,", "HEART,six,", 1)
    found = preview(small(text))
    problem = found.problems[0]
    assert (problem.row, problem.column, problem.value) == (2, "Quantity", "six")
    assert problem.expected == "a whole number is expected"
    row = preview_rows(found, 0, 1)[0]
    assert (row.outcome, row.column) == ("reject", "Quantity")
    fixed = preview(small(text), choices=replace(HISTORY, fixes=(Fix(2, "Quantity", "6"),)))
    assert fixed.problems == []
    assert fixed.totals == preview(small(RETAIL)).totals


def test_findings_that_ask_are_questions_until_they_are_decided() -> None:
    found = preview(small(RETAIL), choices=Choices(how=How.HISTORY))
    assert set(found.questions) == {"NOCUST", "NODESC", "NOTEDESC", "ZEROPRICE"}
    assert suggested(found)["NOCUST"] == "counter sale"
    assert found.must_agree() == 2
    assert preview(small(RETAIL)).must_agree() == 0


def test_rules_have_settings_and_can_be_switched_off() -> None:
    rules = RuleSettings(large_quantity=6, off=("NOCUST",))
    found = preview(small(RETAIL), choices=replace(HISTORY, rules=rules))
    counts = found.findings
    assert counts["BIGQTY"] == 2
    assert "NOCUST" not in counts
    assert "CANCEL" not in counts


def test_order_fields_on_the_first_line_only_are_given_to_all_lines() -> None:
    header = "Name,Financial Status,Fulfillment Status,Shipping,Created at,Billing Company,"
    header += "Lineitem quantity,Lineitem sku,Lineitem price,Lineitem discount\n"
    found = preview(
        small(
            header + "#7,paid,fulfilled,5.00,1998-04-01 00:00:00 +0000,Ernst Handel,60,A,14,126\n"
            "#7,,,,,,2,B,1.5,0\n#8,paid,unfulfilled,0,1998-04-02 00:00:00 +0000,Ann,1,A,14,0\n"
        ),
        choices=replace(HISTORY, how=How.BY_STATE),
    )
    assert found.orders is not None
    documents = found.orders.documents
    assert [(one.number, len(one.lines), one.closed) for one in documents] == [
        ("7", 2, True),
        ("8", 1, False),
    ]
    assert found.checked.value("customer_name", 1) == "Ernst Handel"
    assert found.checked.value("discount", 0) == 1500
    assert found.totals.value == Decimal("731.00")


def test_items_packed_into_one_row_become_lines_and_a_broken_cell_is_named() -> None:
    found = preview(
        small(
            "order_id,date,order_shipping,order_total,billing_company,order_item_1,order_item_2\n"
            "9,10/1/1997 0:00,1.00,31.01,Vaffel,product_id:10|3|10.00|name: Ikura,"
            "product_id:28|2|20.01|name: A|B\n"
            "10,10/13/1997 0:00,0,5,Ann,what is this,product_id:10|1|5|name: Ikura\n"
        )
    )
    assert found.totals.lines == 3
    assert found.totals.value == Decimal("35.01")
    assert found.checked.value("price", 0) == 33333
    assert found.checked.value("item_name", 1) == "A|B"
    assert [(one.row, one.column) for one in found.problems] == [(3, "order_item_1")]


def test_the_long_number_of_a_text_formula_survives() -> None:
    header = "订单编号,买家会员名,总金额,订单状态,宝贝标题,订单创建时间\n"
    text = header + '"=""202002200000000001""",,178.80,交易成功,,2020-02-21 00:00:00\n'
    found = preview(small(text, "gb18030"))
    assert found.orders is not None
    assert found.orders.documents[0].number == "202002200000000001"
    assert found.totals.value == Decimal("178.80")


@pytest.mark.parametrize("day", DAYS)
def test_a_published_day_is_judged_to_the_last_row(day: str) -> None:
    truth = truths()[f"online_retail/{day}.csv"]
    found = preview(real(f"online_retail/{day}.csv"))
    assert found.findings == truth["flag_lines"]
    rows = found.checked.lines.numbers
    for name, first in truth["first_rows_per_flag"].items():
        assert [rows[at] for at in found.checked.rows_with(name)[:5]] == first
    assert len(found.checked) == truth["lines"]
    assert str(found.totals.value) == truth["sale_value"]
    assert str(-found.totals.returned_value) == truth["cancel_value"]


def test_the_retail_year_is_judged_to_the_last_row() -> None:
    name = "online_retail/online_retail_2010_2011.csv.gz"
    truth = truths()[name]
    found = preview(real(name))
    with gzip.open(DATA / "online_retail" / "flags.csv.gz", "rt", encoding="utf-8") as stream:
        wanted = {int(row["row"]): set(row["flags"].split("|")) for row in csv.DictReader(stream)}
    assert flags_by_row(found) == wanted
    assert len(found.checked) == truth["lines"]
    assert str(found.totals.value) == truth["sale_value"]
    assert str(-found.totals.returned_value) == truth["cancel_value"]
    rejected = truth["flag_lines"]["ADJUST"]
    assert found.rejected == rejected
    taken = found.totals.lines + found.totals.returns + found.totals.adjusts
    assert taken + rejected == truth["lines"]


def test_northwind_in_two_files_adds_up_exactly_and_rounded() -> None:
    truth = truths()["northwind"]
    found = preview(
        real("northwind/orders.csv"),
        real("northwind/order_details.csv"),
        choices=replace(HISTORY, how=How.BY_STATE),
    )
    assert found.problems == []
    assert (found.totals.orders, found.totals.lines) == (830, 2155)
    assert found.totals.units == truth["units_ordered"]
    assert str(found.totals.value) == truth["value_after_discount_exact"]
    assert found.totals.rounded == int(
        Decimal(truth["value_after_discount_each_line_rounded_half_up"]) * 100
    )
    assert found.orders is not None
    waiting = sorted(one.number for one in found.orders.documents if not one.closed)
    assert waiting == truth["orders_not_shipped"]


def test_broken_northwind_reports_176_rows_and_shifts_none() -> None:
    found = preview(real("northwind/orders_unquoted.csv"), real("northwind/order_details.csv"))
    wide = [one for one in found.problems if "15 fields" in one.reason or "16" in one.reason]
    assert len(wide) == truths()["northwind"]["orders_unquoted"]["rows_with_wrong_column_count"]
    countries = {str(value) for value in found.checked.values["ship_country"].values}
    assert countries <= {
        "Argentina", "Austria", "Belgium", "Brazil", "Canada", "Denmark", "Finland", "France",
        "Germany", "Ireland", "Italy", "Mexico", "Norway", "Poland", "Portugal", "Spain",
        "Sweden", "Switzerland", "UK", "USA", "Venezuela",
    }  # fmt: skip


def test_tmall_adds_up_with_what_was_never_paid_and_what_went_back() -> None:
    truth = truths()["platform_exports/tmall_order_report.csv"]
    found = preview(real("platform_exports/tmall_order_report.csv"))
    assert found.totals.orders == truth["orders"]
    assert str(found.totals.value) == truth["total"]
    assert found.findings["UNPAID"] == truth["orders_never_paid"]
    assert found.findings["REFUNDED"] == truth["orders_with_refund"]


def test_taobao_keeps_18_digits_and_the_senders_states() -> None:
    truth = truths()["platform_exports/taobao_ExportOrderList_gbk.csv"]
    ready = prepared(real("platform_exports/taobao_ExportOrderList_gbk.csv"))
    found = plan(ready, Known())
    assert found.orders is not None
    numbers = {one.number for one in found.orders.documents}
    assert len(numbers) == truth["orders"]
    assert {len(number) for number in numbers} == set(truth["order_number_digits"])
    assert found.findings["CLOSED"] == truth["status"]["交易关闭"]
    assert str(found.totals.value) == truth["total"]


def test_shopify_and_woocommerce_add_up() -> None:
    truth = truths()["platform_exports/shopify_orders_export.csv"]
    found = preview(
        real("platform_exports/shopify_orders_export.csv"),
        choices=replace(HISTORY, how=How.BY_STATE),
    )
    assert (found.totals.orders, found.totals.lines) == (truth["orders"], truth["rows"])
    assert str(found.totals.value) == truth["lines_net"]
    assert found.totals.units == truth["units"]
    assert found.orders is not None
    open_orders = sum(not one.closed for one in found.orders.documents)
    assert open_orders == truth["orders_unfulfilled"]
    truth = truths()["platform_exports/woocommerce_orders_wide.csv"]
    found = preview(real("platform_exports/woocommerce_orders_wide.csv"))
    assert (found.totals.orders, found.totals.lines) == (truth["orders"], truth["item_cells"])
    assert str(found.totals.value) == truth["items_total"]
    assert found.totals.units == truth["units"]


@pytest.mark.parametrize("sheet", ["Year 2009-2010", "Year 2010-2011"])
def test_both_sheets_of_the_workbook_are_judged(sheet: str) -> None:
    truth = truths()["online_retail/online_retail_II_excerpt.xlsx"][sheet]
    found = preview(
        real("online_retail/online_retail_II_excerpt.xlsx"), choices=replace(HISTORY, sheet=sheet)
    )
    assert len(found.checked) == truth["lines"]
    assert found.findings.get("NOCUST", 0) == truth["lines_without_customer"]
    assert found.findings.get("ZEROPRICE", 0) == truth["lines_zero_price"]
    assert found.problems == []


def test_a_preview_is_told_in_sentences_and_as_plain_values() -> None:
    said = tell(preview(small(RETAIL), choices=Choices(how=How.HISTORY)))
    assert said[0].startswith("2 orders with 5 lines, 19 units, value 63.84")
    assert any("Opening stock of" in sentence for sentence in said)
    assert any(sentence.startswith("To decide: No customer is named") for sentence in said)
    plain = json.loads(json.dumps(plain_preview(preview(small(RETAIL)))))
    assert plain["totals"]["value"] == "63.84"
    assert plain["findings"]["CANCEL"] == 1


def test_a_cell_put_right_leaves_the_file_that_was_read_as_it_is() -> None:
    opened = prepared(small(RETAIL)).opened
    fixes = (Fix(2, "Quantity", "60"),)
    changed = plan(prepare_opened(opened, replace(HISTORY, fixes=fixes)), Known())
    assert changed.totals.units == 73
    assert plan(prepare_opened(opened, HISTORY), Known()).totals.units == 19


def test_all_rejected_rows_are_given_with_their_reasons() -> None:
    found = preview(small(RETAIL.replace("HEART,6,", "HEART,six,", 1) + "1,2\n"))
    assert [one.row for one in rejected_rows(found)] == [2, 9, 10]
    assert "adjustment" in rejected_rows(found)[1].reason


def test_a_sender_is_recognised_when_orders_are_asked_for_and_not_when_items_are() -> None:
    text = "订单编号,总金额,买家实际支付金额,退款金额,订单创建时间\n1,5.5,5.5,0,2020-02-21\n"
    ready = prepared(small(text), choices=replace(HISTORY, kind=Kind.ORDERS))
    assert (ready.profile.name, plan(ready, Known()).totals.orders) == ("tmall", 1)
    items = small("Invoice,StockCode,Description,Price\n1,A,Lamp,2\n")
    assert prepared(items, choices=Choices(kind=Kind.ITEMS)).profile.name == ""


def test_order_lines_alone_are_for_the_counter_and_keep_their_other_findings() -> None:
    found = preview(
        small("OrderID,ProductID,UnitPrice,Quantity,Discount\n1,11,14,-12,0\n1,42,9.8,10,0.15\n"),
        choices=replace(HISTORY, constants={"ordered_on": "2026-01-02"}),
    )
    assert flags_by_row(found) == {2: {"NEGQTY", "NOCUST"}, 3: {"NOCUST"}}
    assert found.totals.value == Decimal("83.30")


HEADS = (
    "OrderID,CustomerID,EmployeeID,OrderDate,RequiredDate,ShippedDate,ShipVia\n"
    "1,ANNA,5,1996-07-04,1996-08-01,,3\n"
    "2,BERT,Ltd,5,1996-07-04,1996-08-01,,3\n"
)
DETAILS = "OrderID,ProductID,UnitPrice,Quantity,Discount\n1,11,14.00,12,0\n2,42,9.80,10,0\n"


def test_a_row_of_the_file_beside_is_put_right_there_and_nowhere_else() -> None:
    sources = (small(DETAILS, name="details.csv"), small(HEADS, name="heads.csv"))
    before = preview(*sources)
    assert before.rejected == 2
    assert {one.beside for one in preview_rows(before, 0, 9, REJECTED)} == {"", "heads.csv"}
    header = HEADS.splitlines()[0].split(",")
    cells = ["2", "BERT Ltd", "5", "1996-07-04", "1996-08-01", "", "3"]
    fixes = tuple(Fix(3, name, text, True) for name, text in zip(header, cells, strict=True))
    after = preview(*sources, choices=replace(HISTORY, fixes=fixes))
    assert (after.rejected, after.totals.units) == (0, 22)
    assert after.checked.value("customer_code", 1) == "BERT Ltd"


def test_a_row_that_does_not_fit_counts_once_every_cell_is_given() -> None:
    text = RETAIL + "536399,85123A,HEART, WHITE,2,2010-12-05 09:00:00,2.55,17850.0,France\n"
    assert preview(small(text)).rejected == preview(small(RETAIL)).rejected + 1
    header = RETAIL.splitlines()[0].split(",")
    cells = ["536399", "85123A", "HEART, WHITE", "2", "2010-12-05", "2.55", "17850", "France"]
    fixes = tuple(Fix(10, name, cell) for name, cell in zip(header, cells, strict=True))
    half = preview(small(text), choices=replace(HISTORY, fixes=fixes[:3]))
    assert half.rejected == preview(small(RETAIL)).rejected + 1
    found = preview(small(text), choices=replace(HISTORY, fixes=fixes))
    assert found.rejected == preview(small(RETAIL)).rejected
    assert found.checked.lines.numbers[-1] == 10
    assert found.checked.value("item_name", 8) == "HEART, WHITE"


def test_a_row_left_out_by_a_person_is_no_problem_any_more() -> None:
    text = RETAIL.replace("HEART,6,", "HEART,six,", 1)
    choices = replace(HISTORY, left_out=(2,))
    assert preview(small(text)).rejected == preview(small(text), choices=choices).rejected + 1
    found = preview(small(text), choices=choices)
    assert found.findings["LEFTOUT"] == 1
    assert found.problems == []


def test_goods_a_catalog_does_not_know_are_named_and_charges_are_not() -> None:
    known = Known(items={"85123A": 1}, has_items=True)
    found = plan(prepared(small(RETAIL)), known)
    named = {found.checked.value("item_code", at) for at in found.checked.rows_with("NEWITEM")}
    assert named == {"71053"}
    assert "NEWITEM" not in plan(prepared(small(RETAIL)), Known()).findings


def test_goods_that_are_short_for_the_open_orders_are_named_with_what_is_there() -> None:
    choices = replace(HISTORY, how=How.OPEN)
    known = Known(items={"85123A": 1, "71053": 2}, stock={"85123A": 10, "71053": 7})
    found = plan(prepared(small(RETAIL), choices=choices), known)
    assert plain_preview(found)["short"] == [{"item_code": "71053", "wanted": 8, "available": 7}]
    assert "1 item is short for the open orders: 71053 (8 wanted, 7 there)." in tell(found)
    assert plain_preview(preview(small(RETAIL)))["short"] == []


def test_every_postcode_loses_the_apostrophe_put_before_it_and_no_name_does() -> None:
    found = preview(
        small(
            "Order number,Customer name,Order date,Item code,Quantity,Unit price,"
            "Shipping name,Shipping postcode\n"
            "7,'t Hoen,2026-11-02,A,1,2.55,'s Hage,'WX1 6LT\n"
            "8,Ann,2026-11-02,A,1,2.55,Ann,'01307\n"
        )
    )
    checked = found.checked
    assert [checked.value("ship_postcode", at) for at in (0, 1)] == ["WX1 6LT", "01307"]
    assert (checked.value("customer_name", 0), checked.value("ship_name", 0)) == (
        "'t Hoen",
        "'s Hage",
    )

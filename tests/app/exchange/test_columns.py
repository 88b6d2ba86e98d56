"""Columns: suggestions in three languages, senders recognised, dates decided over the column."""

from datetime import date

import pytest

from app.exchange.columns.dates import DayOrder, day_of, day_order
from app.exchange.columns.fields import Kind
from app.exchange.columns.mapping import fingerprint, guess_kind, missing, suggest
from app.exchange.columns.profiles import recognise
from app.exchange.errors import MissingColumn
from app.exchange.preview.choices import Choices
from tests.app.exchange.files import prepared, preview, real, small, truths


@pytest.mark.parametrize(
    ("header", "kind"),
    [
        (("Order No.", "Order date", "Customer", "SKU", "Qty", "Unit price"), Kind.ORDERS),
        (("订单编号", "下单时间", "客户编号", "商品编码", "数量", "单价"), Kind.ORDERS),
        (("訂單編號", "訂單日期", "客戶編號", "商品編號", "數量", "單價"), Kind.ORDERS),
        (("CustomerID", "CompanyName", "City", "Phone"), Kind.CUSTOMERS),
        (("客户编号", "客户名称", "地址", "电话"), Kind.CUSTOMERS),
        (("ProductID", "ProductName", "UnitPrice", "UnitsInStock"), Kind.ITEMS),
        (("货号", "品名", "单价", "库存"), Kind.ITEMS),
        (("Item code", "Quantity", "Bin"), Kind.STOCK),
    ],
)
def test_kind_and_columns_are_suggested(header: tuple[str, ...], kind: Kind) -> None:
    assert guess_kind(header) is kind
    mapping = suggest(kind, header)
    assert missing(kind, mapping) == ()
    assert sorted(mapping.values()) == sorted(header)


def test_a_misspelt_column_is_suggested_too() -> None:
    header = ("Order numbr", "Order date", "Item code", "Quantitiy")
    assert suggest(Kind.ORDERS, header)["quantity"] == "Quantitiy"
    assert suggest(Kind.ORDERS, header)["order_number"] == "Order numbr"


def test_a_needed_column_that_is_missing_is_named() -> None:
    with pytest.raises(MissingColumn, match="Quantity"):
        prepared(
            small("Order number,Order date,Item code\n1,2026-01-02,A\n"),
            choices=Choices(kind=Kind.ORDERS),
        )


def test_a_missing_column_can_be_given_for_all_rows() -> None:
    found = preview(
        small("Order number,Item code,Qty\n1,A,2\n"),
        choices=Choices(kind=Kind.ORDERS, constants={"ordered_on": "2026-01-02"}),
    )
    assert found.checked.value("ordered_on", 0) == date(2026, 1, 2)


def test_a_sender_is_the_same_whatever_the_case_and_width_of_its_columns() -> None:
    assert fingerprint(("Order No", "Qty")) == fingerprint(("ＯＲＤＥＲ no ", "qty"))
    assert fingerprint(("Order No", "Qty")) != fingerprint(("Qty", "Order No"))


@pytest.mark.parametrize(
    ("texts", "order"),
    [
        (["1/5/2011 14:44", "12/20/2010 10:14"], DayOrder.MONTH_FIRST),
        (["5/1/2011", "20/12/2010"], DayOrder.DAY_FIRST),
        (["5/1/2011", "6/7/2010"], DayOrder.UNSURE),
        (["2011-01-05"], DayOrder.DAY_FIRST),
    ],
)
def test_day_and_month_are_told_apart_over_the_whole_column(
    texts: list[str], order: DayOrder
) -> None:
    assert day_order(texts) is order


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("1998-04-07 00:00:00 +0000", date(1998, 4, 7)),
        ("2010-12-01T08:26:00", date(2010, 12, 1)),
        ("2026年3月4日", date(2026, 3, 4)),
        ("20101201", date(2010, 12, 1)),
        ("1.2.2010", date(2010, 2, 1)),
        ("31/02/2010", None),
        ("soon", None),
    ],
)
def test_dates_are_read_as_senders_write_them(text: str, day: date | None) -> None:
    assert day_of(text, DayOrder.DAY_FIRST) == day


def test_dates_that_could_be_either_are_asked_about() -> None:
    text = "Order number,Order date,Item code,Qty\n1,3/4/2011,A,1\n2,5/5/2011,A,1\n"
    found = preview(small(text), choices=Choices(kind=Kind.ORDERS))
    assert [one.row for one in found.problems] == [2]
    assert found.prepared.asks_day_order
    settled = preview(
        small(text), choices=Choices(kind=Kind.ORDERS, day_order=DayOrder.MONTH_FIRST)
    )
    assert settled.checked.value("ordered_on", 0) == date(2011, 3, 4)
    assert not settled.prepared.asks_day_order


@pytest.mark.parametrize(
    ("name", "profile"),
    [
        ("online_retail/2010-12-01.csv", "retail"),
        ("online_retail/online_retail_II_excerpt.xlsx", "retail2"),
        ("northwind/orders.csv", "northwind-orders"),
        ("northwind/order_details.csv", "northwind-details"),
        ("platform_exports/tmall_order_report.csv", "tmall"),
        ("platform_exports/taobao_ExportOrderList_gbk.csv", "taobao"),
        ("platform_exports/shopify_orders_export.csv", "shopify"),
        ("platform_exports/woocommerce_orders_wide.csv", "woocommerce"),
    ],
)
def test_each_sender_is_recognised(name: str, profile: str) -> None:
    from app.exchange.reading.opening import open_table

    assert recognise(open_table(real(name)).table.header).name == profile


def test_the_pound_file_is_read_in_its_encoding_with_months_first() -> None:
    truth = truths()["online_retail/pound_sign_cp1252.csv"]
    found = preview(real("online_retail/pound_sign_cp1252.csv"))
    names = found.checked.values["item_name"].column
    assert sum("£" in name for name in names) == truth["descriptions_with_pound_sign"]
    assert found.totals.orders == truth["invoices"]
    assert str(found.totals.value) == truth["value"]
    assert found.checked.value("ordered_on", 2) == date(2011, 1, 5)

"""Every number known about the real files, held against what is read and kept of them."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from app.catalog.rules import GTIN_LENGTHS, gtin_is_right
from app.desk import Desk
from app.exchange.commands import FileImported, ImportFile
from app.exchange.handlers import watched
from app.exchange.preview.choices import Choices, How, Opening
from app.exchange.preview.preview import prepare
from app.exchange.reading.delimited import read_delimited
from app.exchange.rules.checking import Checked
from app.exchange.rules.findings import names_in
from app.reports.queries import sales_by_day
from tests.app.exchange.files import DATA, HISTORY, adds_up, prepared, real, truths
from tests.support.desks import local_desk

RETAIL = (
    "online_retail/2010-12-01.csv",
    "online_retail/2011-08-12.csv",
    "online_retail/2011-12-09.csv",
    "online_retail/online_retail_2010_2011.csv.gz",
)
_MUST_REJECT = {"ADJUST", "NEGQTY", "ZEROQTY", "NEGPRICE"}
_TO_REVIEW = {
    "ZEROPRICE", "NOCUST", "NODESC", "DUP", "REPEAT", "NONSTOCK", "BIGQTY", "PRICE3DP", "NOTEDESC",
}  # fmt: skip


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Desk]:
    opened = local_desk(tmp_path)
    yield opened
    opened.close()


def bring(desk: Desk, *names: str, choices: Choices = HISTORY) -> FileImported:
    ready = prepare([real(name) for name in names], choices)
    paths = tuple(str(DATA / name) for name in names)
    handler = watched(lambda _stage, _done, _total: True, ready)
    return desk.run(handler, ImportFile(paths=paths, choices=choices)).answer


def asked(desk: Desk, statement: str) -> list[tuple[Any, ...]]:
    return desk.read(lambda one: [tuple(row) for row in one.execute(text(statement))])


def only(desk: Desk, statement: str) -> list[Any]:
    return [row[0] for row in asked(desk, statement)]


def pence(amount: str) -> int:
    return int(Decimal(amount) * 100)


class Lines:
    """The lines of a retail file as the program has read them, value by value."""

    def __init__(self, checked: Checked) -> None:
        places = range(len(checked))
        quantity, price = checked.whole("quantity"), checked.whole("price")
        self.invoice = [str(checked.value("order_number", at)) for at in places]
        self.item = [str(checked.value("item_code", at)) for at in places]
        self.customer = [str(checked.value("customer_code", at) or "") for at in places]
        self.country = [str(checked.value("ship_country", at)) for at in places]
        self.units = [quantity(at) for at in places]
        self.value = [quantity(at) * price(at) for at in places]
        self.day = [checked.value("ordered_on", at) for at in places]
        self.flags = [set(names_in(flags)) for flags in checked.flags]
        self.sales = [
            at
            for at in places
            if quantity(at) > 0 and price(at) > 0 and self.invoice[at][0] not in "AC"
        ]
        self.returns = [at for at in places if self.invoice[at].startswith("C")]

    def worth(self, places: "list[int] | range") -> str:
        """Add up the exact value of lines, written as plainly as the truths are."""
        total = Decimal(sum(self.value[at] for at in places)) / 10_000
        return str(total.quantize(Decimal("0.01")) if total == round(total, 2) else total)

    def counted(self, test: Callable[[set[str]], object]) -> int:
        """Count the lines whose findings pass a test."""
        return sum(bool(test(flags)) for flags in self.flags)


@pytest.mark.parametrize("name", RETAIL)
def test_every_line_of_a_retail_file_is_read_to_the_last_digit(name: str) -> None:
    truth = truths()[name]
    lines = Lines(prepared(real(name)).checked)
    every = range(len(lines.invoice))
    invoices, bought = set(lines.invoice), Counter(lines.invoice)
    assert (len(every), len(invoices)) == (truth["lines"], truth["invoices"])
    assert sum(one.startswith("C") for one in invoices) == truth["invoices_cancelled"]
    assert sorted(one for one in invoices if one[0] == "A") == truth["invoices_adjustment"]
    assert len(set(lines.customer) - {""}) == truth["customers"]
    assert len(set(lines.country)) == truth["countries"]
    days = [day for day in lines.day if isinstance(day, date)]
    assert (str(min(days)), str(max(days))) == (truth["first"][:10], truth["last"][:10])
    assert Decimal(lines.worth(every)) == Decimal(truth["value_all_lines"])
    assert sum(lines.units) == truth["units_all_lines"]
    assert (len(lines.sales), lines.worth(lines.sales)) == (
        truth["sale_lines"],
        truth["sale_value"],
    )
    assert len({lines.invoice[at] for at in lines.sales}) == truth["sale_orders"]
    assert sum(lines.units[at] for at in lines.sales) == truth["sale_units"]
    assert (len(lines.returns), lines.worth(lines.returns)) == (
        truth["cancel_lines"],
        truth["cancel_value"],
    )
    longest, count = bought.most_common(1)[0]
    its = [at for at in every if lines.invoice[at] == longest]
    assert {"invoice": longest, "lines": count, "value": lines.worth(its)} == truth[
        "longest_invoice"
    ]
    assert (
        sum(len(them) > 1 for them in _together(lines).values())
        == (truth["invoices_with_two_customers"])
    )


def _together(lines: Lines) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for invoice, customer in zip(lines.invoice, lines.customer, strict=True):
        found.setdefault(invoice, set()).add(customer)
    return found


@pytest.mark.parametrize("name", RETAIL)
def test_codes_months_and_treatments_of_a_retail_file_are_those_known(name: str) -> None:
    truth = truths()[name]
    lines = Lines(prepared(real(name)).checked)
    codes = set(lines.item)
    assert len(codes) == truth["stock_codes"]
    alike = Counter(code.upper() for code in codes)
    assert sum(times > 1 for times in alike.values()) == truth["stock_codes_differing_only_by_case"]
    services = Counter(
        code for code, flags in zip(lines.item, lines.flags, strict=True) if "NONSTOCK" in flags
    )
    assert services == Counter(truth["nonstock_codes"])
    months: dict[str, list[int]] = {}
    for at in lines.sales:
        months.setdefault(str(lines.day[at])[:7], []).append(at)
    assert {
        month: {"orders": len({lines.invoice[at] for at in its}), "value": lines.worth(its)}
        for month, its in months.items()
    } == truth["sale_by_month"]
    net: Counter[str] = Counter()
    for code, units in zip(lines.item, lines.units, strict=True):
        net[code] += units
    best = [[code, units] for code, units in truth["top_stock_codes_by_net_units"]]
    assert [[code, net[code]] for code, _units in best] == best
    assert lines.counted(lambda flags: flags & _MUST_REJECT) == truth["lines_must_reject"]
    assert truth["lines_return_not_order"] == lines.counted(
        lambda flags: "CANCEL" in flags and not flags & _MUST_REJECT
    )
    assert truth["lines_to_review"] == lines.counted(
        lambda flags: flags & _TO_REVIEW and not flags & (_MUST_REJECT | {"CANCEL"})
    )
    assert truth["lines_clean"] == lines.counted(
        lambda flags: not flags & (_MUST_REJECT | _TO_REVIEW | {"CANCEL"})
    )


def test_a_day_brought_in_sells_in_the_reports_what_it_sold(shop: Desk) -> None:
    name = RETAIL[0]
    truth = truths()[name]
    bring(shop, name, choices=replace(HISTORY, leave_out=True))
    day = date(2010, 12, 1)
    figures = shop.read(sales_by_day, day, day)
    assert figures.total.amount == pence(truth["sale_value"])
    assert only(shop, "SELECT count(*) FROM order_line WHERE price > 0") == [truth["sale_lines"]]
    assert adds_up(shop)


def test_northwind_is_kept_as_it_was_published(shop: Desk) -> None:
    truth = truths()["northwind"]
    bring(shop, "northwind/products.csv", choices=Choices())
    bring(shop, "northwind/customers.csv", choices=Choices())
    choices = replace(HISTORY, how=How.BY_STATE, opening=Opening.KEEP)
    bring(shop, "northwind/orders.csv", "northwind/order_details.csv", choices=choices)
    stock = "FROM item JOIN item_stock ON item_stock.item_id = item.id"

    def numbers(condition: str) -> list[int]:
        return sorted(map(int, only(shop, f"SELECT code {stock} WHERE {condition}")))

    assert numbers("state = 'discontinued'") == truth["products_discontinued"]
    assert numbers("on_hand = 0") == truth["products_out_of_stock"]
    assert numbers("on_hand < reorder_point") == truth["products_stock_below_reorder_level"]
    assert asked(shop, f"SELECT sum(incoming), sum(on_hand), sum(on_hand * price) {stock}") == [
        (
            truth["stock_on_order_units"],
            truth["stock_units"],
            pence(truth["stock_value_at_list_price"]) * 100,
        )
    ]
    sold = asked(shop, "SELECT code, sum(quantity) FROM order_line GROUP BY code")
    assert dict(sold) == truth["units_sold_per_product"]
    discounts = asked(shop, "SELECT discount, count(*) FROM order_line GROUP BY discount")
    assert {f"{share / 10_000:g}": lines for share, lines in discounts} == truth["discount_values"]
    gross = only(shop, "SELECT sum(quantity * price) FROM order_line")
    assert gross == [pence(truth["value_before_discount"]) * 100]
    assert only(shop, "SELECT sum(freight) FROM sales_order") == [pence(truth["freight_total"])]
    largest = asked(shop, "SELECT number, goods FROM sales_order ORDER BY goods DESC LIMIT 1")
    assert largest == [(truth["largest_order_net"][0], pence(truth["largest_order_net"][1]))]
    nothing = "SELECT number FROM customer WHERE id NOT IN (SELECT customer_id FROM sales_order)"
    assert sorted(only(shop, nothing)) == truth["customers_without_orders"]
    waiting = "SELECT id, reference FROM sales_order WHERE state <> 'closed'"
    assert sorted(row[1] for row in asked(shop, waiting)) == truth["orders_not_shipped"]
    lines = f"SELECT count(*) FROM order_line WHERE order_id IN (SELECT id FROM ({waiting}))"
    assert only(shop, lines) == [truth["open_order_lines"]]
    first = "SELECT min(ordered_on) FROM sales_order WHERE state = 'closed'"
    assert only(shop, first) == [truth["first_order_date"]]


PLATFORMS = {
    "tmall_order_report.csv": {"orders": "orders", "total": "total", "paid": "paid"},
    "taobao_ExportOrderList_gbk.csv": {"orders": "orders", "total": "total", "paid": "paid"},
    "shopify_orders_export.csv": {
        "orders": "orders", "total": "total", "goods": "lines_net", "freight": "shipping",
    },
    "woocommerce_orders_wide.csv": {
        "orders": "orders", "total": "order_total", "goods": "items_total", "freight": "shipping",
    },
}  # fmt: skip


@pytest.mark.parametrize("name", PLATFORMS)
def test_what_a_platform_sold_was_paid_and_charged_is_kept_to_the_last_digit(
    shop: Desk, name: str
) -> None:
    truth, wanted = truths()[f"platform_exports/{name}"], PLATFORMS[name]
    answer = bring(shop, f"platform_exports/{name}")
    assert answer.orders == truth["orders"]
    for column in ("goods", "freight", "total", "paid"):
        if column in wanted:
            kept = only(shop, f"SELECT sum({column}) FROM sales_order")
            assert kept == [pence(truth[wanted[column]])], column
    if "units" in truth:
        assert only(shop, "SELECT sum(quantity) FROM order_line") == [truth["units"]]
    if "refunded" in truth:
        back = "SELECT -sum(amount) FROM payment WHERE method = 'refund'"
        assert only(shop, back) == [pence(truth["refunded"])]
        fully = "SELECT count(*) FROM payment WHERE method = 'refund' AND amount = -(SELECT total "
        fully += "FROM sales_order WHERE id = order_id)"
        assert only(shop, fully) == [truth["orders_fully_refunded"]]
        assert only(shop, "SELECT count(DISTINCT ship_region) FROM sales_order") == [
            truth["provinces"]
        ]
    if "zips_with_leading_apostrophe" in truth:
        odd = "SELECT count(*) FROM sales_order WHERE ship_postcode LIKE '''%'"
        assert only(shop, odd) == [0]
        bare = "SELECT count(*) FROM sales_order WHERE ship_postcode = ''"
        assert only(shop, bare) == [truth["orders_without_zip"]]
    assert adds_up(shop)


def test_barcodes_of_real_goods_are_judged_one_by_one() -> None:
    truth = truths()["products/openfoodfacts_barcodes.tsv"]
    table, _form = read_delimited(real("products/openfoodfacts_barcodes.tsv"))
    codes = list(table.column(table.header[0]))
    assert dict(Counter(str(len(code)) for code in codes)) == truth["lengths"]
    odd = [
        [row, code]
        for row, code in enumerate(codes, 2)
        if len(code) not in GTIN_LENGTHS or not gtin_is_right(code)
    ]
    assert odd == truth["invalid_rows"]
    assert len(codes) - len(odd) == truth["valid_check_digit"]

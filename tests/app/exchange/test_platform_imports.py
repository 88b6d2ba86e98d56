"""Orders of platforms and workbooks really brought in: real files, and small ones like them."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
import xlsxwriter
from sqlalchemy import func, select

from app.desk import Desk
from app.exchange.commands import FileImported, ImportFile
from app.exchange.errors import AlreadyImported
from app.exchange.handlers import import_file
from app.exchange.preview.choices import Choices
from app.exchange.preview.preview import plan, prepare
from app.exchange.queries import known_for
from app.orders.models import OrderLine, Payment, SalesOrder
from app.stock.models import ItemStock
from tests.app.exchange.files import ANSWERS, DATA, HISTORY, adds_up, on_disk, real, truths
from tests.support.desks import local_desk

TMALL = "platform_exports/tmall_order_report.csv"
WORKBOOK = "online_retail/online_retail_II_excerpt.xlsx"
SMALL_TMALL = (
    "订单编号,总金额,买家实际支付金额,收货地址 ,订单创建时间,订单付款时间 ,退款金额\n"
    '="202002200000000001",178.80,0.0,上海,2020-02-21 00:00:00,,0.0\n'
    '="202002200000000002",21.00,21.0,内蒙古自治区,2020-02-20 23:59:54,2020-02-21 00:00:02,0.0\n'
    '="202002200000000003",37.05,0.0,安徽省,2020-02-20 23:59:35,2020-02-20 23:59:58,37.05\n'
)
SMALL_SHEET = (
    ("Invoice", "StockCode", "Description", "Quantity", "InvoiceDate", "Price", "Customer ID"),
    (489434, "85048", "15CM GLASS BALL", 12, "2009-12-01 07:45:00", 6.95, 13085.0),
    (489434, 79323, "PINK LIGHTS", 12, "2009-12-01 07:45:00", 6.75, 13085.0),
    ("C489449", 22087, "PAPER BUNTING", -12, "2009-12-01 10:33:00", 2.95, 16321.0),
    ("202002200000000009", "079191D", "FELT PURSE", 2, "2009-12-02 10:06:00", 1.05, ""),
)


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Desk]:
    opened = local_desk(tmp_path)
    yield opened
    opened.close()


def bring(desk: Desk, path: Path | str, choices: Choices) -> FileImported:
    return desk.run(import_file, ImportFile(paths=(str(path),), choices=choices)).answer


def total(desk: Desk) -> Decimal:
    return Decimal(desk.read(lambda one: one.scalar(select(func.sum(SalesOrder.total)))) or 0) / 100


def numbers(desk: Desk) -> set[str]:
    found = select(SalesOrder.number)
    return {str(one) for one in desk.read(lambda unit: list(unit.execute(found).scalars()))}


def workbook(folder: Path) -> Path:
    path = folder / "orders.xlsx"
    book = xlsxwriter.Workbook(str(path))
    first = book.add_worksheet("Year 2009-2010")
    for line, cells in enumerate(SMALL_SHEET):
        first.write_row(line, 0, cells)
    second = book.add_worksheet("Year 2010-2011")
    second.write_row(0, 0, SMALL_SHEET[0])
    second.write_row(1, 0, (536365, "85123A", "HEART", 6, "2010-12-01 08:26:00", 2.55, 17850))
    book.close()
    return path


def test_a_small_tmall_report_comes_in_once_with_18_digit_numbers(
    desk: Desk, tmp_path: Path
) -> None:
    path = on_disk(tmp_path, SMALL_TMALL)
    answer = bring(desk, path, HISTORY)
    assert (answer.orders, answer.lines, answer.rows_rejected) == (3, 3, 0)
    assert numbers(desk) == {f"20200220000000000{at}" for at in (1, 2, 3)}
    assert total(desk) == Decimal("236.85")
    assert adds_up(desk)
    with pytest.raises(AlreadyImported):
        bring(desk, path, HISTORY)
    again = desk.run(import_file, ImportFile(paths=(path,), choices=HISTORY, again=True)).answer
    assert (again.orders, again.documents_known) == (0, 3)


def test_orders_that_were_never_paid_stay_out_as_suggested(desk: Desk, tmp_path: Path) -> None:
    choices = replace(HISTORY, decisions={**ANSWERS, "UNPAID": "skip"})
    answer = bring(desk, on_disk(tmp_path, SMALL_TMALL), choices)
    assert (answer.orders, answer.rows_skipped) == (2, 1)
    assert "202002200000000001" not in numbers(desk)


def test_what_was_paid_is_what_the_file_says_and_not_the_whole_price(
    desk: Desk, tmp_path: Path
) -> None:
    header = (
        "订单编号,买家会员名,总金额,买家实际支付金额,订单状态,宝贝标题,订单创建时间,订单付款时间\n"
    )
    rows = (
        '="202002200000000011",,100.00,100.00,交易成功,,2020-02-20 10:00:00,2020-02-20 10:01:00\n'
        '="202002200000000012",,327.70,148.90,交易成功,,2020-02-20 10:00:00,2020-02-20 10:01:00\n'
        '="202002200000000013",,50.00,0.00,交易关闭,,2020-02-20 10:00:00,2020-02-20 10:01:00\n'
        '="202002200000000014",,20.00,,交易成功,,2020-02-20 10:00:00,2020-02-20 10:01:00\n'
        '="202002200000000015",,20.00,20.00,等待买家付款,,2020-02-20 10:00:00,\n'
    )
    bring(desk, on_disk(tmp_path, header + rows, encoding="gb18030"), HISTORY)
    found = select(SalesOrder.number, SalesOrder.paid).order_by(SalesOrder.number)
    paid = [one.paid for one in desk.read(lambda unit: list(unit.execute(found)))]
    assert paid == [10_000, 14_890, 0, 2_000, 0]
    booked = desk.read(lambda unit: unit.scalar(select(func.sum(Payment.amount))))
    assert booked == sum(paid)
    assert adds_up(desk)


def test_a_cell_that_looks_like_a_formula_is_kept_as_text_and_never_run(
    desk: Desk, tmp_path: Path
) -> None:
    evil = SMALL_TMALL.replace("上海", "\"=cmd|'/c calc'!A1\"")
    bring(desk, on_disk(tmp_path, evil), HISTORY)
    assert "202002200000000001" in numbers(desk)
    assert adds_up(desk)


def test_a_small_workbook_comes_in_with_its_codes_as_text(desk: Desk, tmp_path: Path) -> None:
    path = workbook(tmp_path)
    choices = replace(HISTORY, sheet="Year 2009-2010")
    answer = bring(desk, path, choices)
    assert (answer.orders, answer.lines, answer.returns) == (2, 3, 1)
    assert numbers(desk) >= {"489434", "202002200000000009"}
    codes = desk.read(lambda one: set(one.execute(select(OrderLine.code)).scalars()))
    assert codes == {"85048", "79323", "079191D"}
    assert total(desk) == Decimal("166.50")
    assert adds_up(desk)
    other = replace(choices, sheet="Year 2010-2011")
    with pytest.raises(AlreadyImported):
        bring(desk, path, other)
    wish = ImportFile(paths=(str(path),), choices=other, again=True)
    assert desk.run(import_file, wish).answer.orders == 1
    assert total(desk) == Decimal("181.80")


def test_a_month_of_tmall_comes_in_to_the_last_fen(shop: Desk) -> None:
    truth = truths()[TMALL]
    real(TMALL)
    answer = bring(shop, DATA / TMALL, HISTORY)
    assert (answer.orders, answer.rows_rejected) == (truth["orders"], 0)
    assert total(shop) == Decimal(truth["total"])
    assert len(numbers(shop)) == truth["order_numbers"]
    assert adds_up(shop)
    wish = ImportFile(paths=(str(DATA / TMALL),), choices=HISTORY, again=True)
    assert shop.run(import_file, wish).answer.documents_known == truth["orders"]
    assert total(shop) == Decimal(truth["total"])


def test_unpaid_tmall_orders_stay_out_exactly(shop: Desk) -> None:
    truth = truths()[TMALL]
    real(TMALL)
    choices = replace(HISTORY, decisions={**ANSWERS, "UNPAID": "skip"})
    answer = bring(shop, DATA / TMALL, choices)
    assert answer.rows_skipped == truth["orders_never_paid"]
    assert answer.orders == truth["orders"] - truth["orders_never_paid"]


def test_both_sheets_of_the_published_workbook_come_in(shop: Desk) -> None:
    truth = truths()[WORKBOOK]
    real(WORKBOOK)
    goods = orders = 0
    for again, sheet in enumerate(("Year 2009-2010", "Year 2010-2011")):
        choices = replace(HISTORY, sheet=sheet)
        ready = prepare([real(WORKBOOK)], choices)
        found = plan(ready, shop.read(known_for, ready))
        totals, checked = found.totals, found.checked
        assert totals.value - totals.returned_value == Decimal(truth[sheet]["value_all_lines"])
        wish = ImportFile(paths=(str(DATA / WORKBOOK),), choices=choices, again=bool(again))
        answer = shop.run(import_file, wish).answer
        assert (answer.rows_in, answer.rows_rejected) == (truth[sheet]["lines"], 0)
        assert answer.lines + answer.returns + answer.adjusts == truth[sheet]["lines"]
        quantity = checked.whole("quantity")
        charges = sum(map(quantity, checked.rows_with("NONSTOCK")))
        goods += answer.opened_units - truth[sheet]["units_all_lines"] + charges
        orders += totals.rounded
    lying = shop.read(lambda one: one.scalar(select(func.sum(ItemStock.on_hand))))
    assert lying == goods
    assert total(shop) * 100 == orders
    assert adds_up(shop)
